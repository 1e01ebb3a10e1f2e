//! Only for tests, and not in release builds: `KEEPNET_TEST_PANIC` names the part that panics, `task` or `loop` at the
//! start, `redraw` at the key for it, `command` in a command without a screen, `copy` in a task after the last request
//! was copied; `error` makes the loop fail without a panic. These endings cannot be produced from outside.

use std::io;

/// A panic message with typed text, which must not be printed.
const TYPED: &str = "somebody typed jane@example.com";

/// Panics when this part is the one asked for.
///
/// # Panics
///
/// That is its purpose.
pub(super) fn in_part(part: &str) {
    assert!(!asked(part), "{TYPED}");
}

/// The same for the loop, which may also fail.
pub(super) fn in_loop() -> io::Result<()> {
    in_part("loop");
    if asked("error") { Err(io::Error::other("a failure for the test")) } else { Ok(()) }
}

/// Panics in a task when this part is the one asked for.
pub(super) fn in_task(part: &'static str) {
    if asked(part) {
        tokio::spawn(async move { in_part(part) });
    }
}

fn asked(part: &str) -> bool {
    std::env::var("KEEPNET_TEST_PANIC").as_deref() == Ok(part)
}
