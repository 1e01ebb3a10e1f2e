//! The commands without a screen: the real binary against the embedded server, judged by what stands
//! on standard output, on standard error, and by the exit code.

#[path = "headless/support.rs"]
mod support;

#[path = "headless/add.rs"]
mod add;
#[path = "headless/codes.rs"]
mod codes;
#[path = "headless/colleague.rs"]
mod colleague;
#[path = "headless/config.rs"]
mod config;
#[path = "headless/disk.rs"]
mod disk;
#[cfg(unix)]
#[path = "headless/doors.rs"]
mod doors;
#[path = "headless/find.rs"]
mod find;
#[path = "headless/job.rs"]
mod job;
#[path = "headless/lists.rs"]
mod lists;
#[path = "headless/login.rs"]
mod login;
#[path = "headless/logs.rs"]
mod logs;
#[path = "headless/pipes.rs"]
mod pipes;
#[path = "headless/text.rs"]
mod text;
