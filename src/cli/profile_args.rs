//! The options that select a profile, and where log-ins are stored.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use clap::Args;
use clap::builder::{OsStringValueParser, TypedValueParser};

use super::exit::{Code, CommandError};
use crate::config::{Config, Flags, load};
use crate::store;

/// Options of the commands about a profile.
#[derive(Debug, Clone, Args)]
pub struct ProfileArgs {
    /// Address of the service
    #[arg(long, value_name = "URL", help_heading = "Service")]
    pub base_url: Option<String>,
    /// Profile of the configuration file
    #[arg(long, value_name = "NAME", help_heading = "Service")]
    pub profile: Option<String>,
    /// Configuration file
    #[arg(long, value_name = "FILE", value_parser = path(), help_heading = "Service")]
    pub config: Option<PathBuf>,
    /// Write a log to this file (readable only by you)
    #[arg(long, value_name = "FILE", value_parser = path(), help_heading = "Service")]
    pub log_file: Option<PathBuf>,
}

impl ProfileArgs {
    /// The flags for the configuration.
    #[must_use]
    pub fn flags(&self) -> Flags {
        Flags {
            base_url: self.base_url.clone(),
            profile: self.profile.clone(),
            config: self.config.clone(),
            read_only: false,
            theme: None,
            logins: logins_file(),
        }
    }

    /// Loads the profile. No secret is read.
    ///
    /// # Errors
    ///
    /// Usage, if the configuration cannot be used.
    pub fn load(&self) -> Result<Config, CommandError> {
        load(&self.flags(), variable).map_err(|error| CommandError::new(Code::Usage, error.to_string()))
    }
}

/// Parses a path. Shells do not expand `--out=~/x`; the home directory is meant.
pub(super) fn path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().try_map(|text| at_home(&text, etcetera::home_dir().ok()))
}

fn at_home(text: &OsStr, home: Option<PathBuf>) -> Result<PathBuf, String> {
    let path = Path::new(text);
    let mut parts = path.components();
    match (parts.next(), home) {
        (Some(Component::Normal(first)), Some(home)) if first == "~" => Ok(home.join(parts.as_path())),
        (Some(Component::Normal(first)), _) if first.as_encoded_bytes().starts_with(b"~") => Err(format!(
            "~ means the home directory only at the start of a word; write the path out, or ./{} for a file of \
             that name",
            path.display()
        )),
        _ if text.is_empty() => Err("a path is expected".to_owned()),
        _ => Ok(path.to_owned()),
    }
}

/// A variable of the environment.
#[must_use]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The path of the log-in file, or where it would be.
#[must_use]
pub fn logins_file() -> Option<PathBuf> {
    store::state_folder().map(|folder| folder.join("logins.json"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("~/man1", Some("/home/jane/man1"))]
    #[case("~", Some("/home/jane"))]
    #[case("./~/man1", Some("./~/man1"))]
    #[case("man1", Some("man1"))]
    #[case("/a/~", Some("/a/~"))]
    #[case("~root/man1", None)]
    #[case("", None)]
    fn tilde_expands_to_the_home_directory(#[case] text: &str, #[case] path: Option<&str>) {
        let read = at_home(text.as_ref(), Some("/home/jane".into()));
        assert_eq!(read.as_deref().ok(), path.map(Path::new), "{read:?}");
    }
}
