//! What can go wrong with a call, and what a person is told about it.

use std::time::Duration;

use crate::domain::failure::{Done, Failure, Remedy};
use crate::domain::text::count;

/// The operation that failed, for the first words of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Getting a token.
    Token,
    /// Searching companies.
    Companies,
    /// Reading all about one company.
    Company,
    /// Checking a company's seats.
    License,
    /// Counting a company's users.
    Counts,
    /// Listing the mail domains of a company.
    Domains,
    /// Listing the roles a system user can have.
    Roles,
    /// Listing the custom fields of a company.
    CustomFields,
    /// Listing groups.
    Groups,
    /// Listing time zones.
    TimeZones,
    /// Listing languages.
    Languages,
    /// Creating a target user.
    Create,
    /// Creating a system user.
    CreateSystemUser,
    /// Deleting a target user who was just created.
    Undo,
    /// Looking an email up among a company's users.
    FindUser,
    /// Searching a company's users.
    Users,
    /// Asking whether the service answers.
    Probe,
}

impl Doing {
    fn what(self) -> &'static str {
        match self {
            Self::Token => "No access to the service",
            Self::Companies => "The companies could not be loaded",
            Self::Company => "The company could not be loaded",
            Self::License => "The seats could not be checked",
            Self::Counts => "The users could not be counted",
            Self::Domains => "The mail domains could not be loaded",
            Self::Roles => "The roles could not be loaded",
            Self::CustomFields => "The custom fields could not be loaded",
            Self::Groups => "The groups could not be loaded",
            Self::TimeZones => "The time zones could not be loaded",
            Self::Languages => "The languages could not be loaded",
            Self::Create => "The target user was not created",
            Self::CreateSystemUser => "The system user was not created",
            Self::Undo => "The target user was not deleted",
            Self::FindUser => "The email could not be looked up",
            Self::Users => "The users could not be loaded",
            Self::Probe => "The connection could not be checked",
        }
    }

    /// The words for a write of which nobody knows whether it was done: what, and what comes next.
    fn unknown(self) -> Option<(&'static str, &'static str)> {
        let looked_up = "The program looks it up; nothing is sent again by itself.";
        match self {
            Self::Create => Some(("It is not known whether the target user was created", looked_up)),
            // There is nothing to look a system user up with.
            Self::CreateSystemUser => Some((
                "It is not known whether the system user was created",
                "Look for the address among the system users in the console; nothing is sent again by itself.",
            )),
            Self::Undo => Some(("It is not known whether the target user was deleted", looked_up)),
            Self::Token
            | Self::Companies
            | Self::Company
            | Self::License
            | Self::Counts
            | Self::Domains
            | Self::Roles
            | Self::CustomFields
            | Self::Groups
            | Self::TimeZones
            | Self::Languages
            | Self::FindUser
            | Self::Users
            | Self::Probe => None,
        }
    }
}

/// What is wrong with the certificate that the service showed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCertificate {
    /// Signed by an authority that is neither the system's nor in `ca_file`.
    #[error("it is signed by nobody this machine trusts")]
    UnknownIssuer,
    /// Its time is over.
    #[error("it has expired")]
    Expired,
    /// Its time has not come.
    #[error("it is not valid yet")]
    NotYetValid,
    /// It names other hosts.
    #[error("it belongs to another host")]
    OtherHost,
    /// Its authority has taken it back.
    #[error("it was revoked")]
    Revoked,
    /// Anything else, in the verifier's words.
    #[error("{0}")]
    Other(String),
}

impl BadCertificate {
    fn advice(&self) -> &'static str {
        match self {
            Self::UnknownIssuer | Self::Other(_) => {
                "If the service or a proxy has a certificate authority of its own, name its PEM file as ca_file in the profile."
            }
            Self::Expired => "Whoever runs the service has to renew it; or else the clock of this machine is wrong.",
            Self::NotYetValid => "Set the clock of this machine right.",
            Self::OtherHost => "Correct the base URL; if it is right, something else answers in the service's place.",
            Self::Revoked => "Ask whoever runs the service; nothing was sent.",
        }
    }
}

/// A failed call. Keeps its cause; never a secret, never an address with personal data.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The HTTP client could not be built.
    #[error("the network client cannot start: {0}")]
    Setup(String),
    /// No connection: nothing was sent.
    #[error("no connection to the service ({0})")]
    NoConnection(String),
    /// The service's certificate is not accepted: nothing was sent.
    #[error("the certificate of the service is not accepted: {0}")]
    Certificate(BadCertificate),
    /// No secure connection for another reason: nothing was sent.
    #[error("no secure connection to the service ({0})")]
    Tls(String),
    /// No answer in time.
    #[error("no answer within {} seconds", .0.as_secs())]
    Timeout(Duration),
    /// The connection broke after something was sent.
    #[error("the connection broke before the answer was complete")]
    Broken,
    /// The answer is larger than anything the service has reason to send.
    #[error("the answer is larger than {} MiB", .0 / 1_048_576)]
    TooLarge(usize),
    /// The service pointed elsewhere; nothing is sent there.
    #[error("the service points to another address ({0})")]
    Redirected(String),
    /// The answer is no JSON of the service.
    #[error("the answer (HTTP {0}) is not one of the service")]
    Garbled(u16),
    /// 400 `invalid_client` on the token.
    #[error("the client ID or secret is refused")]
    InvalidClient,
    /// No token could be had, so nothing else was sent.
    #[error("the service gives no token: {0}")]
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
    /// 429, even after waiting, or a wait that was asked for before and is not over: the time left.
    #[error("too many requests")]
    RateLimited(Option<Duration>),
    /// 5xx.
    #[error("the service has a problem (HTTP {status}){}", said(message))]
    Service {
        /// The status.
        status: u16,
        /// Its words.
        message: String,
        /// How long it asked to wait (`Retry-After`).
        wait: Option<Duration>,
    },
    /// An answer without what it should say.
    #[error("the service said yes, but not to what")]
    Incomplete,
}

fn said(message: &str) -> String {
    if message.is_empty() { String::new() } else { format!(": {message}") }
}

impl Error {
    /// The request was certainly not carried out.
    fn surely_not_done(&self) -> bool {
        match self {
            Self::Setup(_)
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
            // Refused, whatever the words: the service or a proxy before it says that it was us.
            Self::Service { status, .. } => (400..500).contains(status) && ![408, 499].contains(status),
            // A redirect is also what some answer after having done it.
            Self::Redirected(_)
            | Self::Timeout(_)
            | Self::Broken
            | Self::TooLarge(_)
            | Self::Garbled(_)
            | Self::Incomplete => false,
        }
    }

    /// Nothing came from the service.
    pub(super) fn is_silence(&self) -> bool {
        matches!(self, Self::NoConnection(_) | Self::Certificate(_) | Self::Tls(_) | Self::Timeout(_) | Self::Broken)
    }

    /// A read may be tried again, and it may help.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::NoConnection(_) | Self::Timeout(_) | Self::Broken | Self::Garbled(_) | Self::RateLimited(_) => true,
            Self::Service { status, .. } => *status >= 500,
            Self::Setup(_)
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
            | Self::Incomplete => false,
        }
    }

    /// What the person reads: the advice is the contract's.
    #[must_use]
    pub fn failure(&self, doing: Doing) -> Failure {
        let (hint, remedy) = self.advice_for(doing);
        let unknown = if self.surely_not_done() { None } else { doing.unknown() };
        let done = if unknown.is_some() { Done::Perhaps } else { Done::No };
        let (what, hint) = unknown.map_or((doing.what(), hint), |(what, next)| (what, next.to_owned()));
        let mut why = self.to_string();
        if !why.ends_with(['.', '!', '?']) {
            why.push('.');
        }
        Failure { what: what.to_owned(), why, hint, remedy, done }
    }

    /// What to do, where it depends on what was tried.
    fn advice_for(&self, doing: Doing) -> (String, Remedy) {
        match (doing, self) {
            (Doing::Undo, Self::NotFound(_)) => {
                ("Somebody may have deleted the user before; look at the company's users.".into(), Remedy::Reload)
            }
            (Doing::Undo, Self::Refused(_)) => ("Look at the user in the console.".into(), Remedy::Nothing),
            _ => self.advice(),
        }
    }

    fn advice(&self) -> (String, Remedy) {
        let (hint, remedy) = match self {
            Self::Setup(_) => ("Start with --log-file and look at the log.", Remedy::Nothing),
            Self::NoConnection(_) => ("Check the network, VPN and proxy; r tries again.", Remedy::Retry),
            Self::Certificate(fault) => (fault.advice(), Remedy::Nothing),
            Self::Tls(_) => (
                "Check the base URL and its port, and the proxy; what answers there speaks no TLS of today.",
                Remedy::Nothing,
            ),
            Self::Timeout(_) | Self::Broken => ("Check the network; r tries again.", Remedy::Retry),
            Self::TooLarge(_) => ("Choose a smaller page with z.", Remedy::Nothing),
            Self::Redirected(_) => ("Correct the base URL; nothing was sent there.", Remedy::Nothing),
            Self::Garbled(_) => {
                ("Something between here and the service may have answered; r tries again.", Remedy::Retry)
            }
            Self::InvalidClient => (
                "Check client ID and secret; where they are right, create a credential under Company > Company Settings > REST API, \
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
            Self::Privacy(_) => ("Ask the customer to allow access.", Remedy::Nothing),
            Self::NotFound(_) => ("Refresh the list with r.", Remedy::Reload),
            Self::Refused(messages) => return ("Correct it and send again.".into(), Remedy::Correct(messages.clone())),
            Self::RateLimited(Some(wait)) => {
                return (
                    format!("Wait {}, then try again.", count(wait.as_secs().max(1), "second", "seconds")),
                    Remedy::Retry,
                );
            }
            Self::RateLimited(None) => ("Wait a minute, then try again.", Remedy::Retry),
            Self::Service { .. } => ("It is not your doing; r tries again.", Remedy::Retry),
            Self::Incomplete => ("Reload the list.", Remedy::Reload),
        };
        (hint.to_owned(), remedy)
    }
}
