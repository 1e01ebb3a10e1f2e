//! Draws the import.

pub mod pane;
mod rows;
mod tone;
