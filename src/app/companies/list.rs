//! The company list: its query, its source, and what is specific to companies.

use std::sync::Arc;

use crate::app::companies::cache::{CompanyCache, FetchProgress};
use crate::app::companies::saved::snapshot_time;
use crate::app::core::context::Context;
use crate::app::core::notices::Topic;
use crate::app::core::remote::{RequestState, Ticket};
use crate::app::paged_list::cursor_target::CursorTarget;
use crate::app::paged_list::list::PagedList;
use crate::app::paged_list::query::{ListQuery, Shown};
use crate::domain::change::write::Intent;
use crate::domain::company::summary::Company;
use crate::domain::list::columns::Column;
use crate::domain::list::company_index::CompanyIndex;
use crate::domain::list::filter::term::Filter;
use crate::domain::list::index_query::IndexQuery;
use crate::domain::list::page::Page;
use crate::domain::list::snapshot::Snapshot;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::CompanyId;
use crate::domain::time::now::Now;

/// The company list.
pub type Companies = PagedList<IndexQuery>;

impl Companies {
    /// A list that requests its first page and shows the snapshot of an earlier run meanwhile; up to `most`
    /// companies are kept in memory.
    #[must_use]
    pub fn new(size: u32, order: (Column, bool), most: u64, snapshot: Option<&Snapshot>, now: Now) -> Self {
        let wanted = IndexQuery { size, column: order.0, ascending: order.1, ..IndexQuery::default() };
        let mut source = CompanyCache::with_limit(most);
        let mut shown = None;
        if let Some(snapshot) = snapshot {
            source.load_snapshot(snapshot, now);
            shown = wanted.answer(&source, now).or_else(|| first_page(&wanted, snapshot, now));
        }
        if !source.is_cached() && order.0.spec().order_by.is_none() {
            source.then = Some(order);
        }
        Self::of_source(wanted, Column::Company, source, shown)
    }

    /// Reloads: all companies if they are cached, else the page.
    pub fn refresh(&mut self, cx: &mut Context<'_>) {
        if self.source.is_cached() {
            self.source.load_all(true, cx);
        } else {
            self.reload(cx);
            // Continues from a first page of all companies.
            if self.source.can_load_all() && !self.wanted.is_all_from_the_first() {
                self.source.load_all(false, cx);
            }
        }
    }

    /// Reloads because the connection is back; the list keeps its position.
    pub fn auto_refresh(&mut self, cx: &mut Context<'_>) {
        self.failed = None;
        self.refresh(cx);
    }

    /// Retries a failed request when its time has come.
    pub(in crate::app) fn retry_failed_now(&mut self, cx: &mut Context<'_>) {
        if self.source.is_cached() {
            self.refresh(cx);
        } else {
            self.retry_failed(cx);
        }
    }

    /// Combined state of its requests.
    pub(in crate::app) fn request_state(&self) -> RequestState {
        match (self.load.request_state(), self.source.failure()) {
            (RequestState::InFlight, _) => RequestState::InFlight,
            _ if self.source.is_loading() => RequestState::InFlight,
            (RequestState::Answered, Some(failure)) => RequestState::of(failure),
            (stand, _) => stand,
        }
    }

    /// Refreshes stale data after a key press.
    pub(in crate::app) fn refresh_if_stale(&mut self, cx: &mut Context<'_>) {
        self.source.refresh_if_stale(cx);
    }

    /// Cancels pending requests; true if there was one.
    pub fn stop(&mut self, cx: &mut Context<'_>) -> bool {
        let gathering = self.source.cancel(cx);
        self.cancel(cx) || gathering
    }

    /// Takes an answer with companies or a failure; late answers are dropped.
    pub fn arrived(&mut self, ticket: Ticket, answer: Result<Page<Company>, Failure>, cx: &mut Context<'_>) {
        let mut answer = answer.map(|page| page.map(Arc::new));
        if let Ok(page) = &mut answer {
            for company in &mut page.items {
                self.notes().attach(company);
            }
        }
        if let Ok(page) = &answer {
            self.mark_changed(ticket, page);
        }
        if !self.source.waits_for(ticket) {
            self.page_arrived(ticket, answer, cx);
            return;
        }
        match self.source.settle(answer, cx) {
            FetchProgress::Partial => self.renew(cx),
            FetchProgress::Complete => {
                cx.notices.resolve(&Topic::Companies);
                self.all_are_here(cx);
            }
            FetchProgress::TooMany => self.too_many(cx),
            FetchProgress::Failed(why) => {
                if let Some(failure) = why {
                    cx.notices.failure_of(cx.now, &failure, Topic::Companies);
                }
            }
        }
    }

    fn page_arrived(&mut self, ticket: Ticket, answer: Result<Page<Arc<Company>>, Failure>, cx: &mut Context<'_>) {
        let mine = self.load.waiting == Some(ticket);
        let first = answer.as_ref().ok().filter(|_| mine && self.wanted.is_all_from_the_first()).cloned();
        let answer = match (&first, answer) {
            (Some(first), _) => Ok(self.cut(first, cx.now)),
            (None, answer) => answer,
        };
        self.settle(ticket, answer, cx);
        if let Some(page) = first {
            let shown = Shown { query: self.wanted.clone(), page, at: cx.now, note: None };
            if self.source.take_first_page(&shown, cx) {
                self.all_are_here(cx);
            }
        } else if mine && self.load.error.is_none() && !self.source.is_counted() && self.is_filtered() {
            // A search does not tell the total of all companies.
            self.source.load_all(false, cx);
        }
    }

    /// The first page of an answer that may hold several; the others are cached.
    fn cut(&mut self, first: &Page<Arc<Company>>, now: Now) -> Page<Arc<Company>> {
        let size = usize::try_from(self.wanted.size).unwrap_or(usize::MAX).max(1);
        let pages = u32::try_from(first.total.div_ceil(u64::from(self.wanted.size).max(1))).unwrap_or(u32::MAX);
        let mut parts = (1..).zip(first.items.chunks(size)).map(|(number, items)| Page {
            items: items.to_vec(),
            number,
            pages: pages.max(1),
            total: first.total,
            over_limit: first.over_limit,
            seats: first.seats,
            unchecked: first.unchecked,
        });
        let Some(page) = parts.next() else { return first.clone() };
        for other in parts.filter(|other| other.items.len() == size || other.number == other.pages) {
            self.cache_page(Shown { query: self.wanted.at_page(other.number), page: other, at: now, note: None });
        }
        page
    }

    fn all_are_here(&mut self, cx: &mut Context<'_>) {
        cx.notices.resolve(&Topic::Companies);
        if let Some((column, ascending)) = self.source.then.take() {
            self.wanted = IndexQuery { column, ascending, page: 1, ..self.wanted.clone() };
        }
        self.renew(cx);
        self.read_search_again(cx);
    }

    /// Drops filters and orders that need all companies in memory.
    fn too_many(&mut self, cx: &mut Context<'_>) {
        if self.load.waiting.is_none() {
            self.auto_reload(cx);
        }
    }

    /// Toggles a term of the filter.
    pub fn toggle(&mut self, term: &str, cx: &mut Context<'_>) {
        let filters = self.wanted.filters.toggled(term);
        let wanted = IndexQuery { page: 1, filters, ..self.wanted.clone() };
        self.request(wanted, CursorTarget::Follow, cx);
    }

    /// Takes away the filter at this place.
    pub fn take_filter_away(&mut self, n: usize, cx: &mut Context<'_>) {
        let wanted = self.wanted.without_filter(n);
        self.request(wanted, CursorTarget::Follow, cx);
    }

    /// Clears all filters and the search.
    pub fn show_all(&mut self, cx: &mut Context<'_>) {
        let wanted = IndexQuery { page: 1, search: String::new(), filters: Filter::default(), ..self.wanted.clone() };
        self.request(wanted, CursorTarget::Follow, cx);
    }

    /// A filter or a search is active.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        !self.wanted.filters.is_empty() || !self.wanted.search.is_empty()
    }

    /// A target user was created: updates the counts of the company everywhere. Numbers that the
    /// service reported after the create was sent may already include the user: they are fetched again.
    pub fn count_created(&mut self, intent: &Intent, cx: &mut Context<'_>) -> bool {
        self.recount(intent, cx, |company| {
            if intent.entry.is_active() {
                company.seats = company.seats.plus(1);
            } else {
                company.inactive = company.inactive.saturating_add(1);
            }
        })
    }

    /// Updates the counts after a target user was removed.
    pub fn count_deleted(&mut self, intent: &Intent, cx: &mut Context<'_>) {
        self.recount(intent, cx, |company| {
            if intent.entry.is_active() {
                company.seats.used = company.seats.used.saturating_sub(1);
            } else {
                company.inactive = company.inactive.saturating_sub(1);
            }
            company.deleted = company.deleted.saturating_add(1);
        });
    }

    /// Updates the counts after a target user was activated, or else deactivated.
    pub fn count_activity(&mut self, intent: &Intent, is_active: bool, cx: &mut Context<'_>) {
        self.recount(intent, cx, |company| {
            if is_active {
                company.seats = company.seats.plus(1);
                company.inactive = company.inactive.saturating_sub(1);
            } else {
                company.seats.used = company.seats.used.saturating_sub(1);
                company.inactive = company.inactive.saturating_add(1);
            }
        });
    }

    fn recount(&mut self, intent: &Intent, cx: &mut Context<'_>, change: impl Fn(&mut Company)) -> bool {
        let newer =
            self.source.is_newer_than(intent.at) || self.shown.as_ref().is_some_and(|shown| shown.at.utc > intent.at);
        if !newer {
            self.change(&intent.company, change);
        }
        if newer || self.source.is_loading() {
            self.refresh(cx);
        }
        !newer
    }

    fn change(&mut self, id: &CompanyId, change: impl Fn(&mut Company)) {
        let seats = |list: &Self| list.row_of(id).map(|company| company.seats);
        let before = seats(self);
        self.all_rows_mut().filter(|company| company.id == *id).for_each(|company| change(Arc::make_mut(company)));
        self.source.change(id, change);
        if seats(self) != before {
            self.changed.insert(id.clone());
        }
        self.measure();
        // The rows stay in place; the totals are updated.
        if let Some(now) = self.shown.as_ref().and_then(|shown| shown.query.answer(&self.source, shown.at))
            && let Some(shown) = &mut self.shown
        {
            shown.page.seats = now.page.seats;
            shown.page.over_limit = now.page.over_limit;
        }
    }

    /// All known companies.
    #[must_use]
    pub fn index(&self) -> &CompanyIndex {
        self.source.index()
    }

    /// The company with this ID, as listed.
    #[must_use]
    pub fn row_of(&self, id: &CompanyId) -> Option<&Arc<Company>> {
        self.rows().iter().find(|company| company.id == *id).or_else(|| self.index().get(id))
    }
}

/// The first page of an earlier run, if the query is the same.
fn first_page(wanted: &IndexQuery, snapshot: &Snapshot, now: Now) -> Option<Shown<IndexQuery>> {
    let size = usize::try_from(wanted.size).ok().filter(|_| snapshot.order == (wanted.column, wanted.ascending))?;
    let items: Vec<Arc<Company>> = snapshot.companies.iter().take(size).cloned().collect();
    let page = Page {
        items,
        number: 1,
        pages: u32::try_from(snapshot.total.div_ceil(u64::from(wanted.size).max(1))).ok()?.max(1),
        total: snapshot.total,
        over_limit: snapshot.over_limit,
        seats: None,
        unchecked: 0,
    };
    Some(Shown { query: wanted.clone(), page, at: snapshot_time(snapshot, now), note: None })
}
