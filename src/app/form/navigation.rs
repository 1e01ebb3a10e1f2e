//! The cursor of a form, and the places it goes to.

use crate::app::form::custom_fields::CustomFieldRow;
use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::app::form::ticket;
use crate::app::widgets::text_input::TextInput;
use crate::domain::form::fields::{FieldId, Kind, Section};

impl Form {
    /// The field under the cursor.
    #[must_use]
    pub fn focused(&self) -> Option<FieldId> {
        match self.focus {
            Focus::Field(id) => Some(id),
            Focus::Custom(_) | Focus::Ticket | Focus::Create | Focus::CreateNext | Focus::Leave => None,
        }
    }

    /// The input under the cursor, when it is one.
    pub fn focused_input(&mut self) -> Option<&mut TextInput> {
        match self.focus {
            Focus::Field(id) if id.field().kind == Kind::Text => self.texts.get_mut(id.index()),
            Focus::Custom(n) => {
                self.custom_fields.rows.get_mut(n).filter(|row| !row.is_toggle()).map(|row| &mut row.input)
            }
            Focus::Ticket => Some(&mut self.ticket.input),
            Focus::Field(_) | Focus::Create | Focus::CreateNext | Focus::Leave => None,
        }
    }

    /// Leaves the focused field and goes to `focus`.
    pub fn go(&mut self, focus: Focus) {
        if let Some(id) = self.focused()
            && let Some(seen) = self.visited.get_mut(id.index())
        {
            *seen = true;
        }
        if let Some(row) = self.focused_custom_mut() {
            row.visited = true;
        }
        self.ticket.visited |= self.focus == Focus::Ticket;
        self.focus = focus;
        self.entered_field();
    }

    /// Goes to the next or previous stop.
    pub fn step_focus(&mut self, forward: bool) {
        self.go(self.neighbour(forward));
    }

    /// The next or previous stop, round the end.
    #[must_use]
    pub fn neighbour(&self, forward: bool) -> Focus {
        let next = self.edits.is_none().then_some(Focus::CreateNext);
        let buttons = [Some(Focus::Create), next, Some(Focus::Leave)].into_iter().flatten();
        let stops: Vec<Focus> = self.places().chain(buttons).collect();
        let at = stops.iter().position(|s| *s == self.focus).unwrap_or(0);
        let next = if forward { at + 1 } else { at + stops.len() - 1 } % stops.len();
        stops.get(next).copied().unwrap_or(self.focus)
    }

    /// Every field in the order of the form: required custom fields are placed with the required fields, and the ticket
    /// is the last that is always in sight.
    pub fn places(&self) -> impl Iterator<Item = Focus> + '_ {
        let (needed, rest) = self.subject.fields().split_at(FieldId::Phone.index() + 1);
        let is_folded = |field: &crate::domain::form::fields::Field| field.section != Section::Person;
        let (person, rest) = rest.split_at(rest.iter().position(is_folded).unwrap_or(rest.len()));
        let required = self.custom_fields.required();
        let own = |row: &'static crate::domain::form::fields::Field| Focus::Field(row.id);
        // Groups are not a part of a change.
        let rest = rest.iter().filter(|field| self.edits.is_none() || field.id != FieldId::Groups);
        needed
            .iter()
            .map(own)
            .chain((0..required).map(Focus::Custom))
            .chain(person.iter().map(own))
            .chain(self.ticket.policy.asks().then_some(Focus::Ticket))
            .chain(rest.map(own))
            .chain((required..self.custom_fields.rows.len()).map(Focus::Custom))
    }

    /// The custom field under the cursor.
    #[must_use]
    pub fn focused_custom(&self) -> Option<&CustomFieldRow> {
        match self.focus {
            Focus::Custom(n) => self.custom_fields.rows.get(n),
            Focus::Field(_) | Focus::Ticket | Focus::Create | Focus::CreateNext | Focus::Leave => None,
        }
    }

    /// The custom field under the cursor, mutable.
    pub fn focused_custom_mut(&mut self) -> Option<&mut CustomFieldRow> {
        match self.focus {
            Focus::Custom(n) => self.custom_fields.rows.get_mut(n),
            Focus::Field(_) | Focus::Ticket | Focus::Create | Focus::CreateNext | Focus::Leave => None,
        }
    }

    /// The value under the cursor changed: drops the service's message about it.
    pub fn edited_here(&mut self) {
        self.mended(false);
        if let Some(id) = self.focused() {
            self.edited(id);
        }
        if let Some(row) = self.focused_custom_mut() {
            row.message = None;
        }
    }

    /// The name of a field of the form, short enough for a sentence.
    #[must_use]
    pub fn label(&self, place: Focus) -> String {
        match place {
            Focus::Field(id) => id.field().label.to_owned(),
            Focus::Custom(n) => self.custom_fields.rows.get(n).map_or_else(String::new, |row| short(&row.field.name)),
            Focus::Ticket => ticket::LABEL.to_owned(),
            Focus::Create | Focus::CreateNext | Focus::Leave => String::new(),
        }
    }
}

/// At most 24 characters of a name that may have hundreds.
#[must_use]
pub fn short(name: &str) -> String {
    const MOST: usize = 24;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let cut: String = name.chars().take(MOST - 3).collect();
    format!("{}...", cut.trim_end())
}
