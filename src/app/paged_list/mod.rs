//! The generic list: its rows, its query, its search.

pub mod cursor;
pub mod cursor_target;
pub mod list;
pub mod query;
pub mod requests;
pub mod search;
pub mod search_box;
