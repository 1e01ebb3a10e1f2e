//! One user: details, groups, history.

pub mod details;
pub mod groups;
pub mod history;
