//! The clock, read only here.

use std::sync::LazyLock;
use std::time::Instant;

use crate::domain::time::now::Now;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The current time, for records.
pub(super) fn utc() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// The current time.
pub(super) fn now() -> Now {
    let millis = u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX);
    let here = jiff::ZonedDateTime::now();
    Now { millis, local: here.datetime(), utc: here.timestamp() }
}
