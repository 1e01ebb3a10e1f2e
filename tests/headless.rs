//! The commands without a screen: the real binary against the embedded server, judged by what stands
//! on standard output, on standard error, and by the exit code.

mod support;

mod add;
mod changes;
mod codes;
mod config;
mod disk;
mod end_to_end;
mod find;
mod group_changes;
mod groups;
mod history;
#[cfg(unix)]
mod hostile_input;
mod import;
mod import_defaults;
mod import_run;
mod life;
mod lists;
mod login;
mod logs;
mod notes;
mod other_writers;
mod pipes;
mod questions;
mod reconcile;
mod report;
mod system_users;
mod text;
mod tickets;
mod undo_batch;
