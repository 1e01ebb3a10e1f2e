//! The service's own clock, as the `Date` of its answers tells it. Times of the service are compared with nothing
//! else: this machine's clock may be wrong.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use reqwest::Response;
use reqwest::header::{AGE, DATE};

use super::retry::http_date;

/// The two clocks of this machine may drift apart by so much. More means that it has slept, or that its clock was
/// set: what was heard before says nothing any more.
const DRIFT: Duration = Duration::from_secs(2);

/// What the service's clock shows: a `Date` has whole seconds and was on its way for a while, so it is a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceTime {
    /// It shows this at the earliest.
    pub earliest: Timestamp,
    /// It shows this at the latest.
    pub latest: Timestamp,
}

#[derive(Debug, Clone, Copy)]
struct Reading {
    date: Timestamp,
    asked: Instant,
    heard: Instant,
    wall: SystemTime,
}

/// The newest reading.
#[derive(Debug, Default)]
pub(super) struct ServiceClock(Mutex<Option<Reading>>);

impl ServiceClock {
    /// Takes the `Date` of an answer to what was asked then, unless a cache has answered.
    pub(super) fn hear(&self, response: &Response, asked: Instant) {
        let header = |name| response.headers().get(name)?.to_str().ok();
        if header(AGE).is_some() {
            return;
        }
        let date = header(DATE).and_then(http_date).and_then(|date| Timestamp::try_from(date).ok());
        if let Some(date) = date {
            self.set(Reading { date, asked, heard: Instant::now(), wall: SystemTime::now() });
        }
    }

    fn set(&self, reading: Reading) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(reading);
    }

    /// What it shows now; none while it has not been heard.
    pub(super) fn now(&self) -> Option<ServiceTime> {
        self.at(Instant::now(), SystemTime::now())
    }

    fn at(&self, now: Instant, wall: SystemTime) -> Option<ServiceTime> {
        let reading = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        let since = now.saturating_duration_since(reading.heard);
        let by_wall = wall.duration_since(reading.wall).ok()?;
        if since.abs_diff(by_wall) > DRIFT {
            return None;
        }
        let longest = now.saturating_duration_since(reading.asked) + Duration::from_secs(1);
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
    fn service_time_is_a_span_that_moves_on_and_ends_with_a_sleep() {
        let (asked, wall) = (Instant::now(), SystemTime::now());
        let (clock, date) = (ServiceClock::default(), Timestamp::from_second(1_800_000_000).expect("a moment"));
        assert_eq!(clock.at(asked, wall), None);
        clock.set(Reading { date, asked, heard: asked + SECOND, wall: wall + SECOND });
        let shown = clock.at(asked + SECOND * 11, wall + SECOND * 11).expect("known");
        let later = |seconds: i64| date + jiff::SignedDuration::from_secs(seconds);
        assert_eq!((shown.earliest, shown.latest), (later(10), later(12)));
        assert_eq!(clock.at(asked + SECOND * 11, wall + SECOND * 3_611), None, "the machine has slept");
        assert_eq!(clock.at(asked + SECOND * 11, wall), None, "its clock was set back");
    }
}
