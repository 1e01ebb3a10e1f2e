//! Draws what lies over the panes.

pub mod activity;
pub mod menu;
pub mod overlay;
