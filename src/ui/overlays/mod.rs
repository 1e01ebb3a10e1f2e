//! Draws the overlays.

pub mod activity;
pub mod menu;
pub mod note;
pub mod output;
pub mod overlay;
pub mod views;
