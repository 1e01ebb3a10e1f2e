//! The bytes that make a terminal show the next frame.
//!
//! [`Display`] keeps what the terminal shows, its cursor and its pen. It compares the next frame with that and writes
//! only what can be seen to differ: short moves, no attribute twice, lines that have moved are scrolled. Nothing here
//! reads or writes; the caller passes the bytes on, in one piece.

mod cell;
mod frame;
mod output;
mod pen;
mod position;
mod row;
mod scroll;
mod support;

pub use frame::Display;
pub use support::Support;
