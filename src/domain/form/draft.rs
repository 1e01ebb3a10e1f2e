//! A form that somebody has begun to fill in, as it is kept between runs.

use jiff::Timestamp;

use crate::domain::form::entry::Entry;
use crate::domain::form::subject::FormKey;
use crate::domain::service::ids::CompanyId;

/// What was typed for one company and not yet created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Whose user it is to be.
    pub company: CompanyId,
    /// The company's name when it was typed.
    pub name: String,
    /// What was filled in.
    pub entry: Entry,
    /// When it last changed.
    pub changed: Timestamp,
}

impl Draft {
    /// The form it belongs to.
    #[must_use]
    pub fn form(&self) -> FormKey {
        FormKey::new(&self.company, self.entry.subject)
    }
}
