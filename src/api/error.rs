//! Errors of calls, and how they are described to the user.

use std::time::Duration;

use super::operation::Operation;
use crate::domain::service::failure::{Applied, Failure, Remedy};
use crate::domain::service::ids::UnfitId;
use crate::domain::text::count;

/// After a 429 without `Retry-After`.
const UNNAMED: Duration = Duration::from_secs(60);

/// What is wrong with the service's certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateProblem {
    /// Signed by an authority that is neither the system's nor in `ca_file`.
    #[error("this machine does not trust its issuer")]
    UnknownIssuer,
    /// It has expired.
    #[error("it has expired")]
    Expired,
    /// It is not valid yet.
    #[error("it is not valid yet")]
    NotYetValid,
    /// It is for other hosts.
    #[error("it belongs to another host")]
    OtherHost,
    /// It was revoked.
    #[error("it was revoked")]
    Revoked,
    /// Anything else, in the verifier's words.
    #[error("{0}")]
    Other(String),
}

impl CertificateProblem {
    fn advice(&self) -> &'static str {
        match self {
            Self::UnknownIssuer | Self::Other(_) => {
                "If the service or a proxy has a certificate authority of its own, set ca_file in the profile to its PEM file."
            }
            Self::Expired => "The operator of the service has to renew it, unless the clock of this machine is wrong.",
            Self::NotYetValid => "Correct the clock of this machine.",
            Self::OtherHost => "Correct the base URL; if it is right, something else answers instead of the service.",
            Self::Revoked => "Ask the operator of the service; nothing was sent.",
        }
    }
}

/// A failed call. Contains its cause, never a secret or personal data.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The HTTP client could not be built.
    #[error("the network client cannot start: {0}")]
    Setup(String),
    /// A proxy variable is invalid: nothing was sent, and the proxy is not bypassed.
    #[error("the proxy in {variable} cannot be read: {why}")]
    Proxy {
        /// The variable.
        variable: &'static str,
        /// What is wrong with it, without its value.
        why: &'static str,
    },
    /// An ID that cannot be part of a URL: nothing was sent.
    #[error("{}", unfit(id, *why))]
    UnfitId {
        /// The ID, cleaned.
        id: String,
        /// What is wrong with it.
        why: UnfitId,
    },
    /// No connection: nothing was sent.
    #[error("no connection to the service ({0})")]
    NoConnection(String),
    /// The service's certificate is not accepted: nothing was sent.
    #[error("the certificate of the service is not accepted: {0}")]
    Certificate(CertificateProblem),
    /// No secure connection for another reason: nothing was sent.
    #[error("no secure connection to the service ({0})")]
    Tls(String),
    /// No answer in time.
    #[error("no answer within {} seconds", .0.as_secs())]
    Timeout(Duration),
    /// The connection broke after something was sent.
    #[error("the connection broke before the answer was complete")]
    Broken,
    /// The answer is larger than any the service should send.
    #[error("the answer is larger than {} MiB", .0 / 1_048_576)]
    TooLarge(usize),
    /// The service redirected; the redirect was not followed.
    #[error("the service points to another address ({0})")]
    Redirected(String),
    /// The answer is not JSON of the service.
    #[error("the answer (HTTP {0}) is not from the service")]
    Garbled(u16),
    /// 400 `invalid_client` on the token.
    #[error("the client ID or secret is refused")]
    InvalidClient,
    /// No token was issued, so nothing else was sent.
    #[error("the service issues no token: {0}")]
    NoToken(Box<Error>),
    /// 401 even with a fresh token.
    #[error("the credential no longer works")]
    Unauthorized,
    /// 403.
    #[error("not allowed{}", said(.0))]
    Forbidden(String),
    /// `PRIVACY_ERROR`.
    #[error("the company has not allowed access{}", said(.0))]
    Privacy(String),
    /// 404.
    #[error("the service does not know it{}", said(.0))]
    NotFound(String),
    /// Fields were refused.
    #[error("{}", .0.join(" "))]
    Refused(Vec<String>),
    /// 429, even after waiting, or while an earlier requested wait is not over: the remaining time.
    #[error("too many requests")]
    RateLimited(Option<Duration>),
    /// Any other status: 5xx, a 4xx without a message, or a 200 with an unknown envelope status.
    #[error("{} (HTTP {status}){}", spoken_of(*status), said(message))]
    Service {
        /// The status.
        status: u16,
        /// Its message.
        message: String,
        /// How long it asked to wait (`Retry-After`).
        wait: Option<Duration>,
    },
    /// A 200 without the requested data: how many items there are, if reported.
    #[error("the answer does not contain what was asked for{}", counted(*.0))]
    Lacking(Option<u64>),
    /// An incomplete answer.
    #[error("the service reported success, but not of what")]
    Incomplete,
}

fn wait_request(wait: Duration) -> String {
    let seconds = wait.as_secs().max(1);
    let wait = match seconds {
        0..300 => count(seconds, "second", "seconds"),
        300..7_200 => count(seconds / 60, "minute", "minutes"),
        7_200..172_800 => count(seconds / 3_600, "hour", "hours"),
        _ => "more than two days".to_owned(),
    };
    format!("The service asks for a wait of {wait}.")
}

fn unfit(id: &str, why: UnfitId) -> String {
    match why {
        UnfitId::Empty => "the service gives it no ID, so it can be neither queried nor changed".into(),
        UnfitId::Dots | UnfitId::Slash | UnfitId::Control => format!("\"{id}\" is not an ID of the service: {why}"),
    }
}

fn counted(total: Option<u64>) -> String {
    total.map_or_else(String::new, |n| format!(", though it counts {n}"))
}

fn spoken_of(status: u16) -> &'static str {
    if (400..500).contains(&status) { "the service refuses the request" } else { "the service has a problem" }
}

fn said(message: &str) -> String {
    if message.is_empty() { String::new() } else { format!(": {message}") }
}

impl Error {
    /// The request was refused, with the service's messages if there are any.
    pub(super) fn refused(status: u16, messages: Vec<String>) -> Self {
        let silent = || vec![format!("The service refuses what was sent (HTTP {status}) and does not say why.")];
        Self::Refused(if messages.is_empty() { silent() } else { messages })
    }

    /// The request was certainly not carried out.
    fn is_certainly_not_applied(&self) -> bool {
        match self {
            Self::Setup(_)
            | Self::Proxy { .. }
            | Self::UnfitId { .. }
            | Self::NoConnection(_)
            | Self::Certificate(_)
            | Self::Tls(_)
            | Self::InvalidClient
            | Self::NoToken(_)
            | Self::Unauthorized
            | Self::Forbidden(_)
            | Self::Privacy(_)
            | Self::NotFound(_)
            | Self::Refused(_)
            | Self::RateLimited(_) => true,
            // Refused: the service or a proxy blames the request.
            Self::Service { status, .. } => (400..500).contains(status) && ![408, 499].contains(status),
            // Some servers redirect after having carried out a request.
            Self::Redirected(_)
            | Self::Timeout(_)
            | Self::Broken
            | Self::TooLarge(_)
            | Self::Garbled(_)
            | Self::Lacking(_)
            | Self::Incomplete => false,
        }
    }

    /// The service did not answer.
    pub(super) fn is_no_response(&self) -> bool {
        matches!(self, Self::NoConnection(_) | Self::Certificate(_) | Self::Tls(_) | Self::Timeout(_) | Self::Broken)
    }

    /// A read may be retried, and that may help.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::NoConnection(_) | Self::Timeout(_) | Self::Broken | Self::Garbled(_) | Self::RateLimited(_) => true,
            Self::Service { status, .. } => *status >= 500,
            Self::Setup(_)
            | Self::Proxy { .. }
            | Self::UnfitId { .. }
            | Self::Certificate(_)
            | Self::Tls(_)
            | Self::TooLarge(_)
            | Self::Redirected(_)
            | Self::InvalidClient
            | Self::NoToken(_)
            | Self::Unauthorized
            | Self::Forbidden(_)
            | Self::Privacy(_)
            | Self::NotFound(_)
            | Self::Refused(_)
            | Self::Lacking(_)
            | Self::Incomplete => false,
        }
    }

    /// The description for the user, without names of keys or flags: possible actions are in the remedy, and the screen
    /// and the commands name them. The advice follows the service's contract.
    #[must_use]
    pub fn failure(&self, doing: Operation) -> Failure {
        let (hint, remedy) = self.advice_for(doing);
        let unknown = if self.is_certainly_not_applied() { None } else { doing.unknown() };
        let done = if unknown.is_some() { Applied::Maybe } else { Applied::No };
        let (what, hint) = unknown.map_or((doing.what(), hint), |(what, next)| (what, next.to_owned()));
        let mut why = self.to_string();
        if !why.ends_with(['.', '!', '?']) {
            why.push('.');
        }
        Failure { what: what.to_owned(), why, hint, remedy, applied: done }
    }

    /// Advice that depends on the operation.
    fn advice_for(&self, doing: Operation) -> (String, Remedy) {
        let (hint, remedy) = match (doing, self) {
            (Operation::Delete | Operation::DeleteSystemUser, Self::NotFound(_)) => {
                ("Somebody may have deleted the user already; check the company's users.".into(), Remedy::Reload)
            }
            (Operation::Delete, Self::Refused(_)) => ("Check the user in the console.".into(), Remedy::Nothing),
            _ => self.advice(),
        };
        // A write that was not carried out is sent again by a person; there is nothing to reload.
        let remedy = match remedy {
            Remedy::Retry if doing.is_write() => Remedy::SendAgain,
            Remedy::Wait(wait) if doing.is_write() => Remedy::SendAgainAfter(wait),
            remedy => remedy,
        };
        (hint, remedy)
    }

    fn advice(&self) -> (String, Remedy) {
        let (hint, remedy) = match self {
            Self::Setup(_) => {
                ("Install the system's certificates (on Debian: ca-certificates), or set ca_file.", Remedy::Nothing)
            }
            Self::Proxy { variable, .. } => {
                return (
                    format!("Correct {variable}, as in http://proxy.example:3128, or unset it."),
                    Remedy::Configure,
                );
            }
            Self::UnfitId { .. } => return ("Nothing was sent.".into(), Remedy::Correct(Vec::new())),
            Self::NoConnection(_) => ("Check the network, VPN and proxy.", Remedy::Retry),
            Self::Certificate(fault) => (fault.advice(), Remedy::Nothing),
            Self::Tls(_) => (
                "Check the base URL and its port, and the proxy; the server there does not support current versions of TLS.",
                Remedy::Nothing,
            ),
            Self::Timeout(_) | Self::Broken => ("Check the network.", Remedy::Retry),
            Self::TooLarge(_) => ("", Remedy::AskForLess),
            Self::Redirected(_) => ("Correct the base URL; nothing was sent there.", Remedy::Nothing),
            Self::Garbled(_) => ("Something between here and the service may have answered.", Remedy::Retry),
            Self::InvalidClient => (
                "Check client ID and secret; if they are right, create a credential under Company > Company Settings > REST API, \
                 and start again with it.",
                Remedy::Credentials,
            ),
            Self::NoToken(cause) => return cause.advice(),
            Self::Unauthorized => (
                "A new token was refused too: create a new credential under Company > Company Settings > REST API.",
                Remedy::Credentials,
            ),
            Self::Forbidden(_) => (
                "Set Client Role = Reseller on the credential, and check that the company is one of yours.",
                Remedy::Permission,
            ),
            Self::Privacy(_) => ("Ask the customer to allow access.", Remedy::Permission),
            Self::NotFound(_) => ("It may have been removed since the list was loaded.", Remedy::Reload),
            Self::Refused(messages) => return ("Correct it and send again.".into(), Remedy::Correct(messages.clone())),
            Self::RateLimited(None) => ("The service asks for fewer requests.", Remedy::Wait(UNNAMED)),
            Self::RateLimited(Some(wait)) | Self::Service { wait: Some(wait), .. } => {
                return (wait_request(*wait), Remedy::Wait(*wait));
            }
            // A 4xx without a message: the same request gives the same answer.
            Self::Service { status, .. } if (400..500).contains(status) && *status != 408 => {
                ("Check the base URL; if it is right, ask the operator of the service.", Remedy::Retry)
            }
            Self::Service { .. } => ("The problem is at the service.", Remedy::Retry),
            Self::Lacking(_) => ("The problem is at the service; nothing was replaced.", Remedy::Retry),
            Self::Incomplete => ("", Remedy::Reload),
        };
        (hint.to_owned(), remedy)
    }
}
