//! The real binary in a pseudo-terminal, its screen read back by a terminal emulator.
//!
//! Every test has its own server and its own terminal. Nothing sleeps: tests wait for conditions.
#![cfg(unix)]

#[path = "terminal/bytes.rs"]
mod bytes;
#[path = "terminal/children.rs"]
mod children;
#[path = "terminal/desk.rs"]
mod desk;
#[path = "terminal/pty.rs"]
mod pty;

// `setsid` is a command of Linux.
#[cfg(target_os = "linux")]
#[path = "terminal/gone.rs"]
mod gone;
#[path = "terminal/hostile.rs"]
mod hostile;
#[path = "terminal/hostile_words.rs"]
mod hostile_words;
#[path = "terminal/instant.rs"]
mod instant;
#[path = "terminal/job.rs"]
mod job;
#[path = "terminal/keys.rs"]
mod keys;
#[path = "terminal/killed.rs"]
mod killed;
#[path = "terminal/leaving.rs"]
mod leaving;
#[path = "terminal/lists.rs"]
mod lists;
#[path = "terminal/login.rs"]
mod login;
#[path = "terminal/matrix.rs"]
mod matrix;
#[path = "terminal/output.rs"]
mod output;
#[path = "terminal/payloads.rs"]
mod payloads;
#[path = "terminal/privacy.rs"]
mod privacy;
#[path = "terminal/profiles.rs"]
mod profiles;
#[path = "terminal/progress.rs"]
mod progress;
#[path = "terminal/queue.rs"]
mod queue;
#[path = "terminal/refusals.rs"]
mod refusals;
#[path = "terminal/secrets.rs"]
mod secrets;
#[path = "terminal/table.rs"]
mod table;
#[path = "terminal/trouble.rs"]
mod trouble;
#[path = "terminal/walk.rs"]
mod walk;
