//! When a licence ends, as the list says it: a date and a distance.

use jiff::civil::Date;

use crate::domain::time::now::days_until;

/// Up to so many days before its end, a licence ends soon.
const SOON: i32 = 30;
/// Up to so many days before, it is urgent.
const URGENT: i32 = 7;
/// From this many days on, the date has its year and the distance says nothing.
const FAR: i32 = 365;

/// Cells of a date without its year.
pub const DATE: u16 = 6;

/// How soon it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// It never ends, or not within a year.
    Far,
    /// Later than 30 days.
    Calm,
    /// Within 30 days.
    Soon,
    /// Within 7 days, or past.
    Urgent,
}

/// When a licence ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ends {
    /// ` 7 Feb`, ` 7 Feb 2028` or `no end`; empty if there is no date.
    pub date: String,
    /// `69d`, `−21d`; empty beside a date with its year.
    pub distance: String,
    /// How soon it is.
    pub urgency: Urgency,
}

/// When a licence ends, seen from `today`; past days have this sign.
#[must_use]
pub fn ends(day: Option<Date>, today: Date, minus: char) -> Ends {
    let nothing = |date: &str| Ends { date: date.to_owned(), distance: String::new(), urgency: Urgency::Far };
    let Some(day) = day else { return nothing("") };
    // The service's way to say never.
    if day.year() == 9999 {
        return nothing("no end");
    }
    let days = days_until(day, today);
    let urgency = match days {
        _ if days <= URGENT => Urgency::Urgent,
        _ if days <= SOON => Urgency::Soon,
        _ if days < FAR => Urgency::Calm,
        _ => Urgency::Far,
    };
    let date = format!("{:>2} {}", day.day(), month(day));
    if days.abs() >= FAR {
        return Ends { date: format!("{date} {}", day.year()), distance: String::new(), urgency };
    }
    let sign = if days < 0 { minus.to_string() } else { String::new() };
    Ends { date, distance: format!("{sign}{}d", days.abs()), urgency }
}

fn month(day: Date) -> &'static str {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    usize::try_from(day.month() - 1).ok().and_then(|n| MONTHS.get(n)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case(0, "30 Nov", "0d", Urgency::Urgent)]
    #[case(3, " 3 Dec", "3d", Urgency::Urgent)]
    #[case(7, " 7 Dec", "7d", Urgency::Urgent)]
    #[case(8, " 8 Dec", "8d", Urgency::Soon)]
    #[case(30, "30 Dec", "30d", Urgency::Soon)]
    #[case(31, "31 Dec", "31d", Urgency::Calm)]
    #[case(69, " 7 Feb", "69d", Urgency::Calm)]
    #[case(364, "29 Nov", "364d", Urgency::Calm)]
    #[case(365, "30 Nov 2027", "", Urgency::Far)]
    #[case(434, " 7 Feb 2028", "", Urgency::Far)]
    #[case(-1, "29 Nov", "−1d", Urgency::Urgent)]
    #[case(-21, " 9 Nov", "−21d", Urgency::Urgent)]
    #[case(-364, " 1 Dec", "−364d", Urgency::Urgent)]
    #[case(-365, "30 Nov 2025", "", Urgency::Urgent)]
    fn a_date_says_how_far_it_is(
        #[case] days: i32,
        #[case] day: &str,
        #[case] distance: &str,
        #[case] urgency: Urgency,
    ) {
        let today = date(2026, 11, 30);
        let on = today.checked_add(days.days()).expect("a day");
        let said = ends(Some(on), today, '−');
        assert_eq!((said.date.as_str(), said.distance.as_str(), said.urgency), (day, distance, urgency));
        assert!(said.date.len() == usize::from(DATE) || said.distance.is_empty());
    }

    #[test]
    fn no_end_and_no_date_are_told_apart() {
        let today = date(2026, 11, 30);
        let said = |day| ends(day, today, '-');
        assert_eq!((said(Some(date(9999, 12, 31))).date.as_str(), said(None).date.as_str()), ("no end", ""));
        assert_eq!(said(Some(date(9999, 1, 1))).urgency, Urgency::Far);
        assert_eq!(said(Some(date(2026, 11, 20))).distance, "-10d");
    }
}
