//! Checks of this machine: configuration, secret, keyring, state directory.

use std::path::Path;
use std::time::Duration;

use secrecy::ExposeSecret;

use super::super::profile_args::variable;
use super::super::progress_note::{KEYRING, with_progress_note};
use super::super::unlock;
use super::finding::Finding;
use crate::config::{Config, ConfigError, Flags, KeyringError, SecretFrom, probe_keyring, without_profile};
use crate::domain::terminal::key_binding::Problem;
use crate::domain::text::{count, invalid_setting_char, named};
use crate::store;
use crate::system::clock;
use crate::system::file::folder_problem;

/// The name of the check of the secret, which needs a configuration.
pub(super) const SECRET: &str = "secret";
/// The name of the check of earlier days, which needs one too.
pub(super) const DAYS: &str = "days";
/// The name of the check of the log-ins, which needs one too.
pub(super) const LOG_INS: &str = "log-ins";

/// A working keyring answers quickly.
const KEYRING_LIMIT: Duration = Duration::from_secs(5);

/// Whether the configuration can be read, which profile it gives, and other problems of the file: the screen does not
/// start with an invalid key.
pub(super) fn configuration(loaded: Result<&Config, &ConfigError>, problems: &[Problem]) -> Finding {
    const CHECK: &str = "configuration";
    match loaded {
        Ok(config) if !problems.is_empty() => {
            let all: Vec<_> = problems.iter().map(ToString::to_string).collect();
            let found = format!("{}: {}", config.path.display(), all.join("; "));
            Finding::fail(CHECK, found, "Correct it; keepnet-tui config check reports every problem with its line.")
        }
        Ok(config) if config.write_protection.is_err() => {
            let why = config.write_protection.as_ref().err().map(String::as_str).unwrap_or_default();
            Finding::warn(
                CHECK,
                format!("secret_command is not run: {why}"),
                "Whoever can write this file decides what is run.",
            )
        }
        Ok(config) => {
            let there = if config.path.exists() { "" } else { " (no such file; defaults apply)" };
            let access = if config.access.is_read_only() { ", read only" } else { "" };
            let (profile, service, path) = (&config.profile, &config.base_url, config.path.display());
            Finding::ok(CHECK, format!("profile {profile} at {service}{access}; {path}{there}"))
        }
        Err(error) => {
            Finding::fail(CHECK, error.to_string(), "Correct it; keepnet-tui config example shows every setting.")
        }
    }
}

/// Whether drafts, journal and log-ins can be stored in every directory that this profile uses.
pub(super) fn state_folder(folder: Option<&Path>, config: Option<&Config>) -> Finding {
    const CHECK: &str = "state";
    let Some(folder) = folder else {
        return Finding::fail(CHECK, "there is no home directory", format!("Set HOME, or {}.", store::STATE_DIR));
    };
    let own = config.map(|config| folder.join(store::folder_of(&config.profile, &config.base_url)));
    for path in std::iter::once(folder).chain(own.as_deref()) {
        if let Err(error) = store::try_folder(path) {
            return Finding::fail(
                CHECK,
                format!("{} cannot be written: {error}", path.display()),
                format!(
                    "Make it writable, free some space, or set {}: without it drafts, log-ins and the journal are \
                     not kept, and no user is created.",
                    store::STATE_DIR
                ),
            );
        }
    }
    if let Some(Err(error)) = own.as_deref().map(store::inspect) {
        return Finding::fail(
            CHECK,
            error.to_string(),
            "Until then drafts and the journal are not kept, and no user is created.",
        );
    }
    for path in std::iter::once(folder).chain(own.as_deref()) {
        if let Some((what, advice)) = folder_problem(path) {
            return Finding::warn(CHECK, format!("{} {what}", path.display()), advice);
        }
    }
    let there = if folder.exists() { "is writable" } else { "can be created" };
    Finding::ok(CHECK, format!("{} {there}", folder.display()))
}

/// Whether the companies of earlier days can be read.
pub(super) fn days(folder: Option<&Path>, config: &Config) -> Finding {
    let own = folder.map(|folder| folder.join(store::folder_of(&config.profile, &config.base_url)));
    let client = config.client_id.as_deref();
    let kept = own.zip(client).map(|(own, client)| store::inspect_days(&own, client, clock::today()));
    // A database that cannot be used is another check.
    let kept = kept.and_then(Result::ok).unwrap_or_default();
    let unreadable = kept.unreadable.len() as u64;
    if unreadable > 0 {
        let all: Vec<_> = kept.unreadable.iter().map(|(day, why)| format!("{day}: {why}")).collect();
        let found = format!("{} cannot be read: {}", count(unreadable, "day", "days"), all.join("; "));
        return Finding::warn(DAYS, found, "They are left out of comparisons, and deleted when they are 35 days old.");
    }
    let (Some(first), Some(last)) = (kept.readable.first(), kept.readable.last()) else {
        return Finding::ok(DAYS, "none kept so far");
    };
    let (days, size) = (count(kept.readable.len() as u64, "day", "days"), kept.bytes.div_ceil(1024));
    Finding::ok(DAYS, format!("{days} from {first} to {last}, {size} KiB"))
}

/// Whether the log-ins can be read, and each has a profile.
pub(super) fn log_ins(flags: &Flags, config: &Config) -> Finding {
    const CHECK: &str = LOG_INS;
    if let Err(error) = config.can_store_login() {
        return Finding::warn(CHECK, error.to_string(), "Until then no log-in can be used or stored.");
    }
    match without_profile(flags, variable) {
        Ok(none) if none.is_empty() => Finding::ok(CHECK, "none without a profile"),
        Ok(left) => {
            let all: Vec<_> = left.iter().map(|login| format!("{} at {}", login.profile, login.service)).collect();
            Finding::warn(
                CHECK,
                format!("without a profile: {}", all.join(", ")),
                "Remove them with keepnet-tui logout --profile NAME, or all with --all.",
            )
        }
        Err(error) => Finding::warn(CHECK, error.to_string(), ""),
    }
}

/// Whether a keyring can be reached; it is optional.
pub(super) fn keyring() -> Finding {
    const CHECK: &str = "keyring";
    let others =
        "The secret can also come from the environment, from secret_command or from a file; see keepnet-tui login.";
    match with_progress_note(KEYRING, || probe_keyring(KEYRING_LIMIT)) {
        // Some keyrings answer for missing entries without being unlocked.
        Ok(()) => Finding::ok(CHECK, "available; whether it is unlocked shows when it is used"),
        Err(why @ KeyringError::Locked(_)) => Finding::warn(CHECK, why.to_string(), format!("Unlock it. {others}")),
        Err(why) => Finding::warn(CHECK, why.to_string(), others),
    }
}

/// Whether there are credentials, and their source provides the secret.
pub(super) fn secret(config: &mut Config, logins: Option<&Path>) -> Finding {
    let Some(from) = config.secret_from.clone() else {
        return Finding::fail(SECRET, "there are no credentials", sentence(&config.without_credentials()));
    };
    if let Err(error) = unlock::get(config) {
        return Finding::fail(SECRET, error.to_string(), "Or use another place for it; see keepnet-tui login --help.");
    }
    let Some(id) = &config.client_id else {
        return Finding::fail(
            SECRET,
            format!("from {from}, and no client ID"),
            sentence(&config.without_credentials()),
        );
    };
    if let Some(finding) = invalid_char(config, &from, id) {
        return finding;
    }
    let place = match (&from, logins) {
        (SecretFrom::File, Some(path)) => format!(" {}", path.display()),
        _ => String::new(),
    };
    Finding::ok(SECRET, format!("from {from}{place}; client ID {id}"))
}

/// A character that no ID or secret contains, by its name; nothing else of the secret is shown.
fn invalid_char(config: &Config, from: &SecretFrom, id: &str) -> Option<Finding> {
    let secret = config.client_secret.as_ref().and_then(|secret| invalid_setting_char(secret.expose_secret()));
    let (what, odd) = match (secret, invalid_setting_char(id)) {
        (Some(odd), _) => (format!("the secret from {from}"), odd),
        (None, Some(odd)) => (format!("the client ID {id}"), odd),
        (None, None) => return None,
    };
    let found = format!("{what} contains {}, which no credential does", named(odd));
    Some(Finding::warn(SECRET, found, "Copy it again, without anything around it."))
}

fn sentence(end: &str) -> String {
    let mut letters = end.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}
