//! One profile out of flags, environment, file and defaults.

use std::path::PathBuf;

use secrecy::SecretString;

use super::{Config, ConfigError, DEFAULT_PROFILE, Flags, SECRET, ca_file, default_path, file, read, secret_variable};
use crate::domain::access::{Access, Because};
use crate::domain::base_url::{BaseUrl, DEFAULT_BASE_URL};
use crate::domain::columns::Column;
use crate::domain::fields::Rules;
use crate::domain::phone::PhoneRegion;
use crate::domain::profile::ProfileLine;
use crate::domain::query::DEFAULT_PAGE_SIZE;

const ID: &str = "KEEPNET_CLIENT_ID";
const ADDRESS: &str = "KEEPNET_API_BASE_URL";

/// How the program comes to a profile.
#[derive(Clone, Copy)]
pub(super) enum Way<'a> {
    /// It is started with it.
    Started,
    /// It was started with another one.
    Switched(&'a Config),
}

/// Everything a configuration is made from.
pub(super) struct Source<'a> {
    flags: &'a Flags,
    environment: &'a dyn Fn(&str) -> Option<String>,
    file: file::File,
    path: PathBuf,
}

/// Client ID and secret, and what is missing of them.
struct Credential {
    id: Option<String>,
    secret: Option<String>,
    lacks: Vec<String>,
}

impl<'a> Source<'a> {
    pub(super) fn read(flags: &'a Flags, environment: &'a dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let path = flags.config.clone().or_else(default_path).unwrap_or_else(|| PathBuf::from("config.toml"));
        let file = read(&path, flags.config.is_some())?;
        Ok(Self { flags, environment, file, path })
    }

    fn variable(&self, name: &str) -> Option<String> {
        (self.environment)(name).filter(|value| !value.trim().is_empty())
    }

    /// The profile to start with.
    pub(super) fn first(&self) -> Result<String, ConfigError> {
        let profiles = &self.file.profiles;
        if let Some(name) = self.flags.profile.as_ref().or(self.file.default_profile.as_ref()) {
            return Ok(name.clone());
        }
        match profiles.len() {
            _ if profiles.contains_key(DEFAULT_PROFILE) => Ok(DEFAULT_PROFILE.to_owned()),
            0 => Ok(DEFAULT_PROFILE.to_owned()),
            // The only one there is: nobody wrote it to be ignored.
            1 => Ok(profiles.keys().next().cloned().unwrap_or_default()),
            _ => Err(ConfigError(format!(
                "{}: there are several profiles ({}); name one with --profile, or set default_profile",
                self.path.display(),
                self.names()
            ))),
        }
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
        let known = if all.is_empty() { "there are none".to_owned() } else { format!("there are: {all}") };
        Err(ConfigError(format!("{}: no profile is called \"{name}\"; {known}", self.path.display())))
    }

    /// Everything about one profile.
    pub(super) fn config(&self, name: &str, way: Way<'_>) -> Result<Config, ConfigError> {
        let profile = self.profile(name)?;
        let base_url = self.base_url(name, &profile, way)?;
        let Credential { id, secret, lacks } = self.credential(name, &profile, &base_url, way);
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
            extra_roots,
            page_size: profile.page_size.unwrap_or(DEFAULT_PAGE_SIZE),
            columns: profile.columns.clone().unwrap_or_else(|| Column::all().collect()),
            rules: Rules { region, require_phone: profile.require_phone.unwrap_or(true) },
            access: self.access(name, &profile),
            production: profile.production,
            profiles: Vec::new(),
            lacks,
            path: self.path.clone(),
        };
        let started = match way {
            Way::Started => &config,
            Way::Switched(started) => started,
        };
        config.profiles = self.lines(started);
        Ok(config)
    }

    fn access(&self, name: &str, profile: &file::Profile) -> Access {
        match (self.flags.read_only, profile.read_only) {
            (true, _) => Access::ReadOnly(Because::Flag),
            (false, true) => Access::ReadOnly(Because::Profile(name.to_owned())),
            (false, false) => Access::ReadWrite,
        }
    }

    fn base_url(&self, name: &str, profile: &file::Profile, way: Way<'_>) -> Result<BaseUrl, ConfigError> {
        let flag = || self.flags.base_url.clone().map(|url| (url, "--base-url".to_owned()));
        let variable = || self.variable(ADDRESS).map(|url| (url, ADDRESS.to_owned()));
        let own = || {
            let from = format!("{}: base_url of profile \"{name}\"", self.path.display());
            profile.base_url.clone().map(|url| (url, from))
        };
        let given = match way {
            Way::Started => flag().or_else(variable).or_else(own),
            Way::Switched(_) => own().or_else(flag).or_else(variable),
        };
        let (url, from) = given.unwrap_or_else(|| (DEFAULT_BASE_URL.to_owned(), String::new()));
        BaseUrl::parse(&url).map_err(|why| ConfigError(format!("{from}: {why}")))
    }

    /// ID and secret belong together: who gives a profile a secret of its own means the ID of its own.
    fn credential(&self, name: &str, profile: &file::Profile, service: &BaseUrl, way: Way<'_>) -> Credential {
        let own_variable = secret_variable(name);
        let own_secret = self.variable(&own_variable);
        let own_id = profile.client_id.clone();
        let (id, secret) = match (way, own_secret) {
            (_, Some(secret)) => (own_id.or_else(|| self.variable(ID)), Some(secret)),
            (Way::Started, None) => (self.variable(ID).or(own_id), self.variable(SECRET)),
            (Way::Switched(started), None) => {
                let same = *service == started.base_url && own_id.is_some() && own_id == started.client_id;
                (own_id, self.variable(SECRET).filter(|_| same))
            }
        };
        let mut lacks = Vec::new();
        if id.is_none() {
            lacks.push(ID.to_owned());
        }
        if secret.is_none() {
            let several = self.file.profiles.contains_key(name) && self.file.profiles.len() > 1;
            lacks.push(if several { own_variable } else { SECRET.to_owned() });
        }
        Credential { id, secret, lacks }
    }

    /// Every profile of the file, as a program that was started so sees it. One whose address is wrong
    /// is told when it is chosen.
    fn lines(&self, started: &Config) -> Vec<ProfileLine> {
        let line = |(name, profile): (&String, &file::Profile)| {
            let way = if *name == started.profile { Way::Started } else { Way::Switched(started) };
            let base_url = self.base_url(name, profile, way).ok()?;
            Some(ProfileLine {
                name: name.clone(),
                service: base_url.to_string(),
                production: profile.production,
                read_only: self.access(name, profile).is_read_only(),
                lacks: self.credential(name, profile, &base_url, way).lacks,
            })
        };
        self.file.profiles.iter().filter_map(line).collect()
    }
}
