//! A progress bar on standard error, for commands that take longer than a second. There is only one at a time. If
//! standard error is not a terminal, nothing is drawn.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::system::output::stdout;

/// Shorter commands draw nothing.
const SHOW_AFTER: Duration = Duration::from_secs(1);
/// Interval in which the times are updated.
const TICK: Duration = Duration::from_millis(250);

/// The template while nothing is counted: elapsed time.
const WAITING: &str = "{spinner} waiting for the service, {elapsed}";
/// The template with a count: position, speed and remaining time.
const COUNTING: &str = "[{bar:24}] {pos}/{len} {msg}, {per_sec}, {eta} left";

/// The bar of the running command.
static CURRENT: Mutex<Option<ProgressBar>> = Mutex::new(None);

fn current() -> Option<ProgressBar> {
    CURRENT.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn style(template: &str) -> ProgressStyle {
    // The templates are constants of this file, and tested.
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("=> ").tick_chars("|/-\\ ")
}

/// The bar of a command; removed when this is dropped.
#[must_use]
pub(super) struct Progress(());

impl Progress {
    /// Starts to wait. Must be called within a runtime, because the bar appears after a delay.
    pub(super) fn begin() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_style(style(WAITING));
        *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar.clone());
        show_later(bar);
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

/// While a person is asked, the command does not wait for the service: the bar is hidden until this is dropped.
#[must_use]
pub(super) struct Hidden(Option<ProgressBar>);

/// Hides the bar.
pub(super) fn hidden() -> Hidden {
    let bar = current();
    if let Some(bar) = &bar {
        bar.disable_steady_tick();
        bar.finish_and_clear();
    }
    Hidden(bar)
}

impl Drop for Hidden {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.reset();
            // The command may end at once, for example after a No.
            show_later(bar.clone());
        }
    }
}

fn show_later(bar: ProgressBar) {
    tokio::spawn(async move {
        tokio::time::sleep(SHOW_AFTER).await;
        show(&bar);
    });
}

/// Draws the bar from now on.
fn show(bar: &ProgressBar) {
    // A terminal that cannot move its cursor would get a line for every tick.
    let is_dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    if !bar.is_finished() && !is_dumb {
        bar.set_draw_target(ProgressDrawTarget::stderr());
        bar.enable_steady_tick(TICK);
    }
}

/// Shows progress: `companies searched`, `users`.
pub(super) fn counted(done: u64, of: u64, what: &'static str) {
    let Some(bar) = current() else { return };
    if bar.length() != Some(of) {
        bar.set_style(style(COUNTING));
        bar.set_message(what);
        bar.set_length(of);
        // Speed and remaining time are those of what is counted now.
        bar.reset();
    }
    bar.set_position(done);
}

/// Writes to the terminal while the bar is hidden.
pub(super) fn beside<T>(write: impl FnOnce() -> T) -> T {
    match current() {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

/// Standard output, which may be the terminal with the bar.
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
