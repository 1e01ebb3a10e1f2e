//! Reads the configuration.

use super::error::ConfigError;
use super::layers::{Source, Way};
use super::settings::{Config, Flags, Listed};

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
