//! A panic anywhere ends the program with the terminal restored, a report file and an exit code that
//! is not 0.
//!
//! Under tokio a task's panic is caught and the program would go on drawing. So the hook prints
//! nothing: it writes the report, keeps the words and rings; the loop hears it, gives the terminal back,
//! and the words are printed after that.

use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

use super::{clock, report};

static BELL: Notify = Notify::const_new();
static WORDS: Mutex<Option<String>> = Mutex::new(None);

/// Installs the hook.
pub fn install() {
    // The time since the start is counted from the first look at the clock.
    let _ = clock::now();
    std::panic::set_hook(Box::new(|info| {
        // The payload may hold what somebody typed: the place is what a report needs.
        let place = info.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        {
            // Later panics are mostly consequences of the first.
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

/// Panics where a test has asked for it.
#[cfg(debug_assertions)]
pub fn in_a_command() {
    super::test_panic::in_part("command");
}

/// The words of the first panic, once.
#[must_use]
pub fn words() -> Option<String> {
    WORDS.lock().unwrap_or_else(PoisonError::into_inner).take()
}
