//! Keys and pastes in a form.

use crate::app::form::custom_fields::CustomFieldRow;
use crate::app::form::focus::Focus;
use crate::app::form::picker::Picker;
use crate::app::form::state::Form;
use crate::app::keys::press::{Key, KeyPress};
use crate::app::widgets::filter_list::FilterList;
use crate::app::widgets::text_input::Edit;
use crate::domain::change::ticket::TicketNumber;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{FieldId, Kind, Rules};
use crate::domain::form::value::FieldValue;
use crate::domain::user::target_user::Priority;

/// Effect of a key or a paste in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// Text, or nothing to do.
    Done,
    /// The field holds no more.
    Full,
    /// It has no effect here.
    Nothing,
}

impl Form {
    /// A key press that is no command.
    pub fn press(&mut self, press: KeyPress) -> Typed {
        if let Some(row) = self.focused_custom_mut().filter(|row| row.is_toggle()) {
            answer(row, press);
            return Typed::Done;
        }
        let replaces = self.begins_in_field();
        if let Some(input) = self.focused_input() {
            let erases = matches!(press.key, Key::Backspace | Key::Delete) && !press.ctrl && !press.alt;
            if replaces && (press.typed().is_some() || erases) {
                input.replace("");
                if erases {
                    self.edited_here();
                    return Typed::Done;
                }
            }
            return match input.press(press) {
                Edit::Changed => {
                    self.edited_here();
                    Typed::Done
                }
                Edit::Full => Typed::Full,
                Edit::Ignored => Typed::Nothing,
                Edit::Moved => Typed::Done,
            };
        }
        let Some(id) = self.focused() else { return Typed::Nothing };
        match id.field().kind {
            Kind::Text => {}
            Kind::One | Kind::Many => match (press.typed(), press.key) {
                (Some(' '), _) => self.open_picker(id, ""),
                (Some(c), _) => self.open_picker(id, &c.to_string()),
                (None, Key::Backspace | Key::Delete) => {
                    let mut kept = self.many(id).to_vec();
                    kept.pop();
                    self.choose(id, if id.field().kind == Kind::Many { kept } else { Vec::new() });
                }
                (None, _) => {}
            },
            Kind::Priority | Kind::Toggle => match (press.typed(), press.key) {
                (Some(' '), _) => self.step(id, None),
                (_, Key::Left) => self.step(id, Some(false)),
                (_, Key::Right) => self.step(id, Some(true)),
                _ => {}
            },
        }
        Typed::Done
    }

    /// A paste of text for one field or filter.
    pub fn paste(&mut self, text: &str) -> Typed {
        if let Some(picker) = self.picker.as_mut() {
            if picker.list.filter.paste(text) != Edit::Moved {
                picker.list.go_to(0);
            }
            return Typed::Done;
        }
        let replaces = self.begins_in_field();
        if let Some(input) = self.focused_input() {
            if replaces && !text.trim().is_empty() {
                input.replace("");
            }
            let typed = if input.paste(text) == Edit::Full { Typed::Full } else { Typed::Done };
            self.edited_here();
            return typed;
        }
        match self.focused().map(|id| (id, id.field().kind)) {
            Some((id, Kind::One | Kind::Many)) => {
                self.open_picker(id, text);
                Typed::Done
            }
            Some((_, Kind::Text | Kind::Priority | Kind::Toggle)) | None => Typed::Nothing,
        }
    }

    /// The text of the field just entered is to be replaced. What comes after that, also in an empty field, is not.
    fn begins_in_field(&mut self) -> bool {
        let replaces = self.replaces_text();
        self.goes_on_in_text();
        replaces
    }

    /// Changes a choice or a toggle; `None` is Space: it flips the toggle or selects the next choice.
    pub fn step(&mut self, id: FieldId, up: Option<bool>) {
        match self.values[id.index()] {
            FieldValue::Toggle(on) => self.put(id, FieldValue::Toggle(up.unwrap_or(!on))),
            FieldValue::Priority(priority) => {
                let next = match up {
                    Some(up) => priority.step(up),
                    None if priority.step(true) == priority => Priority::VeryLow,
                    None => priority.step(true),
                };
                self.put(id, FieldValue::Priority(next));
            }
            FieldValue::Text(_) | FieldValue::One(_) | FieldValue::Many(_) => {}
        }
    }

    /// Opens the picker of a look-up field.
    pub fn open_picker(&mut self, field: FieldId, filter: &str) {
        let mut list = FilterList::default();
        list.filter.paste(filter);
        self.go(Focus::Field(field));
        self.picker = Some(Picker { field, list, marked: self.many(field).to_vec(), touched: false });
    }

    /// Fills the field under the cursor with its value in this entry.
    pub fn repeat(&mut self, last: &Entry) {
        if let Some(field) = self.focused() {
            self.copy_field(field, last);
        } else if let Some(row) = self.focused_custom_mut() {
            row.input.replace(last.custom.get(&row.field.id).map_or("", String::as_str));
            row.message = None;
        }
    }

    /// Fills in this ticket.
    pub fn put_ticket(&mut self, ticket: &TicketNumber) {
        self.ticket.input.replace(ticket.as_str());
        self.edited_here();
    }

    /// Goes to the next field to fix, wrapping around.
    pub fn go_to_next_problem(&mut self, rules: Rules) {
        let problems = self.problems(rules);
        let after =
            self.places().skip_while(|place| *place != self.focus).skip(1).find(|place| problems.contains(place));
        if let Some(place) = after.or(problems.first().copied()) {
            self.visit_all();
            self.go(place);
        }
    }
}

/// A key press on a yes-or-no custom field.
fn answer(row: &mut CustomFieldRow, press: KeyPress) {
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
