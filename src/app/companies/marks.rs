//! Marks that distinguish companies of the same name.

use std::collections::HashMap;

use crate::app::companies::list::Companies;
use crate::domain::company::namesakes;
use crate::domain::list::company_index::CompanyIndex;
use crate::domain::service::ids::CompanyId;

/// See [`Companies::marks`].
#[derive(Debug)]
pub enum Marks<'a> {
    /// For all companies.
    Roster(&'a CompanyIndex),
    /// For the companies of a page.
    Page(HashMap<CompanyId, String>),
}

impl Marks<'_> {
    /// The mark shown beside a name that other companies share.
    #[must_use]
    pub fn of(&self, id: &CompanyId) -> Option<&str> {
        match self {
            Self::Roster(roster) => roster.mark(id),
            Self::Page(marks) => marks.get(id).map(String::as_str),
        }
    }
}

impl Companies {
    /// The marks of companies of the same name, among all of them or among those of the page.
    #[must_use]
    pub fn marks(&self) -> Marks<'_> {
        if self.source.is_cached() {
            return Marks::Roster(self.index());
        }
        Marks::Page(namesakes::marks(self.rows().iter().map(AsRef::as_ref)))
    }

    /// The name of a company, with its mark if other companies share the name.
    #[must_use]
    pub fn distinct_name(&self, id: &CompanyId, name: &str) -> String {
        match self.marks().of(id) {
            Some(mark) => format!("{name} ({mark})"),
            None => name.to_owned(),
        }
    }
}
