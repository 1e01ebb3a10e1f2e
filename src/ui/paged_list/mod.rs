//! Draws a list.

pub mod list;
