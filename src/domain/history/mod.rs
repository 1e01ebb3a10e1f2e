//! The companies as they were on earlier days, and what has changed since.

pub mod changes;
pub mod course;
pub mod day;
pub mod known;
pub mod mark;
