//! Combines flags, environment, file and defaults to one profile.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::SecretString;

use super::aliases::TeamAliases;
use super::error::{ConfigError, not_there};
use super::logins::{Login, LoginKey, Logins, full_name};
use super::paths::{default_path, path_of};
use super::profile::{DEFAULT_PROFILE, SECRET, head_of, secret_variable};
use super::secret_from::SecretFrom;
use super::settings::{CLIENT_ID, Config, Flags, ProfileSummary};
use super::{ca_file, file, reading, themes};
use crate::domain::desk::address::Console;
use crate::domain::form::fields::Rules;
use crate::domain::list::columns::Column;
use crate::domain::list::named_view::NamedView;
use crate::domain::list::query::DEFAULT_PAGE_SIZE;
use crate::domain::service::access::{Access, ReadOnlyReason};
use crate::domain::service::base_url::{BaseUrl, DEFAULT_BASE_URL};
use crate::domain::service::profile::ProfileInfo;
use crate::domain::terminal::appearance::ThemeChoice;
use crate::domain::text::setting;
use crate::domain::text::shell::word;
use crate::domain::user::phone::PhoneRegion;

/// Shown in place of a path if there is none.
const NO_HOME: &str = "configuration (there is no home directory)";
/// Even over a slow connection the rest of a key arrives within this time; nobody notices the delay of Esc.
const ESCAPE_DELAY_MS: u64 = 35;
const ADDRESS: &str = "KEEPNET_API_BASE_URL";

/// A variable that is not UTF-8 is an error, and not treated as unset.
pub(super) fn are_text(variables: impl Iterator<Item = (OsString, OsString)>) -> Result<(), ConfigError> {
    let ours = |name: &str| name == ADDRESS || name == CLIENT_ID || name.starts_with(SECRET);
    let mut odd =
        variables.filter(|(_, value)| value.to_str().is_none()).filter_map(|(name, _)| name.into_string().ok());
    match odd.find(|name| ours(name)) {
        Some(name) => Err(ConfigError(format!("{name}: its value is not UTF-8 text; set it again, or unset it"))),
        None => Ok(()),
    }
}

/// How the program got to a profile.
#[derive(Clone, Copy)]
pub(super) enum ProfileOrigin<'a> {
    /// The program was started with it.
    Started,
    /// The program was started with another one.
    Switched(&'a Config),
}

/// Everything that a configuration is made from.
pub(super) struct Source<'a> {
    flags: &'a Flags,
    environment: &'a dyn Fn(&str) -> Option<String>,
    file: file::File,
    path: PathBuf,
    lasts: bool,
    write_protection: Result<(), String>,
    /// The path in the form in which log-ins contain it.
    full_name: String,
    logins: Logins,
    login_problem: Option<String>,
}

/// Client ID and secret, and which of them are missing.
struct Credential {
    id: Option<String>,
    /// If it is in the environment.
    secret: Option<String>,
    from: Option<SecretFrom>,
    missing_variables: Vec<String>,
}

impl<'a> Source<'a> {
    pub(super) fn read(flags: &'a Flags, environment: &'a dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        are_text(std::env::vars_os())?;
        let path = path_of(flags);
        let text = path.as_deref().map(reading::read).transpose()?.flatten();
        if let (Some(path), None) = (&flags.config, &text) {
            return Err(not_there(path));
        }
        let path = path.unwrap_or_else(|| PathBuf::from(NO_HOME));
        let (lasts, guarded) = text.as_ref().map_or((true, Ok(())), |text| (text.lasts, text.write_protection.clone()));
        let file = text.map(|text| file::parse(&text.contents)).transpose();
        let file = file.map_err(|why| ConfigError(format!("{}: {why}", path.display())))?.unwrap_or_default();
        // A log-in file that cannot be read matters only if a log-in is needed.
        let (logins, login_trouble) = match flags.logins.as_deref().map(Logins::read).transpose() {
            Ok(logins) => (logins.unwrap_or_default(), None),
            Err(error) => (Logins::default(), Some(error.to_string())),
        };
        let full_name = full_name(&path);
        Ok(Self {
            flags,
            environment,
            file,
            path,
            lasts,
            write_protection: guarded,
            full_name,
            logins,
            login_problem: login_trouble,
        })
    }

    fn variable(&self, name: &str) -> Option<String> {
        let value = (self.environment)(name)?;
        Some(setting(&value)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// The profile to start with.
    pub(super) fn first(&self) -> Result<String, ConfigError> {
        let first = self.flags.profile.as_deref().or_else(|| self.file.first());
        first.map(str::to_owned).ok_or_else(|| {
            ConfigError(format!(
                "{}: there are several profiles ({}); name one with --profile, or set default_profile",
                self.path.display(),
                self.names()
            ))
        })
    }

    fn names(&self) -> String {
        self.file.profiles.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
    }

    fn profile(&self, name: &str) -> Result<file::Profile, ConfigError> {
        if let Some(profile) = self.file.profiles.get(name) {
            return Ok(profile.clone());
        }
        let named = self.flags.profile.is_some() || self.file.default_profile.is_some();
        if !named && name == DEFAULT_PROFILE {
            return Ok(file::Profile::default());
        }
        let all = self.names();
        let known = if all.is_empty() {
            format!("there are none. Write this line into it: {}", head_of(name))
        } else {
            format!("there are: {all}")
        };
        Err(ConfigError(format!("{}: no profile is called \"{name}\"; {known}", self.path.display())))
    }

    /// The configuration of one profile.
    pub(super) fn config(&self, name: &str, way: ProfileOrigin<'_>) -> Result<Config, ConfigError> {
        let profile = self.profile(name)?;
        self.has_its_own_variable(name)?;
        let base_url = self.base_url(name, &profile, way)?;
        let Credential { id, secret, from, missing_variables: lacks } = self.credential(name, &profile, &base_url, way);
        let own = self.environment_credential(name, &profile, &base_url, way).0;
        let extra_roots = match &profile.ca_file {
            Some(ca_file) => ca_file::read(ca_file, self.path.parent())
                .map_err(|why| ConfigError(format!("{}: ca_file of profile \"{name}\": {why}", self.path.display())))?,
            None => Vec::new(),
        };
        let region = profile.phone_region.as_deref().and_then(PhoneRegion::new);
        let mut config = Config {
            profile: name.to_owned(),
            base_url,
            client_id: id,
            client_secret: secret.map(SecretString::from),
            secret_from: from,
            extra_roots,
            page_size: profile.page_size.unwrap_or(DEFAULT_PAGE_SIZE),
            columns: profile.columns.clone().unwrap_or_else(Column::usual),
            rules: Rules { region, require_phone: profile.require_phone.unwrap_or(true) },
            access: self.access(name, &profile),
            ticket: profile.ticket.unwrap_or_default(),
            production: profile.production,
            theme: self.theme(&profile)?,
            accent: profile.accent,
            escape_delay: Duration::from_millis(self.file.escape_delay_ms.unwrap_or(ESCAPE_DELAY_MS)),
            csv_bom: self.file.csv_bom,
            bindings: self.file.bindings.clone(),
            views: NamedView::with_shipped(self.file.own_views.clone()),
            own_commands: self.file.own_commands.clone(),
            aliases: TeamAliases::new(
                self.file.shared_aliases.clone(),
                self.file.shared_from.as_deref(),
                self.path.parent(),
            ),
            console: Console { company: profile.console_url.clone(), user: profile.console_user_url.clone() },
            profiles: Vec::new(),
            missing_variables: lacks,
            path: self.path.clone(),
            write_protection: self.write_protection.clone(),
            lasts: self.lasts,
            logins: self.flags.logins.clone(),
            login_problem: self.login_problem.clone(),
            own_client_id: own,
            arguments: self.arguments(name, way),
        };
        let started = match way {
            ProfileOrigin::Started => &config,
            ProfileOrigin::Switched(started) => started,
        };
        config.profiles = self.lines(started);
        Ok(config)
    }

    fn theme(&self, profile: &file::Profile) -> Result<ThemeChoice, ConfigError> {
        let own = &self.file.own_themes;
        if let Some(name) = &self.flags.theme {
            return themes::chosen(name, own).map_err(|why| ConfigError(format!("--theme: {why}")));
        }
        let configured = profile.theme.as_ref().or(self.file.theme.as_ref());
        configured
            .map_or_else(|| Ok(ThemeChoice::default()), |name| themes::chosen(name.get_ref(), own))
            .map_err(ConfigError)
    }

    /// The flags that select this profile, service and configuration again.
    fn arguments(&self, name: &str, way: ProfileOrigin<'_>) -> String {
        let profile = (self.file.first() != Some(name)).then(|| format!(" --profile {}", word(name)));
        let service = match way {
            ProfileOrigin::Started => self.flags.base_url.as_ref().map(|url| format!(" --base-url {}", word(url))),
            ProfileOrigin::Switched(_) => None,
        };
        let file = self.flags.config.as_ref().map(|path| format!(" --config {}", word(&path.to_string_lossy())));
        [profile, service, file].into_iter().flatten().collect()
    }

    /// The profiles whose names give the same variable as this one: `a-b` and `a_b`.
    fn sharing_a_variable(&self, name: &str) -> Vec<&str> {
        let variable = secret_variable(name);
        let names = self.file.profiles.keys().map(String::as_str);
        names.filter(|other| secret_variable(other) == variable).collect()
    }

    /// A secret in a variable that two profiles share was meant for only one of them.
    fn has_its_own_variable(&self, name: &str) -> Result<(), ConfigError> {
        let (variable, sharing) = (secret_variable(name), self.sharing_a_variable(name));
        if sharing.len() < 2 || self.variable(&variable).is_none() {
            return Ok(());
        }
        Err(ConfigError(format!(
            "{}: {variable} is set, and it belongs to several profiles ({}); rename all but one, so that no secret is sent to the wrong service",
            self.path.display(),
            sharing.join(", ")
        )))
    }

    fn access(&self, name: &str, profile: &file::Profile) -> Access {
        match (self.flags.read_only, profile.read_only) {
            (true, _) => Access::ReadOnly(ReadOnlyReason::Flag),
            (false, true) => Access::ReadOnly(ReadOnlyReason::Profile(name.to_owned())),
            (false, false) => Access::ReadWrite,
        }
    }

    fn base_url(&self, name: &str, profile: &file::Profile, way: ProfileOrigin<'_>) -> Result<BaseUrl, ConfigError> {
        let flag = || self.flags.base_url.clone().map(|url| (url, "--base-url".to_owned()));
        let variable = || self.variable(ADDRESS).map(|url| (url, ADDRESS.to_owned()));
        let own = || {
            let from = format!("{}: base_url of profile \"{name}\"", self.path.display());
            profile.base_url.clone().map(|url| (url, from))
        };
        let given = match way {
            ProfileOrigin::Started => flag().or_else(variable).or_else(own),
            // The credentials of the start belong to its profile; this profile's secret must not be sent there.
            ProfileOrigin::Switched(_) => own(),
        };
        let (url, from) = given.unwrap_or_else(|| (DEFAULT_BASE_URL.to_owned(), String::new()));
        BaseUrl::parse(&url).map_err(|why| ConfigError(format!("{from}: {why}")))
    }

    /// The environment first, then `secret_command`, then a log-in.
    fn credential(&self, name: &str, profile: &file::Profile, service: &BaseUrl, way: ProfileOrigin<'_>) -> Credential {
        let (id, given) = self.environment_credential(name, profile, service, way);
        let (secret, from) =
            given.map_or((None, None), |(secret, variable)| (Some(secret), Some(SecretFrom::Environment(variable))));
        let (id, from) = match from {
            Some(from) => (id, Some(from)),
            None => self.stored_credential(name, profile, service, id),
        };
        let mut lacks = Vec::new();
        if id.is_none() {
            lacks.push(CLIENT_ID.to_owned());
        }
        if from.is_none() {
            let several = self.file.profiles.contains_key(name) && self.file.profiles.len() > 1;
            lacks.push(if several { secret_variable(name) } else { SECRET.to_owned() });
        }
        Credential { id, secret, from, missing_variables: lacks }
    }

    /// ID and secret belong together: a profile with its own secret uses its own ID. The secret comes with the name of
    /// its variable.
    fn environment_credential(
        &self,
        name: &str,
        profile: &file::Profile,
        service: &BaseUrl,
        way: ProfileOrigin<'_>,
    ) -> (Option<String>, Option<(String, String)>) {
        let own_variable = secret_variable(name);
        let own_id = profile.client_id.clone();
        let for_all = || self.variable(SECRET).map(|secret| (secret, SECRET.to_owned()));
        match (way, self.variable(&own_variable).filter(|_| self.sharing_a_variable(name).len() < 2)) {
            (_, Some(secret)) => (own_id.or_else(|| self.variable(CLIENT_ID)), Some((secret, own_variable))),
            (ProfileOrigin::Started, None) => (self.variable(CLIENT_ID).or(own_id), for_all()),
            (ProfileOrigin::Switched(started), None) => {
                let same = *service == started.base_url && own_id.is_some() && own_id == started.client_id;
                (own_id, for_all().filter(|_| same))
            }
        }
    }

    /// Without a secret in the environment. A log-in belongs to its profile, its service and the client ID that it was
    /// stored with; if another one is configured, it is not used.
    fn stored_credential(
        &self,
        name: &str,
        profile: &file::Profile,
        service: &BaseUrl,
        id: Option<String>,
    ) -> (Option<String>, Option<SecretFrom>) {
        if let Some(command) = &profile.secret_command {
            let id = profile.client_id.clone().or_else(|| self.variable(CLIENT_ID));
            return (id, Some(SecretFrom::Command(command.clone())));
        }
        let login = self.logins.find(LoginKey { profile: name, service, config: &self.full_name });
        match login.filter(|login| id.as_ref().is_none_or(|id| *id == login.client_id)) {
            Some(login) => {
                let from = if login.is_in_keyring() { SecretFrom::Keyring } else { SecretFrom::File };
                (Some(login.client_id.clone()), Some(from))
            }
            None => (id, None),
        }
    }

    /// Every profile of the file, as seen by a program that was started like this. An invalid address is reported when
    /// the profile is chosen.
    fn lines(&self, started: &Config) -> Vec<ProfileInfo> {
        let line = |(name, profile): (&String, &file::Profile)| {
            let way = if *name == started.profile { ProfileOrigin::Started } else { ProfileOrigin::Switched(started) };
            let base_url = self.base_url(name, profile, way).ok()?;
            Some(ProfileInfo {
                name: name.clone(),
                service: base_url.to_string(),
                production: profile.production,
                read_only: self.access(name, profile).is_read_only(),
                missing_variables: self.credential(name, profile, &base_url, way).missing_variables,
            })
        };
        self.file.profiles.iter().filter_map(line).collect()
    }

    /// An existing profile could use this log-in. For another configuration file this is unknown as long as that file
    /// exists.
    pub(super) fn has(&self, login: &Login) -> bool {
        if login.config != self.full_name {
            let by_itself = default_path().is_some_and(|path| full_name(&path) == login.config);
            return by_itself || Path::new(&login.config).exists();
        }
        let profiles = &self.file.profiles;
        profiles.contains_key(&login.profile) || (profiles.is_empty() && login.profile == DEFAULT_PROFILE)
    }

    /// Every profile, as seen by a program that is started with it.
    pub(super) fn list(&self) -> Result<Vec<ProfileSummary>, ConfigError> {
        let none = file::Profile::default();
        let mut profiles: Vec<(&str, &file::Profile)> =
            self.file.profiles.iter().map(|(name, profile)| (name.as_str(), profile)).collect();
        if profiles.is_empty() {
            profiles.push((DEFAULT_PROFILE, &none));
        }
        let listed = |(name, profile): (&str, &file::Profile)| {
            self.has_its_own_variable(name)?;
            let base_url = self.base_url(name, profile, ProfileOrigin::Started)?;
            let Credential { from, missing_variables: lacks, .. } =
                self.credential(name, profile, &base_url, ProfileOrigin::Started);
            let line = ProfileInfo {
                name: name.to_owned(),
                service: base_url.to_string(),
                production: profile.production,
                read_only: self.access(name, profile).is_read_only(),
                missing_variables: lacks,
            };
            Ok(ProfileSummary {
                info: line,
                secret_from: from,
                login: format!("keepnet-tui login{}", self.arguments(name, ProfileOrigin::Started)),
            })
        };
        profiles.into_iter().map(listed).collect()
    }
}

/// Selects the log-ins to remove.
pub(super) struct LoginFilter {
    profile: String,
    /// `None`: at every service.
    service: Option<BaseUrl>,
    config: String,
}

impl LoginFilter {
    /// The profile that the flags select; if it is named, neither it nor its file need exist.
    pub(super) fn of(flags: &Flags, environment: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let config = full_name(&path_of(flags).unwrap_or_else(|| PathBuf::from(NO_HOME)));
        let chosen = Source::read(flags, environment).and_then(|source| {
            let profile = source.first()?;
            let service = source.base_url(&profile, &source.profile(&profile)?, ProfileOrigin::Started)?;
            Ok((profile, service))
        });
        match (chosen, &flags.profile) {
            (Ok((profile, service)), _) => Ok(Self { profile, service: Some(service), config }),
            (Err(_), Some(profile)) => {
                let service = flags.base_url.as_deref().map(BaseUrl::parse).transpose();
                let service = service.map_err(|why| ConfigError(format!("--base-url: {why}")))?;
                Ok(Self { profile: profile.clone(), service, config })
            }
            (Err(error), None) => Err(error),
        }
    }

    pub(super) fn is(&self, login: &Login) -> bool {
        let at = self.service.as_ref().is_none_or(|service| service.as_str() == login.service);
        at && self.profile == login.profile && self.config == login.config
    }
}
