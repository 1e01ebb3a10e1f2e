//! The users of a company.

pub mod list;
pub mod seen;
