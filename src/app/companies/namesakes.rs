//! What distinguishes companies of the same name.

use std::collections::HashMap;

use crate::app::companies::list::Companies;
use crate::domain::company::namesakes;
use crate::domain::list::company_index::CompanyIndex;
use crate::domain::service::ids::CompanyId;

/// See [`Companies::namesakes`].
#[derive(Debug)]
pub enum Namesakes<'a> {
    /// For all companies.
    Roster(&'a CompanyIndex),
    /// For the companies of a page.
    Page(HashMap<CompanyId, String>),
}

impl Namesakes<'_> {
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
    /// What tells companies of the same name apart, among all of them or among those of the page.
    #[must_use]
    pub fn namesakes(&self) -> Namesakes<'_> {
        if self.source.is_cached() {
            return Namesakes::Roster(self.index());
        }
        Namesakes::Page(namesakes::marks(self.rows().iter().map(AsRef::as_ref)))
    }

    /// The name of a company, with its mark if other companies share the name.
    #[must_use]
    pub fn distinct_name(&self, id: &CompanyId, name: &str) -> String {
        match self.namesakes().of(id) {
            Some(mark) => format!("{name} ({mark})"),
            None => name.to_owned(),
        }
    }
}
