//! Lists in boxes: the filter line and the visible lines.

use crate::app::screen::overlay_layout::ListAreas;
use crate::app::widgets::area::Area;
use crate::app::widgets::text_input::TextInput;
use crate::domain::list::columns::Align;
use crate::ui::form::field::window;
use crate::ui::widgets::painter::Paint;

/// The input line.
pub(in crate::ui) fn filter(paint: &mut Paint<'_>, areas: &ListAreas, input: &TextInput) {
    let Some(line) = areas.filter else { return };
    let t = paint.theme;
    let cells = line.width.saturating_sub(3);
    let scroll = input.visual_scroll(usize::from(cells));
    let (shown, cursor) = window(input, scroll, cells);
    paint.text(line.x, line.y, 2, ">", t.accent());
    paint.text(line.x + 2, line.y, cells, &shown, t.strong());
    paint.cursor = Some((line.x + 2 + cursor, line.y));
}

/// The visible lines with their index; the caller marks the one under the cursor.
pub(in crate::ui) fn visible(areas: &ListAreas, top: usize, count: usize) -> impl Iterator<Item = (Area, usize)> {
    let rows = areas.rows;
    (top..count).zip(0..rows.height).map(move |(index, line)| (rows.lines(line, 1), index))
}

/// One line of a list, with a mark and a tint under the cursor.
pub(in crate::ui) fn line(paint: &mut Paint<'_>, at: Area, text: &str, selected: bool) {
    let t = paint.theme;
    let style = if selected { t.strong() } else { t.text() };
    paint.cell(at.x + 2, at.y, at.width.saturating_sub(2), text, Align::Left, style);
    if selected {
        select(paint, at);
    }
}

/// Marks a line that is drawn already as the one under the cursor.
pub(in crate::ui) fn select(paint: &mut Paint<'_>, at: Area) {
    let t = paint.theme;
    let mark = if t.has_tints() { t.glyph('▌', '>') } else { '>' };
    paint.text(at.x, at.y, 1, &mark.to_string(), t.accent());
    paint.tint(at, t.selection());
}

/// A message in place of the list.
pub(in crate::ui) fn instead(paint: &mut Paint<'_>, areas: &ListAreas, said: &str) {
    let style = paint.theme.text();
    for (n, text) in (0..areas.rows.height).zip(crate::app::widgets::area::wrap(said, usize::from(areas.rows.width))) {
        let line = areas.rows.lines(n, 1);
        paint.cell(line.x, line.y, line.width, &text, Align::Left, style);
    }
}
