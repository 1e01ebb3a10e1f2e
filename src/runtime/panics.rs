//! A panic anywhere ends the program with the terminal restored, a report file and a non-zero exit code.
//!
//! tokio catches a task's panic, and the program would go on drawing. So the hook prints nothing: it writes the report,
//! keeps the message and wakes the loop, which restores the terminal; then the message is printed.

use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

use super::{clock, report};

static BELL: Notify = Notify::const_new();
static WORDS: Mutex<Option<String>> = Mutex::new(None);

/// Installs the panic hook.
pub fn install() {
    // Uptime is counted from the first use of the clock.
    let _ = clock::now();
    std::panic::set_hook(Box::new(|info| {
        // The payload may contain typed text; a report only needs the location.
        let place = info.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        {
            // Later panics are usually consequences of the first.
            let mut words = WORDS.lock().unwrap_or_else(PoisonError::into_inner);
            if words.is_none() {
                *words = Some(said(&place));
            }
        }
        BELL.notify_one();
        tracing::error!(%place, "panic");
    }));
}

fn said(place: &str) -> String {
    let what = format!("keepnet-tui: internal error at {place}; please report it");
    match report::write(place) {
        Ok(path) => format!("{what} with this file; nothing you typed is in it:\n{}", path.display()),
        Err(_) => what,
    }
}

/// Waits for a panic.
pub(super) async fn bell() {
    BELL.notified().await;
}

/// Panics if a test has requested it.
#[cfg(debug_assertions)]
pub fn in_a_command() {
    super::test_panic::in_part("command");
}

/// The message of the first panic, once.
#[must_use]
pub fn words() -> Option<String> {
    WORDS.lock().unwrap_or_else(PoisonError::into_inner).take()
}
