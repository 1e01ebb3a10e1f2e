//! Where the cursor has been: `-` goes to the company before this one, and back, as `cd -` does.
//!
//! A row counts when the cursor rested on it for a second or something was done there: a walk past
//! twenty rows, or a search that is still being typed, is one way from the first to the last.

use crate::app::companies::list::Companies;
use crate::app::core::context::Context;
use crate::app::paged_list::list::Landing;
use crate::domain::company::summary::Company;
use crate::domain::list::index_query::{Filters, RosterQuery};
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
    query: RosterQuery,
}

/// Here, and before.
#[derive(Debug, Clone, Default)]
pub struct Visits {
    here: Option<Visit>,
    before: Option<Visit>,
    /// Since when the cursor is here.
    since: u64,
    /// Something was done here.
    counts: bool,
    /// A search that was being typed brought the cursor here.
    passing: bool,
}

impl Visits {
    /// The company before this one.
    #[must_use]
    pub fn before(&self) -> Option<&Visit> {
        self.before.as_ref()
    }

    /// Something is done with the company under the cursor.
    pub fn done_here(&mut self) {
        self.counts = true;
    }
}

impl Companies {
    /// After every message: takes in where the cursor is.
    pub fn note_visit(&mut self, now: u64) {
        let Some((company, shown)) = self.selected().zip(self.shown.as_ref()) else { return };
        let visits = &self.visits;
        if visits.here.as_ref().is_some_and(|here| here.company == company.id && here.query == shown.query) {
            return;
        }
        let visit = Visit { company: company.id.clone(), name: company.name.clone(), query: shown.query.clone() };
        let visits = &mut self.visits;
        if visits.here.as_ref().is_some_and(|here| here.company == visit.company) {
            // The same company in another list.
            visits.here = Some(visit);
            return;
        }
        let typing = self.search.is_some();
        let rested = now.saturating_sub(visits.since) >= RESTED_MS && !(visits.passing && typing);
        let left = visits.here.replace(visit);
        if (rested || visits.counts) && left.is_some() {
            visits.before = left;
        }
        visits.since = now;
        visits.counts = false;
        visits.passing = typing;
    }

    /// Goes to the company before this one.
    pub fn go_back(&mut self, cx: &mut Context<'_>) {
        let Some(before) = self.visits.before.clone() else { return };
        self.visits.counts = true;
        match self.rows().iter().position(|c| c.id == before.company).filter(|_| !self.is_stale()) {
            Some(row) => self.select(row),
            None if self.source.is_at_hand() => {
                // In the order of now: the company is meant, not how the list was.
                let query =
                    RosterQuery { column: self.wanted.column, ascending: self.wanted.ascending, ..before.query };
                self.ask_for(query, before.company, before.name, cx);
            }
            None => self.ask_for(before.query, before.company, before.name, cx),
        }
    }

    /// Goes to a company: among all of them where they are in memory, else where its name is found.
    pub fn go_to(&mut self, company: &Company, cx: &mut Context<'_>) {
        let at_hand = self.source.is_at_hand();
        let search = if at_hand { String::new() } else { company.name.clone() };
        let query = RosterQuery { page: 1, search, filters: Filters::default(), ..self.wanted.clone() };
        self.search = None;
        self.ask_for(query, company.id.clone(), company.name.clone(), cx);
    }

    fn ask_for(&mut self, query: RosterQuery, company: CompanyId, name: String, cx: &mut Context<'_>) {
        self.looked_for = Some((company, name));
        self.ask(query, Landing::Known, cx);
    }
}
