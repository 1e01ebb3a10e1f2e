//! Layout of the form: where its lines, fields and buttons are.

use std::borrow::Cow;

use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::layout::{PaneArea, areas};
use crate::app::widgets::area::{Area, wrap, wrap_within};
use crate::domain::form::fields::FieldId;
use crate::domain::service::failure::{Applied, Remedy};

/// Cells before a field's box: marker, label, star.
pub const LABEL: u16 = 17;

/// One line of the form's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormLine {
    /// A field.
    Field(FieldId),
    /// The custom field at this place.
    Custom(usize),
    /// The buttons.
    Buttons,
}

/// The parts of the form.
#[derive(Debug, Clone)]
pub struct FormAreas {
    /// All of it, with frame and title.
    pub pane: PaneArea,
    /// Seats.
    pub seats: Area,
    /// Why the last send failed; no lines if it did not.
    pub banner: Area,
    /// Fields and buttons.
    pub body: Area,
    /// The first line of the body on the screen.
    pub top: usize,
    /// The buttons are in the last line of the body, however far the fields are scrolled.
    pub has_fixed_buttons: bool,
    /// Two lines: messages about the focused field and about the form.
    pub status: Area,
    /// Cells a field's box has for its text.
    pub box_width: u16,
}

/// All lines of the form's body.
pub fn form_lines(form: &Form) -> impl Iterator<Item = FormLine> + '_ {
    let line = |place: Focus| match place {
        Focus::Field(id) => FormLine::Field(id),
        Focus::Custom(n) => FormLine::Custom(n),
        Focus::Create | Focus::Leave => FormLine::Buttons,
    };
    form.places().chain([Focus::Create]).map(line)
}

/// The lines of the body on the screen.
#[must_use]
pub fn visible_form_lines(form: &Form, areas: &FormAreas) -> Vec<FormLine> {
    let height = usize::from(areas.body.height);
    if areas.has_fixed_buttons {
        let fields = form_lines(form).filter(|line| *line != FormLine::Buttons);
        return fields.skip(areas.top).take(height - 1).chain([FormLine::Buttons]).collect();
    }
    form_lines(form).skip(areas.top).take(height).collect()
}

/// The lines above the fields with the last failure.
#[must_use]
pub fn failure_lines(model: &Model, form: &Form, width: u16) -> Vec<String> {
    let failure = form.failure.as_ref().map(|failure| model.settings.keys.describe(failure, Scope::Form));
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
    let Some(failure) = &form.failure else { return Vec::new() };
    // A failure without advice may be about a user who was created.
    let text = match (failure.applied, &failure.remedy) {
        (Applied::Maybe, _) | (_, Remedy::Nothing) => keys.describe(failure, Scope::Form),
        (Applied::No, _) => format!("Not created: {} {}", failure.why, keys.advice(failure, Scope::Form)),
    };
    in_banner(&text, width)
}

/// Divides the form; `None` when it is not on the screen.
#[must_use]
pub fn form(model: &Model) -> Option<FormAreas> {
    let pane = areas(model)?.form?;
    let area = pane.inner;
    let form = model.drafts.current()?;
    let lines = form_lines(form).count();
    let head = 2;
    let room = area.height.saturating_sub(head + 2);
    // Leaves room below the gates for the focused field and the buttons.
    let gates = gate_lines(model, form, area.width, room.saturating_sub(2).max(1)).len();
    let failure = failure_lines(model, form, area.width).len();
    let [gates, failure] = [gates, failure].map(|lines| u16::try_from(lines).unwrap_or(u16::MAX));
    // Typed values stay visible below the failure.
    let most = (room / 3).max(1).min(room.saturating_sub(2).saturating_sub(gates));
    let banner = gates + failure.min(most);
    let height = area.height.saturating_sub(head + banner + 2);
    let has_fixed_buttons = gates > 0 && height >= 2 && lines > usize::from(height);
    let focus = form.places().position(|place| place == form.focus).unwrap_or(lines - 1);
    let (fits, of) = if has_fixed_buttons { (height - 1, lines - 1) } else { (height.max(1), lines) };
    let fits = usize::from(fits);
    let top = focus.saturating_sub(fits / 2).min(of.saturating_sub(fits));
    let body_height = height.min(u16::try_from(lines).unwrap_or(height));
    // An address should be visible in full; its message is shown in full below.
    let share = if area.width < 66 { 75 } else { 55 };
    Some(FormAreas {
        pane,
        seats: area.lines(0, 1),
        banner: area.lines(head, banner),
        body: area.lines(head + banner, body_height),
        top,
        has_fixed_buttons,
        status: area.lines(head + banner + body_height, area.height.saturating_sub(head + banner + body_height)),
        box_width: (area.width.saturating_sub(LABEL + 2) * share / 100).clamp(16, 48),
    })
}

/// Where the buttons are in their line: `[Create]` and `[Keep draft]`, from the left edge of the form.
#[must_use]
pub fn buttons(body: Area, y: u16) -> (Area, Area) {
    let create = Area { x: body.x + LABEL, y, width: 18, height: 1 };
    (create, Area { x: create.x + create.width + 2, width: 18, ..create })
}
