//! What tells companies of one name apart.

use std::collections::HashMap;

use crate::app::companies::list::Companies;
use crate::domain::company::namesakes;
use crate::domain::list::company_index::CompanyIndex;
use crate::domain::service::ids::CompanyId;

/// See [`Companies::marks`].
#[derive(Debug)]
pub enum Marks<'a> {
    /// Of all companies.
    Roster(&'a CompanyIndex),
    /// Of those on a page.
    Page(HashMap<CompanyId, String>),
}

impl Marks<'_> {
    /// What stands beside its name, where others have the same.
    #[must_use]
    pub fn of(&self, id: &CompanyId) -> Option<&str> {
        match self {
            Self::Roster(roster) => roster.mark(id),
            Self::Page(marks) => marks.get(id).map(String::as_str),
        }
    }
}

impl Companies {
    /// What tells companies of one name apart: among all of them, or among those on the page.
    #[must_use]
    pub fn marks(&self) -> Marks<'_> {
        if self.source.is_cached() {
            return Marks::Roster(self.index());
        }
        Marks::Page(namesakes::marks(self.rows().iter().map(AsRef::as_ref)))
    }

    /// A company's name, and what tells it from others of that name.
    #[must_use]
    pub fn distinct_name(&self, id: &CompanyId, name: &str) -> String {
        match self.marks().of(id) {
            Some(mark) => format!("{name} ({mark})"),
            None => name.to_owned(),
        }
    }
}
