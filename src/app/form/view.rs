//! What the rest of the program may read of a form.

use jiff::Timestamp;

use crate::app::core::remote::Remote;
use crate::app::form::custom_fields::CustomFields;
use crate::app::form::duplicate_check::Duplicate;
use crate::app::form::existing_user::Edits;
use crate::app::form::focus::Focus;
use crate::app::form::parked::Parked;
use crate::app::form::picker::Picker;
use crate::app::form::state::Form;
use crate::app::form::ticket::TicketField;
use crate::app::keys::command::Command;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::scope::Scope;
use crate::app::widgets::text_input::TextInput;
use crate::domain::change::write::WriteId;
use crate::domain::company::domains::Domains;
use crate::domain::company::license::LicenseCheck;
use crate::domain::company::summary::CompanyStatus;
use crate::domain::form::draft::DraftId;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::CompanyId;
use crate::domain::service::lookup::Choice;

impl Form {
    /// ID of the form: a company can have several.
    #[must_use]
    pub fn id(&self) -> DraftId {
        self.id
    }

    /// Target user or system user.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.subject
    }

    /// The company, captured at opening.
    #[must_use]
    pub fn company(&self) -> &CompanyId {
        &self.company
    }

    /// What is to know about its loading, for the line above the fields; empty if nothing is.
    #[must_use]
    pub fn note(&self, keys: &KeyMap) -> String {
        let retry = || keys.describe_keys(Command::Reload, Scope::Form);
        match self.edits().map(Edits::read) {
            Some(read) if read.slow && read.value.is_none() => {
                "reading the user: the values are those of the list".to_owned()
            }
            Some(Remote { error: Some(failure), value: None, .. }) => {
                format!("the user could not be read ({} reads again): {}", retry(), failure.why)
            }
            Some(_)
                if self.custom_fields.orphaned_changes(&self.initial.custom) == 0
                    && self.custom_fields.load.error.is_none()
                    && !self.custom_fields.load.slow =>
            {
                String::new()
            }
            Some(_) | None => self.custom_fields.note(keys),
        }
    }

    /// Name of the company.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Status of the company.
    #[must_use]
    pub fn company_status(&self) -> CompanyStatus {
        self.company_status
    }

    /// Its seats, fetched anew.
    #[must_use]
    pub fn license(&self) -> &Remote<LicenseCheck> {
        &self.license
    }

    /// Its groups.
    #[must_use]
    pub fn groups(&self) -> &Remote<Vec<Choice>> {
        &self.groups
    }

    /// The roles that a system user of the company can have.
    #[must_use]
    pub fn roles(&self) -> &Remote<Vec<Choice>> {
        &self.roles
    }

    /// Its mail domains.
    #[must_use]
    pub fn domains(&self) -> &Remote<Domains> {
        &self.domains
    }

    /// Its custom fields.
    #[must_use]
    pub fn custom_fields(&self) -> &CustomFields {
        &self.custom_fields
    }

    /// The input of a text field.
    #[must_use]
    pub fn input(&self, id: FieldId) -> Option<&TextInput> {
        self.texts.get(id.index())
    }

    /// Values filled in by the program.
    #[must_use]
    pub fn initial(&self) -> &Entry {
        &self.initial
    }

    /// Its ticket.
    #[must_use]
    pub fn ticket(&self) -> &TicketField {
        &self.ticket
    }

    /// Where the cursor is.
    #[must_use]
    pub fn focus(&self) -> Focus {
        self.focus
    }

    /// A field was left or submitted.
    #[must_use]
    pub fn has_visited_fields(&self) -> bool {
        self.visited.contains(&true) || self.custom_fields.rows().iter().any(|row| row.visited)
    }

    /// Messages of the service about single fields.
    #[must_use]
    pub fn messages(&self) -> &[(FieldId, String)] {
        &self.messages
    }

    /// Why the last send failed, with messages of the service that belong to no field.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// Why it is parked.
    #[must_use]
    pub fn parked(&self) -> Option<Parked> {
        self.parked
    }

    /// When it was parked.
    #[must_use]
    pub fn parked_at(&self) -> Timestamp {
        self.parked_at
    }

    /// The change that may have created this user already.
    #[must_use]
    pub fn uncertain_write(&self) -> Option<&WriteId> {
        self.uncertain_write.as_ref()
    }

    /// The open picker.
    #[must_use]
    pub fn picker(&self) -> Option<&Picker> {
        self.picker.as_ref()
    }

    /// The duplicate check.
    #[must_use]
    pub fn duplicate(&self) -> &Duplicate {
        &self.duplicate
    }
}
