//! The state of the connection, and retries when it comes back.

pub mod probe;
pub mod retry;
pub mod status;
