//! A calendar month.

use std::fmt;

use jiff::ToSpan as _;
use jiff::civil::Date;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

impl Month {
    /// The month of this day.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self(day.first_of_month())
    }

    /// Reads `2026-10`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let plain = |text: &str, digits| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(year, 4) || !plain(month, 2) {
            return None;
        }
        Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok().map(Self)
    }

    /// The month before; the first month of the calendar has none.
    #[must_use]
    pub fn before(self) -> Option<Self> {
        self.0.checked_sub(1.month()).ok().map(Self)
    }

    /// The month after; the last month of the calendar has none.
    #[must_use]
    pub fn after(self) -> Option<Self> {
        self.0.checked_add(1.month()).ok().map(Self)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case("2026-10", Some("2026-10"))]
    #[case("0001-01", Some("0001-01"))]
    #[case("2026-13", None)]
    #[case("2026-00", None)]
    #[case("2026-1", None)]
    #[case("26-10", None)]
    #[case("2026-10-01", None)]
    #[case("+026-10", None)]
    #[case("last", None)]
    #[case("", None)]
    fn a_month_is_year_and_month(#[case] text: &str, #[case] read: Option<&str>) {
        assert_eq!(Month::parse(text).map(|month| month.to_string()).as_deref(), read);
    }

    #[test]
    fn months_follow_each_other_over_the_year() {
        let month = Month::of(date(2026, 1, 31));
        assert_eq!(month.before().map(|month| month.to_string()).as_deref(), Some("2025-12"));
        assert_eq!(Month::parse("2025-12").and_then(Month::after), Some(month));
        assert!(month.before() < Some(month));
    }
}
