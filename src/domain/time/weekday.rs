//! Days as people say them.

use jiff::civil::{Date, Weekday};

/// `today`, `yesterday`, `Friday` within a week, else `27 Oct`, with the year if it is another.
#[must_use]
pub fn spoken(day: Date, today: Date) -> String {
    match today.duration_since(day).as_hours() / 24 {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..=6 => weekday(day).to_owned(),
        _ if day.year() == today.year() => day.strftime("%-d %b").to_string(),
        _ => day.strftime("%-d %b %Y").to_string(),
    }
}

/// `Friday`
#[must_use]
pub fn weekday(day: Date) -> &'static str {
    match day.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(date(2026, 11, 30), "today")]
    #[case(date(2026, 11, 29), "yesterday")]
    #[case(date(2026, 11, 27), "Friday")]
    #[case(date(2026, 11, 24), "Tuesday")]
    #[case(date(2026, 11, 23), "23 Nov")]
    #[case(date(2025, 11, 30), "30 Nov 2025")]
    #[case(date(2026, 12, 1), "1 Dec")]
    fn day_as_it_is_said(#[case] day: Date, #[case] said: &str) {
        assert_eq!(spoken(day, date(2026, 11, 30)), said);
    }
}
