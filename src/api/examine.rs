//! Looking at the way to the service, step by step: the name, the connection, its clock. Nothing secret
//! is sent.

use std::net::IpAddr;
use std::time::{Duration, Instant, SystemTime};

use reqwest::header::DATE;

use super::call;
use super::client::Client;
use super::error::Error;
use super::retry::http_date;
use crate::domain::base_url::BaseUrl;
use crate::domain::text::{MESSAGE_MAX, clean};

/// What answered at the service's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knock {
    /// The status of the answer; any will do.
    pub status: u16,
    /// By how much its clock (`Date`) is ahead of this machine's, in whole seconds; none: it is not told.
    pub ahead: Option<i64>,
    /// From sending to the answer.
    pub took: Duration,
}

/// Looks the service's name up, within so long. An address is its own answer.
///
/// # Errors
///
/// Why not, in the system's words.
pub async fn resolve(url: &BaseUrl, limit: Duration) -> Result<Vec<IpAddr>, String> {
    // As the HTTP client asks for it.
    let host = if url.host().is_ascii() {
        url.host().to_owned()
    } else {
        idna::domain_to_ascii(url.host()).map_err(|_| "it is no name of a host".to_owned())?
    };
    let looked_up = tokio::time::timeout(limit, tokio::net::lookup_host((host.as_str(), 0))).await;
    let addresses = looked_up.map_err(|_| format!("no answer within {} s", limit.as_secs()))?;
    let addresses = addresses.map_err(|error| clean(&error.to_string(), MESSAGE_MAX))?;
    let mut found: Vec<IpAddr> = addresses.map(|address| address.ip()).collect();
    found.dedup();
    if found.is_empty() { Err("the name has no address".to_owned()) } else { Ok(found) }
}

impl Client {
    /// Asks for the base URL itself, once and without a token: whether a connection can be made, whether
    /// its certificate is accepted, and what time it is there. Whatever answers is an answer.
    ///
    /// # Errors
    ///
    /// Any [`Error`] of a connection.
    pub async fn knock(&self) -> Result<Knock, Error> {
        let (settings, http, proxy) = self.parts();
        let (sent, clock) = (Instant::now(), SystemTime::now());
        let response = http.get(format!("{}/", settings.base_url)).send().await;
        let response = response.map_err(|error| call::transport(error, settings.limits.request, proxy))?;
        let took = sent.elapsed();
        let date = response.headers().get(DATE).and_then(|value| http_date(value.to_str().ok()?));
        // Half way between question and answer.
        let ahead = date.map(|date| ahead(date, clock + took / 2));
        Ok(Knock { status: response.status().as_u16(), ahead, took })
    }

    /// What the environment or the system puts before the service, as `host:port`.
    #[must_use]
    pub fn proxy(&self) -> Option<&str> {
        self.parts().2
    }
}

/// Whole seconds by which `theirs`, which has no fractions, is ahead of `ours`.
fn ahead(theirs: SystemTime, ours: SystemTime) -> i64 {
    let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    match theirs.duration_since(ours) {
        Ok(more) => seconds(more),
        Err(less) => -seconds(less.duration()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn both_ways_of_being_off() {
        let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let later = noon + Duration::from_millis(600_400);
        assert_eq!((ahead(later, noon), ahead(noon, later), ahead(noon, noon)), (600, -600, 0));
    }

    #[tokio::test]
    async fn names_are_looked_up() {
        let url = |text| BaseUrl::parse(text).expect("an address");
        let limit = Duration::from_secs(60);
        assert_eq!(resolve(&url("http://127.0.0.1:1"), limit).await, Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]));
        assert!(resolve(&url("https://keepnet.invalid"), limit).await.is_err());
        assert!(resolve(&url("https://m\u{fc}nchen.invalid"), limit).await.is_err());
    }
}
