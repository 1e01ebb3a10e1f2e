//! A configuration that cannot be used.

use std::path::Path;

/// Why there is no configuration to look at, and what to do about it.
pub const NO_PLACE: &str =
    "there is no home folder, and so no place for a configuration; set HOME, or name a file with --config";

/// A configuration that cannot be used, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub(crate) String);

/// The sentence about a configuration that was named and is not there.
pub(super) fn not_there(path: &Path) -> ConfigError {
    ConfigError(format!("{}: the configuration cannot be read: there is no such file", path.display()))
}
