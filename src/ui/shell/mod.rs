//! Draws header, footer and start screen.

pub mod footer;
pub mod header;
pub mod start;
