//! The command line: arguments, and the commands that need no screen.

pub mod args;
pub mod demo_server;
