//! The source of a secret.

use std::fmt;

use super::secret_command::CommandLine;

/// The source of a secret, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretFrom {
    /// This variable of the environment.
    Environment(String),
    /// `secret_command` of the profile.
    Command(CommandLine),
    /// The system's keyring, by a log-in.
    Keyring,
    /// The log-in file, by explicit choice.
    File,
}

impl fmt::Display for SecretFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(variable) => write!(f, "environment ({variable})"),
            // Not the command itself: it may contain a secret.
            Self::Command(_) => f.write_str("secret_command"),
            Self::Keyring => f.write_str("keyring"),
            Self::File => f.write_str("file"),
        }
    }
}
