//! The file of log-ins: which client ID a profile was logged in with, and whether its secret is in
//! the system's keyring or, by explicit choice, in this file.
//!
//! It lies in the state folder, not beside the configuration: that one is often shared or published.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};

use super::ConfigError;
use crate::domain::base_url::BaseUrl;

/// No list of log-ins is larger.
const BYTES_MAX: u64 = 1_048_576;
const VERSION: u32 = 1;

/// One profile that was logged in at one service.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Login {
    /// The profile's name.
    pub profile: String,
    /// The service that the credential was given for; it goes to no other.
    pub service: String,
    /// The client ID.
    pub client_id: String,
    /// The secret; none: it is in the keyring.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "exposed")]
    pub secret: Option<SecretString>,
}

#[expect(clippy::ref_option, reason = "the form that serde asks for")]
fn exposed<S: Serializer>(secret: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}

/// Everything in the file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Logins {
    version: u32,
    #[serde(rename = "logins")]
    all: Vec<Login>,
    /// Others than the owner may read the file.
    #[serde(skip)]
    pub open_to_others: bool,
}

impl Logins {
    /// Reads the file; one that is not there has nothing in it.
    ///
    /// # Errors
    ///
    /// A sentence that names the file. Nothing of its text is in it.
    pub(super) fn read(path: &Path) -> Result<Self, ConfigError> {
        let name = path.display();
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(Self::default());
            }
            Err(error) => return Err(ConfigError(format!("{name}: the log-ins cannot be read: {error}"))),
        };
        let mut text = Zeroizing::new(String::new());
        let open_to_others = is_open_to_others(&file);
        file.take(BYTES_MAX)
            .read_to_string(&mut text)
            .map_err(|error| ConfigError(format!("{name}: the log-ins cannot be read: {error}")))?;
        let read: Option<Self> = serde_json::from_str(&text).ok();
        let read = read.filter(|logins| logins.version == VERSION).ok_or_else(|| {
            ConfigError(format!(
                "{name} is no list of log-ins of this version; remove it and log in again: keepnet-tui login"
            ))
        })?;
        Ok(Self { open_to_others, ..read })
    }

    /// The log-in of a profile at a service.
    pub(super) fn find(&self, profile: &str, service: &BaseUrl) -> Option<&Login> {
        self.all.iter().find(|login| login.profile == profile && login.service == service.as_str())
    }

    /// Takes in a log-in, in place of an older one of the same profile and service.
    pub(super) fn put(&mut self, login: Login) {
        self.all.retain(|l| (&l.profile, &l.service) != (&login.profile, &login.service));
        self.all.push(login);
    }

    /// Forgets a log-in. False: there was none.
    pub(super) fn forget(&mut self, profile: &str, service: &BaseUrl) -> bool {
        let before = self.all.len();
        self.all.retain(|login| login.profile != profile || login.service != service.as_str());
        self.all.len() < before
    }

    /// Replaces the file as a whole, for its owner alone.
    ///
    /// # Errors
    ///
    /// A sentence that names the file; what was there before is then still there.
    pub(super) fn write(&self, path: &Path) -> Result<(), ConfigError> {
        let text = Zeroizing::new(serde_json::to_vec_pretty(&Self {
            version: VERSION,
            all: self.all.clone(),
            open_to_others: false,
        })?);
        let written = || {
            let folder = path.parent().unwrap_or(Path::new("."));
            make(folder)?;
            // Made with mode 0600.
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            file.write_all(&text)?;
            file.write_all(b"\n")?;
            file.as_file().sync_all()?;
            file.persist(path).map_err(|error| error.error)?;
            Ok(())
        };
        written().map_err(|error: io::Error| {
            ConfigError(format!("{}: the log-in cannot be written: {error}", path.display()))
        })
    }
}

impl From<serde_json::Error> for ConfigError {
    /// Texts can always be written; the words of the error could hold one.
    fn from(_: serde_json::Error) -> Self {
        Self("the log-ins cannot be put in words".to_owned())
    }
}

fn make(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Where the system has no such bits, a file in the person's profile is the person's.
fn is_open_to_others(file: &File) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.metadata().is_ok_and(|m| m.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        false
    }
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
            client_id: "id".into(),
            secret: secret.map(SecretString::from),
        }
    }

    #[test]
    fn what_is_written_is_read_by_its_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new").join("logins.json");
        assert!(Logins::read(&path).expect("none yet").all.is_empty());
        let mut logins = Logins::default();
        logins.put(login("a", "https://h", Some("hunter2")));
        logins.put(login("a", "https://h", Some("hunter3")));
        logins.put(login("a", "https://other", None));
        logins.write(&path).expect("written");
        let read = Logins::read(&path).expect("read");
        let found = read.find("a", &url("https://h")).and_then(|l| l.secret.as_ref()).expect("a secret");
        assert_eq!((found.expose_secret(), read.all.len(), read.open_to_others), ("hunter3", 2, false));
        assert!(read.find("a", &url("https://other")).is_some_and(|l| l.secret.is_none()));
        assert!(read.find("b", &url("https://h")).is_none() && !format!("{read:?}").contains("hunter"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
            assert_eq!((mode(&path), mode(path.parent().expect("a folder"))), (0o600, 0o700));
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("changed");
            assert!(Logins::read(&path).expect("read").open_to_others);
        }
        let mut read = read;
        assert!(read.forget("a", &url("https://h")) && !read.forget("a", &url("https://h")));
        assert_eq!(read.all.len(), 1);
    }

    #[test]
    fn a_file_that_is_none_of_ours_is_told_without_its_text() {
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
