//! Keys in the form and its pickers that are no commands: text, and the opening of a picker by typing.

use crate::app::core::remote::Remote;
use crate::app::form::custom_fields::Row;
use crate::app::form::lookups::Lookups;
use crate::app::form::picker::Picker;
use crate::app::form::state::{Focus, Form};
use crate::app::keys::press::{Key, Press};
use crate::app::keys::table::{Command, Scope};
use crate::app::model::Model;
use crate::app::widgets::filter_list::FilterList;
use crate::app::widgets::text_input::{Edit, TYPED_MAX};
use crate::domain::form::fields::{FieldId, Kind, Source};
use crate::domain::service::lookup::Choice;

/// What a look-up field offers.
#[must_use]
pub fn choices<'a>(form: &'a Form, lookups: &'a Lookups, field: FieldId) -> Option<&'a Remote<Vec<Choice>>> {
    match field.source() {
        Some(Source::Groups) => Some(&form.groups),
        Some(Source::Roles) => Some(&form.roles),
        Some(Source::Languages) => Some(&lookups.languages),
        Some(Source::TimeZones) => Some(&lookups.time_zones),
        None => None,
    }
}

/// A press in the form that no command took.
pub fn type_in_form(model: &mut Model, press: Press) {
    let Some(form) = model.forms.current_mut() else { return };
    if form.focused().is_none() && form.focused_custom().is_none() {
        crate::app::shell::update::means_nothing(model, press);
        return;
    }
    if let Some(row) = form.focused_custom_mut().filter(|row| row.is_toggle()) {
        answer(row, press);
        return;
    }
    if let Some(input) = form.focused_input() {
        match input.press(press) {
            Edit::Changed => form.edited_here(),
            Edit::Full => model.notices.hint(model.now, format!("a field holds at most {TYPED_MAX} characters")),
            Edit::Ignored => crate::app::shell::update::means_nothing(model, press),
            Edit::Moved => {}
        }
        return;
    }
    let Some(id) = form.focused() else { return };
    match id.field().kind {
        Kind::Text => {}
        Kind::One | Kind::Many => match (press.typed(), press.key) {
            (Some(' '), _) => open_picker(form, id, ""),
            (Some(c), _) => open_picker(form, id, &c.to_string()),
            (None, Key::Backspace | Key::Delete) => {
                let mut kept = form.many(id).to_vec();
                kept.pop();
                form.choose(id, if id.field().kind == Kind::Many { kept } else { Vec::new() });
            }
            (None, _) => {}
        },
        Kind::Priority | Kind::Toggle => match (press.typed(), press.key) {
            (Some(' '), _) => step(form, id, None),
            (_, Key::Left) => step(form, id, Some(false)),
            (_, Key::Right) => step(form, id, Some(true)),
            _ => {}
        },
    }
}

/// A press on a custom field that is answered with yes or no.
fn answer(row: &mut Row, press: Press) {
    match (press.typed(), press.key) {
        (Some(' '), _) => row.step(None),
        (Some('y' | 'Y'), _) | (_, Key::Left) => row.step(Some(true)),
        (Some('n' | 'N'), _) | (_, Key::Right) => row.step(Some(false)),
        (_, Key::Backspace | Key::Delete) => {
            row.input.replace("");
            row.message = None;
        }
        _ => {}
    }
}

/// Changes a choice or a toggle; `None` is Space: the toggle turns, the choice goes round.
pub fn step(form: &mut Form, id: FieldId, up: Option<bool>) {
    if id.field().kind == Kind::Toggle {
        form.active = up.unwrap_or(!form.active);
    } else {
        form.priority = match up {
            Some(up) => form.priority.step(up),
            None if form.priority.step(true) == form.priority => crate::domain::user::target_user::Priority::VeryLow,
            None => form.priority.step(true),
        };
    }
    form.edited(id);
}

/// Opens the picker of a look-up field.
pub fn open_picker(form: &mut Form, field: FieldId, filter: &str) {
    let mut list = FilterList::default();
    list.filter.paste(filter);
    form.go(Focus::Field(field));
    form.picker = Some(Picker { field, list, marked: form.many(field).to_vec(), touched: false });
}

/// A press in the open picker that no command took.
pub fn type_in_picker(model: &mut Model, press: Press) {
    let Some(picker) = model.forms.current_mut().and_then(|f| f.picker.as_mut()) else { return };
    match picker.list.filter.press(press) {
        Edit::Changed => picker.list.cursor = 0,
        Edit::Ignored => {
            let takes = model.say(Command::Take, Scope::Picker);
            model.notices.hint(model.now, format!("the picker is open: {takes} takes, Esc leaves the field as it was"));
        }
        Edit::Moved | Edit::Full => {}
    }
}

/// Moves in the open picker.
pub fn move_in_picker(model: &mut Model, by: isize) {
    let Model { forms, lookups, .. } = model;
    let Some(form) = forms.current_mut() else { return };
    let count = offered(form, lookups).len();
    if let Some(picker) = form.picker.as_mut() {
        picker.list.move_by(by, count);
    }
}

/// Many can be chosen in the open picker.
#[must_use]
pub fn picks_many(model: &Model) -> bool {
    let picker = model.forms.current().and_then(|form| form.picker.as_ref());
    picker.is_some_and(|picker| picker.field.field().kind == Kind::Many)
}

/// Marks the choice under the cursor, where many may be chosen; else types a space.
pub fn mark_in_picker(model: &mut Model) {
    if !picks_many(model) {
        type_in_picker(model, Press::plain(Key::Char(' ')));
        return;
    }
    let Model { forms, lookups, .. } = model;
    let Some(form) = forms.current_mut() else { return };
    let chosen = under_cursor(form, lookups);
    if let (Some(picker), Some(choice)) = (form.picker.as_mut(), chosen) {
        picker.toggle(&choice);
        let count = offered(form, lookups).len();
        if let Some(picker) = form.picker.as_mut() {
            picker.list.move_by(1, count);
        }
    }
}

/// Takes what is marked, or the choice under the cursor when nothing is.
pub fn take_picked(model: &mut Model) {
    let Model { forms, lookups, notices, now, .. } = model;
    let Some(form) = forms.current_mut() else { return };
    let under = under_cursor(form, lookups);
    let Some(picker) = form.picker.as_ref() else { return };
    let field = picker.field;
    let many = field.field().kind == Kind::Many;
    let filtered = !picker.list.filter.value().trim().is_empty();
    let chosen = match under {
        _ if many && (picker.touched || !filtered && !picker.marked.is_empty()) => picker.marked.clone(),
        Some(choice) if many && !picker.is_marked(&choice) => picker.marked.iter().cloned().chain([choice]).collect(),
        Some(_) if many => picker.marked.clone(),
        Some(choice) => vec![choice],
        None => {
            notices.hint(*now, "nothing matches; change the filter, or Esc leaves the field as it was");
            return;
        }
    };
    form.picker = None;
    form.choose(field, chosen);
    form.go(form.neighbour(true));
}

fn offered(form: &Form, lookups: &Lookups) -> Vec<Choice> {
    let Some(picker) = &form.picker else { return Vec::new() };
    choices(form, lookups, picker.field)
        .map(|remote| picker.offered(remote).into_iter().cloned().collect())
        .unwrap_or_default()
}

fn under_cursor(form: &Form, lookups: &Lookups) -> Option<Choice> {
    let at = form.picker.as_ref()?.list.cursor;
    offered(form, lookups).into_iter().nth(at)
}

/// A paste while the form has the keys: one that says more than a field holds is shown first.
pub fn paste(model: &mut Model, text: &str) {
    let filling = model.forms.current().is_some_and(|f| f.picker.is_none());
    match super::paste_preview::of(model, text).filter(|_| filling) {
        Some(preview) => model.overlays.push(crate::app::overlays::overlay::Overlay::Preview(Box::new(preview))),
        None => paste_plain(model, text),
    }
}

/// A paste of text for one field or filter.
pub fn paste_plain(model: &mut Model, text: &str) {
    let Some(form) = model.forms.current_mut() else { return };
    if let Some(picker) = form.picker.as_mut() {
        if picker.list.filter.paste(text) != Edit::Moved {
            picker.list.cursor = 0;
        }
        return;
    }
    if let Some(input) = form.focused_input() {
        if input.paste(text) == Edit::Full {
            let said = format!("a field holds {TYPED_MAX} characters; the paste was cut there");
            model.notices.hint(model.now, said);
        }
        form.edited_here();
        return;
    }
    match form.focused().map(|id| (id, id.field().kind)) {
        Some((id, Kind::One | Kind::Many)) => open_picker(form, id, text),
        Some((_, Kind::Text | Kind::Priority | Kind::Toggle)) | None => {
            model.notices.hint(model.now, "a paste needs a text field; nothing was changed");
        }
    }
}
