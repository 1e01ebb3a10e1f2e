//! What the lines of the company pane are made of, and where a click on them copies a value.

use std::borrow::Cow;

use crate::app::core::remote::Remote;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::scope::Scope;
use crate::app::widgets::area::wrap;
use crate::domain::company::summary::CompanyStatus;
use crate::domain::service::failure::Failure;
use crate::domain::text::cells::width;

/// Cells before the text of a line.
pub const LABEL: u16 = 12;

/// Emphasis of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Plain.
    Plain,
    /// Old, loading, or of little importance.
    Dim,
    /// Important.
    Strong,
    /// Warning.
    Warning,
    /// The status of the company.
    Status(CompanyStatus),
}

/// A line of the pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaneLine {
    /// A gap between two subjects; dropped if space is short.
    Gap,
    /// The heading of a section.
    Heading(&'static str),
    /// A gauge for so many seats in use of so many, followed by a text.
    Seats(u64, u64, String, Tone),
    /// A label (empty on continuation lines), a text that fits, and what a click on the text copies.
    Text(Cow<'static, str>, String, Tone, Option<Value>),
}

/// A value that a click copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// What it is: `the company ID`.
    pub what: String,
    /// All of it, on however many lines it stands.
    pub text: String,
}

impl Value {
    /// The value of the field with this label.
    pub(super) fn of(label: &str, text: &str) -> Self {
        let name = match label {
            "belongs to" => "company groups",
            "created" => "creation date",
            "domains" => "domain",
            label => label,
        };
        Self { what: format!("the {name}"), text: text.to_owned() }
    }
}

/// The fewest and the most cells of the gauge.
const SHORTEST: u16 = 6;
const LONGEST: u16 = 24;

impl PaneLine {
    /// Cells of the gauge on a line of `cells`: none where the numbers need the room, which say it exactly.
    #[must_use]
    pub fn gauge(&self, cells: u16) -> u16 {
        let Self::Seats(_, _, words, _) = self else { return 0 };
        let room = cells.saturating_sub(LABEL).saturating_sub(cells_of(words).saturating_add(2));
        if room >= SHORTEST { room.min(LONGEST) } else { 0 }
    }

    /// The value under this cell of a line of `cells`.
    #[must_use]
    pub fn value_at(&self, at: u16, cells: u16) -> Option<Value> {
        let (text, value) = match self {
            Self::Seats(_, _, words, _) => (words, Value::of("seats", words)),
            Self::Text(_, text, _, Some(value)) => (text, value.clone()),
            Self::Gap | Self::Heading(_) | Self::Text(_, _, _, None) => return None,
        };
        let gauge = match self.gauge(cells) {
            0 => 0,
            gauge => gauge + 1,
        };
        let end = LABEL.saturating_add(gauge).saturating_add(cells_of(text));
        (LABEL..end).contains(&at).then_some(value)
    }
}

pub(super) fn cells_of(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

/// The lines so far, wrapped to a width.
pub(super) struct LineBuilder {
    pub(super) lines: Vec<PaneLine>,
    pub(super) width: usize,
    /// Reasons already shown: a locked company refuses every part with the same one.
    shown_reasons: Vec<String>,
    keys: KeyMap,
    /// Whose keys the advice names.
    scope: Scope,
}

impl LineBuilder {
    /// Nothing yet, for lines of `cells`.
    pub(super) fn new(cells: u16, keys: KeyMap, scope: Scope) -> Self {
        let width = usize::from(cells.saturating_sub(LABEL + 2));
        Self { lines: Vec::new(), width, shown_reasons: Vec::new(), keys, scope }
    }

    pub(super) fn text(&mut self, label: impl Into<Cow<'static, str>>, text: &str, tone: Tone) {
        self.wrapped(label, text, tone, None);
    }

    /// A text that a click copies.
    pub(super) fn value(&mut self, label: impl Into<Cow<'static, str>>, text: &str, tone: Tone) {
        let label = label.into();
        let value = Value::of(&label, text);
        self.wrapped(label, text, tone, Some(&value));
    }

    /// A text, on each of whose lines a click copies this value.
    pub(super) fn wrapped(
        &mut self,
        label: impl Into<Cow<'static, str>>,
        text: &str,
        tone: Tone,
        value: Option<&Value>,
    ) {
        let mut label = label.into();
        for line in wrap(text, self.width) {
            self.lines.push(PaneLine::Text(label, line.into_owned(), tone, value.cloned()));
            label = Cow::Borrowed("");
        }
    }

    /// A text that is left out when there is none.
    pub(super) fn maybe(&mut self, label: &'static str, text: Option<&str>) {
        if let Some(text) = text.filter(|t| !t.is_empty()) {
            self.value(label, text, Tone::Plain);
        }
    }

    fn gap(&mut self) {
        if !matches!(self.lines.last(), Some(PaneLine::Gap) | None) {
            self.lines.push(PaneLine::Gap);
        }
    }

    pub(super) fn heading(&mut self, title: &'static str) {
        self.gap();
        self.lines.push(PaneLine::Heading(title));
    }

    /// Why a part is missing; the same reason is not shown in full twice.
    pub(super) fn failure(&mut self, label: &'static str, failure: &Failure) {
        if self.shown_reasons.contains(&failure.why) {
            self.text(label, "unavailable, as above", Tone::Dim);
        } else {
            let said = format!("unavailable: {}", failure.why);
            let hint = self.keys.advice(failure, self.scope);
            self.text(label, format!("{said} {hint}").trim(), Tone::Warning);
            self.shown_reasons.push(failure.why.clone());
        }
    }

    /// One part: its value by `show`, else the listed one, and its state.
    pub(super) fn part<T>(
        &mut self,
        label: &'static str,
        part: &Remote<T>,
        listed: Option<&str>,
        show: impl FnOnce(&mut Self, &T, Tone),
    ) {
        let mut label = label;
        match (&part.value, listed) {
            (Some(value), _) => {
                show(self, value, if part.slow { Tone::Dim } else { Tone::Plain });
                label = "";
            }
            (None, Some(listed)) => {
                self.value(label, listed, if part.slow { Tone::Dim } else { Tone::Plain });
                label = "";
            }
            (None, None) if part.slow => self.text(label, "loading", Tone::Dim),
            (None, None) if part.error.is_none() => self.text(label, " ", Tone::Dim),
            (None, None) => {}
        }
        if let Some(failure) = &part.error {
            self.failure(label, failure);
        }
    }
}
