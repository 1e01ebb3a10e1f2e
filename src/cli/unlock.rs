//! Getting the secret of a profile, with a word to a person who has to wait for it.

use super::exit::{Code, Stop};
use super::waiting::{COMMAND, KEYRING, telling};
use crate::config::{Config, ConfigError, PATIENT, SecretFrom, Terminal};

/// Gets the secret from where it is. One that nobody has is no error here.
///
/// # Errors
///
/// Credentials, when the place that should have the secret does not give it.
pub fn unlock(config: &mut Config) -> Result<(), Stop> {
    get(config).map_err(|error| Stop::new(Code::Credentials, error.to_string()))
}

/// The same, with the words of the configuration.
pub(super) fn get(config: &mut Config) -> Result<(), ConfigError> {
    let waits_for = match config.secret_from {
        Some(SecretFrom::Keyring) => KEYRING,
        Some(SecretFrom::Command(_)) => COMMAND,
        Some(SecretFrom::Environment(_) | SecretFrom::File) | None => "",
    };
    telling(waits_for, || config.unlock(Terminal::Free, PATIENT))
}
