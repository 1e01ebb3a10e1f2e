//! Writes to the service: intents, outcomes, and the evidence who created a user.

pub mod batch;
pub mod evidence;
pub mod import;
pub mod outcome;
pub mod receipt;
pub mod recorded;
pub mod recovered;
pub mod resolve;
pub mod ticket;
pub mod update;
pub mod user_plan;
pub mod write;
pub mod write_id;
