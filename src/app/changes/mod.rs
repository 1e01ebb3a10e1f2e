//! Changes to the service that are under way or were made.

pub mod change;
pub mod created_users;
pub mod of_users;
pub mod queue;
