//! Draws the form.

pub mod field;
pub mod pane;
pub mod paste_preview;
