//! The log-in file: which client ID a profile was logged in with, and whether its secret is in the system's keyring or,
//! by explicit choice, in this file.
//!
//! It is in the state directory, not beside the configuration, which is often shared or published.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};

use super::error::ConfigError;
use crate::domain::service::base_url::BaseUrl;
use crate::system::file::{self, FileError, OpenFor, PrivateFile, Readers};

/// The file is never larger.
const BYTES_MAX: u64 = 1_048_576;
const VERSION: u32 = 1;
/// Prefix of temporary files; a killed program leaves one behind.
const UNFINISHED: &str = ".logins-";
const LOCK: &str = "logins.lock";

/// A profile that is logged in at a service.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Login {
    /// The profile's name.
    pub profile: String,
    /// The service that the credential is for; it is sent to no other.
    pub service: String,
    /// The configuration file of the profile, by its full name: another file may have a different reseller under the
    /// same profile name.
    #[serde(default)]
    pub config: String,
    /// The client ID.
    pub client_id: String,
    /// The secret; `None` if it is in the keyring.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "exposed")]
    pub secret: Option<SecretString>,
}

/// Identifies a log-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LoginKey<'a> {
    /// The profile's name.
    pub profile: &'a str,
    /// The service.
    pub service: &'a BaseUrl,
    /// The configuration file, as [`full_name`] has it.
    pub config: &'a str,
}

impl Login {
    pub(super) fn is(&self, whose: LoginKey<'_>) -> bool {
        self.profile == whose.profile && self.service == whose.service.as_str() && self.config == whose.config
    }

    /// The name of its keyring entry. It contains the client ID, so that a new credential overwrites nothing before it
    /// is recorded.
    pub(super) fn entry(&self) -> String {
        format!("{}@{}#{}", self.profile, self.service, self.client_id)
    }

    /// Its secret is in the keyring.
    pub(super) fn is_in_keyring(&self) -> bool {
        self.secret.is_none()
    }
}

/// The canonical name of a configuration file: its directory is canonicalised. The file itself may be a link that is
/// replaced regularly (dotfiles), and need not exist.
pub(super) fn full_name(config: &Path) -> String {
    let path = std::path::absolute(config).unwrap_or_else(|_| config.to_owned());
    let mut below: Vec<&OsStr> = Vec::new();
    let mut here = path.as_path();
    while let (Some(folder), Some(name)) = (here.parent(), here.file_name()) {
        below.push(name);
        here = folder;
        if let Ok(folder) = here.canonicalize() {
            return below.iter().rev().fold(folder, |path, name| path.join(name)).to_string_lossy().into_owned();
        }
    }
    path.to_string_lossy().into_owned()
}

#[expect(clippy::ref_option, reason = "the form that serde asks for")]
fn exposed<S: Serializer>(secret: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}

/// The contents of the file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Logins {
    version: u32,
    #[serde(rename = "logins")]
    all: Vec<Login>,
    /// Whether others can read the file.
    #[serde(skip)]
    pub open_to_others: bool,
}

impl Logins {
    /// Reads the file; a missing file is empty.
    ///
    /// # Errors
    ///
    /// A sentence that names the file. It contains nothing of the file's text.
    pub(super) fn read(path: &Path) -> Result<Self, ConfigError> {
        let name = path.display();
        let PrivateFile { bytes, open_to_others } = match file::read_private(path, BYTES_MAX) {
            Ok(read) => read,
            Err(refused) if refused.is_not_there() => return Ok(Self::default()),
            Err(refused) => return Err(ConfigError(format!("{name}: the log-ins cannot be read: {refused}"))),
        };
        let read: Option<Self> = serde_json::from_slice(&bytes).ok();
        let read = read.filter(|logins| logins.version == VERSION).ok_or_else(|| {
            ConfigError(format!(
                "{name} is not a log-in file of this version; remove it and log in again: keepnet-tui login"
            ))
        })?;
        Ok(Self { open_to_others, ..read })
    }

    /// The log-in of a profile at a service.
    pub(super) fn find(&self, whose: LoginKey<'_>) -> Option<&Login> {
        self.all.iter().find(|login| login.is(whose))
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Login] {
        &self.all
    }

    /// Adds a log-in and returns the one that it replaces.
    pub(super) fn put(&mut self, login: Login, whose: LoginKey<'_>) -> Option<Login> {
        let older = self.all.iter().position(|login| login.is(whose)).map(|at| self.all.remove(at));
        self.all.push(login);
        older
    }

    /// Removes the matching log-ins.
    pub(super) fn forget(&mut self, is_meant: impl Fn(&Login) -> bool) {
        self.all.retain(|login| !is_meant(login));
    }

    /// Checks that nobody else can read a secret in this file.
    ///
    /// # Errors
    ///
    /// A sentence that names the file and says what to do, if others can read it and it contains a secret. Rewriting it
    /// would only hide the problem.
    pub(super) fn are_private(&self, path: &Path) -> Result<(), ConfigError> {
        if !self.open_to_others || self.all.iter().all(Login::is_in_keyring) {
            return Ok(());
        }
        let name = path.display();
        Err(ConfigError(format!(
            "{name} holds a secret and others may read it; restrict it (chmod 600 {name}) and replace the secret"
        )))
    }

    /// Reads the file, changes it and writes it, under a lock.
    ///
    /// # Errors
    ///
    /// A sentence that names the file, which is then unchanged; also if others can read a secret in it.
    pub(super) fn change<T>(path: &Path, change: impl FnOnce(&mut Self) -> T) -> Result<T, ConfigError> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let in_words =
            |error: FileError| ConfigError(format!("{}: the log-in cannot be written: {error}", path.display()));
        file::private_folder(folder).map_err(in_words)?;
        let lock = file::open_private(&folder.join(LOCK), OpenFor::Locking).map_err(in_words)?;
        // Where the system has no locks, the last writer wins.
        let _ = lock.lock();
        let mut logins = Self::read(path)?;
        logins.are_private(path)?;
        let done = change(&mut logins);
        logins.write(path, folder).map_err(|error| in_words(error.into()))?;
        Ok(done)
    }

    /// Replaces the file atomically.
    fn write(&self, path: &Path, folder: &Path) -> io::Result<()> {
        // Strings can always be serialised; the error message could contain one.
        let text = serde_json::to_vec_pretty(&Self { version: VERSION, all: self.all.clone(), open_to_others: false })
            .map_err(|_| io::Error::other("the log-ins cannot be serialised"))?;
        let mut text = Zeroizing::new(text);
        text.push(b'\n');
        // Temporary files of killed programs may contain all secrets.
        file::sweep(folder, UNFINISHED, "", 0);
        file::replace(path, &text, Readers::Owner, UNFINISHED)
    }
}

pub(super) fn logins_file(logins: Option<&Path>) -> Result<&Path, ConfigError> {
    logins.ok_or_else(|| ConfigError("there is no directory to store a log-in in".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> BaseUrl {
        BaseUrl::parse(text).expect("an address")
    }

    fn login(profile: &str, service: &str, secret: Option<&str>) -> Login {
        Login {
            profile: profile.into(),
            service: service.into(),
            config: "/c".into(),
            client_id: "id".into(),
            secret: secret.map(SecretString::from),
        }
    }

    fn put(logins: &mut Logins, login: Login) {
        let service = url(&login.service);
        let (profile, config) = (login.profile.clone(), login.config.clone());
        logins.put(login, LoginKey { profile: &profile, service: &service, config: &config });
    }

    #[test]
    fn login_file_is_private() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new").join("logins.json");
        assert!(Logins::read(&path).expect("none yet").all.is_empty());
        Logins::change(&path, |logins| {
            put(logins, login("a", "https://h", Some("hunter2")));
            put(logins, login("a", "https://h", Some("hunter3")));
            put(logins, login("a", "https://other", None));
        })
        .expect("written");
        let read = Logins::read(&path).expect("read");
        let whose = |profile, service| LoginKey { profile, service, config: "/c" };
        let (here, other) = (url("https://h"), url("https://other"));
        let found = read.find(whose("a", &here)).and_then(|l| l.secret.as_ref()).expect("a secret");
        assert_eq!((found.expose_secret(), read.all.len(), read.open_to_others), ("hunter3", 2, false));
        assert!(read.find(whose("a", &other)).is_some_and(|l| l.secret.is_none()));
        assert!(read.find(whose("b", &here)).is_none() && !format!("{read:?}").contains("hunter"));
        assert!(read.find(LoginKey { config: "/d", ..whose("a", &here) }).is_none());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
            assert_eq!((mode(&path), mode(path.parent().expect("a folder"))), (0o600, 0o700));
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("changed");
            assert!(Logins::read(&path).expect("read").open_to_others);
            let said = Logins::change(&path, |_| ()).expect_err("refused").to_string();
            assert!(said.contains("chmod 600") && mode(&path) == 0o640, "{said}");
        }
    }

    #[test]
    fn temporary_login_files_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("logins.json");
        for name in [".logins-x1", "another"] {
            std::fs::write(folder.path().join(name), "hunter2").expect("a file");
        }
        Logins::change(&path, |_| ()).expect("written");
        let mut left: Vec<_> =
            std::fs::read_dir(folder.path()).expect("a folder").map(|e| e.expect("one").file_name()).collect();
        left.sort();
        assert_eq!(left, ["another", "logins.json", LOCK]);
    }

    #[test]
    fn configuration_path_is_canonical() {
        let folder = tempfile::tempdir().expect("a folder");
        let (here, there) = (folder.path().join("here"), folder.path().join("there"));
        std::fs::create_dir(&here).expect("a folder");
        let name = full_name(&here.join("config.toml"));
        assert!(name.ends_with("config.toml") && Path::new(&name).is_absolute(), "{name}");
        std::fs::write(here.join("config.toml"), "").expect("a file");
        assert_eq!(full_name(&here.join("config.toml")), name, "whether it is there or not");
        assert_ne!(full_name(&here.join("other.toml")), name);
        assert_eq!(full_name(&there.join("x").join("c.toml")), full_name(&here.join("../there/x/c.toml")));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&here, &there).expect("a link");
            assert_eq!(full_name(&there.join("config.toml")), name);
        }
    }

    #[test]
    fn foreign_login_file_error_hides_its_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("logins.json");
        for text in ["hunter2", "{\"version\":2,\"logins\":[]}", "[\"hunter2\"]"] {
            std::fs::write(&path, text).expect("a file");
            let said = Logins::read(&path).expect_err("refused").to_string();
            assert!(said.contains("logins.json") && !said.contains("hunter2"), "{said}");
        }
        assert!(Logins::read(folder.path()).is_err(), "a folder is no file");
        assert!(Logins::read(&path.join("below")).expect("not there").all.is_empty());
    }
}
