//! Loads the configuration.

use super::error::ConfigError;
use super::layers::{ProfileOrigin, Source};
use super::settings::{Config, Flags, ProfileSummary};

/// Loads the configuration. `environment` returns the value of a variable; an empty one counts as unset.
///
/// # Errors
///
/// A sentence with file and line that says what is wrong and what is allowed.
pub fn load(flags: &Flags, environment: impl Fn(&str) -> Option<String>) -> Result<Config, ConfigError> {
    let source = Source::read(flags, &environment)?;
    let name = source.first()?;
    source.config(&name, ProfileOrigin::Started)
}

/// Loads another profile, chosen while the program that was started with `started` is running. The file is read again.
///
/// Flags and environment were meant for the profile that the program was started with. Here the address is the
/// profile's own or the default, and credentials of the start are used only with the same service and client ID. A
/// secret is never sent to a service that it was not given for.
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
    let way = if started.profile == name { ProfileOrigin::Started } else { ProfileOrigin::Switched(started) };
    source.config(name, way)
}

/// Every profile of the file, as seen by a program that is started with it; if there are none, the implicit one. No
/// secret is read.
///
/// # Errors
///
/// As [`load`].
pub fn list(flags: &Flags, environment: impl Fn(&str) -> Option<String>) -> Result<Vec<ProfileSummary>, ConfigError> {
    Source::read(flags, &environment)?.list()
}
