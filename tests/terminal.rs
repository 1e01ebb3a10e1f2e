//! The real binary in a pseudo-terminal, its screen read back by a terminal emulator.
//!
//! Every test has its own server and its own terminal. Nothing sleeps: tests wait for conditions.
#![cfg(unix)]

mod bytes;
mod children;
mod desk;
pub mod pty;
pub mod support;
pub mod surroundings;

// `setsid` is a command of Linux.
mod cache;
mod end_to_end;
#[cfg(target_os = "linux")]
mod hangup;
mod hostile;
mod hostile_refusals;
mod import;
mod keys;
mod killed;
mod lists;
mod login;
mod matrix;
mod multiplexer;
mod output;
mod payloads;
mod privacy;
mod profiles;
mod progress;
mod questions;
mod queue;
mod refusals;
mod restore;
mod secrets;
mod slow_service;
mod start;
mod table;
mod themes;
mod tour;
mod user_changes;
