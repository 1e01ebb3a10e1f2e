//! The sections of a form: which of them are folded, and what the line of a folded one says.

use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{FieldId, Kind, Rules, Section};
use crate::domain::form::verdict::Verdict;
use crate::domain::text::cells::shortened;

/// Cells of the company's name in the heading of its own fields.
const NAME: usize = 24;

impl Form {
    /// The section of a field; `None` for a button.
    #[must_use]
    pub fn section(&self, place: Focus) -> Option<Section> {
        match place {
            Focus::Field(id) => Some(self.subject.field(id).section),
            Focus::Custom(n) if n < self.custom_fields.required() => Some(Section::Person),
            Focus::Ticket => Some(Section::Person),
            Focus::Custom(_) => Some(Section::Own),
            Focus::Create | Focus::CreateNext | Focus::Leave => None,
        }
    }

    /// The fields of a section, in the order of the form.
    pub fn places_of(&self, section: Section) -> impl Iterator<Item = Focus> + '_ {
        self.places().filter(move |place| self.section(*place) == Some(section))
    }

    /// The section is shown with its fields: the cursor is in it, or something in it needs a person.
    #[must_use]
    pub fn is_unfolded(&self, section: Section, entry: &Entry, rules: Rules) -> bool {
        section == Section::Person
            || self.section(self.focus) == Some(section)
            || self.places_of(section).any(|place| self.needs_a_look(place, entry, rules))
    }

    fn needs_a_look(&self, place: Focus, entry: &Entry, rules: Rules) -> bool {
        match place {
            Focus::Field(id) => {
                self.own_verdict(id, entry, rules).blocks()
                    || matches!(self.verdict(id, entry, rules), Verdict::Wrong(_) | Verdict::Warning(_))
            }
            Focus::Custom(n) => self.is_custom_problem(n),
            Focus::Ticket => self.is_ticket_missing_or_wrong(),
            Focus::Create | Focus::CreateNext | Focus::Leave => false,
        }
    }

    /// The heading of a section.
    #[must_use]
    pub fn section_title(&self, section: Section) -> String {
        match section {
            Section::Person => "Person".to_owned(),
            Section::Access => "Access".to_owned(),
            Section::Manager => "Manager".to_owned(),
            Section::Own => {
                let name = shortened(&self.name, NAME);
                let ending = if name.ends_with(['s', 'S']) { "'" } else { "'s" };
                format!("{name}{ending} own")
            }
        }
    }

    /// What a folded section holds: `Finance UK, New joiners · English (UK) · priority Medium`.
    #[must_use]
    pub fn section_summary(&self, section: Section, separator: &str) -> String {
        let parts: Vec<String> = match section {
            Section::Own => self.own_summary(),
            Section::Manager => {
                let name = format!("{} {}", self.text(FieldId::ManagerFirstName), self.text(FieldId::ManagerLastName));
                vec![name.trim().to_owned(), self.text(FieldId::ManagerEmail).to_owned()]
            }
            Section::Person | Section::Access => {
                let ids = self.places_of(section).filter_map(|place| match place {
                    Focus::Field(id) => Some(id),
                    Focus::Custom(_) | Focus::Ticket | Focus::Create | Focus::CreateNext | Focus::Leave => None,
                });
                ids.map(|id| self.value_summary(id)).collect()
            }
        };
        let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if said.is_empty() { "none".to_owned() } else { said.join(separator) }
    }

    fn value_summary(&self, id: FieldId) -> String {
        match self.subject.field(id).kind {
            Kind::Text => self.text(id).to_owned(),
            Kind::Many if self.many(id).is_empty() => "no groups".to_owned(),
            Kind::Many => self.many(id).iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>().join(", "),
            Kind::One => self.chosen(id),
            Kind::Priority => format!("priority {}", self.priority().label()),
            Kind::Toggle if self.is_active() => "active".to_owned(),
            Kind::Toggle => "INACTIVE".to_owned(),
        }
    }

    fn own_summary(&self) -> Vec<String> {
        let optional = self.custom_fields.rows.iter().skip(self.custom_fields.required());
        let filled: Vec<String> = optional
            .clone()
            .filter(|row| !row.input.value().trim().is_empty())
            .map(|row| format!("{} {}", shortened(&row.field.name, NAME), row.input.value().trim()))
            .collect();
        if filled.is_empty() { vec![format!("none of {} filled in", optional.count())] } else { filled }
    }

    /// A field of the section has a value that was carried over from the last user.
    #[must_use]
    pub fn carries_over(&self, section: Section, entry: &Entry) -> bool {
        self.edits.is_none()
            && self
                .places_of(section)
                .any(|place| matches!(place, Focus::Field(id) if entry.is_carried_over(&self.initial, id)))
    }

    /// A field of the section of an existing user has another value than before.
    #[must_use]
    pub fn has_changes(&self, section: Section) -> bool {
        self.places_of(section).any(|place| self.old_value(place).is_some())
    }
}
