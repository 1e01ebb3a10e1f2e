//! The service: its address, our access to it, and its failures.

pub mod access;
pub mod base_url;
pub mod failure;
pub mod ids;
pub mod lookup;
pub mod profile;
pub mod root_certificate;
pub mod session;
