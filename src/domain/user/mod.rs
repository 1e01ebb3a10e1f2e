//! Target users and system users, and the addresses and phone numbers they have.

pub mod audit;
pub mod detail;
pub mod email;
pub mod existing;
pub mod history;
pub mod phone;
pub mod system_detail;
pub mod system_user;
pub mod target_group;
pub mod target_user;
