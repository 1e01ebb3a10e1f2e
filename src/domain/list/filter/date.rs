//! Days in filters: a day, a month, a year, or a distance from today.

use jiff::Span;
use jiff::civil::Date;

/// The unit of a distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Days,
    Weeks,
    Months,
    Years,
}

/// What a day is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// From one day to another, both included.
    Range(Date, Date),
    /// So far from today.
    Distance(Distance),
    /// There is no day.
    None,
}

/// A number of days, weeks, months or years; negative on the other side of today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Distance {
    count: i32,
    unit: Unit,
}

impl Distance {
    /// The number and its unit: `30d`, `4w`, `6m`, `1y`, `-7d`.
    fn read(text: &str) -> Option<Self> {
        let unit = match text.chars().last()?.to_ascii_lowercase() {
            'd' => Unit::Days,
            'w' => Unit::Weeks,
            'm' => Unit::Months,
            'y' => Unit::Years,
            _ => return None,
        };
        let count: i32 = text.get(..text.len() - 1)?.parse().ok()?;
        (count.abs() <= 10_000).then_some(Self { count, unit })
    }

    /// It is on the other side of today.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.count < 0
    }

    /// The day so far from `today`: after it, or before it if it counts back. The calendar's end at most.
    #[must_use]
    pub fn from(self, today: Date, back: bool) -> Date {
        let count = if back { -self.count } else { self.count };
        let span = match self.unit {
            Unit::Days => Span::new().try_days(count),
            Unit::Weeks => Span::new().try_weeks(count),
            Unit::Months => Span::new().try_months(count),
            Unit::Years => Span::new().try_years(count),
        };
        span.map_or(today, |span| today.saturating_add(span))
    }
}

impl When {
    /// The earlier day that is meant, if it is one: the first of a month or year, or so far back from today.
    #[must_use]
    pub fn since(self, today: Date) -> Option<Date> {
        match self {
            Self::Range(first, _) => Some(first),
            Self::Distance(distance) if !distance.is_negative() => Some(distance.from(today, true)),
            Self::Distance(_) | Self::None => None,
        }
    }

    /// Reads `2026-12-31`, `2026-12`, `2026`, `today`, `none`, `30d`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("none") || text.eq_ignore_ascii_case("never") {
            return Some(Self::None);
        }
        if text.eq_ignore_ascii_case("today") {
            return Some(Self::Distance(Distance { count: 0, unit: Unit::Days }));
        }
        if let Some(distance) = Distance::read(text) {
            return Some(Self::Distance(distance));
        }
        let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next(), parts.next());
        if parts.next().is_some() || !digits(year, 4) || !month.is_none_or(|m| digits(m, 2)) {
            return None;
        }
        let year: i16 = year.parse().ok()?;
        let number = |part: &str| part.parse::<i8>().ok();
        match (month, day) {
            (None, _) => Some(Self::Range(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
            (Some(month), None) => {
                let first = Date::new(year, number(month)?, 1).ok()?;
                Some(Self::Range(first, first.last_of_month()))
            }
            (Some(month), Some(day)) if digits(day, 2) => {
                let day = Date::new(year, number(month)?, number(day)?).ok()?;
                Some(Self::Range(day, day))
            }
            (Some(_), Some(_)) => None,
        }
    }
}
