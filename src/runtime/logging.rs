//! The log file, when one is wanted: no bodies, no tokens, no secrets, no emails.

use std::io;
use std::path::Path;
use std::sync::Mutex;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Logs to this file from now on, readable by its owner alone.
///
/// # Errors
///
/// When the file cannot be opened.
pub fn to_file(path: &Path) -> io::Result<()> {
    let file = super::files::log(path)?;
    let ours = Targets::new().with_target("keepnet_tui", LevelFilter::DEBUG).with_default(LevelFilter::WARN);
    let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Mutex::new(file));
    tracing_subscriber::registry().with(lines).with(ours).try_init().map_err(io::Error::other)
}
