//! The only place where time, network, disk and terminal exist.
//!
//! The loop waits for an event, passes it to [`crate::app::shell::update`], performs the resulting effects, and draws
//! when no more events are waiting. Nothing ticks while nothing changes.

mod background;
mod browser;
mod clipboard;
mod clock;
mod connection;
mod database;
mod draft_writer;
mod effects;
pub mod engine;
mod export;
mod fetch;
mod folder;
mod import_plan;
mod import_run;
mod import_writer;
mod imports;
mod input;
mod latest_writer;
mod local_failure;
pub mod logging;
mod note_writer;
mod notes;
mod own_command;
pub mod panics;
mod platform;
mod profiles;
mod program;
mod report;
mod saved;
mod screen;
mod source;
#[cfg(debug_assertions)]
mod test_kill;
#[cfg(debug_assertions)]
mod test_panic;
mod views;

pub use connection::{Setup, demo_connection};
pub use platform::{exit_code, keep_memory_private};
pub use profiles::{Opened, Profiles};
pub use program::{ExitReason, run, run_name};
pub use source::Source;
