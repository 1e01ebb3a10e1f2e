//! The Keepnet API: the only user of reqwest. Knows the service, not the screen.

mod auth;
mod call;
mod client;
mod clock;
mod company_groups;
mod connect;
mod curl;
mod decode;
mod diagnose;
mod directories;
mod error;
mod groups;
mod operation;
mod proxy;
mod rate_limit;
mod reads;
mod request_spec;
mod retry;
mod settings;
mod system_users;
mod wire;
mod word_search;
mod writes;

pub use client::Client;
pub use clock::ServiceTime;
pub use connect::Route;
#[doc(hidden)]
pub use decode::{Answer, Decoded, decode, decode_companies};
pub use diagnose::{Ping, resolve};
pub use error::{CertificateProblem, Error};
pub use operation::Operation;
pub use settings::{Credentials, Event, Limits, Settings};
