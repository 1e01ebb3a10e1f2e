//! How far this program's clock is ahead of the machine's: in a debug build, tests can name the time at which it starts.

use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};

static AHEAD: LazyLock<SignedDuration> = LazyLock::new(|| {
    let start = std::env::var("KEEPNET_TEST_START").ok().filter(|_| cfg!(debug_assertions));
    let start = start.and_then(|start| start.parse::<Timestamp>().ok());
    start.map_or(SignedDuration::ZERO, |start| start.duration_since(Timestamp::now()))
});

/// How far it is ahead.
#[must_use]
pub fn ahead() -> SignedDuration {
    *AHEAD
}

/// The current time, for records.
#[must_use]
pub fn utc() -> Timestamp {
    Timestamp::now().saturating_add(ahead()).unwrap_or(Timestamp::MAX)
}

/// The local day.
#[must_use]
pub fn today() -> Date {
    ZonedDateTime::now().saturating_add(ahead()).date()
}
