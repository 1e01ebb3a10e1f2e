//! What lies over the panes.

pub mod output;
pub mod overlay;
pub mod preview;
pub mod view_prompt;
