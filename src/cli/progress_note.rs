//! Runs slow operations, with a note for a person who has to wait.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::stderr::print_prefixed;
use crate::system::output::Stream;

/// The note for a keyring.
pub(super) const KEYRING: &str = "waiting for the keyring; it may be asking for a password";
/// The note for `secret_command`.
pub(super) const COMMAND: &str = "waiting for secret_command";

/// The note appears after this delay.
const NOTE_AFTER: Duration = Duration::from_secs(2);

/// Runs an operation, and prints `waits_for` if it is slow and standard error is a terminal. Nothing is printed if that
/// is empty.
pub(super) fn with_progress_note<T>(waits_for: &'static str, work: impl FnOnce() -> T) -> T {
    let (done, over) = channel::<()>();
    if !waits_for.is_empty() && Stream::Error.is_terminal() {
        let tell = move || {
            if over.recv_timeout(NOTE_AFTER) == Err(RecvTimeoutError::Timeout) {
                print_prefixed(format_args!("{waits_for}"));
            }
        };
        // If no thread can be started, nothing is printed.
        let _ = std::thread::Builder::new().name("waiting".into()).spawn(tell);
    }
    let got = work();
    drop(done);
    got
}
