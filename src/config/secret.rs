//! Reads a profile's secret from its source.

use std::time::Duration;

use super::error::ConfigError;
use super::keyring::{self, KeyringError};
use super::logins::{Login, LoginKey, Logins, full_name, logins_file};
use super::secret_command::{self, Terminal};
use super::secret_from::SecretFrom;
use super::settings::Config;

/// Time limit for a keyring or a command when nothing else is going on: it may prompt the user.
pub const PATIENT: Duration = Duration::from_secs(60);

impl Config {
    /// Reads the secret from its source, unless it is loaded already. May wait for the keyring or the command, at most
    /// this long; `terminal` says whether the command may prompt there.
    ///
    /// # Errors
    ///
    /// A sentence that says where the secret should have come from, why it did not, and what to do.
    pub fn unlock(&mut self, terminal: Terminal, patience: Duration) -> Result<(), ConfigError> {
        let profile = &self.profile;
        let got = match (&self.client_secret, &self.secret_from) {
            (Some(_), _) | (None, None | Some(SecretFrom::Environment(_))) => return Ok(()),
            (None, Some(SecretFrom::Command(command))) => {
                self.may_run_a_command()?;
                secret_command::run(command, terminal, patience).map_err(|why| {
                    ConfigError(format!("{}: secret_command of profile \"{profile}\" {why}", self.path.display()))
                })?
            }
            (None, Some(SecretFrom::Keyring)) => keyring::get(&self.logged_in()?.entry(), patience).map_err(|why| {
                let advice = match why {
                    KeyringError::Locked(_) => "unlock it, or log in again",
                    _ => "log in again",
                };
                let login = self.command("login");
                ConfigError(format!("the secret of profile \"{profile}\": {why}; {advice}: {login}"))
            })?,
            (None, Some(SecretFrom::File)) => self.logged_in()?.secret.ok_or_else(|| self.gone())?,
        };
        self.client_secret = Some(got);
        Ok(())
    }

    /// Whoever can write the configuration could choose what is run as this user.
    fn may_run_a_command(&self) -> Result<(), ConfigError> {
        let (path, profile) = (self.path.display(), &self.profile);
        self.write_protection.clone().map_err(|why| {
            ConfigError(format!("{path}: secret_command of profile \"{profile}\" is not run, because {why}"))
        })
    }

    /// The current log-in.
    fn logged_in(&self) -> Result<Login, ConfigError> {
        let path = logins_file(self.logins.as_deref())?;
        let logins = Logins::read(path)?;
        let config = full_name(&self.path);
        let whose = LoginKey { profile: &self.profile, service: &self.base_url, config: &config };
        let found = logins.find(whose).filter(|login| self.client_id.as_ref() == Some(&login.client_id));
        let login = found.ok_or_else(|| self.gone())?;
        if !login.is_in_keyring() {
            logins.are_private(path)?;
        }
        Ok(login.clone())
    }

    fn gone(&self) -> ConfigError {
        let path = self.logins.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
        ConfigError(format!("{path}: the log-in no longer exists; log in again: {}", self.command("login")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Flags, load};

    /// Somebody may have written a secret into the command.
    #[test]
    fn the_command_is_printed_nowhere() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        std::fs::write(&path, "[profiles.a]\nclient_id = 'a'\nsecret_command = 'echo hunter2'\n").expect("a file");
        let config = load(&Flags { config: Some(path.clone()), ..Flags::default() }, |_| None).expect("ok");
        let text = std::fs::read_to_string(&path).expect("read");
        let file = crate::config::file::parse(&text).expect("right");
        assert!(matches!(config.secret_from, Some(SecretFrom::Command(_))));
        assert!(!format!("{config:?}{file:?}").contains("hunter2"));
    }
}
