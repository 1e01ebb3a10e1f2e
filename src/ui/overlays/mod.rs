//! Draws what lies over the panes.

pub mod menu;
pub mod overlay;
