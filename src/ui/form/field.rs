//! One field of the form: label, box, and its message.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::form_layout::LABEL;
use crate::app::widgets::area::Area;
use crate::app::widgets::text_input::TextInput;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{Field, FieldId, Kind};
use crate::domain::form::verdict::Verdict;
use crate::domain::list::columns::Align;
use crate::domain::text::cells::width;
use crate::domain::user::target_user::Priority;
use crate::ui::widgets::painter::Paint;

/// The part of an input visible in `cells` cells after `scroll`, and the cursor's cell in it.
pub(in crate::ui) fn window(input: &TextInput, scroll: usize, cells: u16) -> (String, u16) {
    let cells = usize::from(cells);
    let mut out = String::new();
    let mut at = 0;
    for letter in input.value().graphemes(true) {
        let wide = letter.width();
        if at >= scroll && at + wide <= scroll + cells {
            out.push_str(letter);
        }
        at += wide;
    }
    let cursor = input.visual_cursor().saturating_sub(scroll).min(cells.saturating_sub(1));
    (out, u16::try_from(cursor).unwrap_or(0))
}

/// Draws the field in one line.
pub(in crate::ui) fn draw(
    paint: &mut Paint<'_>,
    model: &Model,
    form: &Form,
    entry: &Entry,
    id: FieldId,
    line: Area,
    cells: u16,
) {
    let t = paint.theme;
    let field = form.subject.field(id);
    let focused = form.focus == Focus::Field(id);
    let verdict = form.verdict(id, entry, model.settings.rules);
    let star = if entry.requires(id, model.settings.rules) { "*" } else { "" };
    paint.text(line.x, line.y, 1, if focused { ">" } else { " " }, t.strong());
    let style = if focused { t.strong() } else { t.text() };
    paint.cell(line.x + 1, line.y, LABEL - 2, &format!("{}{star}", field.label), Align::Left, style);
    let x = line.x + LABEL;
    let used = match field.kind {
        Kind::Text => match form.texts.get(id.index()) {
            Some(input) => text_box(paint, form, input, (x, line.y, cells), focused),
            None => 0,
        },
        Kind::One | Kind::Many => choice_box(paint, form, field, x, line.y, cells, focused),
        Kind::Priority => priority(paint, form, x, line, focused),
        Kind::Toggle => {
            let said = format!("[{}]", if form.is_active() { "x" } else { " " });
            let style = if focused { t.selection() } else { t.text() };
            paint.text(x, line.y, 3, &said, style)
        }
    };
    let (said, style) = remark(paint, model, form, field, entry, &verdict);
    let from = x + used + 1;
    let room = (line.x + line.width).saturating_sub(from + 1);
    paint.text(from, line.y, room, &said, style);
}

/// Draws the box of a text at this column and line, with this many cells; returns the cells it took.
pub(in crate::ui) fn text_box(
    paint: &mut Paint<'_>,
    form: &Form,
    input: &TextInput,
    (x, y, cells): (u16, u16, u16),
    focused: bool,
) -> u16 {
    let t = paint.theme;
    let scroll = if focused { input.visual_scroll(usize::from(cells)) } else { 0 };
    let (shown, cursor) = window(input, scroll, cells);
    paint.text(x, y, 1, "[", t.dim());
    let style = t.text();
    paint.cell(x + 1, y, cells, &shown, Align::Left, style);
    if width(input.value()) > usize::from(cells) && !focused {
        paint.text(x + cells, y, 1, &t.glyph('…', '~').to_string(), t.dim());
    }
    paint.text(x + 1 + cells, y, 1, "]", t.dim());
    if focused && form.picker.is_none() {
        paint.cursor = Some((x + 1 + cursor, y));
    }
    cells + 2
}

fn choice_box(paint: &mut Paint<'_>, form: &Form, field: &Field, x: u16, y: u16, cells: u16, focused: bool) -> u16 {
    let t = paint.theme;
    let chosen = form.chosen(field.id);
    paint.text(x, y, 1, "[", t.dim());
    let style = if focused { t.selection() } else { t.text() };
    paint.cell(x + 1, y, cells, &chosen, Align::Left, style);
    paint.text(x + 1 + cells, y, 1, "]", t.dim());
    cells + 2
}

fn priority(paint: &mut Paint<'_>, form: &Form, x: u16, line: Area, focused: bool) -> u16 {
    let t = paint.theme;
    let end = line.x + line.width;
    let mut at = x;
    for priority in Priority::ALL {
        let on = form.priority() == priority;
        let said = format!("({}) {}", if on { "o" } else { " " }, priority.label());
        let style = match (on, focused) {
            (true, true) => t.selection(),
            (true, false) => t.strong(),
            (false, _) => t.text(),
        };
        at += paint.text(at, line.y, end.saturating_sub(at), &said, style) + 1;
    }
    at - x
}

fn remark(
    paint: &Paint<'_>,
    model: &Model,
    form: &Form,
    field: &Field,
    entry: &Entry,
    verdict: &Verdict,
) -> (String, ratatui::style::Style) {
    let t = paint.theme;
    let near = counter(field, entry.text(field.id).chars().count());
    match verdict {
        Verdict::Wrong(said) | Verdict::Missing(said) => (format!("! {said}"), t.danger()),
        Verdict::Warning(said) => (format!("{near}? {}", form.with_keys(said, &model.settings.keys)), t.warning()),
        Verdict::Note(said) => (format!("{near}{said}"), t.dim()),
        Verdict::Good(said) => (format!("{near}{said}"), t.good()),
        Verdict::SentAs(said) => (format!("{near}sent as {said}"), t.good()),
        Verdict::Fine if !near.is_empty() => (near, t.dim()),
        Verdict::Fine if entry.is_carried_over(&form.initial, field.id) => {
            let said = quiet(model, form, field, entry);
            let more = if said.is_empty() { "" } else { ", " };
            (format!("{} kept from the last user{more}{said}", t.glyph('↻', '~')), t.text())
        }
        Verdict::Fine => (quiet(model, form, field, entry), t.dim()),
    }
}

/// `250/256 ` if the text is near a limit.
fn counter(field: &Field, length: usize) -> String {
    let limit = match (field.editable_max, field.max) {
        (Some(soft), _) if length <= soft => Some(soft),
        (_, max) => max,
    };
    match limit {
        Some(limit) if length * 10 >= limit * 9 => format!("{length}/{limit} "),
        _ => String::new(),
    }
}

/// The note beside a field without a message.
fn quiet(model: &Model, form: &Form, field: &Field, entry: &Entry) -> String {
    let picks = || format!("{} picks", model.describe_keys(Command::Pick, Scope::Form));
    match field.kind {
        Kind::Many => match form.many(field.id).len() {
            0 => picks(),
            n => format!("{n} chosen, {}", picks()),
        },
        Kind::One => picks(),
        Kind::Toggle if form.is_active() => "receives simulations and training, uses 1 seat".into(),
        Kind::Toggle => "receives nothing, uses no seat".into(),
        Kind::Text if entry.text(field.id).is_empty() => field.hint.into(),
        Kind::Text | Kind::Priority => String::new(),
    }
}
