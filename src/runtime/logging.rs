//! The log file, when one is wanted: no bodies, no tokens, no secrets, no emails, whatever the level.

use std::io;
use std::path::Path;
use std::sync::Mutex;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::system::file;

/// The variable that sets the log level.
pub const VARIABLE: &str = "KEEPNET_LOG";
const OURS: &str = "keepnet_tui";

/// Log levels, by module.
#[derive(Debug, Clone)]
pub struct Levels(Targets);

impl Levels {
    /// Parses `debug`, `keepnet_tui=trace`, `warn,hyper_util=debug` and the like; `None` gives the default levels.
    ///
    /// # Errors
    ///
    /// A sentence that says what is expected.
    pub fn parse(text: Option<&str>) -> Result<Self, String> {
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
            return Ok(Self(Targets::new().with_target(OURS, LevelFilter::DEBUG).with_default(LevelFilter::WARN)));
        };
        let mut targets = Targets::new();
        for part in text.split(',').map(str::trim) {
            // Not their own parser: it takes a misspelt level for a module.
            let (name, level) = part.split_once('=').map_or((None, part), |(n, l)| (Some(n.trim()), l.trim()));
            let known = ["off", "error", "warn", "info", "debug", "trace"].contains(&level.to_lowercase().as_str());
            let level: LevelFilter = level.parse().ok().filter(|_| known).ok_or_else(|| expected(text))?;
            targets = match name {
                None => targets.with_default(level),
                Some(name) if !name.is_empty() => targets.with_target(name, level),
                Some(_) => return Err(expected(text)),
            };
        }
        Ok(Self(targets))
    }
}

fn expected(text: &str) -> String {
    format!(
        "{VARIABLE} is {text:?}; expected off, error, warn, info, debug or trace, for everything or per module: \
         \"debug\", \"keepnet_tui=trace\", \"warn,keepnet_tui=debug\""
    )
}

/// Logs to this file from now on; it is readable only by its owner.
///
/// # Errors
///
/// If the file cannot be opened.
pub fn to_file(path: &Path, levels: Levels) -> io::Result<()> {
    let file = file::open_log(path)?;
    let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Mutex::new(file));
    // At trace level, libraries may log bytes, which we cannot control.
    let bound = Targets::new().with_target(OURS, LevelFilter::TRACE).with_default(LevelFilter::DEBUG);
    tracing_subscriber::registry().with(lines).with(levels.0).with(bound).try_init().map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use tracing::Level;

    #[rstest]
    #[case(None, Level::DEBUG, Level::WARN)]
    #[case(Some(" "), Level::DEBUG, Level::WARN)]
    #[case(Some("debug"), Level::DEBUG, Level::DEBUG)]
    #[case(Some("INFO, keepnet_tui = trace"), Level::TRACE, Level::INFO)]
    #[case(Some("keepnet_tui::api=trace,error"), Level::TRACE, Level::ERROR)]
    fn the_finest_level_of_each_part(#[case] text: Option<&str>, #[case] ours: Level, #[case] others: Level) {
        let levels = Levels::parse(text).expect("levels").0;
        let finest = |target: &str| {
            let all = [Level::TRACE, Level::DEBUG, Level::INFO, Level::WARN, Level::ERROR];
            all.into_iter().find(|level| levels.would_enable(target, level))
        };
        assert_eq!(finest("keepnet_tui::api::client"), Some(ours));
        assert_eq!(finest("hyper_util"), Some(others));
    }

    #[rstest]
    #[case("verbose")]
    #[case("keepnet_tui")]
    #[case("keepnet_tui=loud")]
    #[case("=debug")]
    #[case("debug,")]
    #[case("3")]
    fn invalid_log_level_error_lists_levels(#[case] text: &str) {
        let said = Levels::parse(Some(text)).expect_err("refused");
        assert!(said.contains(VARIABLE) && said.contains("keepnet_tui=trace"), "{said}");
    }
}
