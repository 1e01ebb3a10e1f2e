//! Points in time as data: only the runtime reads the clock.

use std::time::Duration;

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};

/// The time at which a message is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds of a monotonic clock; only differences are meaningful.
    pub millis: u64,
    /// Local time.
    pub local: DateTime,
    /// The same time in UTC, for records.
    pub utc: Timestamp,
}

impl Now {
    /// `12:41`, as shown beside events.
    #[must_use]
    pub fn clock(&self) -> String {
        let t = self.local.time();
        format!("{:02}:{:02}", t.hour(), t.minute())
    }

    /// The local time of this past moment.
    #[must_use]
    pub fn local_at(&self, at: Timestamp) -> DateTime {
        let ago = SignedDuration::from_secs(self.utc.as_second().saturating_sub(at.as_second()));
        self.local.saturating_sub(ago)
    }

    /// This past moment.
    #[must_use]
    pub fn earlier(&self, at: Timestamp) -> Self {
        let ago = u64::try_from(self.utc.duration_since(at).as_millis()).unwrap_or(0);
        Self { millis: self.millis.saturating_sub(ago), local: self.local_at(at), utc: at }
    }

    /// The local time after this duration: `12:43:02`, with the date if it is another day.
    #[must_use]
    pub fn clock_after(&self, wait: Duration) -> String {
        // Rounded up to a full second.
        let wait =
            SignedDuration::try_from(wait.saturating_add(Duration::from_millis(999))).unwrap_or(SignedDuration::MAX);
        let then = self.local.saturating_add(wait);
        let form = if then.date() == self.local.date() { "%H:%M:%S" } else { "%Y-%m-%d %H:%M:%S" };
        then.strftime(form).to_string()
    }

    /// `12:41:07`.
    #[must_use]
    pub fn clock_with_seconds(&self) -> String {
        let t = self.local.time();
        format!("{:02}:{:02}:{:02}", t.hour(), t.minute(), t.second())
    }
}

/// The date of a date-time of the service, with or without offset and fraction.
///
/// The service's "never" (year 1) and invalid dates give `None`.
#[must_use]
pub fn parse_day(raw: &str) -> Option<Date> {
    let day: Date = raw.trim().get(..10)?.parse().ok()?;
    (day.year() > 1).then_some(day)
}

/// Whole days from `today` to `day`; negative if it is past.
#[must_use]
pub fn days_until(day: Date, today: Date) -> i32 {
    today.until(day).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2026-12-01T00:00:00Z", Some("2026-12-01"))]
    #[case("2026-12-01T23:59:59.1234567+03:00", Some("2026-12-01"))]
    #[case("2026-12-01T00:00:00", Some("2026-12-01"))]
    #[case("2026-12-01", Some("2026-12-01"))]
    #[case("0001-01-01T00:00:00", None)]
    #[case("2026-13-41T00:00:00", None)]
    #[case("soon", None)]
    #[case("", None)]
    #[case("ééééééééé", None)]
    fn days_of_the_service(#[case] raw: &str, #[case] day: Option<&str>) {
        assert_eq!(parse_day(raw).map(|d| d.to_string()).as_deref(), day);
    }

    #[test]
    fn distance_counts_days_in_both_directions() {
        let d = |s: &str| s.parse::<Date>().expect("date");
        assert_eq!(days_until(d("2026-12-02"), d("2026-11-24")), 8);
        assert_eq!(days_until(d("2026-11-02"), d("2026-11-24")), -22);
        assert_eq!(days_until(d("2028-11-24"), d("2026-11-24")), 731);
    }
}
