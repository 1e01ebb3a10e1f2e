//! One custom field of the form: its name is set by the company and may have any length.

use crate::app::form::custom_fields::CustomFieldRow;
use crate::app::form::focus::Focus;
use crate::app::form::navigation::short;
use crate::app::form::state::Form;
use crate::app::screen::form_layout::LABEL;
use crate::app::widgets::area::Area;
use crate::domain::form::custom_field::VALUE_MAX;
use crate::domain::form::verdict::Verdict;
use crate::domain::text::cells::width;
use crate::ui::form::field::text_box;
use crate::ui::widgets::painter::Paint;

/// Draws the field in one line.
pub(in crate::ui) fn draw(paint: &mut Paint<'_>, form: &Form, n: usize, line: Area, cells: u16) {
    let t = paint.theme;
    let Some(row) = form.custom_fields.rows.get(n) else { return };
    let focused = form.focus == Focus::Custom(n);
    paint.text(line.x, line.y, 1, if focused { ">" } else { " " }, t.strong());
    let style = if focused { t.strong() } else { t.text() };
    let took = paint.text(line.x + 1, line.y, LABEL - 3, &row.field.name, style);
    if row.field.required {
        // The star stays, however long the name is.
        paint.text(line.x + 1 + took, line.y, 1, "*", style);
    }
    let x = line.x + LABEL;
    let used = if row.is_toggle() {
        yes_or_no(paint, row, x, line.y, focused)
    } else {
        text_box(paint, form, &row.input, (x, line.y, cells), focused)
    };
    let from = x + used + 1;
    let room = (line.x + line.width).saturating_sub(from + 1);
    let (said, style) = match row.verdict() {
        Verdict::Wrong(said) | Verdict::Missing(said) => (format!("! {said}"), t.danger()),
        Verdict::Warning(said) => (format!("? {said}"), t.warning()),
        Verdict::Note(said) => (said, t.dim()),
        Verdict::Good(said) => (said, t.good()),
        Verdict::SentAs(said) => (format!("sent as {said}"), t.good()),
        Verdict::Fine => (quiet(row), t.dim()),
    };
    paint.text(from, line.y, room, &said, style);
}

fn yes_or_no(paint: &mut Paint<'_>, row: &CustomFieldRow, x: u16, y: u16, focused: bool) -> u16 {
    let t = paint.theme;
    let answer = row.answer();
    let mut at = x;
    for (stands_for, word) in [(true, "yes"), (false, "no")] {
        let on = answer == Some(stands_for);
        let said = format!("({}) {word}", if on { "o" } else { " " });
        // The cursor must be visible even without a value.
        let here = focused && (on || answer.is_none() && stands_for);
        let style = match (here, on) {
            (true, _) => t.selection(),
            (false, true) => t.strong(),
            (false, false) => t.text(),
        };
        at += paint.text(at, y, 8, &said, style) + 1;
    }
    at - x
}

/// The note beside a field without a message.
fn quiet(row: &CustomFieldRow) -> String {
    let length = row.input.value().trim().chars().count();
    match length {
        0 if row.is_toggle() => "Space answers".to_owned(),
        0 => row.field.data_type.hint().to_owned(),
        _ if length * 10 >= VALUE_MAX * 9 => format!("{length}/{VALUE_MAX}"),
        _ => String::new(),
    }
}

/// What does not fit in the line: the full name, and the problem. Empty if everything fits.
pub(in crate::ui) fn in_full(row: &CustomFieldRow, room: usize) -> String {
    let verdict = row.verdict();
    let name_fits = width(&row.field.name) <= usize::from(LABEL - 3);
    let said_fits = width(verdict.text()) <= room;
    let name = if said_fits { row.field.name.clone() } else { short(&row.field.name) };
    match (name_fits, said_fits) {
        (true, true) => String::new(),
        (false, true) if verdict.text().is_empty() => name,
        // The message of the service usually names the field already.
        _ if verdict.text().contains(&row.field.name) => verdict.text().to_owned(),
        _ => format!("{name}: {}", verdict.text()),
    }
}
