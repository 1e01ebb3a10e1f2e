//! What comes out of flags, environment and file.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

use super::secret_from::SecretFrom;
use crate::domain::form::fields::Rules;
use crate::domain::list::columns::Column;
use crate::domain::service::access::Access;
use crate::domain::service::base_url::BaseUrl;
use crate::domain::service::profile::ProfileLine;
use crate::domain::service::root_certificate::RootCertificate;
use crate::domain::terminal::appearance::{Look, ThemeName};
use crate::domain::terminal::key_binding::Binding;

pub(super) const CLIENT_ID: &str = "KEEPNET_CLIENT_ID";

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
    pub(super) lasts: bool,
    /// Where log-ins are kept, or would be.
    pub logins: Option<PathBuf>,
    /// Why the log-ins could not be looked at.
    pub login_trouble: Option<String>,
    /// The client ID of configuration and environment, whatever a log-in has.
    pub own_client_id: Option<String>,
    /// What chooses this profile on a command line, such as ` --profile north`; empty when nothing is needed.
    pub(super) arguments: String,
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
