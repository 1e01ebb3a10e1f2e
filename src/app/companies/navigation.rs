//! Moves the cursor to a given company, and back to the previous one.

use crate::app::companies::list::Companies;
use crate::app::core::context::Context;
use crate::app::paged_list::cursor_target::CursorTarget;
use crate::domain::company::summary::Company;
use crate::domain::list::filter::parse::literal;
use crate::domain::list::filter::term::Filter;
use crate::domain::list::index_query::IndexQuery;
use crate::domain::service::ids::CompanyId;

impl Companies {
    /// Records the cursor position; called after every message.
    pub fn note_visit(&mut self, now: u64) {
        let typing = self.search.is_some();
        if let Some(shown) = &self.shown
            && let Some(company) = shown.page.items.get(self.cursor)
        {
            self.history.note(company, &shown.query, typing, now);
        }
    }

    /// Goes to the previous company.
    pub fn go_back(&mut self, cx: &mut Context<'_>) {
        let Some(before) = self.history.before().cloned() else { return };
        self.history.mark_visited();
        match self.rows().iter().position(|c| c.id == before.company).filter(|_| !self.is_stale()) {
            Some(row) => self.select(row),
            None if self.source.is_cached() => {
                // In the current order: the company matters, not how the list was sorted then.
                let query = IndexQuery { column: self.wanted.column, ascending: self.wanted.ascending, ..before.query };
                self.ask_for(query, before.company, before.name, cx);
            }
            None => self.ask_for(before.query, before.company, before.name, cx),
        }
    }

    /// Goes to a company: directly if all companies are in memory, else by searching for its name.
    pub fn go_to(&mut self, company: &Company, cx: &mut Context<'_>) {
        let at_hand = self.source.is_cached();
        let search = if at_hand { String::new() } else { literal(&company.name) };
        let query = IndexQuery { page: 1, search, filters: Filter::default(), ..self.wanted.clone() };
        self.close_search();
        self.ask_for(query, company.id.clone(), company.name.clone(), cx);
    }

    fn ask_for(&mut self, query: IndexQuery, company: CompanyId, name: String, cx: &mut Context<'_>) {
        self.sought_row = Some((company, name));
        self.request(query, CursorTarget::Row, cx);
    }
}
