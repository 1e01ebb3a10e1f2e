//! Draws a list.

pub mod list;
mod search_line;
