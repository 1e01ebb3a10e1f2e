//! The company list.

pub mod cache;
mod changed;
mod earlier_days;
pub mod filter_line;
pub mod grouping;
pub mod groups;
pub mod history;
pub mod list;
pub mod namesakes;
pub mod navigation;
pub mod notes;
pub mod open_view;
pub mod query;
pub mod saved;
pub mod text;
