//! What the program talks about, without any idea of network, disk or screen.
//!
//! Floor 0: everything may use this, and this uses nothing of the crate.

pub mod change;
pub mod company;
pub mod form;
pub mod list;
pub mod service;
pub mod terminal;
pub mod text;
pub mod time;
pub mod user;
