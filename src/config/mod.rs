//! What the person configured: flags over environment over the file's profile over defaults.

mod ca_file;
mod check;
mod file;
mod keeping;
mod keyring;
mod layers;
mod logins;
mod reading;
mod schema;
mod secret;
mod secret_command;

use std::path::{Path, PathBuf};
use std::time::Duration;

use etcetera::BaseStrategy;
use secrecy::SecretString;

use crate::domain::form::fields::Rules;
use crate::domain::list::columns::Column;
use crate::domain::service::access::Access;
use crate::domain::service::base_url::BaseUrl;
use crate::domain::service::profile::ProfileLine;
use crate::domain::service::root_certificate::RootCertificate;
use crate::domain::terminal::appearance::{Look, ThemeName};
use crate::domain::terminal::key_binding::Binding;
pub use check::{Checked, check};
pub use keeping::{Forgotten, KeepError, Kept, LeftOver, LoggedIn, forget, without_profile};
use layers::{Source, Way};
pub use schema::schema;
pub use secret::{KeyringError, PATIENT, SecretFrom, probe_keyring};
pub use secret_command::{CommandLine, Terminal};

/// The rest of a key comes within this time, even over a slow line; nobody notices that Esc waits for it.
const ESCAPE_DELAY_MS: u64 = 35;
/// The name of the profile when nobody names one.
const DEFAULT_PROFILE: &str = "default";
/// Why there is no configuration to look at, and what to do about it.
pub const NO_PLACE: &str =
    "there is no home folder, and so no place for a configuration; set HOME, or name a file with --config";
const SECRET: &str = "KEEPNET_CLIENT_SECRET";
const CLIENT_ID: &str = "KEEPNET_CLIENT_ID";

/// A configuration with every setting, explained; those that begin with `#` without a space after it are examples.
pub const EXAMPLE: &str = include_str!("example.toml");

/// What the command line says.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--base-url`
    pub base_url: Option<String>,
    /// `--profile`
    pub profile: Option<String>,
    /// `--config`
    pub config: Option<PathBuf>,
    /// `--read-only`
    pub read_only: bool,
    /// `--theme`
    pub theme: Option<ThemeName>,
    /// The file of log-ins, which `login` writes; none: there are no log-ins.
    pub logins: Option<PathBuf>,
}

/// The configuration, layered and checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The profile's name.
    pub profile: String,
    /// The service.
    pub base_url: BaseUrl,
    /// The client ID, if any.
    pub client_id: Option<String>,
    /// The client secret: at once when the environment has it, else after [`Config::unlock`].
    pub client_secret: Option<SecretString>,
    /// Where the secret comes from; none: there is none.
    pub secret_from: Option<SecretFrom>,
    /// Authorities trusted besides the system's; from `ca_file`.
    pub extra_roots: Vec<RootCertificate>,
    /// Companies per page.
    pub page_size: u32,
    /// Columns to show, as far as they fit.
    pub columns: Vec<Column>,
    /// How target users are checked.
    pub rules: Rules,
    /// Whether anything may be written to the service.
    pub access: Access,
    /// The header says that it is production.
    pub production: bool,
    /// The theme that is wanted, and the profile's accent.
    pub look: Look,
    /// How long a lone ESC may be the start of a longer key.
    pub escape_delay: Duration,
    /// The screen's export begins with a byte-order mark.
    pub csv_bom: bool,
    /// The keys of the file.
    pub bindings: Vec<Binding>,
    /// Every profile of the file.
    pub profiles: Vec<ProfileLine>,
    /// What has to be set before there are credentials: variables of the environment.
    pub lacks: Vec<String>,
    /// Where the file is, or would be.
    pub path: PathBuf,
    /// Nobody else could have written it; else who, and what to do about that.
    pub guarded: Result<(), String>,
    /// It is a file, or none yet, and no pipe that is gone with this command.
    lasts: bool,
    /// Where log-ins are kept, or would be.
    pub logins: Option<PathBuf>,
    /// Why the log-ins could not be looked at.
    pub login_trouble: Option<String>,
    /// The client ID of configuration and environment, whatever a log-in has.
    pub own_client_id: Option<String>,
    /// What chooses this profile on a command line, such as ` --profile north`; empty when nothing is needed.
    arguments: String,
}

impl Config {
    /// Why there are no credentials, and what to do about it: the end of a sentence.
    #[must_use]
    pub fn without_credentials(&self) -> String {
        if let (Some(from), None) = (&self.secret_from, &self.client_id) {
            // A log-in would change nothing: what has the secret goes first.
            let profile = &self.profile;
            return format!("the secret comes from {from}; set {CLIENT_ID}, or client_id in profile \"{profile}\"");
        }
        let trouble = self.login_trouble.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
        format!("log in with {}, or set {}{trouble}", self.command("login"), self.lacks.join(" and "))
    }

    /// The command line of this command for this profile.
    #[must_use]
    pub fn command(&self, name: &str) -> String {
        format!("keepnet-tui {name}{}", self.arguments)
    }
}

/// A profile as `profiles` lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name, service and the like, as when the program is started with it.
    pub line: ProfileLine,
    /// Where its secret comes from; none: there is none.
    pub secret_from: Option<SecretFrom>,
    /// The command that logs in to it.
    pub login: String,
}

/// A configuration that cannot be used, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub(crate) String);

/// Reads and layers the configuration. `environment` looks a variable up; an empty one is unset.
///
/// # Errors
///
/// A sentence with file and line that says what is wrong and what is allowed.
pub fn load(flags: &Flags, environment: impl Fn(&str) -> Option<String>) -> Result<Config, ConfigError> {
    let source = Source::read(flags, &environment)?;
    let name = source.first()?;
    source.config(&name, Way::Started)
}

/// Another profile, chosen while the program runs that was started with `started`. The file is read
/// again.
///
/// Flags and environment were meant for the profile the program was started with: here the address is
/// the profile's own, else the default one, and a credential that is not its own is taken only when service
/// and client ID are those of the start. A secret never goes to a service that nobody gave it for.
///
/// # Errors
///
/// As [`load`].
pub fn load_other(
    started: &Config,
    name: &str,
    flags: &Flags,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<Config, ConfigError> {
    let source = Source::read(flags, &environment)?;
    let way = if started.profile == name { Way::Started } else { Way::Switched(started) };
    source.config(name, way)
}

/// Every profile of the file, as a program that is started with it sees it; without any, the one that
/// need not be there. No secret is looked up.
///
/// # Errors
///
/// As [`load`].
pub fn list(flags: &Flags, environment: impl Fn(&str) -> Option<String>) -> Result<Vec<Listed>, ConfigError> {
    Source::read(flags, &environment)?.list()
}

/// The variable of one profile's secret: `KEEPNET_CLIENT_SECRET_` and its name in capitals, what is no
/// letter or digit of ASCII as `_`.
#[must_use]
pub fn secret_variable(profile: &str) -> String {
    let name = profile.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
    name.fold(format!("{SECRET}_"), |mut text, c| {
        text.push(c);
        text
    })
}

/// The line of the file that a profile begins with, such as `[profiles.north]`.
#[must_use]
pub fn head_of(profile: &str) -> String {
    let bare = !profile.is_empty() && profile.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { format!("[profiles.{profile}]") } else { format!("[profiles.{}]", toml::Value::from(profile)) }
}

/// Where the configuration is, or would be; none: nobody named one, and there is no home folder.
#[must_use]
pub fn path_of(flags: &Flags) -> Option<PathBuf> {
    flags.config.clone().or_else(default_path)
}

/// `keepnet-tui/config.toml` in the platform's configuration directory. Never one of the folder that the program is
/// started in: whoever put a file there would choose what is run.
fn default_path() -> Option<PathBuf> {
    let folder = etcetera::choose_base_strategy().ok()?.config_dir();
    folder.is_absolute().then(|| folder.join("keepnet-tui").join("config.toml"))
}

/// The sentence about a configuration that was named and is not there.
fn not_there(path: &Path) -> ConfigError {
    ConfigError(format!("{}: the configuration cannot be read: there is no such file", path.display()))
}

#[cfg(test)]
mod tests;
