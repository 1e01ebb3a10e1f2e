//! The Keepnet API: all of reqwest is here. Knows the service, not the screen.

mod auth;
mod call;
mod client;
mod curl;
mod error;
mod retry;
mod wire;

pub use client::{Client, Credentials, Event, Limits, Settings};
pub use error::{Doing, Error};
