//! Draws the overlays.

pub mod activity;
pub mod menu;
pub mod overlay;
pub mod views;
