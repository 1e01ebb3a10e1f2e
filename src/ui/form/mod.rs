//! Draws the form.

pub mod custom_field;
pub mod field;
pub mod pane;
pub mod paste_preview;
