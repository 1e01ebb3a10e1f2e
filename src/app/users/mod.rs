//! The users of a company.

pub mod list;
mod order;
pub mod seen;
pub mod texts;
