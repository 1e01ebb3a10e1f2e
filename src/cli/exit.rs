//! How a command ends: the exit code and the message on standard error.

use std::io;

use crate::api::{Error, Operation};
use crate::domain::service::failure::{Failure, Remedy};

/// The signal of Ctrl-C.
pub const INTERRUPT: u8 = 2;

/// A stable exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Success.
    Done,
    /// It failed for a reason without a code of its own.
    Failed,
    /// The command line or the configuration is wrong, or forbids it.
    Usage,
    /// Credentials are missing or refused, or access is not allowed.
    Credentials,
    /// The named object does not exist.
    NotFound,
    /// A value was refused, here or by the service.
    Invalid,
    /// The outcome of a write is not known.
    Unknown,
    /// The service cannot be reached.
    Network,
    /// Terminated by this signal.
    Signal(u8),
}

impl Code {
    /// All codes that commands return, in numerical order.
    pub const ALL: [Self; 8] = [
        Self::Done,
        Self::Failed,
        Self::Usage,
        Self::Credentials,
        Self::NotFound,
        Self::Invalid,
        Self::Unknown,
        Self::Network,
    ];

    /// The number the process ends with.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Credentials => 3,
            Self::NotFound => 4,
            Self::Invalid => 5,
            Self::Unknown => 6,
            Self::Network => 7,
            Self::Signal(number) => 128_u8.saturating_add(number),
        }
    }

    /// The code of a command that does several things, some of which end like this: an outcome that is not known goes
    /// before everything else, because it must be looked up; otherwise the highest number.
    #[must_use]
    pub fn worst(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (one, other) if one.number() >= other.number() => one,
            (_, other) => other,
        }
    }

    /// Its meaning, for help and documentation.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Done => "success",
            Self::Failed => "failure",
            Self::Usage => {
                "usage or configuration error; also a name that matches several companies, or a write in a read-only profile"
            }
            Self::Credentials => "credentials missing or refused, or access not allowed",
            Self::NotFound => "not found",
            Self::Invalid => "refused by validation, here or by the service",
            Self::Unknown => {
                "outcome of a write not known, or a user was found that somebody else may have created: run the same command again, which looks first"
            }
            Self::Network => "no connection to the service, or no answer",
            Self::Signal(_) => "terminated by a signal, whose number is added to 128",
        }
    }
}

/// The error of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandError {
    /// The exit code.
    pub code: Code,
    /// The message; empty if nobody would read it.
    pub message: String,
}

impl CommandError {
    /// An error with a message.
    #[must_use]
    pub fn new(code: Code, said: impl Into<String>) -> Self {
        Self { code, message: said.into() }
    }

    /// A failed call.
    #[must_use]
    pub fn of(error: &Error, doing: Operation) -> Self {
        Self::new(code_of(error), plain(&error.failure(doing)))
    }

    /// A failure without its cause; `silent` if the service did not answer last.
    #[must_use]
    pub fn failed(failure: &Failure, silent: bool) -> Self {
        let code = match failure.remedy {
            Remedy::Credentials | Remedy::Permission => Code::Credentials,
            Remedy::Correct(_) => Code::Invalid,
            Remedy::Reload => Code::NotFound,
            Remedy::Configure => Code::Usage,
            Remedy::Retry
            | Remedy::SendAgain
            | Remedy::SendAgainAfter(_)
            | Remedy::Wait(_)
            | Remedy::AskForLess
            | Remedy::Nothing => {
                if silent {
                    Code::Network
                } else {
                    Code::Failed
                }
            }
        };
        Self::new(code, plain(failure))
    }
}

/// The failure as text for a script's log: possible actions are named as options, where there is one.
fn plain(failure: &Failure) -> String {
    match failure.remedy {
        Remedy::AskForLess => format!("{failure} Try a smaller --page-size."),
        Remedy::Retry
        | Remedy::SendAgain
        | Remedy::SendAgainAfter(_)
        | Remedy::Wait(_)
        | Remedy::Reload
        | Remedy::Credentials
        | Remedy::Permission
        | Remedy::Correct(_)
        | Remedy::Configure
        | Remedy::Nothing => failure.to_string(),
    }
}

impl From<io::Error> for CommandError {
    /// Standard output cannot be written to. A closed reader is not an error.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::new(Code::Done, ""),
            _ => Self::new(Code::Failed, format!("the output cannot be written: {error}")),
        }
    }
}

/// The code of a failed call.
fn code_of(error: &Error) -> Code {
    match error {
        Error::InvalidClient | Error::Unauthorized | Error::Forbidden(_) | Error::Privacy(_) => Code::Credentials,
        Error::NoToken(cause) => code_of(cause),
        Error::NotFound(_) => Code::NotFound,
        Error::Refused(_) | Error::UnfitId { .. } => Code::Invalid,
        Error::Proxy { .. } => Code::Usage,
        Error::NoConnection(_) | Error::Certificate(_) | Error::Tls(_) | Error::Timeout(_) | Error::Broken => {
            Code::Network
        }
        Error::Setup(_)
        | Error::TooLarge(_)
        | Error::Redirected(_)
        | Error::Garbled(_)
        | Error::Lacking(_)
        | Error::RateLimited(_)
        | Error::Service { .. }
        | Error::Incomplete => Code::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::service::ids::UnfitId;
    use rstest::rstest;
    use std::time::Duration;

    #[test]
    fn numbers_are_in_order_and_never_change() {
        let numbers: Vec<_> = Code::ALL.iter().map(|code| code.number()).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6, 7]);
    }

    #[rstest]
    #[case(Error::InvalidClient, Code::Credentials)]
    #[case(Error::NoToken(Box::new(Error::Timeout(Duration::from_secs(1)))), Code::Network)]
    #[case(Error::Forbidden(String::new()), Code::Credentials)]
    #[case(Error::Privacy(String::new()), Code::Credentials)]
    #[case(Error::UnfitId { id: "..".into(), why: UnfitId::Dots }, Code::Invalid)]
    #[case(Error::Proxy { variable: "HTTPS_PROXY", why: "it is odd" }, Code::Usage)]
    #[case(Error::Lacking(Some(7)), Code::Failed)]
    #[case(Error::TooLarge(1), Code::Failed)]
    #[case(Error::NotFound(String::new()), Code::NotFound)]
    #[case(Error::Refused(vec!["Email is odd.".into()]), Code::Invalid)]
    #[case(Error::RateLimited(None), Code::Failed)]
    #[case(Error::NoConnection("refused".into()), Code::Network)]
    fn failed_call_has_the_same_code_either_way(#[case] error: Error, #[case] code: Code) {
        assert_eq!(CommandError::of(&error, Operation::Create).code, code);
        let silent = code == Code::Network;
        assert_eq!(CommandError::failed(&error.failure(Operation::FindUser), silent).code, code);
    }

    #[test]
    fn closed_reader_is_not_a_failure() {
        let stop = CommandError::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!((stop.code, stop.message.as_str()), (Code::Done, ""));
        assert_eq!(CommandError::from(io::Error::from(io::ErrorKind::StorageFull)).code, Code::Failed);
    }

    #[test]
    fn too_large_answer_error_names_the_option() {
        let said = CommandError::of(&Error::TooLarge(1 << 24), Operation::Companies).message;
        assert!(said.ends_with("than 16 MiB. Try a smaller --page-size."), "{said}");
    }
}
