//! How far something is used, as a thin line.

use crate::app::widgets::area::Area;
use crate::domain::list::columns::Align;
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

/// The used part and the rest. Over the limit it is full and ends in a mark.
#[must_use]
pub fn parts(used: u64, limit: u64, cells: usize, ascii: bool) -> (String, String) {
    let (full, half, over, rest) = if ascii { ('=', '=', '!', '-') } else { ('━', '╸', '╋', '─') };
    let halves = halves(used, limit, cells);
    let mut line: String = std::iter::repeat_n(full, halves / 2).collect();
    if halves % 2 == 1 {
        // An ASCII terminal has no half: it is rounded up, but to less than full.
        if !ascii || cells > halves / 2 + 1 {
            line.push(half);
        } else {
            line.push(rest);
        }
    }
    if used > limit && line.pop().is_some() {
        line.push(over);
    }
    let left = cells.saturating_sub(line.chars().count());
    (line, std::iter::repeat_n(rest, left).collect())
}

/// Draws it over the first line of `area`, the used part in `style`, the rest as a track.
pub(in crate::ui) fn draw(paint: &mut Paint<'_>, area: Area, used: u64, limit: u64, style: Style) {
    let t = paint.theme;
    let (line, rest) = parts(used, limit, usize::from(area.width), t.ascii);
    let cells = u16::try_from(line.chars().count()).unwrap_or(area.width);
    paint.cell(area.x, area.y, cells, &line, Align::Left, style);
    paint.cell(area.x + cells, area.y, area.width - cells, &rest, Align::Left, t.track());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gauge(used: u64, limit: u64, cells: usize, ascii: bool) -> String {
        let (line, rest) = parts(used, limit, cells, ascii);
        line + &rest
    }

    #[test]
    fn gauge_is_full_only_when_full() {
        assert_eq!(gauge(0, 100, 9, false), "─────────");
        assert_eq!(gauge(1, 100, 9, false), "╸────────");
        assert_eq!(gauge(50, 100, 9, false), "━━━━╸────");
        assert_eq!(gauge(999, 1_000, 9, false), "━━━━━━━━╸");
        assert_eq!(gauge(1_000, 1_000, 9, false), "━━━━━━━━━");
        assert_eq!(gauge(1_001, 1_000, 9, false), "━━━━━━━━╋");
        assert_eq!(gauge(0, 0, 9, false), "━━━━━━━━━");
        assert_eq!(gauge(u64::MAX, u64::MAX - 1, 9, false), "━━━━━━━━╋");
    }

    #[test]
    fn ascii_gauge_says_the_same() {
        assert_eq!(gauge(1, 100, 9, true), "=--------");
        assert_eq!(gauge(999, 1_000, 9, true), "========-");
        assert_eq!(gauge(1_000, 1_000, 9, true), "=========");
        assert_eq!(gauge(1_001, 1_000, 9, true), "========!");
    }

    #[test]
    fn gauge_has_the_cells_it_is_given() {
        for cells in 0..30 {
            for used in 0..=120 {
                for ascii in [true, false] {
                    assert_eq!(gauge(used, 100, cells, ascii).chars().count(), cells);
                }
            }
        }
    }
}
