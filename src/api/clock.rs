//! The service's clock, from the `Date` of its answers. Times of the service are compared only with this: this
//! machine's clock may be wrong.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use reqwest::Response;
use reqwest::header::{AGE, DATE};

use super::retry::http_date;

/// The two clocks of this machine may drift apart by this much. More means that it slept, or that its clock was set,
/// and earlier readings are invalid.
const DRIFT: Duration = Duration::from_secs(2);

/// The service's time, as a range: a `Date` has whole seconds, and its answer took a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceTime {
    /// Earliest time.
    pub earliest: Timestamp,
    /// Latest time.
    pub latest: Timestamp,
}

#[derive(Debug, Clone, Copy)]
struct Reading {
    date: Timestamp,
    sent: Instant,
    received: Instant,
    wall: SystemTime,
}

/// The newest reading.
#[derive(Debug, Default)]
pub(super) struct ServiceClock(Mutex<Option<Reading>>);

impl ServiceClock {
    /// Records the `Date` of an answer to a request sent at `asked`, unless it came from a cache.
    pub(super) fn record(&self, response: &Response, asked: Instant) {
        let header = |name| response.headers().get(name)?.to_str().ok();
        if header(AGE).is_some() {
            return;
        }
        let date = header(DATE).and_then(http_date).and_then(|date| Timestamp::try_from(date).ok());
        if let Some(date) = date {
            self.set(Reading { date, sent: asked, received: Instant::now(), wall: SystemTime::now() });
        }
    }

    fn set(&self, reading: Reading) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(reading);
    }

    /// The current time; `None` without a reading.
    pub(super) fn now(&self) -> Option<ServiceTime> {
        self.at(Instant::now(), SystemTime::now())
    }

    fn at(&self, now: Instant, wall: SystemTime) -> Option<ServiceTime> {
        let reading = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        let since = now.saturating_duration_since(reading.received);
        let by_wall = wall.duration_since(reading.wall).ok()?;
        if since.abs_diff(by_wall) > DRIFT {
            return None;
        }
        let longest = now.saturating_duration_since(reading.sent) + Duration::from_secs(1);
        Some(ServiceTime {
            earliest: reading.date.checked_add(since).ok()?,
            latest: reading.date.checked_add(longest).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn service_time_is_a_range_that_advances_until_a_sleep() {
        let (asked, wall) = (Instant::now(), SystemTime::now());
        let (clock, date) = (ServiceClock::default(), Timestamp::from_second(1_800_000_000).expect("a moment"));
        assert_eq!(clock.at(asked, wall), None);
        clock.set(Reading { date, sent: asked, received: asked + SECOND, wall: wall + SECOND });
        let shown = clock.at(asked + SECOND * 11, wall + SECOND * 11).expect("known");
        let later = |seconds: i64| date + jiff::SignedDuration::from_secs(seconds);
        assert_eq!((shown.earliest, shown.latest), (later(10), later(12)));
        assert_eq!(clock.at(asked + SECOND * 11, wall + SECOND * 3_611), None, "the machine has slept");
        assert_eq!(clock.at(asked + SECOND * 11, wall), None, "its clock was set back");
    }
}
