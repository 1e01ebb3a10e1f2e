//! The only place that knows every room: it takes a message and finds who handles it.

mod answered;
pub mod available;
pub mod burst;
mod cancel;
mod list_rules;
pub mod mouse;
pub mod overlay_keys;
pub mod pasting;
pub mod prefix_menu;
mod reload;
pub mod run;
mod timers;
pub mod update;
