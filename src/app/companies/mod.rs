//! The company list.

pub mod cache;
pub mod history;
pub mod list;
pub mod marks;
pub mod navigation;
pub mod text;
