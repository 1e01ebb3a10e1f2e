//! Where the configuration is.

use std::path::PathBuf;

use etcetera::BaseStrategy;

use super::settings::Flags;

/// Where the configuration is, or would be; none: nobody named one, and there is no home folder.
#[must_use]
pub fn path_of(flags: &Flags) -> Option<PathBuf> {
    flags.config.clone().or_else(default_path)
}

/// `keepnet-tui/config.toml` in the platform's configuration directory. Never one of the folder that the program is
/// started in: whoever put a file there would choose what is run.
pub(super) fn default_path() -> Option<PathBuf> {
    let folder = etcetera::choose_base_strategy().ok()?.config_dir();
    folder.is_absolute().then(|| folder.join("keepnet-tui").join("config.toml"))
}
