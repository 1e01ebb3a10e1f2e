//! What lies over the panes.

pub mod overlay;
pub mod preview;
pub mod view_prompt;
