//! The company list.

pub mod cache;
pub mod history;
pub mod list;
pub mod navigation;
pub mod text;
