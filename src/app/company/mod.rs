//! The company pane.

pub mod details;
