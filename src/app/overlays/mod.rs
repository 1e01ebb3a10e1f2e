//! What lies over the panes.

pub mod batch_undo;
pub mod note_prompt;
pub mod output;
pub mod overlay;
pub mod preview;
pub mod ticket_prompt;
pub mod view_prompt;
