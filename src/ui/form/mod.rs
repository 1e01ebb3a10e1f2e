//! Draws the form.

pub mod card;
pub mod field;
pub mod pane;
pub mod paste_preview;
