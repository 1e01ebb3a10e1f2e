//! A progress bar on standard error, for a command that takes longer than a second. There is one at a time: a
//! command does one thing. Where standard error is no terminal, nothing is drawn.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::system::out::stdout;

/// A command that is over sooner draws nothing.
const SHOW_AFTER: Duration = Duration::from_secs(1);
/// How often the times on the line are brought up to date.
const TICK: Duration = Duration::from_millis(250);

/// Nothing is counted yet: how long it has been waited.
const WAITING: &str = "{spinner} waiting for the service, {elapsed}";
/// How far it is, how fast, and what is left.
const COUNTING: &str = "[{bar:24}] {pos}/{len} {msg}, {per_sec}, {eta} left";

/// The bar of the command that runs.
static CURRENT: Mutex<Option<ProgressBar>> = Mutex::new(None);

fn current() -> Option<ProgressBar> {
    CURRENT.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn style(template: &str) -> ProgressStyle {
    // The templates are constants of this file, and a test reads them.
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("=> ").tick_chars("|/-\\ ")
}

/// The bar of a command; gone when this is dropped.
#[must_use]
pub(super) struct Progress(());

impl Progress {
    /// Begins to wait. Inside a runtime: the bar shows by itself when it takes long.
    pub(super) fn begin() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_style(style(WAITING));
        *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar.clone());
        tokio::spawn(async move {
            tokio::time::sleep(SHOW_AFTER).await;
            // A terminal that cannot move its cursor would get a line for every tick.
            if !bar.is_finished() && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb") {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.enable_steady_tick(TICK);
            }
        });
        Self(())
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = CURRENT.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bar.finish_and_clear();
        }
    }
}

/// So many of so many are done: `companies looked at`, `users`.
pub(super) fn counted(done: u64, of: u64, what: &'static str) {
    let Some(bar) = current() else { return };
    if bar.length() != Some(of) {
        bar.set_style(style(COUNTING));
        bar.set_message(what);
        bar.set_length(of);
    }
    bar.set_position(done);
}

/// Writes to the terminal while the bar is out of the way.
pub(super) fn beside<T>(write: impl FnOnce() -> T) -> T {
    match current() {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

/// Standard output, which may be the terminal that the bar is on.
#[derive(Debug, Default)]
pub(super) struct Out(());

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        beside(|| {
            let written = stdout().write(bytes)?;
            stdout().flush()?;
            Ok(written)
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        stdout().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_can_be_read() {
        for template in [WAITING, COUNTING] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}
