//! What the person configured: flags over environment over the file's profile over defaults.

mod ca_file;
mod file;

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use secrecy::SecretString;

use crate::domain::access::{Access, Because};
use crate::domain::base_url::{BaseUrl, DEFAULT_BASE_URL};
use crate::domain::columns::Column;
use crate::domain::fields::Rules;
use crate::domain::phone::PhoneRegion;
use crate::domain::query::DEFAULT_PAGE_SIZE;
use crate::domain::root::RootCertificate;

/// The name of the profile when nobody names one.
const DEFAULT_PROFILE: &str = "default";

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
    /// The client secret, if any; from the environment alone.
    pub client_secret: Option<SecretString>,
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
    /// Where the file is, or would be.
    pub path: PathBuf,
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
    let environment = |name: &str| environment(name).filter(|v| !v.trim().is_empty());
    let path = flags.config.clone().or_else(default_path).unwrap_or_else(|| PathBuf::from("config.toml"));
    let file = read(&path, flags.config.is_some())?;
    let name = flags.profile.clone().or_else(|| file.default_profile.clone());
    let named = name.is_some();
    let name = match (name, file.profiles.len()) {
        (Some(name), _) => name,
        (None, _) if file.profiles.contains_key(DEFAULT_PROFILE) => DEFAULT_PROFILE.to_owned(),
        (None, 0) => DEFAULT_PROFILE.to_owned(),
        // The only one there is: nobody wrote it to be ignored.
        (None, 1) => file.profiles.keys().next().cloned().unwrap_or_default(),
        (None, _) => {
            let known: Vec<_> = file.profiles.keys().map(String::as_str).collect();
            let path = path.display();
            return Err(ConfigError(format!(
                "{path}: there are several profiles ({}); name one with --profile, or set default_profile",
                known.join(", ")
            )));
        }
    };
    let profile = match file.profiles.get(&name) {
        Some(profile) => profile.clone(),
        None if named => {
            let known: Vec<_> = file.profiles.keys().map(String::as_str).collect();
            let known =
                if known.is_empty() { "there are none".to_owned() } else { format!("there are: {}", known.join(", ")) };
            return Err(ConfigError(format!("{}: no profile is called \"{name}\"; {known}", path.display())));
        }
        None => file::Profile::default(),
    };
    let (url, from) = match (&flags.base_url, environment("KEEPNET_API_BASE_URL"), &profile.base_url) {
        (Some(url), _, _) => (url.clone(), "--base-url".to_owned()),
        (None, Some(url), _) => (url, "KEEPNET_API_BASE_URL".to_owned()),
        (None, None, Some(url)) => (url.clone(), format!("{}: base_url of profile \"{name}\"", path.display())),
        (None, None, None) => (DEFAULT_BASE_URL.to_owned(), String::new()),
    };
    let base_url = BaseUrl::parse(&url).map_err(|why| ConfigError(format!("{from}: {why}")))?;
    let extra_roots = match &profile.ca_file {
        Some(ca_file) => ca_file::read(ca_file, path.parent())
            .map_err(|why| ConfigError(format!("{}: ca_file of profile \"{name}\": {why}", path.display())))?,
        None => Vec::new(),
    };
    let access = match (flags.read_only, profile.read_only) {
        (true, _) => Access::ReadOnly(Because::Flag),
        (false, true) => Access::ReadOnly(Because::Profile(name.clone())),
        (false, false) => Access::ReadWrite,
    };
    let region = profile.phone_region.as_deref().and_then(PhoneRegion::new);
    Ok(Config {
        profile: name,
        base_url,
        client_id: environment("KEEPNET_CLIENT_ID").or(profile.client_id),
        client_secret: environment("KEEPNET_CLIENT_SECRET").map(SecretString::from),
        extra_roots,
        page_size: profile.page_size.unwrap_or(DEFAULT_PAGE_SIZE),
        columns: profile.columns.unwrap_or_else(|| Column::all().collect()),
        rules: Rules { region, require_phone: profile.require_phone.unwrap_or(true) },
        access,
        production: profile.production,
        path,
    })
}

fn read(path: &Path, required: bool) -> Result<file::File, ConfigError> {
    match std::fs::read_to_string(path) {
        Ok(text) => file::parse(&text).map_err(|why| ConfigError(format!("{}: {why}", path.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !required => Ok(file::File::default()),
        Err(error) => Err(ConfigError(format!("{}: the configuration cannot be read: {error}", path.display()))),
    }
}

/// `keepnet-tui/config.toml` in the platform's configuration directory.
fn default_path() -> Option<PathBuf> {
    let dirs = etcetera::choose_base_strategy().ok()?;
    Some(dirs.config_dir().join("keepnet-tui").join("config.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn config(text: &str, flags: Flags, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let mut file = tempfile::NamedTempFile::new().expect("file");
        file.write_all(text.as_bytes()).expect("write");
        let flags = Flags { config: Some(file.path().to_owned()), ..flags };
        load(&flags, |name| env.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn flags_over_environment_over_profile_over_defaults() {
        let text = "[profiles.default]\nbase_url = 'https://profile'\nclient_id = 'file'\n";
        let env = [("KEEPNET_API_BASE_URL", "https://env"), ("KEEPNET_CLIENT_ID", " ")];
        let flags = Flags { base_url: Some("https://flag".into()), ..Flags::default() };
        assert_eq!(config(text, flags, &env).expect("ok").base_url.as_str(), "https://flag");
        let got = config(text, Flags::default(), &env).expect("ok");
        assert_eq!((got.base_url.as_str(), got.client_id.as_deref()), ("https://env", Some("file")));
        assert_eq!(config(text, Flags::default(), &[]).expect("ok").base_url.as_str(), "https://profile");
        assert_eq!(config("", Flags::default(), &[]).expect("ok").base_url.as_str(), DEFAULT_BASE_URL);
    }

    #[test]
    fn a_profile_that_is_not_there_lists_those_that_are() {
        let flags = Flags { profile: Some("c".into()), ..Flags::default() };
        let said = config("[profiles.a]\n[profiles.b]\n", flags, &[]).expect_err("refused").to_string();
        assert!(said.contains("\"c\"") && said.contains("a, b"), "{said}");
    }

    #[test]
    fn a_lone_profile_needs_no_name_and_several_do() {
        let one = config("[profiles.north]\npage_size = 7\n", Flags::default(), &[]).expect("ok");
        assert_eq!((one.profile.as_str(), one.page_size), ("north", 7));
        let said = config("[profiles.a]\n[profiles.b]\n", Flags::default(), &[]).expect_err("refused").to_string();
        assert!(said.contains("a, b") && said.contains("--profile"), "{said}");
    }

    #[test]
    fn a_profile_or_the_flag_refuses_writes() {
        let text = "[profiles.a]\nread_only = true\nproduction = true\n[profiles.b]\n";
        let load = |name: &str, read_only| {
            config(text, Flags { profile: Some(name.into()), read_only, ..Flags::default() }, &[]).expect("ok")
        };
        let a = load("a", false);
        assert_eq!((a.access, a.production), (Access::ReadOnly(Because::Profile("a".into())), true));
        assert_eq!((load("b", false).access, load("b", false).production), (Access::ReadWrite, false));
        assert_eq!(load("b", true).access, Access::ReadOnly(Because::Flag));
    }

    #[test]
    fn a_missing_file_matters_only_when_it_was_named() {
        let flags = Flags { config: Some("/nonexistent/x.toml".into()), ..Flags::default() };
        assert!(load(&flags, |_| None).is_err());
    }

    #[test]
    fn a_ca_file_that_cannot_be_read_is_told_with_its_profile() {
        let text = "[profiles.a]\nca_file = '/nonexistent/ca.pem'\n[profiles.b]\n";
        let flags = |name: &str| Flags { profile: Some(name.into()), ..Flags::default() };
        let said = config(text, flags("a"), &[]).expect_err("refused").to_string();
        assert!(said.contains("ca_file of profile \"a\": /nonexistent/ca.pem cannot be read"), "{said}");
        assert_eq!(config(text, flags("b"), &[]).expect("not asked for").extra_roots, []);
    }

    #[test]
    fn plain_http_to_elsewhere_is_refused_with_its_source() {
        let said = config("", Flags::default(), &[("KEEPNET_API_BASE_URL", "http://h.example")]).expect_err("refused");
        assert!(said.to_string().contains("KEEPNET_API_BASE_URL"), "{said}");
    }

    #[test]
    fn the_secret_does_not_print() {
        let got = config("", Flags::default(), &[("KEEPNET_CLIENT_SECRET", "hunter2")]).expect("ok");
        assert!(!format!("{got:?}").contains("hunter2"));
    }
}
