//! What is known of the service: its address, who we are to it, and how it fails.

pub mod access;
pub mod base_url;
pub mod failure;
pub mod ids;
pub mod lookup;
pub mod profile;
pub mod root_certificate;
pub mod session;
