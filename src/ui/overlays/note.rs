//! The box with the aliases and the note of a company.

use crate::app::model::Model;
use crate::app::overlays::note_prompt::{NoteField, NotePrompt};
use crate::app::screen::note_layout::{self, LABEL};
use crate::app::widgets::area::Area;
use crate::app::widgets::text_area::rows;
use crate::domain::desk::note::NOTE_MAX;
use crate::domain::list::columns::Align;
use crate::ui::form::field::window;
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model, prompt: &NotePrompt) {
    let Some(areas) = note_layout::areas(model) else { return };
    let t = paint.theme;
    let length = prompt.note().text.len();
    // Only when it matters.
    let left = if length * 4 > NOTE_MAX * 3 { format!("{length} of {NOTE_MAX} bytes") } else { String::new() };
    let right = if length > NOTE_MAX { t.warning() } else { t.dim() };
    let right = [(left.as_str(), right)];
    paint.overlay_with(areas.frame, &[(&prompt.name, t.strong())], if left.is_empty() { &[] } else { &right });
    let cells = areas.aliases.width.saturating_sub(1);
    let is_aliases = prompt.field == NoteField::Aliases;
    label(paint, areas.aliases, "aliases", is_aliases);
    let scroll = if is_aliases { prompt.aliases.visual_scroll(usize::from(cells)) } else { 0 };
    let (shown, cursor) = window(&prompt.aliases, scroll, cells);
    if prompt.aliases.value().is_empty() {
        paint.text(areas.aliases.x, areas.aliases.y, cells, "other names, between commas", t.dim());
    } else {
        paint.cell(areas.aliases.x, areas.aliases.y, cells, &shown, Align::Left, t.text());
    }
    if is_aliases {
        paint.cursor = Some((areas.aliases.x + cursor, areas.aliases.y));
    }
    if let Some(line) = areas.shared {
        label(paint, line, "team", false);
        paint.text(line.x, line.y, line.width, &prompt.shared.join(", "), t.dim());
    }
    label(paint, areas.text, "note", !is_aliases);
    text(paint, areas, prompt);
}

fn label(paint: &mut Paint<'_>, at: Area, text: &str, is_focused: bool) {
    let style = if is_focused { paint.theme.accent() } else { paint.theme.dim() };
    paint.text(at.x.saturating_sub(LABEL), at.y, LABEL, text, style);
}

fn text(paint: &mut Paint<'_>, areas: note_layout::NoteAreas, prompt: &NotePrompt) {
    let t = paint.theme;
    let (value, area) = (prompt.text.value(), areas.text);
    if value.is_empty() {
        paint.text(area.x, area.y, area.width, "kept on this machine, and searched", t.dim());
    }
    let drawn = rows(value, areas.cells()).into_iter().skip(areas.top).filter(|_| !value.is_empty());
    for (n, row) in (0..area.height).zip(drawn) {
        let line = area.lines(n, 1);
        let text = value.get(row).unwrap_or_default().trim_end();
        paint.cell(line.x, line.y, line.width, text, Align::Left, t.text());
    }
    if prompt.field == NoteField::Text {
        let (row, cell) = prompt.text.place(areas.cells());
        let y = u16::try_from(row.saturating_sub(areas.top)).unwrap_or(0);
        paint.cursor = Some((area.x + u16::try_from(cell).unwrap_or(0), area.y + y));
    }
}
