//! A panic anywhere ends the program with the terminal restored and an exit code that is not 0.
//!
//! Under tokio a task's panic is caught and the program would go on drawing. So the hook prints
//! nothing: it keeps the words and rings; the loop hears it, gives the terminal back, and the words
//! are printed after that.

use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

static BELL: Notify = Notify::const_new();
static WORDS: Mutex<Option<String>> = Mutex::new(None);

/// Installs the hook.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        // The payload may hold what somebody typed: the place is what a report needs.
        let place = info.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        let said = format!("keepnet-tui: internal error at {place}; please report it");
        tracing::error!(%place, "panic");
        WORDS.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(said);
        BELL.notify_one();
    }));
}

/// Waits for a panic.
pub(super) async fn bell() {
    BELL.notified().await;
}

/// The words of the first panic, once.
#[must_use]
pub fn words() -> Option<String> {
    WORDS.lock().unwrap_or_else(PoisonError::into_inner).take()
}
