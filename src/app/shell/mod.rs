//! The only place that knows every room: it takes a message and finds who handles it.

pub mod ahead;
pub mod available;
pub mod mouse;
pub mod pasting;
pub mod run;
pub mod typing_on;
pub mod update;
