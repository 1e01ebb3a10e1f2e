//! The state of the connection, and what is asked again when it comes back.

pub mod probe;
pub mod retry;
pub mod status;
