//! A line of the form's body: labels, boxes, remarks, headings, folded sections.

use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::app::form::ticket;
use crate::app::model::Model;
use crate::app::screen::field_grid::{FieldPlace, FormLine, LABEL, LABEL_ROOM};
use crate::app::screen::form_layout::FormAreas;
use crate::app::screen::form_remarks::{Remark, RemarkKind, placeholder, remark};
use crate::app::widgets::area::Area;
use crate::app::widgets::text_input::TextInput;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{Kind, Section};
use crate::domain::list::columns::Align;
use crate::domain::text::cells::width;
use crate::domain::user::target_user::Priority;
use crate::ui::theme::Theme;
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

/// What every line is drawn from.
pub(super) struct Drawn<'a> {
    pub model: &'a Model,
    pub form: &'a Form,
    pub entry: &'a Entry,
    pub areas: &'a FormAreas,
}

impl Drawn<'_> {
    /// Draws a line of the body.
    pub(super) fn line(&self, paint: &mut Paint<'_>, line: FormLine, at: Area) {
        match line {
            FormLine::Field(_) | FormLine::Pair(..) => {
                self.label(paint, line, at);
                for field in self.areas.grid.of_line(line, at) {
                    self.field(paint, field);
                }
            }
            FormLine::Said(place, n) => self.said(paint, place, n, at),
            FormLine::Heading(section) => {
                self.heading(paint, section, at, true);
            }
            FormLine::Folded(section) => self.folded(paint, section, at),
            FormLine::Gap => {}
        }
    }

    fn is_focused(&self, place: Focus) -> bool {
        self.form.focus() == place
    }

    fn label(&self, paint: &mut Paint<'_>, line: FormLine, at: Area) {
        let t = paint.theme;
        let requires = |place: Focus| match place {
            Focus::Field(id) => self.entry.requires(id, self.model.settings.rules),
            Focus::Custom(n) => self.form.custom_fields().rows().get(n).is_some_and(|row| row.field.required),
            Focus::Ticket => self.form.ticket().is_required(),
            Focus::Create | Focus::CreateNext | Focus::Leave => false,
        };
        let (label, is_required) = match line {
            FormLine::Field(Focus::Field(id)) => (id.field().label, requires(Focus::Field(id))),
            FormLine::Field(place @ Focus::Custom(n)) => {
                (self.form.custom_fields().rows().get(n).map_or("", |row| row.field.name.as_str()), requires(place))
            }
            FormLine::Field(Focus::Ticket) => (ticket::LABEL, requires(Focus::Ticket)),
            FormLine::Pair(one, other) => ("First, last", requires(one) || requires(other)),
            FormLine::Field(_) | FormLine::Said(..) | FormLine::Heading(_) | FormLine::Folded(_) | FormLine::Gap => {
                return;
            }
        };
        let focused = line.has(self.form.focus());
        let style = if focused { t.accent() } else { t.dim() };
        paint.cell(at.x + 1, at.y, LABEL_ROOM, label, Align::Right, style);
        if is_required {
            paint.text(at.x + LABEL_ROOM + 2, at.y, 1, "*", style);
        }
        if focused && !t.has_tints() {
            paint.text(at.x, at.y, 1, ">", t.accent());
        }
    }

    fn field(&self, paint: &mut Paint<'_>, field: FieldPlace) {
        let t = paint.theme;
        let form = self.form;
        let focused = self.is_focused(field.place);
        let mut beside = field.remark;
        let mut after = |used: u16| {
            let x = field.boxed.x + used + 1;
            beside = Area { x, width: (field.remark.x + field.remark.width).saturating_sub(x), ..field.remark };
        };
        match field.place {
            Focus::Field(id) => match id.field().kind {
                Kind::Text => {
                    if let Some(input) = form.input(id) {
                        self.text_box(paint, input, field);
                    }
                }
                Kind::One | Kind::Many => self.choice_box(paint, &form.chosen(id), field),
                Kind::Priority => {
                    let all = Priority::ALL.map(|p| (p.label(), form.priority() == p, false));
                    after(chips(paint, field, &all, focused));
                }
                Kind::Toggle => after(yes_or_no(paint, field, Some(form.is_active()), focused)),
            },
            Focus::Custom(n) => match form.custom_fields().rows().get(n) {
                Some(row) if row.is_toggle() => after(yes_or_no(paint, field, row.answer(), focused)),
                Some(row) => self.text_box(paint, &row.input, field),
                None => {}
            },
            Focus::Ticket => self.text_box(paint, form.ticket().input(), field),
            Focus::Create | Focus::CreateNext | Focus::Leave => {}
        }
        let Some(remark) = remark(self.model, form, self.entry, field.place) else { return };
        let (sign, style) = (sign(t, remark.kind), remark_style(t, &remark));
        let fits = remark.fits(beside.width);
        let mut x = beside.x;
        if let Some(sign) = sign {
            x += paint.text(x, beside.y, 1, sign, style) + 1;
        }
        if fits {
            let style = if matches!(remark.kind, RemarkKind::Wrong | RemarkKind::Warning) { style } else { t.dim() };
            paint.text(x, beside.y, (beside.x + beside.width).saturating_sub(x), &remark.text, style);
        }
    }

    fn text_box(&self, paint: &mut Paint<'_>, input: &TextInput, field: FieldPlace) {
        let t = paint.theme;
        let focused = self.is_focused(field.place);
        frame(paint, field, focused);
        let at = field.text();
        let scroll = if focused { input.visual_scroll(usize::from(at.width)) } else { 0 };
        let (shown, cursor) = window(input, scroll, at.width);
        let over = t.text();
        if focused && input.value().is_empty() {
            let hint = placeholder(self.model, self.form, field.place);
            paint.text(at.x, at.y, at.width, &hint, t.dim());
        } else {
            let used = paint.text(at.x, at.y, at.width, &shown, if focused { t.strong() } else { over });
            if focused && self.form.replaces_text() {
                // The next letter replaces it.
                paint.tint(Area { width: used, ..at }, t.pressed());
            }
        }
        if width(input.value()) > usize::from(at.width) && !focused {
            paint.text(at.x + at.width - 1, at.y, 1, &t.glyph('…', '~').to_string(), t.dim());
        }
        if focused && self.form.picker().is_none() {
            paint.cursor = Some((at.x + cursor, at.y));
        }
    }

    fn choice_box(&self, paint: &mut Paint<'_>, chosen: &str, field: FieldPlace) {
        let t = paint.theme;
        let focused = self.is_focused(field.place);
        frame(paint, field, focused);
        let at = field.text();
        let room = at.width.saturating_sub(2);
        if chosen.is_empty() && focused {
            paint.text(at.x, at.y, room, &placeholder(self.model, self.form, field.place), t.dim());
        } else {
            paint.text(at.x, at.y, room, chosen, if focused { t.strong() } else { t.text() });
        }
        let opens = t.glyph('▾', 'v').to_string();
        paint.text(at.x + at.width - 1, at.y, 1, &opens, if focused { t.accent() } else { t.dim() });
        if focused && !t.has_tints() {
            paint.tint(at, t.selection());
        }
    }

    fn said(&self, paint: &mut Paint<'_>, place: Focus, n: usize, at: Area) {
        let Some(said) = self.areas.said.iter().find(|said| said.place == place) else { return };
        let remark = Remark { kind: said.kind, text: String::new() };
        let style = paint.theme.sentence(remark_style(paint.theme, &remark));
        if let Some(text) = said.lines.get(n) {
            paint.text(at.x + said.indent, at.y, at.width.saturating_sub(said.indent), text, style);
        }
    }

    fn heading(&self, paint: &mut Paint<'_>, section: Section, at: Area, is_open: bool) -> u16 {
        let t = paint.theme;
        let mark = if is_open { t.glyph('▾', 'v') } else { t.glyph('▸', '>') };
        let title = self.form.section_title(section);
        let style = if is_open { t.strong() } else { t.text() };
        paint.pieces(at.x + 1, at.y, at.width - 1, &[(&format!("{mark} "), t.dim()), (&title, style)])
    }

    fn folded(&self, paint: &mut Paint<'_>, section: Section, at: Area) {
        let t = paint.theme;
        let took = self.heading(paint, section, at, false);
        let from = (at.x + 1 + took + 2).max(at.x + LABEL + 1);
        let end = at.x + at.width - 1;
        let separator = if t.ascii { ", " } else { " · " };
        let said = self.form.section_summary(section, separator);
        let is_changed = self.form.has_changes(section);
        let kept = if is_changed {
            format!("{} changed", t.glyph('≠', '*'))
        } else {
            format!("{} kept", t.glyph('↻', '~'))
        };
        let is_kept = is_changed || self.form.carries_over(section, self.entry);
        let reserved = if is_kept { u16::try_from(width(&kept)).unwrap_or(6) + 2 } else { 0 };
        let x = from + paint.text(from, at.y, end.saturating_sub(from + reserved), &said, t.dim());
        if is_kept {
            paint.text(x + 2, at.y, end.saturating_sub(x + 2), &kept, t.text());
        }
    }
}

/// The edges and the background of a box.
fn frame(paint: &mut Paint<'_>, field: FieldPlace, focused: bool) {
    let t = paint.theme;
    let at = field.boxed;
    if t.has_tints() {
        paint.cell(at.x, at.y, at.width, "", Align::Left, if focused { t.selection() } else { t.surface() });
    } else {
        let style = if focused { t.accent() } else { t.dim() };
        paint.text(at.x, at.y, 1, "[", style);
        paint.text(at.x + at.width - 1, at.y, 1, "]", style);
    }
}

/// The sign of a remark; a hint has none.
fn sign(t: Theme, kind: RemarkKind) -> Option<&'static str> {
    let (unicode, ascii) = match kind {
        RemarkKind::Hint => return None,
        RemarkKind::Kept => ("↻", "~"),
        RemarkKind::Changed => ("≠", "*"),
        RemarkKind::Note => ("…", "."),
        RemarkKind::Good => ("✓", "+"),
        RemarkKind::Warning => ("!", "!"),
        RemarkKind::Wrong => ("✕", "x"),
    };
    Some(if t.ascii { ascii } else { unicode })
}

fn remark_style(t: Theme, remark: &Remark) -> Style {
    match remark.kind {
        RemarkKind::Hint | RemarkKind::Note => t.dim(),
        RemarkKind::Kept => t.text(),
        RemarkKind::Changed => t.accent(),
        RemarkKind::Good => t.good(),
        RemarkKind::Warning => t.warning(),
        RemarkKind::Wrong => t.danger(),
    }
}

fn yes_or_no(paint: &mut Paint<'_>, field: FieldPlace, answer: Option<bool>, focused: bool) -> u16 {
    // The cursor must be visible even without a value.
    let chip = |yes: bool, word| (word, answer == Some(yes), answer.is_none() && yes);
    chips(paint, field, &[chip(true, "yes"), chip(false, "no")], focused)
}

/// The chosen one alone, where not all have room: the arrow keys lead to the others.
fn one_chip(paint: &mut Paint<'_>, field: FieldPlace, all: &[(&str, bool, bool)], focused: bool) -> u16 {
    let t = paint.theme;
    let chosen = all.iter().find(|(_, on, here)| *on || *here).map_or("", |(word, ..)| word);
    let (before, after) = (t.glyph('◂', '<'), t.glyph('▸', '>'));
    let (arrows, style) = if focused { (t.accent(), t.selection().patch(t.strong())) } else { (t.dim(), t.strong()) };
    let at = field.boxed;
    let word = format!(" {chosen} ");
    let pieces = [(&*format!(" {before}"), arrows), (&*word, style), (&*after.to_string(), arrows)];
    paint.pieces(at.x, at.y, field.remark.x + field.remark.width - at.x, &pieces)
}

/// Choices beside each other: what each says, whether it is chosen, and whether it has the cursor without being chosen.
/// Returns the cells they took.
fn chips(paint: &mut Paint<'_>, field: FieldPlace, all: &[(&str, bool, bool)], focused: bool) -> u16 {
    let t = paint.theme;
    let end = field.remark.x + field.remark.width;
    let mut at = field.boxed.x;
    let sign = if t.ascii { 3 } else { 1 };
    let needed: usize = all.iter().map(|(word, ..)| width(word) + sign + 3).sum();
    if needed > usize::from(end.saturating_sub(at)) {
        return one_chip(paint, field, all, focused);
    }
    for (word, on, here) in all {
        let mark = match (on, t.ascii) {
            (true, true) => "(o)",
            (false, true) => "( )",
            (true, false) => "◉",
            (false, false) => "○",
        };
        let style = match (focused && (*on || *here), on) {
            (true, _) => t.selection().patch(t.strong()),
            (false, true) => t.strong(),
            (false, false) => t.dim(),
        };
        at += paint.text(at, field.boxed.y, end.saturating_sub(at), &format!(" {mark} {word} "), style);
    }
    at - field.boxed.x
}
