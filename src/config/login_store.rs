//! Stores and removes log-ins. The keyring and the log-in file change one after the other. If one of the steps fails,
//! no existing log-in is lost, and nothing is left behind without a message.

use std::time::Duration;

use secrecy::SecretString;

use super::error::ConfigError;
use super::keyring::{self, KeyringError};
use super::layers::{LoginFilter, Source};
use super::logins::{Login, LoginKey, Logins, full_name, logins_file};
use super::secret::PATIENT;
use super::settings::{Config, Flags};

/// How long to wait for the keyring when cleaning up.
const BRIEF: Duration = Duration::from_secs(10);

/// Where a log-in can store a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretStore {
    /// The system's keyring.
    Keyring,
    /// The log-in file, readable only by its owner.
    File,
}

impl SecretStore {
    fn of(login: &Login) -> Self {
        if login.is_in_keyring() { Self::Keyring } else { Self::File }
    }
}

/// Why a log-in was not stored, or not removed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoginError {
    /// The keyring does not accept it; another place may.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The log-in file cannot be read or written; nothing has changed.
    #[error(transparent)]
    File(#[from] ConfigError),
    /// The configuration does not determine which log-in is meant.
    #[error(transparent)]
    Config(ConfigError),
    /// The operation was partly done; the sentence says which part.
    #[error("{0}")]
    PartiallyDone(String),
}

/// A keyring entry that belongs to no log-in any more: its name, and why it is left.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the keyring still has the entry {entry} of keepnet-tui ({why}); remove it there")]
pub struct StaleEntry {
    entry: String,
    why: KeyringError,
}

/// A log-in without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginSummary {
    /// The profile's name.
    pub profile: String,
    /// The service's address.
    pub service: String,
    /// The configuration file that contained the profile.
    pub config: String,
    /// Where the secret is.
    pub store: SecretStore,
}

impl LoginSummary {
    fn of(login: &Login) -> Self {
        Self {
            profile: login.profile.clone(),
            service: login.service.clone(),
            config: login.config.clone(),
            store: SecretStore::of(login),
        }
    }
}

/// A log-in that was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForgottenLogin {
    /// The log-in.
    pub login: LoginSummary,
    /// The keyring entry that could not be removed.
    pub stale: Option<StaleEntry>,
}

impl Config {
    /// Whether a log-in can be stored at all; checked before the user is prompted.
    ///
    /// # Errors
    ///
    /// The reason, with the file's name.
    pub fn can_store_login(&self) -> Result<(), ConfigError> {
        if !self.lasts {
            return Err(ConfigError(format!(
                "{}: the configuration is not a file, and a log-in is stored for a file that can be read again; name one with --config, or choose --store environment",
                self.path.display()
            )));
        }
        let path = logins_file(self.logins.as_deref())?;
        Logins::read(path)?.are_private(path)
    }

    /// Stores a verified credential, replacing an older log-in of this profile at this service. Returns the older
    /// keyring entry if it could not be removed.
    ///
    /// # Errors
    ///
    /// [`LoginError`]; the older log-in is then unchanged.
    pub fn store_login(
        &self,
        client_id: &str,
        secret: &SecretString,
        place: SecretStore,
    ) -> Result<Option<StaleEntry>, LoginError> {
        self.can_store_login()?;
        let path = logins_file(self.logins.as_deref())?;
        let config = full_name(&self.path);
        let whose = LoginKey { profile: &self.profile, service: &self.base_url, config: &config };
        let login = Login {
            profile: self.profile.clone(),
            service: self.base_url.to_string(),
            config: config.clone(),
            client_id: client_id.to_owned(),
            secret: (place == SecretStore::File).then(|| secret.clone()),
        };
        let entry = login.entry();
        // With the same client ID: an older secret, which may be the only copy.
        let former = if place == SecretStore::Keyring {
            let former = former(&entry)?;
            keyring::set(&entry, secret, former.as_ref(), PATIENT)?;
            former
        } else {
            None
        };
        let written = Logins::change(path, |logins| {
            let older = logins.put(login, whose);
            older.filter(|older| !is_used(logins, &older.entry()))
        });
        match written {
            Ok(older) => Ok(older.filter(Login::is_in_keyring).and_then(|older| remove(&older.entry()))),
            Err(error) if place == SecretStore::Keyring => {
                let back = match former {
                    Some(former) => keyring::set(&entry, &former, None, BRIEF),
                    None => keyring::delete(&entry, BRIEF),
                };
                Err(match back {
                    Ok(()) => LoginError::File(error),
                    Err(why) => LoginError::PartiallyDone(format!("{error}; and {}", StaleEntry { entry, why })),
                })
            }
            Err(error) => Err(LoginError::File(error)),
        }
    }
}

/// Removes the log-in of the profile that the flags name, which need not exist any more, or all log-ins.
///
/// # Errors
///
/// [`LoginError`]; every log-in is then still stored, unless the error says otherwise.
pub fn forget(
    flags: &Flags,
    all: bool,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<Vec<ForgottenLogin>, LoginError> {
    let path = logins_file(flags.logins.as_deref())?;
    let whom = if all { None } else { Some(LoginFilter::of(flags, &environment).map_err(LoginError::Config)?) };
    let is_meant = |login: &Login| whom.as_ref().is_none_or(|whom| whom.is(login));
    let logins = Logins::read(path)?;
    logins.are_private(path)?;
    let meant: Vec<&Login> = logins.all().iter().filter(|login| is_meant(login)).collect();
    if meant.is_empty() {
        return Ok(Vec::new());
    }
    let used = |entry: &str| logins.all().iter().any(|l| !is_meant(l) && l.is_in_keyring() && l.entry() == entry);
    let mut forgotten: Vec<ForgottenLogin> = Vec::new();
    for login in meant {
        let entry = login.entry();
        let left = if login.is_in_keyring() && !used(&entry) {
            deleted(&entry).map_err(|why| {
                if forgotten.is_empty() {
                    return LoginError::Keyring(why);
                }
                LoginError::PartiallyDone(format!(
                    "{why}; of other log-ins the secret is gone, and they are still listed"
                ))
            })?
        } else {
            None
        };
        forgotten.push(ForgottenLogin { login: LoginSummary::of(login), stale: left });
    }
    Logins::change(path, |logins| logins.forget(is_meant)).map_err(|error| {
        if forgotten.iter().any(|f| f.login.store == SecretStore::Keyring) {
            LoginError::PartiallyDone(format!(
                "{error}; the secret is gone from the keyring, the log-in is still listed"
            ))
        } else {
            LoginError::File(error)
        }
    })?;
    Ok(forgotten)
}

/// Log-ins that no profile uses any more: the profile or its file was renamed or removed.
///
/// # Errors
///
/// If the configuration or the log-ins cannot be read.
pub fn without_profile(
    flags: &Flags,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<Vec<LoginSummary>, ConfigError> {
    let Some(path) = &flags.logins else { return Ok(Vec::new()) };
    let source = Source::read(flags, &environment)?;
    let logins = Logins::read(path)?;
    Ok(logins.all().iter().filter(|login| !source.has(login)).map(LoginSummary::of).collect())
}

/// Another log-in has its secret in the same entry.
fn is_used(logins: &Logins, entry: &str) -> bool {
    logins.all().iter().any(|login| login.is_in_keyring() && login.entry() == entry)
}

/// The keyring's secret under this name. An entry that cannot be read is not overwritten.
fn former(entry: &str) -> Result<Option<SecretString>, KeyringError> {
    match keyring::get(entry, PATIENT) {
        Ok(former) => Ok(Some(former)),
        // What cannot be read is useless.
        Err(KeyringError::Empty | KeyringError::Failed(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Removes an entry that nobody uses any more.
fn remove(entry: &str) -> Option<StaleEntry> {
    keyring::delete(entry, BRIEF).err().map(|why| StaleEntry { entry: entry.to_owned(), why })
}

/// The same before its log-in is removed. If the keyring is locked, the user can unlock it and try again. A keyring
/// that is gone or does not answer does not prevent a log-out.
fn deleted(entry: &str) -> Result<Option<StaleEntry>, KeyringError> {
    match keyring::delete(entry, PATIENT) {
        Ok(()) => Ok(None),
        Err(error @ KeyringError::Locked(_)) => Err(error),
        Err(why) => Ok(Some(StaleEntry { entry: entry.to_owned(), why })),
    }
}

#[cfg(test)]
#[path = "login_store_tests.rs"]
mod tests;
