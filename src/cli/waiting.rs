//! Doing something that may take long, with a word to a person who has to wait for it.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::speech::say;
use crate::system::out::Stream;

/// What a keyring is waited for with.
pub(super) const KEYRING: &str = "waiting for the keyring; it may be asking for a password";
/// What `secret_command` is waited for with.
pub(super) const COMMAND: &str = "waiting for secret_command";

/// After this long the person is told what is waited for.
const TELL_AFTER: Duration = Duration::from_secs(2);

/// Does it, and says `waits_for` once it takes long and somebody is there to read it. Empty: nothing is said.
pub(super) fn telling<T>(waits_for: &'static str, work: impl FnOnce() -> T) -> T {
    let (done, over) = channel::<()>();
    if !waits_for.is_empty() && Stream::Error.is_terminal() {
        let tell = move || {
            if over.recv_timeout(TELL_AFTER) == Err(RecvTimeoutError::Timeout) {
                say(format_args!("{waits_for}"));
            }
        };
        // Where no thread can be had nothing is said; the work is done all the same.
        let _ = std::thread::Builder::new().name("waiting".into()).spawn(tell);
    }
    let got = work();
    drop(done);
    got
}
