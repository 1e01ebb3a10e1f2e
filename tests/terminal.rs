//! The real binary in a pseudo-terminal, its screen read back by a terminal emulator.
//!
//! Every test has its own server and its own terminal. Nothing sleeps: tests wait for conditions.
#![cfg(unix)]

mod bytes;
mod children;
mod desk;
mod pty;

// `setsid` is a command of Linux.
#[cfg(target_os = "linux")]
mod gone;
mod hostile;
mod hostile_words;
mod instant;
mod job;
mod keys;
mod killed;
mod leaving;
mod lists;
mod login;
mod matrix;
mod output;
mod payloads;
mod privacy;
mod profiles;
mod progress;
mod queue;
mod refusals;
mod secrets;
mod table;
mod trouble;
mod walk;
