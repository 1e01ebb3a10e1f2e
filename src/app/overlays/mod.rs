//! What lies over the panes.

pub mod actions;
pub mod overlay;
pub mod palette;
pub mod questions;
