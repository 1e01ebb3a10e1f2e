//! Cursor history: `-` goes to the previous company and back, as `cd -` does.
//!
//! A row is recorded when the cursor rested on it for a second or a command was run there: moving past
//! twenty rows, or typing a search, is a single step from the first row to the last.

use crate::domain::company::summary::Company;
use crate::domain::list::index_query::IndexQuery;
use crate::domain::service::ids::CompanyId;

/// How long the cursor has to rest on a row for it to be recorded.
const RESTED_MS: u64 = 1_000;

/// A company, and the query of the list it was seen in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// ID of the company.
    pub company: CompanyId,
    /// Its name.
    pub name: String,
    /// The page it was on.
    pub(super) query: IndexQuery,
}

/// The current place and the previous one.
#[derive(Debug, Clone, Default)]
pub struct NavigationHistory {
    here: Option<Visit>,
    before: Option<Visit>,
    /// When the cursor came here.
    since: u64,
    /// A command was run here.
    counts: bool,
    /// A search that was being typed brought the cursor here.
    passing: bool,
}

impl NavigationHistory {
    /// The previous company.
    #[must_use]
    pub fn before(&self) -> Option<&Visit> {
        self.before.as_ref()
    }

    /// Records that a command was run on the company under the cursor.
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
