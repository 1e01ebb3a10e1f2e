//! The clock, read only here.

use std::sync::LazyLock;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

use crate::domain::time::now::Now;
use crate::system::clock;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// How far this clock is ahead of the machine's, for the embedded server.
pub(super) fn ahead() -> SignedDuration {
    clock::ahead()
}

/// The current time, for records.
pub(super) fn utc() -> Timestamp {
    clock::utc()
}

/// The current time.
pub(super) fn now() -> Now {
    let millis = u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX);
    let here = clock::local();
    Now { millis, local: here.datetime(), utc: here.timestamp() }
}
