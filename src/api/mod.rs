//! The Keepnet API: the only user of reqwest. Knows the service, not the screen.

mod auth;
mod call;
mod client;
mod clock;
mod connect;
mod curl;
mod decode;
mod doing;
mod error;
mod examine;
mod pace;
mod plan;
mod proxy;
mod reads;
mod retry;
mod settings;
mod wire;
mod words;
mod writes;

pub use client::Client;
pub use clock::ServiceTime;
pub use connect::Route;
#[doc(hidden)]
pub use decode::{Answer, Decoded, decode, decode_companies};
pub use doing::Doing;
pub use error::{BadCertificate, Error};
pub use examine::{Knock, resolve};
pub use settings::{Credentials, Event, Limits, Settings};
