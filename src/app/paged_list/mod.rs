//! The generic list: its rows, its query, its search, its marks.

pub mod cursor;
pub mod cursor_target;
pub mod list;
pub mod marking;
pub mod marks;
pub mod query;
pub mod requests;
pub mod search;
pub mod search_box;
pub mod sieve;
pub mod sifting;
