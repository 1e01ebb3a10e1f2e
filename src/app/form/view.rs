//! What the rest of the program may read of a form.

use jiff::Timestamp;

use crate::app::core::remote::Remote;
use crate::app::form::custom_fields::CustomFields;
use crate::app::form::duplicate_check::Duplicate;
use crate::app::form::focus::Focus;
use crate::app::form::parked::Parked;
use crate::app::form::picker::Picker;
use crate::app::form::state::Form;
use crate::app::form::ticket::TicketField;
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
