//! Whom a form is about: each kind of user has a field table of its own, and a company's form for one
//! kind is kept apart from that for the other.

use crate::domain::form::fields::{FIELDS, Field, FieldId, SYSTEM_FIELDS};
use crate::domain::service::ids::CompanyId;

/// A kind of user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Subject {
    /// Receives simulations and training, and uses a seat.
    #[default]
    TargetUser,
    /// Logs in to the console of the company.
    SystemUser,
}

impl Subject {
    /// The fields, in the order of the form.
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::TargetUser => &FIELDS,
            Self::SystemUser => &SYSTEM_FIELDS,
        }
    }

    /// The row of a field in this table; one that is not there is as the target user has it.
    #[must_use]
    pub fn field(self, id: FieldId) -> &'static Field {
        self.fields().iter().find(|field| field.id == id).unwrap_or_else(|| id.field())
    }

    /// `target user`
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TargetUser => "target user",
            Self::SystemUser => "system user",
        }
    }

    /// What stands before an address so that nobody takes one for the other; nothing for a target user.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::TargetUser => "",
            Self::SystemUser => "system user ",
        }
    }
}

/// Names one form, one draft: whose user, and which kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormKey {
    /// The company.
    pub company: CompanyId,
    /// The kind.
    pub subject: Subject,
}

impl FormKey {
    /// The form for this kind of user of the company.
    #[must_use]
    pub fn new(company: &CompanyId, subject: Subject) -> Self {
        Self { company: company.clone(), subject }
    }
}

impl From<CompanyId> for FormKey {
    /// The form for a target user of the company.
    fn from(company: CompanyId) -> Self {
        Self { company, subject: Subject::TargetUser }
    }
}
