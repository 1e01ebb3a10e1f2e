//! Where a profile's secret comes from, and how it is got, kept and forgotten.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use secrecy::SecretString;

use super::logins::{Login, Logins};
use super::{Config, ConfigError, keyring, secret_command};
pub use keyring::{KeyringError, probe as probe_keyring};

/// How long a keyring or a command is waited for where nothing else is going on: it may ask the person.
pub const PATIENT: Duration = Duration::from_secs(60);
/// The same for tidying up.
const BRIEF: Duration = Duration::from_secs(10);

/// Where a secret comes from, in the order in which the places are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretFrom {
    /// This variable of the environment.
    Environment(String),
    /// `secret_command` of the profile.
    Command(String),
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

/// A place that a log-in can put a secret in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The system's keyring.
    Keyring,
    /// The file of log-ins, for its owner alone.
    File,
}

/// Why a log-in is not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeepError {
    /// The keyring does not take it; another place may.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The file of log-ins cannot be read or written.
    #[error(transparent)]
    File(#[from] ConfigError),
}

impl Config {
    /// Gets the secret from where it is, unless it is here already. May wait for the keyring or the
    /// command, at most so long.
    ///
    /// # Errors
    ///
    /// A sentence that says where the secret should have come from, why it did not, and what to do.
    pub fn unlock(&mut self, patience: Duration) -> Result<(), ConfigError> {
        let profile = &self.profile;
        let got = match (&self.client_secret, &self.secret_from) {
            (Some(_), _) | (None, None | Some(SecretFrom::Environment(_))) => return Ok(()),
            (None, Some(SecretFrom::Command(command))) => secret_command::run(command, patience).map_err(|why| {
                ConfigError(format!("{}: secret_command of profile \"{profile}\" {why}", self.path.display()))
            })?,
            (None, Some(SecretFrom::Keyring)) => keyring::get(&self.entry(), patience).map_err(|why| {
                let advice = match why {
                    KeyringError::Empty => "log in again",
                    _ => "unlock it, or log in again",
                };
                ConfigError(format!("the secret of profile \"{profile}\": {why}; {advice}: keepnet-tui login"))
            })?,
            (None, Some(SecretFrom::File)) => self.in_file()?,
        };
        self.client_secret = Some(got);
        Ok(())
    }

    /// Keeps a credential that was proved, in place of an older log-in of this profile at this service.
    ///
    /// # Errors
    ///
    /// [`KeepError`]; nothing is recorded then.
    pub fn keep(&self, client_id: &str, secret: &SecretString, place: Kept) -> Result<(), KeepError> {
        let path = self.logins_file()?;
        let mut logins = Logins::read(path)?;
        let before = logins.find(&self.profile, &self.base_url).cloned();
        if place == Kept::Keyring {
            keyring::set(&self.entry(), secret, PATIENT)?;
        }
        logins.put(Login {
            profile: self.profile.clone(),
            service: self.base_url.to_string(),
            client_id: client_id.to_owned(),
            secret: (place == Kept::File).then(|| secret.clone()),
        });
        let written = logins.write(path);
        let in_keyring = before.is_some_and(|login| login.secret.is_none());
        // An entry that no log-in knows of would stay for ever. One that cannot be removed is used by nobody.
        if (place == Kept::File && in_keyring) || (place == Kept::Keyring && written.is_err() && !in_keyring) {
            let _ = keyring::delete(&self.entry(), BRIEF);
        }
        Ok(written?)
    }

    /// Forgets the log-in of this profile at this service. None: there was none.
    ///
    /// # Errors
    ///
    /// [`KeepError`]; the log-in is then still there.
    pub fn forget(&self) -> Result<Option<Kept>, KeepError> {
        let path = self.logins_file()?;
        let mut logins = Logins::read(path)?;
        let Some(login) = logins.find(&self.profile, &self.base_url) else { return Ok(None) };
        let place = if login.secret.is_some() { Kept::File } else { Kept::Keyring };
        if place == Kept::Keyring {
            keyring::delete(&self.entry(), PATIENT)?;
        }
        logins.forget(&self.profile, &self.base_url);
        logins.write(path)?;
        Ok(Some(place))
    }

    fn in_file(&self) -> Result<SecretString, ConfigError> {
        let path = self.logins_file()?;
        let logins = Logins::read(path)?;
        let name = path.display();
        if logins.open_to_others {
            return Err(ConfigError(format!(
                "{name} holds a secret and others may read it; make it yours alone (chmod 600 {name}), and better change the secret"
            )));
        }
        let found = logins.find(&self.profile, &self.base_url).and_then(|login| login.secret.clone());
        found.ok_or_else(|| ConfigError(format!("{name}: the log-in is gone; log in again: keepnet-tui login")))
    }

    fn logins_file(&self) -> Result<&Path, ConfigError> {
        let none = || ConfigError("there is no folder to keep a log-in in".to_owned());
        self.logins.as_deref().ok_or_else(none)
    }

    /// The name of the keyring's entry.
    fn entry(&self) -> String {
        format!("{}@{}", self.profile, self.base_url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::keyring::tests::in_memory;
    use crate::config::{Flags, list, load, load_other};
    use rstest::rstest;
    use secrecy::ExposeSecret;
    use std::path::PathBuf;
    use tempfile::TempDir;

    const FILE: &str = "[profiles.north]\nclient_id = 'n'\nbase_url = 'https://n'\n\
                        [profiles.south]\nbase_url = 'https://s'\nsecret_command = 'echo of the command'\nclient_id = 's'\n\
                        [profiles.plain]\nbase_url = 'https://p'\n";

    struct Place {
        folder: TempDir,
    }

    impl Place {
        fn new() -> Self {
            in_memory();
            let folder = tempfile::tempdir().expect("a folder");
            std::fs::write(folder.path().join("config.toml"), FILE).expect("a file");
            Self { folder }
        }

        fn logins(&self) -> PathBuf {
            self.folder.path().join("logins.json")
        }

        fn flags(&self, profile: &str) -> Flags {
            Flags {
                profile: Some(profile.into()),
                config: Some(self.folder.path().join("config.toml")),
                logins: Some(self.logins()),
                ..Flags::default()
            }
        }

        fn config(&self, profile: &str, env: &[(&str, &str)]) -> Config {
            load(&self.flags(profile), |name| env.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).into()))
                .expect("ok")
        }
    }

    fn unlocked(mut config: Config) -> (Option<SecretFrom>, Option<String>, Option<String>) {
        config.unlock(PATIENT).expect("unlocked");
        let secret = config.client_secret.map(|s| s.expose_secret().to_owned());
        (config.secret_from, config.client_id, secret)
    }

    #[rstest]
    #[case(Kept::Keyring, SecretFrom::Keyring)]
    #[case(Kept::File, SecretFrom::File)]
    fn a_log_in_is_there_at_the_next_start_until_it_is_forgotten(#[case] kept: Kept, #[case] from: SecretFrom) {
        let place = Place::new();
        // Tests share one keyring: a profile of its own for each.
        let name = if kept == Kept::Keyring { "north" } else { "plain" };
        let config = place.config(name, &[]);
        let id = config.client_id.clone().unwrap_or("given".into());
        config.keep(&id, &SecretString::from("hunter2"), kept).expect("kept");
        let next = place.config(name, &[]);
        assert!(next.lacks.is_empty() && next.client_secret.is_none());
        assert_eq!(unlocked(next), (Some(from), Some(id), Some("hunter2".into())));
        let text = std::fs::read_to_string(place.logins()).expect("a file");
        assert_eq!(text.contains("hunter2"), kept == Kept::File);
        assert_eq!((config.forget(), config.forget()), (Ok(Some(kept)), Ok(None)));
        assert!(!place.config(name, &[]).lacks.is_empty());
    }

    #[test]
    fn the_environment_goes_first_then_the_command_then_the_log_in() {
        let place = Place::new();
        let south = place.config("south", &[]);
        south.keep("s", &SecretString::from("of the file"), Kept::File).expect("kept");
        let env = [("KEEPNET_CLIENT_SECRET", "of the environment")];
        let (from, _, secret) = unlocked(place.config("south", &env));
        let variable = SecretFrom::Environment("KEEPNET_CLIENT_SECRET".into());
        assert_eq!((from, secret.as_deref()), (Some(variable), Some("of the environment")));
        let (from, _, secret) = unlocked(place.config("south", &[]));
        assert_eq!(
            (from.expect("one").to_string().as_str(), secret.as_deref()),
            ("secret_command", Some("of the command"))
        );
    }

    #[test]
    fn a_log_in_goes_to_its_own_service_as_its_own_client() {
        let place = Place::new();
        place.config("plain", &[]).keep("p", &SecretString::from("hunter2"), Kept::File).expect("kept");
        for env in [("KEEPNET_API_BASE_URL", "https://elsewhere"), ("KEEPNET_CLIENT_ID", "another")] {
            assert_eq!(place.config("plain", &[env]).secret_from, None, "{env:?}");
        }
        assert_eq!(place.config("north", &[]).secret_from, None);
        let north = place.config("north", &[("KEEPNET_CLIENT_SECRET", "of north")]);
        let switched = load_other(&north, "plain", &place.flags("north"), |_| None).expect("ok");
        assert_eq!(unlocked(switched).2.as_deref(), Some("hunter2"));
        let lacks: Vec<_> = north.profiles.iter().map(|p| (p.name.as_str(), p.lacks.len())).collect();
        assert_eq!(lacks, [("north", 0), ("plain", 0), ("south", 0)]);
    }

    #[test]
    fn profiles_are_listed_with_where_their_secret_comes_from() {
        let place = Place::new();
        place.config("plain", &[]).keep("p", &SecretString::from("hunter2"), Kept::File).expect("kept");
        let flags = Flags { profile: None, ..place.flags("") };
        let listed = list(&flags, |_| None).expect("listed");
        let told: Vec<_> = listed.iter().map(|l| l.secret_from.as_ref().map(ToString::to_string)).collect();
        assert_eq!(told, [None, Some("file".into()), Some("secret_command".into())]);
        assert!(!format!("{listed:?}").contains("hunter2"));
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let place = Place::new();
        place.config("plain", &[]).keep("p", &SecretString::from("hunter2"), Kept::File).expect("kept");
        std::fs::set_permissions(place.logins(), std::fs::Permissions::from_mode(0o644)).expect("changed");
        let said = place.config("plain", &[]).unlock(PATIENT).expect_err("refused").to_string();
        assert!(said.contains("chmod 600") && !said.contains("hunter2"), "{said}");
    }

    #[test]
    fn a_broken_file_of_log_ins_stops_nobody_who_needs_none() {
        let place = Place::new();
        std::fs::write(place.logins(), "hunter2").expect("a file");
        let env = [("KEEPNET_CLIENT_SECRET", "of the environment")];
        assert!(place.config("north", &env).lacks.is_empty());
        let without = place.config("north", &[]);
        assert!(without.without_credentials().contains("logins.json"), "{}", without.without_credentials());
        let kept = without.keep("n", &SecretString::from("x"), Kept::File);
        assert!(matches!(kept, Err(KeepError::File(_))), "{kept:?}");
        assert_eq!(std::fs::read_to_string(place.logins()).expect("there"), "hunter2");
    }
}
