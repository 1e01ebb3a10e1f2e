//! Moments as the service writes them: with or without offset and fraction.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// The moment a date-time of the service names; one without an offset counts as UTC.
///
/// The service's "never" (year 1) and invalid date-times give `None`.
#[must_use]
pub fn parse_moment(raw: &str) -> Option<Timestamp> {
    let raw = raw.trim();
    let day: Date = raw.get(..10)?.parse().ok()?;
    if day.year() <= 1 {
        return None;
    }
    let exact = raw.parse::<Timestamp>().ok();
    exact.or_else(|| TimeZone::UTC.to_timestamp(raw.parse::<DateTime>().ok()?).ok())
}

#[cfg(test)]
mod tests {
    use super::parse_moment;
    use rstest::rstest;

    #[rstest]
    #[case("2026-12-01T10:20:30Z", Some("2026-12-01T10:20:30Z"))]
    #[case("2026-12-01T10:20:30.1234567+03:00", Some("2026-12-01T07:20:30.1234567Z"))]
    #[case(" 2026-12-01T10:20:30.5 ", Some("2026-12-01T10:20:30.5Z"))]
    #[case("2026-12-01 10:20", Some("2026-12-01T10:20:00Z"))]
    #[case("2026-12-01", Some("2026-12-01T00:00:00Z"))]
    #[case("0001-01-01T00:00:00", None)]
    #[case("0001-01-01T00:00:00+14:00", None)]
    #[case("9999-12-31T23:59:59.9999999", None)]
    #[case("9999-12-31T23:59:59-14:00", None)]
    #[case("2026-13-41T00:00:00", None)]
    #[case("2026-12-01T25:00:00", None)]
    #[case("2026-12-01T", None)]
    #[case("yesterday, at noon", None)]
    #[case("", None)]
    #[case("ééééééééé", None)]
    fn moments_of_the_service(#[case] raw: &str, #[case] moment: Option<&str>) {
        assert_eq!(parse_moment(raw).map(|m| m.to_string()).as_deref(), moment);
    }
}
