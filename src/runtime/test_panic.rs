//! For tests alone, and not in a release build: `KEEPNET_TEST_PANIC` names the part that panics once
//! at the start, `task` or `loop`. There is no other way to see from outside how a panic ends.

/// What a panic's own words may hold, and what must not be printed.
const TYPED: &str = "somebody typed jane@example.com";

/// Panics when this part is the one asked for.
///
/// # Panics
///
/// That is its purpose.
pub(super) fn in_part(part: &str) {
    assert!(std::env::var("KEEPNET_TEST_PANIC").as_deref() != Ok(part), "{TYPED}");
}
