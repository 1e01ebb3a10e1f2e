//! One user: its details, its groups, its history.

pub mod details;
pub mod group_picker;
pub mod history;
mod part;
pub mod picking;
pub mod reading;
