//! Where the cursor has been: `-` goes to the company before this one, and back, as `cd -` does.
//!
//! A row counts when the cursor rested on it for a second or something was done there: a walk past
//! twenty rows, or a search that is still being typed, is one way from the first to the last.

use crate::domain::company::summary::Company;
use crate::domain::list::index_query::IndexQuery;
use crate::domain::service::ids::CompanyId;

/// A row counts after this long.
const RESTED_MS: u64 = 1_000;

/// A company, and the list it was seen in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Which company.
    pub company: CompanyId,
    /// Its name.
    pub name: String,
    /// The page it stood on.
    pub(super) query: IndexQuery,
}

/// Here, and before.
#[derive(Debug, Clone, Default)]
pub struct NavigationHistory {
    here: Option<Visit>,
    before: Option<Visit>,
    /// Since when the cursor is here.
    since: u64,
    /// Something was done here.
    counts: bool,
    /// A search that was being typed brought the cursor here.
    passing: bool,
}

impl NavigationHistory {
    /// The company before this one.
    #[must_use]
    pub fn before(&self) -> Option<&Visit> {
        self.before.as_ref()
    }

    /// Something is done with the company under the cursor.
    pub fn mark_visited(&mut self) {
        self.counts = true;
    }

    /// The cursor is on this company of this list; `typing`: while a search is being typed.
    pub(super) fn note(&mut self, company: &Company, query: &IndexQuery, typing: bool, now: u64) {
        if self.here.as_ref().is_some_and(|here| here.company == company.id && here.query == *query) {
            return;
        }
        let visit = Visit { company: company.id.clone(), name: company.name.clone(), query: query.clone() };
        if self.here.as_ref().is_some_and(|here| here.company == visit.company) {
            // The same company in another list.
            self.here = Some(visit);
            return;
        }
        let rested = now.saturating_sub(self.since) >= RESTED_MS && !(self.passing && typing);
        let left = self.here.replace(visit);
        if (rested || self.counts) && left.is_some() {
            self.before = left;
        }
        self.since = now;
        self.counts = false;
        self.passing = typing;
    }
}
