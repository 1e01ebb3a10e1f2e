//! The companies as they were on earlier days, and what has changed since.

pub mod changes;
pub mod day;
pub mod known;
