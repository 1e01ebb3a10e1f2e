//! The lines of the form's body: fields, headings, folded sections, and the sentences under fields.

use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::app::model::Model;
use crate::app::screen::field_grid::{FieldGrid, FormLine, LABEL};
use crate::app::screen::form_remarks::{RemarkKind, remark, sentence};
use crate::app::widgets::area::{Area, wrap, wrap_within};
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{FieldId, Section};

/// The sentence under a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The field.
    pub place: Focus,
    /// What kind of a remark it is.
    pub kind: RemarkKind,
    /// The sentence in one piece.
    pub text: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// Cells before each of them.
    pub indent: u16,
}

/// From this many lines on, a sentence is as wide as the form.
const LONG: usize = 4;

impl Sentence {
    /// The sentence under a field in a form with so many cells, if there is any.
    pub(super) fn under(model: &Model, form: &Form, entry: &Entry, place: Focus, cells: u16) -> Option<Self> {
        let remark = remark(model, form, entry, place);
        let grid = FieldGrid::new(cells);
        let line = line_of(place);
        let at = Area { x: 0, y: 0, width: cells, height: 1 };
        let room = grid.of_line(line, at).find(|field| field.place == place).map_or(0, |field| field.remark.width);
        let text = sentence(form, place, remark.as_ref(), room);
        let kind = remark.map_or(RemarkKind::Hint, |remark| remark.kind);
        Self::new(place, kind, text, cells)
    }

    fn new(place: Focus, kind: RemarkKind, text: String, cells: u16) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let broken = |indent: u16| -> Vec<String> {
            let lines = wrap(&text, usize::from(cells.saturating_sub(indent + 1)));
            lines.into_iter().map(std::borrow::Cow::into_owned).collect()
        };
        let (indent, lines) = match broken(LABEL + 1) {
            lines if lines.len() < LONG => (LABEL + 1, lines),
            _ => (2, broken(2)),
        };
        Some(Self { place, kind, text, lines, indent })
    }

    /// Cuts it in the middle if it has more lines.
    pub(super) fn keep_within(&mut self, lines: usize, cells: u16) {
        if self.lines.len() > lines {
            self.lines = wrap_within(&self.text, usize::from(cells.saturating_sub(self.indent + 1)), lines);
        }
    }
}

/// The names that share a line.
const PAIRS: [(FieldId, FieldId); 2] =
    [(FieldId::FirstName, FieldId::LastName), (FieldId::ManagerFirstName, FieldId::ManagerLastName)];

/// The line of a field; the second of a pair has that of the first.
fn line_of(place: Focus) -> FormLine {
    let pair = PAIRS.map(|(one, other)| (Focus::Field(one), Focus::Field(other)));
    let pair = pair.into_iter().find(|(one, other)| *one == place || *other == place);
    pair.map_or(FormLine::Field(place), |(one, other)| FormLine::Pair(one, other))
}

/// The lines of the body, and the sentences among them.
pub(super) struct Body {
    /// All lines.
    pub lines: Vec<FormLine>,
    /// The sentences.
    pub said: Vec<Sentence>,
}

impl Body {
    pub(super) fn new(model: &Model, form: &Form, entry: &Entry, said: Vec<Sentence>) -> Self {
        let mut lines = Vec::new();
        let (mut section, mut is_unfolded) = (Section::Person, true);
        for place in form.places() {
            let Some(own) = form.section(place) else { continue };
            if own != section {
                // Folded sections stand together.
                if is_unfolded {
                    lines.push(FormLine::Gap);
                }
                section = own;
                is_unfolded = form.is_unfolded(section, entry, model.settings.rules);
                lines.push(if is_unfolded { FormLine::Heading(section) } else { FormLine::Folded(section) });
            }
            let line = line_of(place);
            if is_unfolded && lines.last() != Some(&line) {
                lines.push(line);
            }
        }
        for sentence in &said {
            if let Some(at) = lines.iter().position(|line| line.has(sentence.place)) {
                let under = (0..sentence.lines.len()).map(|n| FormLine::Said(sentence.place, n));
                let rest = lines.split_off(at + 1);
                lines.extend(under);
                lines.extend(rest);
            }
        }
        Self { lines, said }
    }

    /// The height of the body with at most so many lines. Gaps go first; what is to spare is kept for the section that
    /// opens next, so that the buttons stay where they are.
    pub(super) fn fit(&mut self, form: &Form, room: usize) -> usize {
        if self.lines.len() > room {
            self.lines.retain(|line| *line != FormLine::Gap);
        }
        if self.lines.len() > room {
            return room;
        }
        let is_second = |place: &Focus| PAIRS.iter().any(|(_, other)| Focus::Field(*other) == *place);
        let fields = |section| form.places_of(section).filter(|place| !is_second(place)).count() + 1;
        let own = form.section(form.focus()).filter(|section| *section != Section::Person).map_or(0, fields);
        let folded = self.lines.iter().filter_map(|line| match line {
            FormLine::Folded(section) => Some(*section),
            FormLine::Field(_) | FormLine::Pair(..) | FormLine::Said(..) | FormLine::Heading(_) | FormLine::Gap => None,
        });
        let tallest = folded.map(fields).max().unwrap_or(0);
        let sentence = usize::from(self.said.is_empty());
        (self.lines.len() + tallest.saturating_sub(own) + sentence).min(room)
    }

    /// The first line on the screen, and the lines from there on: the focused field and its sentence are among them.
    pub(super) fn window(&self, form: &Form, height: usize) -> (usize, Vec<FormLine>) {
        let of = self.lines.len();
        let focus = self.lines.iter().position(|line| line.has(form.focus()));
        let said = self.said.iter().find(|said| said.place == form.focus()).map_or(0, |said| said.lines.len());
        let last = of.saturating_sub(height);
        let top = focus.map_or(last, |focus| {
            let centred = focus.saturating_sub(height / 2).max((focus + said + 1).saturating_sub(height));
            centred.min(focus).min(last)
        });
        (top, self.lines.iter().skip(top).take(height).copied().collect())
    }
}
