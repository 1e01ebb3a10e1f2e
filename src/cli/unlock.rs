//! Getting the secret of a profile, with a word to a person who has to wait for it.

use std::io::IsTerminal;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::exit::{Code, Stop};
use super::service::say;
use crate::config::{Config, PATIENT, SecretFrom};

/// After this long the person is told what is waited for.
const TELL_AFTER: Duration = Duration::from_secs(2);

/// Gets the secret from where it is. One that nobody has is no error here.
///
/// # Errors
///
/// Credentials, when the place that should have the secret does not give it.
pub fn unlock(config: &mut Config) -> Result<(), Stop> {
    let waits_for = match config.secret_from {
        Some(SecretFrom::Keyring) => "waiting for the keyring; it may be asking for a password",
        Some(SecretFrom::Command(_)) => "waiting for secret_command",
        Some(SecretFrom::Environment(_) | SecretFrom::File) | None => "",
    };
    let (done, over) = channel::<()>();
    if !waits_for.is_empty() && std::io::stderr().is_terminal() {
        std::thread::spawn(move || {
            if over.recv_timeout(TELL_AFTER) == Err(RecvTimeoutError::Timeout) {
                say(format_args!("{waits_for}"));
            }
        });
    }
    let unlocked = config.unlock(PATIENT).map_err(|error| Stop::new(Code::Credentials, error.to_string()));
    drop(done);
    unlocked
}
