//! Where the cursor of a form is.

use crate::domain::form::fields::FieldId;

/// Where the form's cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// In a field.
    Field(FieldId),
    /// In the custom field at this place of [`CustomFields::rows`](super::custom_fields::CustomFields::rows).
    Custom(usize),
    /// In the ticket, where the profile asks for one.
    Ticket,
    /// On `[ Create ]`.
    Create,
    /// On `[ Create, next ]`.
    CreateNext,
    /// On what keeps the draft and closes the form.
    Leave,
}
