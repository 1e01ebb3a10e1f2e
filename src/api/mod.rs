//! The Keepnet API: all of reqwest is here. Knows the service, not the screen.

mod auth;
mod call;
mod client;
mod connect;
mod curl;
mod error;
mod pace;
mod retry;
mod settings;
mod wire;

pub use client::Client;
pub use error::{BadCertificate, Doing, Error};
pub use settings::{Credentials, Event, Limits, Settings};

/// What becomes of a search's answer, for the benchmark: bytes, JSON, envelope, page.
///
/// # Errors
///
/// As [`Client::search_companies`], without the network.
#[doc(hidden)]
pub fn decode_companies(
    body: &[u8],
    query: &crate::domain::query::CompanyQuery,
) -> Result<crate::domain::page::Page<crate::domain::company::Company>, Error> {
    let json = serde_json::from_slice(body).map_err(|_| Error::Garbled(200))?;
    wire::company::page(&wire::envelope::data(json, 200)?, query)
}
