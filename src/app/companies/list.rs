//! The company list: what its question is, who answers it, and what only companies have.

use std::sync::Arc;

use crate::app::companies::cache::{AT_ONCE, AllCompanies, Gathering, moment};
use crate::app::companies::history::Visits;
use crate::app::core::context::Context;
use crate::app::core::effect::Question;
use crate::app::core::notices::Topic;
use crate::app::core::owner::ListId;
use crate::app::core::remote::{Stand, Ticket};
use crate::app::keys::keymap::KeyMap;
use crate::app::paged_list::landing::Landing;
use crate::app::paged_list::list::Listing;
use crate::app::paged_list::query::{Listed, Shown};
use crate::domain::change::write::Intent;
use crate::domain::company::summary::Company;
use crate::domain::list::columns::Column;
use crate::domain::list::company_index::Roster;
use crate::domain::list::index_query::{Filters, RosterQuery};
use crate::domain::list::page::Page;
use crate::domain::list::query::CompanyQuery;
use crate::domain::list::snapshot::Snapshot;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::CompanyId;
use crate::domain::time::now::Now;

/// The company list.
pub type Companies = Listing<RosterQuery>;

impl Listed for RosterQuery {
    type Item = Arc<Company>;
    type Id = CompanyId;
    type Column = Column;
    type Visits = Visits;
    type Source = AllCompanies;

    const LIST: ListId = ListId::Companies;
    const TOPIC: Topic = Topic::Companies;

    fn id(item: &Arc<Company>) -> &CompanyId {
        &item.id
    }

    fn name(item: &Arc<Company>) -> String {
        item.name.clone()
    }

    fn order_is_chosen(source: &mut AllCompanies) {
        source.then = None;
    }

    fn question(&self, source: &AllCompanies) -> Question {
        let query = self.for_service().or_else(|| self.nearest_for_service().for_service());
        let query = query.unwrap_or_else(|| CompanyQuery { size: self.size, ..CompanyQuery::default() });
        let size = if self.is_all_from_the_first() && source.wants_a_first_page() { AT_ONCE } else { 0 };
        Question::Companies(CompanyQuery { size: query.size.max(size), ..query })
    }

    fn page(&self) -> u32 {
        self.page
    }

    fn size(&self) -> u32 {
        self.size
    }

    fn search(&self) -> &str {
        &self.search
    }

    fn same_filter(&self, other: &Self) -> bool {
        self.filters == other.filters
    }

    fn at_page(&self, page: u32) -> Self {
        self.at_page(page)
    }

    fn sized(&self, size: u32, page: u32) -> Self {
        Self { page, size, ..self.clone() }
    }

    fn searching(&self, search: String) -> Self {
        Self { page: 1, search, ..self.clone() }
    }

    fn turned_round(&self) -> Self {
        Self { page: 1, ascending: !self.ascending, ..self.clone() }
    }

    fn sorted_by(&self, column: Column, source: &AllCompanies, keys: &KeyMap) -> Result<Self, String> {
        if column.spec().order_by.is_none() && !source.is_at_hand() {
            return Err(format!("sort by {}: {}", column.spec().title, source.why_not(keys)));
        }
        let ascending = if self.column == column { !self.ascending } else { column.starts_ascending() };
        Ok(Self { page: 1, column, ascending, ..self.clone() })
    }

    fn is_at_hand(source: &AllCompanies) -> bool {
        source.is_at_hand()
    }

    fn answer(&self, source: &AllCompanies, now: Now) -> Option<Shown<Self>> {
        source.answer(self, now)
    }

    fn is_gathering(source: &AllCompanies) -> bool {
        source.is_gathering()
    }

    fn for_service(&self) -> Self {
        self.nearest_for_service()
    }
}

impl Companies {
    /// A list that wants its first page, with what an earlier run saw on the screen; up to `most`
    /// companies are kept in memory.
    #[must_use]
    pub fn new(size: u32, order: (Column, bool), most: u64, snapshot: Option<&Snapshot>, now: Now) -> Self {
        let wanted = RosterQuery { size, column: order.0, ascending: order.1, ..RosterQuery::default() };
        let mut list = Self::about(wanted, Column::Company);
        list.source = AllCompanies::up_to(most);
        if let Some(snapshot) = snapshot {
            list.source.recall(snapshot, now);
            list.shown = list.wanted.answer(&list.source, now).or_else(|| first_page(&list.wanted, snapshot, now));
        }
        if !list.source.is_at_hand() && order.0.spec().order_by.is_none() {
            list.source.then = Some(order);
        }
        list
    }

    /// Asks for what the service has now: all companies where they are in memory, else the page.
    pub fn refresh(&mut self, cx: &mut Context<'_>) {
        if self.source.is_at_hand() {
            self.source.gather(true, cx);
        } else {
            self.reload(cx);
            // A first page of all is gone on from.
            if self.source.can_be_gathered() && !self.wanted.is_all_from_the_first() {
                self.source.gather(false, cx);
            }
        }
    }

    /// The same because the service answers again: the list stays what it is.
    pub fn refresh_by_itself(&mut self, cx: &mut Context<'_>) {
        self.failed = None;
        self.refresh(cx);
    }

    /// The same for what has failed, at the time that was told.
    pub(in crate::app) fn ask_failed_by_itself(&mut self, cx: &mut Context<'_>) {
        if self.source.is_at_hand() {
            self.refresh(cx);
        } else {
            self.ask_failed(cx);
        }
    }

    /// How its questions stand, all in all.
    pub(in crate::app) fn stand(&self) -> Stand {
        match (self.load.stand(), self.source.failure()) {
            (Stand::UnderWay, _) => Stand::UnderWay,
            _ if self.source.is_gathering() => Stand::UnderWay,
            (Stand::Answered, Some(failure)) => Stand::of(failure),
            (stand, _) => stand,
        }
    }

    /// Somebody is at the keys: what is old is asked for again.
    pub(in crate::app) fn keep_fresh(&mut self, cx: &mut Context<'_>) {
        self.source.keep_fresh(cx);
    }

    /// Stops waiting for an answer; true when something was waited for.
    pub fn stop(&mut self, cx: &mut Context<'_>) -> bool {
        let gathering = self.source.cancel(cx);
        self.cancel(cx) || gathering
    }

    /// Takes companies that arrived, or why not; a late answer is dropped.
    pub fn arrived(&mut self, ticket: Ticket, answer: Result<Page<Company>, Failure>, cx: &mut Context<'_>) {
        let answer = answer.map(|page| page.map(Arc::new));
        if !self.source.waits_for(ticket) {
            self.page_arrived(ticket, answer, cx);
            return;
        }
        match self.source.settle(answer, cx) {
            Gathering::Some => self.renew(cx),
            Gathering::Whole => {
                cx.notices.mended(&Topic::Companies);
                self.all_are_here(cx);
            }
            Gathering::TooMany => self.are_too_many(cx),
            Gathering::Failed(why) => {
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
            let shown = Shown { query: self.wanted.clone(), page, at: cx.now };
            if self.source.learn(&shown, cx) {
                self.all_are_here(cx);
            }
        } else if mine && self.load.error.is_none() && !self.source.is_counted() && self.is_filtered() {
            // How many there are in all, no search tells.
            self.source.gather(false, cx);
        }
    }

    /// The first page of an answer that may hold several; the others are kept.
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
            unread: first.unread,
        });
        let Some(page) = parts.next() else { return first.clone() };
        for other in parts.filter(|other| other.items.len() == size || other.number == other.pages) {
            self.keep(Shown { query: self.wanted.at_page(other.number), page: other, at: now });
        }
        page
    }

    fn all_are_here(&mut self, cx: &mut Context<'_>) {
        cx.notices.mended(&Topic::Companies);
        if let Some((column, ascending)) = self.source.then.take() {
            self.wanted = RosterQuery { column, ascending, page: 1, ..self.wanted.clone() };
        }
        self.renew(cx);
    }

    /// What only companies in memory can answer is given up.
    fn are_too_many(&mut self, cx: &mut Context<'_>) {
        if self.load.waiting.is_none() {
            self.reload_by_itself(cx);
        }
    }

    /// Changes what companies have to be; off what was on.
    pub fn toggle(&mut self, filter: Filters, cx: &mut Context<'_>) {
        let filters = self.wanted.filters.toggled(filter);
        let wanted = RosterQuery { page: 1, filters, ..self.wanted.clone() };
        self.ask(wanted, Landing::Follow, cx);
    }

    /// Only companies over their licence limit, or all again.
    pub fn toggle_over_limit(&mut self, cx: &mut Context<'_>) {
        self.toggle(Filters { over_limit: true, ..Filters::default() }, cx);
    }

    /// Every filter and the search are dropped at once.
    pub fn show_all(&mut self, cx: &mut Context<'_>) {
        let wanted = RosterQuery { page: 1, search: String::new(), filters: Filters::default(), ..self.wanted.clone() };
        self.ask(wanted, Landing::Follow, cx);
    }

    /// Something stands between the list and all companies.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        self.wanted.filters != Filters::default() || !self.wanted.search.is_empty()
    }

    /// A target user was created: the company's counts follow, wherever they are kept. Numbers that the
    /// service has told since the create was sent may hold the user already: then it is asked again.
    pub fn count_created(&mut self, intent: &Intent, cx: &mut Context<'_>) -> bool {
        self.recount(intent, cx, |company| {
            if intent.entry.is_active() {
                company.seats = company.seats.plus(1);
            } else {
                company.inactive = company.inactive.saturating_add(1);
            }
        })
    }

    /// A target user was removed: the same.
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

    fn recount(&mut self, intent: &Intent, cx: &mut Context<'_>, change: impl Fn(&mut Company)) -> bool {
        let newer =
            self.source.is_newer_than(intent.at) || self.shown.as_ref().is_some_and(|shown| shown.at.utc > intent.at);
        if !newer {
            self.change(&intent.company, change);
        }
        if newer || self.source.is_gathering() {
            self.refresh(cx);
        }
        !newer
    }

    fn change(&mut self, id: &CompanyId, change: impl Fn(&mut Company)) {
        self.known_rows().filter(|company| company.id == *id).for_each(|company| change(Arc::make_mut(company)));
        self.source.change(id, change);
        // The rows stay where they are; the sums follow.
        if let Some(now) = self.shown.as_ref().and_then(|shown| shown.query.answer(&self.source, shown.at))
            && let Some(shown) = &mut self.shown
        {
            shown.page.seats = now.page.seats;
            shown.page.over_limit = now.page.over_limit;
        }
    }

    /// Every company known.
    #[must_use]
    pub fn roster(&self) -> &Roster {
        self.source.roster()
    }

    /// The company of this ID, as the list knows it.
    #[must_use]
    pub fn row_of(&self, id: &CompanyId) -> Option<&Arc<Company>> {
        self.rows().iter().find(|company| company.id == *id).or_else(|| self.roster().get(id))
    }
}

/// The first page of an earlier run, when the same is wanted.
fn first_page(wanted: &RosterQuery, snapshot: &Snapshot, now: Now) -> Option<Shown<RosterQuery>> {
    let size = usize::try_from(wanted.size).ok().filter(|_| snapshot.order == (wanted.column, wanted.ascending))?;
    let items: Vec<Arc<Company>> = snapshot.companies.iter().take(size).cloned().collect();
    let page = Page {
        items,
        number: 1,
        pages: u32::try_from(snapshot.total.div_ceil(u64::from(wanted.size).max(1))).ok()?.max(1),
        total: snapshot.total,
        over_limit: snapshot.over_limit,
        seats: None,
        unread: 0,
    };
    Some(Shown { query: wanted.clone(), page, at: moment(snapshot, now) })
}
