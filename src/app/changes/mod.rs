//! Changes to the service that are under way or were made.

pub mod change;
pub mod history;
pub mod queue;
