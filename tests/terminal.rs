//! The real binary in a pseudo-terminal, its screen read back by a terminal emulator.
//!
//! Every test has its own server and its own terminal. Nothing sleeps: tests wait for conditions.
#![cfg(unix)]

#[path = "terminal/desk.rs"]
mod desk;
#[path = "terminal/pty.rs"]
mod pty;

#[path = "terminal/job.rs"]
mod job;
#[path = "terminal/killed.rs"]
mod killed;
#[path = "terminal/leaving.rs"]
mod leaving;
#[path = "terminal/output.rs"]
mod output;
#[path = "terminal/refusals.rs"]
mod refusals;
#[path = "terminal/table.rs"]
mod table;
#[path = "terminal/trouble.rs"]
mod trouble;
