//! Draws the company pane.

pub mod details;
