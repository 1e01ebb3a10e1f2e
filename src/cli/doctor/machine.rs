//! What lies on this machine: configuration, secret, keyring, the folder of the state.

use std::path::Path;
use std::time::Duration;

use super::finding::Finding;
use crate::config::{Config, ConfigError, KeyringError, PATIENT, SecretFrom, probe_keyring};
use crate::store;

/// The check of the secret, which needs a configuration.
pub(super) const SECRET: &str = "secret";

/// A keyring that works answers within a moment.
const KEYRING_LIMIT: Duration = Duration::from_secs(5);

/// The configuration can be read, and which profile it gives.
pub(super) fn configuration(loaded: Result<&Config, &ConfigError>) -> Finding {
    const CHECK: &str = "configuration";
    match loaded {
        Ok(config) => {
            let there = if config.path.exists() { "" } else { " (not there; defaults)" };
            let access = if config.access.is_read_only() { ", read only" } else { "" };
            let (profile, service, path) = (&config.profile, &config.base_url, config.path.display());
            Finding::ok(CHECK, format!("profile {profile} at {service}{access}; {path}{there}"))
        }
        Err(error) => Finding::fail(CHECK, error.to_string(), "Correct what is named there; README, Configuration."),
    }
}

/// Drafts, the record of creates and log-ins can be kept.
pub(super) fn state_folder(folder: Option<&Path>) -> Finding {
    const CHECK: &str = "state";
    let Some(folder) = folder else {
        return Finding::fail(CHECK, "there is no home directory", "Set HOME, or XDG_STATE_HOME.");
    };
    let path = folder.display();
    match store::try_out(folder) {
        Ok(()) => Finding::ok(CHECK, format!("{path} can be written")),
        Err(error) => Finding::fail(
            CHECK,
            format!("{path} cannot be written: {error}"),
            "Make it writable, make room, or set XDG_STATE_HOME: without it drafts, log-ins and the record of creates \
             are not kept.",
        ),
    }
}

/// A keyring can be reached. Nobody has to have one.
pub(super) fn keyring() -> Finding {
    const CHECK: &str = "keyring";
    let others =
        "The secret can also come from the environment, from secret_command or from a file; see keepnet-tui login.";
    match probe_keyring(KEYRING_LIMIT) {
        Ok(()) => Finding::ok(CHECK, "there is one, and it answers"),
        Err(why @ KeyringError::Locked(_)) => Finding::warn(CHECK, why.to_string(), format!("Unlock it. {others}")),
        Err(why) => Finding::warn(CHECK, why.to_string(), others),
    }
}

/// There are credentials, and the place that has the secret gives it.
pub(super) fn secret(config: &mut Config, logins: Option<&Path>) -> Finding {
    let Some(from) = config.secret_from.clone() else {
        return Finding::fail(SECRET, "there are no credentials", sentence(&config.without_credentials()));
    };
    if let Err(error) = config.unlock(PATIENT) {
        return Finding::fail(SECRET, error.to_string(), "Or give it in another way; see keepnet-tui login --help.");
    }
    let Some(id) = &config.client_id else {
        return Finding::fail(
            SECRET,
            format!("from {from}, and no client ID"),
            sentence(&config.without_credentials()),
        );
    };
    let place = match (&from, logins) {
        (SecretFrom::File, Some(path)) => format!(" {}", path.display()),
        _ => String::new(),
    };
    Finding::ok(SECRET, format!("from {from}{place}; client ID {id}"))
}

fn sentence(end: &str) -> String {
    let mut letters = end.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}
