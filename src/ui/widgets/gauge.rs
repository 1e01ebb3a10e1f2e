//! How far something is used, as a thin line.

use crate::app::widgets::area::Area;
use crate::ui::widgets::painter::Paint;
use ratatui::style::Style;

/// Where the used part ends, in half cells of `cells` cells: never full below 100 %, never empty above zero.
fn halves(used: u64, limit: u64, cells: usize) -> usize {
    let all = cells * 2;
    if used >= limit || all == 0 {
        return all;
    }
    let share = u128::from(used) * all as u128 / u128::from(limit.max(1));
    usize::try_from(share).unwrap_or(all).clamp(usize::from(used > 0), all.saturating_sub(1))
}

/// The signs of a gauge.
struct Signs {
    full: char,
    half: char,
    over: char,
    rest: char,
}

const LINES: Signs = Signs { full: '━', half: '╸', over: '╋', rest: '─' };
const ASCII: Signs = Signs { full: '=', half: '=', over: '!', rest: '-' };

/// A gauge: so many full cells, the sign at the end of them if it is another, and the rest.
struct Gauge {
    full: usize,
    end: Option<char>,
    rest: usize,
}

/// Over the limit it is full and ends in a mark.
fn gauge(used: u64, limit: u64, cells: usize, ascii: bool) -> Gauge {
    let signs = if ascii { ASCII } else { LINES };
    let halves = halves(used, limit, cells);
    let (full, has_half) = (halves / 2, halves % 2 == 1);
    if used > limit && full > 0 {
        return Gauge { full: full - 1, end: Some(signs.over), rest: cells - full };
    }
    // An ASCII terminal has no half: it is rounded up, but to less than full.
    let is_drawn = has_half && (!ascii || cells > full + 1);
    Gauge { full, end: is_drawn.then_some(signs.half), rest: cells - full - usize::from(is_drawn) }
}

/// The used part and the rest.
#[must_use]
pub fn parts(used: u64, limit: u64, cells: usize, ascii: bool) -> (String, String) {
    let Gauge { full, end, rest } = gauge(used, limit, cells, ascii);
    let signs = if ascii { ASCII } else { LINES };
    let line = std::iter::repeat_n(signs.full, full).chain(end).collect();
    (line, std::iter::repeat_n(signs.rest, rest).collect())
}

/// Draws it over the first line of `area`, the used part in `style`, the rest as a track.
pub(in crate::ui) fn draw(paint: &mut Paint<'_>, area: Area, used: u64, limit: u64, style: Style) {
    let t = paint.theme;
    let Gauge { full, end, rest } = gauge(used, limit, usize::from(area.width), t.ascii);
    let signs = if t.ascii { ASCII } else { LINES };
    let cells = |n: usize| u16::try_from(n).unwrap_or(area.width);
    paint.repeat(area.x, area.y, cells(full), signs.full, style);
    let mut x = area.x + cells(full);
    if let Some(end) = end {
        paint.repeat(x, area.y, 1, end, style);
        x += 1;
    }
    paint.repeat(x, area.y, cells(rest), signs.rest, t.track());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(used: u64, limit: u64, cells: usize, ascii: bool) -> String {
        let (line, rest) = parts(used, limit, cells, ascii);
        line + &rest
    }

    #[test]
    fn gauge_is_full_only_when_full() {
        assert_eq!(drawn(0, 100, 9, false), "─────────");
        assert_eq!(drawn(1, 100, 9, false), "╸────────");
        assert_eq!(drawn(50, 100, 9, false), "━━━━╸────");
        assert_eq!(drawn(999, 1_000, 9, false), "━━━━━━━━╸");
        assert_eq!(drawn(1_000, 1_000, 9, false), "━━━━━━━━━");
        assert_eq!(drawn(1_001, 1_000, 9, false), "━━━━━━━━╋");
        assert_eq!(drawn(0, 0, 9, false), "━━━━━━━━━");
        assert_eq!(drawn(u64::MAX, u64::MAX - 1, 9, false), "━━━━━━━━╋");
    }

    #[test]
    fn ascii_gauge_says_the_same() {
        assert_eq!(drawn(1, 100, 9, true), "=--------");
        assert_eq!(drawn(999, 1_000, 9, true), "========-");
        assert_eq!(drawn(1_000, 1_000, 9, true), "=========");
        assert_eq!(drawn(1_001, 1_000, 9, true), "========!");
    }

    #[test]
    fn gauge_has_the_cells_it_is_given() {
        for cells in 0..30 {
            for used in 0..=120 {
                for ascii in [true, false] {
                    assert_eq!(drawn(used, 100, cells, ascii).chars().count(), cells);
                }
            }
        }
    }
}
