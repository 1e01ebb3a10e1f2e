//! Layout of the form: where its lines, fields and buttons are.

use std::borrow::Cow;

use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::company_card;
use crate::app::screen::company_card::CardLine;
use crate::app::screen::company_sheet::Value;
use crate::app::screen::field_grid::{FieldGrid, FormLine};
use crate::app::screen::form_lines::{Body, Sentence};
use crate::app::screen::form_remarks::warning_of;
use crate::app::screen::layout::{PaneArea, areas};
use crate::app::widgets::area::{Area, wrap, wrap_within};
use crate::domain::form::fields::FieldId;
use crate::domain::service::failure::{Applied, Remedy};

/// The parts of the form.
#[derive(Debug, Clone)]
pub struct FormAreas {
    /// All of it, with frame and title.
    pub pane: PaneArea,
    /// Seats; no line if the card of the company has them.
    pub seats: Area,
    /// What is to know about the custom fields; no line if nothing is.
    pub note: Area,
    /// Why the last send failed; no lines if it did not.
    pub banner: Area,
    /// The fields.
    pub body: Area,
    /// Where fields are in their lines.
    pub grid: FieldGrid,
    /// The lines of the body on the screen.
    pub lines: Vec<FormLine>,
    /// How many lines are above and below them.
    pub hidden: (usize, usize),
    /// The sentences under fields.
    pub said: Vec<Sentence>,
    /// The warning about the email while its field may be out of sight.
    pub warning: (Area, Vec<String>),
    /// The closed gates.
    pub gates: (Area, Vec<String>),
    /// The line of the buttons; it is always in sight.
    pub buttons: Area,
}

/// The lines above the fields with the last failure.
#[must_use]
pub fn failure_lines(model: &Model, form: &Form, width: u16) -> Vec<String> {
    let failure = form.failure().map(|failure| model.settings.keys.describe(failure, Scope::Form));
    failure.map(|text| in_banner(&text, width)).unwrap_or_default()
}

/// The lines of the closed gates, at most as many as fit. Every gate has one.
#[must_use]
pub fn gate_lines(model: &Model, form: &Form, width: u16, room: u16) -> Vec<String> {
    let gates = form.closed_gates(&model.drafts.passes, model.now.local.date());
    let texts: Vec<_> = gates.iter().map(|gate| format!("! {}", gate.text)).collect();
    let whole: Vec<_> = texts.iter().map(|text| in_banner(text, width)).collect();
    let room = usize::from(room);
    if whole.iter().map(Vec::len).sum::<usize>() <= room {
        return whole.concat();
    }
    let each = room.checked_div(texts.len()).unwrap_or(0).max(1);
    texts.iter().flat_map(|text| wrap_within(text, banner_width(width), each)).take(room).collect()
}

fn banner_width(width: u16) -> usize {
    usize::from(width).saturating_sub(3)
}

fn in_banner(text: &str, width: u16) -> Vec<String> {
    wrap(text, banner_width(width)).into_iter().map(Cow::into_owned).collect()
}

/// The same for a small screen: the reason first.
#[must_use]
pub fn short_banner_lines(form: &Form, width: u16, keys: &KeyMap) -> Vec<String> {
    let Some(failure) = form.failure() else { return Vec::new() };
    // A failure without advice may be about a user who was created.
    let text = match (failure.applied, &failure.remedy) {
        (Applied::Maybe, _) | (_, Remedy::Nothing) => keys.describe(failure, Scope::Form),
        (Applied::No, _) => format!("Not {}: {} {}", form.done_verb(), failure.why, keys.advice(failure, Scope::Form)),
    };
    in_banner(&text, width)
}

/// Divides the form; `None` when it is not on the screen.
#[must_use]
pub fn form(model: &Model) -> Option<FormAreas> {
    let screen = areas(model)?;
    let pane = screen.form?;
    let area = pane.inner;
    let form = model.drafts.current()?;
    let entry = form.entry();
    let grid = FieldGrid::new(area.width);
    let cells = |lines: usize| u16::try_from(lines).unwrap_or(u16::MAX);
    let (seats, buttons) = (u16::from(screen.card.is_none()), 1);
    let note = u16::from(!form.note(&model.settings.keys).is_empty());
    let room = area.height.saturating_sub(seats + note + buttons);
    let mut focused = Sentence::under(model, form, &entry, form.focus(), area.width);
    // The focused field and what is said about it stay in sight, and a line of each gate.
    let needed = 1 + focused.as_ref().map_or(0, |said| said.lines.len());
    let closed = form.closed_gates(&model.drafts.passes, model.now.local.date()).len();
    let gates = gate_lines(model, form, area.width, cells(usize::from(room).saturating_sub(needed).max(closed)));
    let left = usize::from(room).saturating_sub(gates.len());
    if let Some(said) = &mut focused {
        said.keep_within(left.saturating_sub(1), area.width);
    }
    let needed = 1 + focused.as_ref().map_or(0, |said| said.lines.len());
    let most = (usize::from(room) / 3).max(1).min(left.saturating_sub(needed));
    let failure = failure_lines(model, form, area.width).len().min(most);
    let left = left - failure;
    let email = Focus::Field(FieldId::Email);
    let mut said: Vec<Sentence> = focused.into_iter().collect();
    let mut body = Body::new(model, form, &entry, said.clone());
    let mut warning = Vec::new();
    // The warning about the email stays in sight wherever the cursor is.
    if form.focus() != email
        && let Some(text) = warning_of(model, form, &entry, email)
    {
        let under = Sentence::under(model, form, &entry, email, area.width);
        if body.lines.len() + under.as_ref().map_or(0, |under| under.lines.len()) > left {
            let text = format!("! {}: {text}", FieldId::Email.field().label);
            warning = wrap_within(&text, banner_width(area.width), left.saturating_sub(needed));
        } else if under.is_some() {
            said.extend(under);
            body = Body::new(model, form, &entry, said);
        }
    }
    let left = left - warning.len();
    let height = body.fit(form, left);
    let spare = left - height;
    let [above, below] = [usize::from(spare > 1), usize::from(spare > 0)].map(cells);
    let (top, lines) = body.window(form, height);
    let hidden = (top, body.lines.len() - top - lines.len());
    let mut at = 0;
    let mut take = |lines: u16| {
        let part = area.lines(at, lines);
        at += lines;
        part
    };
    Some(FormAreas {
        pane,
        seats: take(seats),
        note: take(note),
        banner: take(cells(failure)),
        body: {
            take(above);
            take(cells(height))
        },
        grid,
        lines,
        hidden,
        said: body.said,
        warning: {
            take(below);
            (take(cells(warning.len())), warning)
        },
        gates: (take(cells(gates.len())), gates),
        buttons: take(buttons),
    })
}

/// What undoes the newest create, at the right end of its line.
pub const UNDO: &str = "undo";

/// The most cells of the text of the card.
const CARD_TEXT: u16 = 64;

/// The card of the form's company.
#[derive(Debug, Clone)]
pub struct CardAreas {
    /// All of it, with frame and title.
    pub pane: PaneArea,
    /// Its lines, with a margin.
    pub body: Area,
    /// What they say.
    pub lines: Vec<CardLine>,
}

impl CardAreas {
    /// The value under this cell.
    #[must_use]
    pub fn value_at(&self, x: u16, y: u16) -> Option<Value> {
        let line = self.lines.get(usize::from(y.checked_sub(self.body.y)?))?;
        line.value_at(x.checked_sub(self.body.x)?, self.body.width).filter(|_| self.body.contains(x, y))
    }

    /// The cell is on what undoes the newest create.
    #[must_use]
    pub fn undoes(&self, x: u16, y: u16) -> bool {
        let line = y.checked_sub(self.body.y).and_then(|n| self.lines.get(usize::from(n)));
        let end = self.body.x + self.body.width;
        matches!(line, Some(CardLine::Undo(_))) && self.body.contains(x, y) && usize::from(end - x) <= UNDO.len()
    }
}

/// Divides the card; `None` when it is not on the screen.
#[must_use]
pub fn card(model: &Model) -> Option<CardAreas> {
    let pane = areas(model)?.card?;
    let form = model.drafts.current()?;
    let inner = pane.inner;
    // What belongs together stays together, however wide the card is.
    let body = Area { x: inner.x + 2, width: inner.width.saturating_sub(3).min(CARD_TEXT), ..inner };
    let lines = company_card::lines(model, form, body.width, body.height);
    let spare = usize::from(body.height) > lines.len();
    Some(CardAreas { pane, body: body.lines(u16::from(spare), body.height), lines })
}
