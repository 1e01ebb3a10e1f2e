//! Configuration errors.

use std::path::Path;

/// Why there is no configuration file, and what to do about it.
pub const NO_CONFIG_PATH: &str =
    "there is no home directory, so there is no configuration file; set HOME, or name a file with --config";

/// A configuration that cannot be used, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub(crate) String);

/// The error for a file that was named and does not exist.
pub(super) fn not_there(path: &Path) -> ConfigError {
    ConfigError(format!("{}: the configuration cannot be read: there is no such file", path.display()))
}
