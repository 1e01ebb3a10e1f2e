//! Where a secret comes from.

use std::fmt;

use super::secret_command::CommandLine;

/// Where a secret comes from, in the order in which the places are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretFrom {
    /// This variable of the environment.
    Environment(String),
    /// `secret_command` of the profile.
    Command(CommandLine),
    /// The system's keyring, by a log-in.
    Keyring,
    /// The file of log-ins, by a log-in that asked for it.
    File,
}

impl fmt::Display for SecretFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(variable) => write!(f, "environment ({variable})"),
            // Not the command itself: somebody may have written a secret into it.
            Self::Command(_) => f.write_str("secret_command"),
            Self::Keyring => f.write_str("keyring"),
            Self::File => f.write_str("file"),
        }
    }
}
