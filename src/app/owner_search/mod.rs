//! Whose email is this?

pub mod crawl;
pub mod search;
