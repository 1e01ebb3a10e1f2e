//! The course of a number over the last weeks, a cell a day.

use jiff::civil::Date;

/// The lines from lowest to highest.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII: [char; 5] = ['_', '.', '-', '=', '#'];

/// A cell a day up to today, at most `cells`: the height of the number between the lowest and the highest of them. A
/// day of which nothing is known is a gap.
#[must_use]
pub fn sparkline(days: &[(Date, u64)], today: Date, cells: usize, ascii: bool) -> String {
    let signs: &[char] = if ascii { &ASCII } else { &BARS };
    let back = |day: Date| usize::try_from(today.duration_since(day).as_hours() / 24).ok();
    let mut shown: Vec<Option<u64>> = vec![None; cells];
    for (day, n) in days {
        if let Some(place) = back(*day).and_then(|back| cells.checked_sub(back + 1)) {
            shown[place] = Some(*n);
        }
    }
    let known = || shown.iter().flatten().copied();
    let (lowest, highest) = (known().min().unwrap_or(0), known().max().unwrap_or(0));
    let last = signs.len() - 1;
    let sign = |n: u64| {
        if lowest == highest {
            return signs[last / 2];
        }
        let range = u128::from(highest - lowest);
        let place = (u128::from(n - lowest) * last as u128 + range / 2) / range;
        signs[usize::try_from(place).unwrap_or(last).min(last)]
    };
    // Days before the first that is known are no gap.
    let first = shown.iter().position(Option::is_some).unwrap_or(cells);
    shown[first..].iter().map(|n| n.map_or(' ', sign)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::*;

    const TODAY: Date = date(2026, 11, 30);

    #[rstest]
    #[case(&[], "", "")]
    #[case(&[(30, 7)], "▄", "-")]
    #[case(&[(26, 0), (27, 0), (30, 0)], "▄▄  ▄", "--  -")]
    #[case(&[(23, 100), (24, 103), (25, 107), (27, 104), (30, 100)], "▁▄█ ▅  ▁", "_-# -  _")]
    #[case(&[(28, 1), (29, 2), (30, u64::MAX)], "▁▁█", "__#")]
    fn gaps_are_no_zeros(#[case] days: &[(i8, u64)], #[case] bars: &str, #[case] ascii: &str) {
        let days: Vec<_> = days.iter().map(|(day, n)| (date(2026, 11, *day), *n)).collect();
        assert_eq!(sparkline(&days, TODAY, 35, false), bars);
        assert_eq!(sparkline(&days, TODAY, 35, true), ascii);
    }

    #[test]
    fn few_cells_show_the_last_days() {
        let days: Vec<_> = (1..=30).map(|day| (date(2026, 11, day), u64::from(day.unsigned_abs()))).collect();
        assert_eq!(sparkline(&days, TODAY, 8, false), "▁▂▃▄▅▆▇█");
        assert_eq!(sparkline(&days, TODAY, 35, false).chars().count(), 30);
        assert_eq!(sparkline(&days, TODAY, 0, false), "");
        assert_eq!(sparkline(&days, date(2026, 11, 1), 1, false), "▄", "a day after today is left out");
    }
}
