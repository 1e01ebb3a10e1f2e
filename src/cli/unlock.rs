//! Reads the secret of a profile, with a note for a person who has to wait.

use super::exit::{Code, CommandError};
use super::progress_note::{COMMAND, KEYRING, with_progress_note};
use crate::config::{Config, ConfigError, PATIENT, SecretFrom, Terminal};

/// Reads the secret from its source. A missing secret is no error here.
///
/// # Errors
///
/// Credentials, if the source that should have the secret does not provide it.
pub fn unlock(config: &mut Config) -> Result<(), CommandError> {
    get(config).map_err(|error| CommandError::new(Code::Credentials, error.to_string()))
}

/// The same, with the error of the configuration.
pub(super) fn get(config: &mut Config) -> Result<(), ConfigError> {
    let waits_for = match config.secret_from {
        Some(SecretFrom::Keyring) => KEYRING,
        Some(SecretFrom::Command(_)) => COMMAND,
        Some(SecretFrom::Environment(_) | SecretFrom::File) | None => "",
    };
    with_progress_note(waits_for, || config.unlock(Terminal::Free, PATIENT))
}
