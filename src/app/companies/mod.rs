//! The company list.

pub mod cache;
mod changed;
pub mod filter_line;
pub mod history;
pub mod list;
pub mod marks;
pub mod navigation;
pub mod query;
pub mod text;
