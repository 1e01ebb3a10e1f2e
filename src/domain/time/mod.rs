//! Points in time as data.

pub mod moment;
pub mod month;
pub mod now;
pub mod weekday;
