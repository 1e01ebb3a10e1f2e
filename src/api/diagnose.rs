//! Diagnoses the connection step by step: name, connection, clock. Sends no secret.

use std::net::IpAddr;
use std::time::{Duration, Instant, SystemTime};

use reqwest::header::{AGE, CACHE_CONTROL, DATE};

use super::call;
use super::client::Client;
use super::connect::LOOPBACK;
use super::error::Error;
use super::retry::http_date;
use crate::domain::service::base_url::{BaseUrl, LOCALHOST};
use crate::domain::text::{MESSAGE_MAX, clean};

/// A documented path; without permission the service itself refuses it.
const PING_PATH: &str = "/api/languages";

/// The answer at the service's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ping {
    /// Its status; any will do.
    pub status: u16,
    /// By how many seconds its clock (`Date`) is ahead of this machine's; `None` if it is not reported.
    pub clock_ahead: Option<i64>,
    /// From sending to the answer.
    pub took: Duration,
}

/// Resolves the service's name, within this time. An IP address resolves to itself.
///
/// # Errors
///
/// The system's error message.
pub async fn resolve(url: &BaseUrl, limit: Duration) -> Result<Vec<IpAddr>, String> {
    if url.host() == LOCALHOST {
        return Ok(LOOPBACK.map(|address| address.ip()).to_vec());
    }
    let looked_up = tokio::time::timeout(limit, tokio::net::lookup_host((url.host(), 0))).await;
    let addresses = looked_up.map_err(|_| format!("no answer within {} s", limit.as_secs()))?;
    let addresses = addresses.map_err(|error| clean(&error.to_string(), MESSAGE_MAX))?;
    let mut found: Vec<IpAddr> = addresses.map(|address| address.ip()).collect();
    found.dedup();
    if found.is_empty() { Err("the name has no address".to_owned()) } else { Ok(found) }
}

impl Client {
    /// Sends a small request, once and without a token, which the service refuses: shows whether a connection can be
    /// made, whether its certificate is accepted, and what time it is there. Any answer will do.
    ///
    /// # Errors
    ///
    /// Any [`Error`] of a connection.
    pub async fn ping(&self) -> Result<Ping, Error> {
        let (settings, http, proxy) = self.parts();
        let (sent, clock) = (Instant::now(), SystemTime::now());
        // The `Date` of a cached answer is old.
        let request = http.get(format!("{}{PING_PATH}", settings.base_url)).header(CACHE_CONTROL, "no-cache");
        let response = request.send().await;
        let response = response.map_err(|error| call::transport(error, settings.limits.request, proxy))?;
        let took = sent.elapsed();
        let told = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let age = told(AGE).and_then(|age| age.trim().parse().ok()).map_or(Duration::ZERO, Duration::from_secs);
        let date = told(DATE).and_then(http_date).and_then(|date| date.checked_add(age));
        // Half way between request and answer.
        let ahead = date.map(|date| ahead(date, clock + took / 2));
        Ok(Ping { status: response.status().as_u16(), clock_ahead: ahead, took })
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
    use crate::api::{Credentials, Limits, Settings};
    use std::net::Ipv4Addr;

    #[test]
    fn both_ways_of_being_off() {
        let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let later = noon + Duration::from_millis(600_400);
        assert_eq!((ahead(later, noon), ahead(noon, later), ahead(noon, noon)), (600, -600, 0));
    }

    /// A cache that answers with what it kept: its clock stood still then.
    #[tokio::test]
    async fn cached_answer_has_its_age() {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url =
            BaseUrl::parse(&format!("http://{}", listener.local_addr().expect("an address"))).expect("an address");
        let kept = jiff::Timestamp::now() - jiff::SignedDuration::from_secs(3_600);
        let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&kept).expect("a date");
        let answer = format!("HTTP/1.1 200 OK\r\nDate: {date}\r\nAge: 3600\r\nContent-Length: 0\r\n\r\n");
        let cache = async {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let mut asked = Vec::new();
            while !asked.ends_with(b"\r\n\r\n") {
                asked.push(stream.read_u8().await.expect("a request"));
            }
            stream.write_all(answer.as_bytes()).await.expect("an answer");
            String::from_utf8(asked).expect("text").to_lowercase()
        };
        let settings = Settings {
            base_url: url,
            credentials: Credentials { client_id: String::new(), client_secret: String::new().into() },
            extra_roots: Vec::new(),
            limits: Limits::default(),
        };
        let client = Client::new(settings, |_| ()).expect("a client");
        let (knock, asked) = tokio::join!(client.ping(), cache);
        let ahead = knock.expect("an answer").clock_ahead.expect("a time");
        assert!(ahead.abs() < 60, "{ahead}");
        assert!(asked.contains("cache-control: no-cache"), "{asked}");
    }

    #[tokio::test]
    async fn host_names_are_resolved() {
        let url = |text| BaseUrl::parse(text).expect("an address");
        let limit = Duration::from_secs(60);
        assert_eq!(resolve(&url("http://127.0.0.1:1"), limit).await, Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]));
        assert!(resolve(&url("https://keepnet.invalid"), limit).await.is_err());
        assert!(resolve(&url("https://m\u{fc}nchen.invalid"), limit).await.is_err());
    }
}
