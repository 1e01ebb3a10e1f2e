//! The commands without a screen: the real binary against the embedded server, judged by what stands
//! on standard output, on standard error, and by the exit code.

mod support;

mod add;
mod codes;
mod colleague;
mod config;
mod disk;
#[cfg(unix)]
mod doors;
mod find;
mod job;
mod lists;
mod login;
mod logs;
mod pipes;
mod text;
