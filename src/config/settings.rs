//! The configuration that results from flags, environment and file.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

use super::aliases::TeamAliases;
use super::secret_from::SecretFrom;
use crate::domain::change::ticket::TicketPolicy;
use crate::domain::desk::address::Console;
use crate::domain::desk::own_command::OwnCommand;
use crate::domain::form::fields::Rules;
use crate::domain::list::columns::Column;
use crate::domain::list::named_view::NamedView;
use crate::domain::service::access::Access;
use crate::domain::service::base_url::BaseUrl;
use crate::domain::service::profile::ProfileInfo;
use crate::domain::service::root_certificate::RootCertificate;
use crate::domain::terminal::appearance::{Accent, ThemeChoice};
use crate::domain::terminal::key_binding::Binding;

pub(super) const CLIENT_ID: &str = "KEEPNET_CLIENT_ID";

/// The flags.
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
    pub theme: Option<String>,
    /// The log-in file, which `login` writes; `None` if there are no log-ins.
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
    /// The client secret: present at once if it is in the environment, otherwise after [`Config::unlock`].
    pub client_secret: Option<SecretString>,
    /// The source of the secret, if any.
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
    /// Whether a change has the number of a ticket.
    pub ticket: TicketPolicy,
    /// The header shows that this is a production system.
    pub production: bool,
    /// The theme.
    pub theme: ThemeChoice,
    /// The profile's accent.
    pub accent: Option<Accent>,
    /// How long a lone ESC may be the start of a longer key.
    pub escape_delay: Duration,
    /// Whether exports of the screen begin with a byte-order mark.
    pub csv_bom: bool,
    /// The key bindings of the file.
    pub bindings: Vec<Binding>,
    /// The views of the file and the built-in ones.
    pub views: Vec<NamedView>,
    /// The commands of the file.
    pub own_commands: Vec<OwnCommand>,
    /// The aliases that a team shares.
    pub aliases: TeamAliases,
    /// The addresses of the web console.
    pub console: Console,
    /// Every profile of the file.
    pub profiles: Vec<ProfileInfo>,
    /// What is missing before there are credentials: environment variables.
    pub missing_variables: Vec<String>,
    /// The path of the file, or where it would be.
    pub path: PathBuf,
    /// An error if somebody else could have written the file: who, and what to do about it.
    pub write_protection: Result<(), String>,
    /// Whether it is a regular file, or does not exist yet, and is not a pipe.
    pub(super) lasts: bool,
    /// The path of the log-in file, or where it would be.
    pub logins: Option<PathBuf>,
    /// Why the log-ins could not be read.
    pub login_problem: Option<String>,
    /// The client ID of configuration and environment, without log-ins.
    pub own_client_id: Option<String>,
    /// The flags that select this profile, such as ` --profile north`; empty if none are needed.
    pub(super) arguments: String,
}

impl Config {
    /// Why there are no credentials, and what to do about it: the end of a sentence.
    #[must_use]
    pub fn without_credentials(&self) -> String {
        if let (Some(from), None) = (&self.secret_from, &self.client_id) {
            // A log-in would change nothing: this source takes precedence.
            let profile = &self.profile;
            return format!("the secret comes from {from}; set {CLIENT_ID}, or client_id in profile \"{profile}\"");
        }
        let trouble = self.login_problem.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
        format!("log in with {}, or set {}{trouble}", self.command("login"), self.missing_variables.join(" and "))
    }

    /// This command line for this profile.
    #[must_use]
    pub fn command(&self, name: &str) -> String {
        format!("keepnet-tui {name}{}", self.arguments)
    }
}

/// A profile in the list of `profiles`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileSummary {
    /// Its name, service and so on, as when the program is started with it.
    pub info: ProfileInfo,
    /// The source of its secret, if any.
    pub secret_from: Option<SecretFrom>,
    /// The command that logs in to it.
    pub login: String,
}
