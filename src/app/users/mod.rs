//! The users of a company.

pub mod list;
