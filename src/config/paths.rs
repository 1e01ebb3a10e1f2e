//! The path of the configuration file.

use std::path::PathBuf;

use etcetera::BaseStrategy;

use super::settings::Flags;

/// The path of the configuration file; `None` if none was named and there is no home directory.
#[must_use]
pub fn path_of(flags: &Flags) -> Option<PathBuf> {
    flags.config.clone().or_else(default_path)
}

/// `keepnet-tui/config.toml` in the platform's configuration directory. Never in the current directory: whoever put a
/// file there could choose what is run.
pub(super) fn default_path() -> Option<PathBuf> {
    let folder = etcetera::choose_base_strategy().ok()?.config_dir();
    folder.is_absolute().then(|| folder.join("keepnet-tui").join("config.toml"))
}
