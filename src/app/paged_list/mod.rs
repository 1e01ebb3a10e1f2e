//! The generic list: its rows, its query, its search.

pub mod landing;
pub mod list;
pub mod query;
pub mod search;
