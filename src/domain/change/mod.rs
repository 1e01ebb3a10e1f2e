//! Writes to the service: what was meant, how it ended, and who has made what is there.

pub mod evidence;
pub mod recorded;
pub mod recovered;
pub mod write;
