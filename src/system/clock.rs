//! The clock and the local time zone. In a debug build, tests can name the time at which it starts: then it is ahead of
//! the machine's.

use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};

use super::file::read_regular;

/// The zone of this machine, if `TZ` names no other.
const LOCAL_ZONE: &str = "/etc/localtime";
/// No zone is described by more bytes.
const LARGEST_ZONE: u64 = 1 << 20;

/// The rules of the zone are read as they are: jiff looks for its name as well, among those of all zones, which takes
/// some milliseconds at every start.
static ZONE: LazyLock<TimeZone> = LazyLock::new(|| {
    let named = std::env::var_os("TZ").is_some();
    let rules = read_regular(Path::new(LOCAL_ZONE), LARGEST_ZONE).ok().filter(|_| !named);
    rules.and_then(|rules| TimeZone::tzif("", &rules).ok()).unwrap_or_else(TimeZone::system)
});

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

/// The current time here.
#[must_use]
pub fn local() -> ZonedDateTime {
    utc().to_zoned_datetime(ZONE.clone())
}

/// The local day.
#[must_use]
pub fn today() -> Date {
    local().date()
}
