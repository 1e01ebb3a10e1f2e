//! The clock, read only here.

use std::sync::LazyLock;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp, ZonedDateTime};

use crate::domain::time::now::Now;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// How far it is ahead of the machine's. In a debug build, tests can name the time at which the program starts.
static AHEAD: LazyLock<SignedDuration> = LazyLock::new(|| {
    let start = std::env::var("KEEPNET_TEST_START").ok().filter(|_| cfg!(debug_assertions));
    let start = start.and_then(|start| start.parse::<Timestamp>().ok());
    start.map_or(SignedDuration::ZERO, |start| start.duration_since(Timestamp::now()))
});

/// How far this clock is ahead of the machine's, for the embedded server.
pub(super) fn ahead() -> SignedDuration {
    *AHEAD
}

/// The current time, for records.
pub(super) fn utc() -> Timestamp {
    Timestamp::now().saturating_add(ahead()).unwrap_or(Timestamp::MAX)
}

/// The current time.
pub(super) fn now() -> Now {
    let millis = u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX);
    let here = ZonedDateTime::now().saturating_add(ahead());
    Now { millis, local: here.datetime(), utc: here.timestamp() }
}
