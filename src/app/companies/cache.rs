//! Cache of all companies of the reseller, if there are not too many: the snapshot of the last run
//! until all of them have been fetched, then the fetched ones.
//!
//! From then on searches and sorts are answered from memory and the list has no pages. Each page is
//! fetched once: the first page that the list shows is also the first page of the cache.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;

use crate::app::companies::saved::{earlier_day, save_page, snapshot_time};
use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Read};
use crate::app::core::owner::Owner;
use crate::app::core::remote::{Remote, SLOW, Ticket};
use crate::app::keys::command::Command;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::scope::Scope;
use crate::app::paged_list::query::Shown;
use crate::domain::company::summary::Company;
use crate::domain::desk::notes::DeskNotes;
use crate::domain::history::known::EarlierDays;
use crate::domain::list::columns::Column;
use crate::domain::list::company_groups::CompanyGroups;
use crate::domain::list::company_index::{CompanyIndex, Identity, identity};
use crate::domain::list::index_query::IndexQuery;
use crate::domain::list::order_by::OrderBy;
use crate::domain::list::page::Page;
use crate::domain::list::query::CompanyQuery;
use crate::domain::list::snapshot::Snapshot;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::CompanyId;
use crate::domain::time::now::Now;

/// Companies per request: fewer requests than with the page size of the list.
pub const AT_ONCE: u32 = 200;
/// Pause of background requests after a failure.
const REST_MS: u64 = 30_000;
/// Age after which the cache is refreshed on the next key press.
const OLD_MS: u64 = 5 * 60_000;
/// How often fetching restarts when companies move between pages meanwhile.
const TRIES: u32 = 3;

/// Result of taking an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchProgress {
    /// More companies were added.
    Partial,
    /// All companies are loaded.
    Complete,
    /// There are too many, or their count is inconsistent; the service searches and sorts.
    TooMany,
    /// A reload requested by the user failed; carries the reason.
    Failed(Option<Failure>),
}

/// The cached companies, and how complete they are.
#[derive(Debug, Clone, Default)]
pub struct CompanyCache {
    /// Maximum number of companies kept; 0 disables the cache.
    limit: u64,
    /// The companies known.
    pub(super) index: CompanyIndex,
    /// When the cache was completed; `None` while it is incomplete and answers nothing.
    at: Option<Now>,
    /// The companies were fetched in this run.
    fresh: bool,
    /// The request under way.
    load: Remote<()>,
    /// The user requested the reload and sees its progress.
    requested: bool,
    /// The companies it has returned so far.
    seen: HashSet<Identity>,
    /// Total number of companies, as reported by the service.
    total: Option<u64>,
    /// The requested page.
    query: CompanyQuery,
    tries: u32,
    /// The service counts more companies than it lists.
    count_mismatch: bool,
    failed_at: Option<u64>,
    /// What the desk has written.
    pub(super) notes: Arc<DeskNotes>,
    /// The request for the company groups.
    pub(super) groups: Remote<()>,
    /// The request for an earlier day.
    pub(super) day_load: Option<Ticket>,
    /// Order to apply once the cache is complete: the service cannot sort by it.
    pub(in crate::app) then: Option<(Column, bool)>,
}

impl CompanyCache {
    /// A cache of up to `most` companies.
    #[must_use]
    pub fn with_limit(most: u64) -> Self {
        Self { limit: most, ..Self::default() }
    }

    /// Loads the snapshot of an earlier run, if it was complete.
    pub(in crate::app) fn load_snapshot(&mut self, snapshot: &Snapshot, now: Now) {
        if snapshot.is_complete() && snapshot.total <= self.limit {
            self.index = CompanyIndex::new(snapshot.companies.iter().cloned());
            if let Some(day) = earlier_day(snapshot, now) {
                self.index.earlier_days_mut().load(Arc::new(day), &[]);
            }
            self.total = Some(snapshot.total);
            self.at = Some(snapshot_time(snapshot, now));
        }
    }

    /// The cache is complete and answers queries.
    #[must_use]
    pub fn is_cached(&self) -> bool {
        self.at.is_some()
    }

    /// The companies are from an earlier run and were not refreshed completely since.
    #[must_use]
    pub fn is_of_an_earlier_run(&self) -> bool {
        self.at.is_some() && !self.fresh
    }

    /// What is known of earlier days.
    pub(super) fn earlier_days_mut(&mut self) -> &mut EarlierDays {
        self.index.earlier_days_mut()
    }

    /// The known companies, complete or not.
    #[must_use]
    pub fn index(&self) -> &CompanyIndex {
        &self.index
    }

    /// A reload requested by the user takes long enough to show progress.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        self.requested && self.load.slow
    }

    /// Why the last reload failed.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        self.load.error.as_ref().filter(|_| self.at.is_some())
    }

    /// A request with this ticket is pending.
    #[must_use]
    pub fn waits_for(&self, ticket: Ticket) -> bool {
        self.load.waiting == Some(ticket)
    }

    /// The request takes long enough to be shown as loading.
    pub(in crate::app) fn mark_slow(&mut self, ticket: Ticket) {
        self.load.mark_slow(ticket);
    }

    /// A short reason why a command that needs all companies in memory cannot be run now.
    #[must_use]
    pub fn why_not(&self, keys: &KeyMap) -> String {
        match self.total {
            _ if self.limit == 0 => "the service cannot".to_owned(),
            _ if self.count_mismatch => "the service's company counts do not add up".to_owned(),
            Some(total) if total > self.limit => format!("works with up to {} companies", self.limit),
            Some(total) if self.load.waiting.is_some() => {
                format!("still loading companies: {} of {total}", self.seen.len())
            }
            _ => format!("needs all companies; {} loads them", keys.describe_keys(Command::Reload, Scope::Table)),
        }
    }

    /// There are more companies than may be kept.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        self.total.is_some_and(|total| total > self.limit)
    }

    /// The cache is incomplete but could be completed.
    pub(in crate::app) fn can_load_all(&self) -> bool {
        self.at.is_none() && self.total.is_some_and(|total| total <= self.limit)
    }

    /// Makes the first request of the list the first page of the cache, with its page size.
    pub(in crate::app) fn wants_a_first_page(&self) -> bool {
        self.limit > 0
            && !self.count_mismatch
            && self.at.is_none()
            && !self.is_loading()
            && self.total.is_none_or(|total| total <= self.limit)
    }

    /// Answers a query from memory if the cache is complete.
    pub(in crate::app) fn answer(&self, query: &IndexQuery, now: Now) -> Option<Shown<IndexQuery>> {
        let at = self.at?;
        let found = self.index.find_forgiving(query, now.local.date());
        let note = found.note().map(str::to_owned);
        Some(Shown { query: query.clone(), page: found.single_page(), at, note })
    }

    /// Fetches all companies. A fetch under way continues, unless the user asks for it: then it restarts,
    /// because pages fetched before the key press may be out of date.
    pub(in crate::app) fn load_all(&mut self, asked_for: bool, cx: &mut Context<'_>) {
        if self.limit == 0 || self.count_mismatch {
            return;
        }
        self.requested |= asked_for;
        match self.load.waiting.filter(|_| asked_for) {
            Some(ticket) => {
                cx.out.push(Effect::Cancel(ticket));
                self.tries = 0;
                self.begin(cx);
            }
            None if self.load.waiting.is_none() => {
                self.tries = 0;
                self.begin(cx);
            }
            None => {}
        }
    }

    /// Refreshes the cache in the background if it is due and nothing prevents it.
    pub(in crate::app) fn refresh_if_stale(&mut self, cx: &mut Context<'_>) {
        let Some(at) = self.at else { return };
        let now = cx.now.millis;
        let rests = self.failed_at.is_some_and(|failed| now.saturating_sub(failed) < REST_MS);
        let old = !self.fresh || now.saturating_sub(at.millis) > OLD_MS;
        if old && !rests && self.load.waiting.is_none() {
            self.load_all(false, cx);
        }
    }

    fn begin(&mut self, cx: &mut Context<'_>) {
        self.tries += 1;
        self.seen.clear();
        self.fetch(CompanyQuery { size: AT_ONCE, order: OrderBy::CompanyName, ..CompanyQuery::default() }, cx);
    }

    fn fetch(&mut self, query: CompanyQuery, cx: &mut Context<'_>) {
        let ticket = cx.tickets.issue(Owner::AllCompanies);
        if query.page == 1 {
            self.load.start(ticket);
            cx.out.push(Effect::Timer(ticket, SLOW));
        } else {
            self.load.start_next_part(ticket);
        }
        self.query = query.clone();
        cx.out.push(Effect::Fetch(ticket, Read::Companies(query)));
    }

    /// Takes the answer to the pending request.
    pub(in crate::app) fn settle(
        &mut self,
        answer: Result<Page<Arc<Company>>, Failure>,
        cx: &mut Context<'_>,
    ) -> FetchProgress {
        let Some(ticket) = self.load.waiting else { return FetchProgress::Partial };
        match answer {
            Err(failure) => {
                self.load.settle(ticket, Err(failure.clone()));
                self.failed_at = Some(cx.now.millis);
                FetchProgress::Failed(std::mem::take(&mut self.requested).then_some(failure))
            }
            Ok(page) => {
                self.load.settle_part(ticket, ());
                self.add_page(page, cx)
            }
        }
    }

    fn add_page(&mut self, page: Page<Arc<Company>>, cx: &mut Context<'_>) -> FetchProgress {
        self.total = Some(page.total);
        let room = usize::try_from(self.limit).unwrap_or(usize::MAX);
        if page.total > self.limit || self.seen.len().saturating_add(page.items.len()) > room {
            let lies = page.total <= self.limit;
            self.fall_back();
            self.count_mismatch = lies;
            return FetchProgress::TooMany;
        }
        let before = self.seen.len();
        self.seen.extend(page.items.iter().map(|company| identity(company)));
        // A page with nothing new is the last one, even if the service reports more.
        let last = self.seen.len() == before || self.query.page >= page.pages;
        // Companies fetched so far replace those of the last run.
        self.index.insert(page.items);
        if !last {
            let next = self.query.at_page(self.query.page + 1);
            self.fetch(next, cx);
            return FetchProgress::Partial;
        }
        if u64::try_from(self.seen.len()).unwrap_or(u64::MAX) < page.total {
            // One has moved to a page that was fetched before, or the service reports more than it has.
            if self.tries < TRIES {
                self.begin(cx);
                return FetchProgress::Partial;
            }
            self.fall_back();
            self.count_mismatch = true;
            return FetchProgress::TooMany;
        }
        self.are_all_here(cx);
        FetchProgress::Complete
    }

    fn are_all_here(&mut self, cx: &mut Context<'_>) {
        self.index.retain(&std::mem::take(&mut self.seen));
        self.total = u64::try_from(self.index.len()).ok();
        self.at = Some(cx.now);
        // It is saved below.
        self.index.earlier_days_mut().note(cx.now.local.date());
        self.fresh = true;
        self.requested = false;
        self.failed_at = None;
        self.load = Remote::default();
        let snapshot = Snapshot {
            total: self.total.unwrap_or(u64::MAX),
            over_limit: None,
            order: (Column::Company, true),
            at: cx.now.utc,
            companies: self.index.companies().cloned().collect(),
        };
        cx.out.push(Effect::SaveCompanies(Arc::new(snapshot)));
    }

    /// Takes the first page of all companies, fetched by the list itself: continues from it if
    /// there are not too many, else saves it for the next start. True if the page holds all of them.
    pub(in crate::app) fn take_first_page(&mut self, shown: &Shown<IndexQuery>, cx: &mut Context<'_>) -> bool {
        let page = &shown.page;
        if self.limit == 0 {
            return false;
        }
        self.total = Some(page.total);
        if page.total > self.limit {
            save_page(shown, cx);
            return false;
        }
        let whole = u64::try_from(page.items.len()).is_ok_and(|n| n == page.total);
        let rests = self.failed_at.is_some_and(|at| cx.now.millis.saturating_sub(at) < REST_MS);
        let begins = !self.is_loading() && !self.count_mismatch && !rests;
        if !whole && !begins {
            return false;
        }
        if let Some(ticket) = self.load.cancel() {
            cx.out.push(Effect::Cancel(ticket));
        }
        let Some(asked) = shown.query.for_service() else { return false };
        let size = u32::try_from(page.items.len()).unwrap_or(asked.size);
        self.query = CompanyQuery { size, ..asked };
        self.tries = 1;
        self.seen.clear();
        self.add_page(page.clone(), cx) == FetchProgress::Complete
    }

    /// Gives up: the service searches and sorts from now on.
    fn fall_back(&mut self) {
        let (most, total, then) = (self.limit, self.total, self.then);
        let (mut index, day_load) = (CompanyIndex::default(), self.day_load);
        index.earlier_days_mut().clone_from(self.index.earlier_days());
        index.set_groups(self.index.groups().cloned());
        let (groups, notes) = (std::mem::take(&mut self.groups), Arc::clone(&self.notes));
        *self = Self { limit: most, total, then, index, groups, day_load, notes, ..Self::default() };
    }

    /// Cancels a reload requested by the user; true if there was one.
    pub(in crate::app) fn cancel(&mut self, cx: &mut Context<'_>) -> bool {
        if !std::mem::take(&mut self.requested) {
            return false;
        }
        if let Some(ticket) = self.load.cancel() {
            cx.out.push(Effect::Cancel(ticket));
        }
        self.failed_at = Some(cx.now.millis);
        true
    }

    /// The total is known.
    pub(in crate::app) fn is_counted(&self) -> bool {
        self.total.is_some()
    }

    /// The cached data is newer than this moment.
    pub(in crate::app) fn is_newer_than(&self, at: Timestamp) -> bool {
        self.at.is_some_and(|known| known.utc > at)
    }

    /// A fetch is under way.
    pub(in crate::app) fn is_loading(&self) -> bool {
        self.load.waiting.is_some()
    }

    /// The company groups are loaded.
    pub(super) fn set_groups(&mut self, groups: Option<Arc<CompanyGroups>>) {
        self.index.set_groups(groups);
    }

    /// Updates the counts of a company after a change.
    pub(in crate::app) fn change(&mut self, id: &CompanyId, change: impl Fn(&mut Company)) {
        self.index.change(id, &change);
    }
}
