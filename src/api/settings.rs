//! The settings of a client, and the events it reports.

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
    /// The client secret; hidden in `Debug` output.
    pub client_secret: SecretString,
}

/// Limits of every call.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Time limit of a connection attempt.
    pub connect: Duration,
    /// From sending to the last byte of the answer.
    pub request: Duration,
    /// Bytes of an answer, after decompression.
    pub body: usize,
    /// Wait before the first retry; it doubles.
    pub first_wait: Duration,
    /// The longest wait of an operation, even if the service asks for more.
    pub longest_wait: Duration,
    /// Retries that all reads together may make without a good answer.
    pub repeats: u32,
    /// Interval in which one retry is regained; every good answer also regains one.
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

/// Service, credentials and limits.
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

/// Events of the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A fresh token.
    Token(Session),
    /// A read is retried after a wait.
    Retrying {
        /// The next attempt, from 2.
        attempt: u32,
        /// The wait before it.
        wait: Duration,
    },
    /// A request waits because the service asked to slow down.
    Paced {
        /// How long it waits at least.
        until_wait: Duration,
    },
    /// The service answered.
    Reached(Duration),
    /// An attempt got no answer.
    Unreachable,
}
