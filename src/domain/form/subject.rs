//! The kind of user that a form is for: each has its own field table, and its own form for a company.

use crate::domain::form::fields::{FIELDS, Field, FieldId, SYSTEM_FIELDS};
use crate::domain::service::ids::{CompanyId, UserId};

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

    /// The row of a field in this table, or else that of the target user.
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

    /// `user`, `system user`
    #[must_use]
    pub fn short_name(self) -> &'static str {
        match self {
            Self::TargetUser => "user",
            Self::SystemUser => "system user",
        }
    }

    /// A prefix that distinguishes addresses of this kind; empty for target users.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::TargetUser => "",
            Self::SystemUser => "system user ",
        }
    }
}

/// Identifies a form and its draft: company, kind of user, and the existing user if one is edited.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormKey {
    /// The company.
    pub company: CompanyId,
    /// The kind.
    pub subject: Subject,
    /// The user that is edited; `None` for a new one.
    pub user: Option<UserId>,
}

impl FormKey {
    /// The form for a new user of this kind of the company.
    #[must_use]
    pub fn new(company: &CompanyId, subject: Subject) -> Self {
        Self { company: company.clone(), subject, user: None }
    }

    /// The form that edits this user of the company; that for a new one if there is none.
    #[must_use]
    pub fn editing(company: &CompanyId, subject: Subject, user: Option<&UserId>) -> Self {
        Self { user: user.cloned(), ..Self::new(company, subject) }
    }
}

impl From<CompanyId> for FormKey {
    /// The form for a target user of the company.
    fn from(company: CompanyId) -> Self {
        Self { company, subject: Subject::TargetUser, user: None }
    }
}
