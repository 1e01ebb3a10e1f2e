//! Where a client connects to, as whom, within which bounds, and what it tells meanwhile.

use std::time::Duration;

use secrecy::SecretString;

use crate::domain::service::base_url::BaseUrl;
use crate::domain::service::root_certificate::RootCertificate;
use crate::domain::service::session::Session;

/// Client ID and secret of a REST API credential.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The client ID.
    pub client_id: String,
    /// The client secret; does not print.
    pub client_secret: SecretString,
}

/// Bounds of every call.
#[derive(Debug, Clone)]
pub struct Limits {
    /// To make a connection.
    pub connect: Duration,
    /// From sending to the last byte of the answer.
    pub request: Duration,
    /// Bytes of an answer, after decompression.
    pub body: usize,
    /// Wait before the first repeat; it doubles.
    pub first_wait: Duration,
    /// The longest that one operation waits, also when the service asks for more.
    pub longest_wait: Duration,
    /// Repeats that all reads together may make of a service that gives no good answer.
    pub repeats: u32,
    /// One repeat comes back after each such span, and one with every good answer.
    pub regain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            request: Duration::from_secs(30),
            body: 16 * 1_048_576,
            first_wait: Duration::from_millis(300),
            longest_wait: Duration::from_secs(30),
            repeats: 10,
            regain: Duration::from_secs(5),
        }
    }
}

/// Where to connect to, as whom, within which bounds.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The service.
    pub base_url: BaseUrl,
    /// The credential.
    pub credentials: Credentials,
    /// Authorities trusted besides the system's (`ca_file`).
    pub extra_roots: Vec<RootCertificate>,
    /// The bounds.
    pub limits: Limits,
}

/// News about the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A fresh token.
    Token(Session),
    /// A read is tried again after a wait.
    Retrying {
        /// Which try comes next, from 2.
        attempt: u32,
        /// The wait before it.
        wait: Duration,
    },
    /// A request waits because the service has asked for a slower pace.
    Paced {
        /// How long it waits at least.
        until_wait: Duration,
    },
    /// The service answered.
    Reached(Duration),
    /// A try got no answer.
    Unreachable,
}
