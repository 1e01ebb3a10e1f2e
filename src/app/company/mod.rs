//! The company pane.

pub mod course;
pub mod details;
