//! Requests of a list, and how their answers are taken.

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::owner::Owner;
use crate::app::core::remote::{SLOW, Ticket};
use crate::app::paged_list::cursor_target::CursorTarget;
use crate::app::paged_list::list::PagedList;
use crate::app::paged_list::query::{ListQuery, Shown};
use crate::app::paged_list::sieve::Sieve;
use crate::domain::list::page::Page;
use crate::domain::service::failure::Failure;

/// Number of cached pages, so that going back and forth is instant.
const CACHED_PAGES: usize = 8;
/// Age after which a cached page is fetched again when shown.
const FRESH_MS: u64 = 60_000;

impl<Q: ListQuery> PagedList<Q> {
    /// Loads `wanted`, from the cached pages if possible.
    pub fn request(&mut self, wanted: Q, landing: CursorTarget, cx: &mut Context<'_>) {
        self.landing = landing;
        self.by_itself = false;
        self.failed = None;
        if Q::is_cached(&self.source) {
            self.cancel_request(cx);
            self.wanted = if wanted.page() == 1 { wanted } else { wanted.at_page(1) };
            self.show_cached(cx);
            return;
        }
        let wanted = wanted.for_service();
        if self.load.waiting.is_some() && self.wanted == wanted {
            return;
        }
        self.cancel_request(cx);
        self.wanted = wanted;
        let kept = self.cache.iter().find(|s| s.query == self.wanted).cloned();
        if let Some(kept) = kept {
            self.sieve = None;
            let fresh = cx.now.millis.saturating_sub(kept.at.millis) < FRESH_MS;
            self.load.dismiss_error();
            self.show(kept, cx);
            if fresh {
                self.prefetch_next(cx);
                return;
            }
            self.landing = CursorTarget::Follow;
        }
        self.send(cx);
    }

    /// Shows the answer of the source to the wanted query.
    fn show_cached(&mut self, cx: &mut Context<'_>) {
        self.sieve = None;
        if let Some(shown) = self.wanted.answer(&self.source, cx.now) {
            self.load.dismiss_error();
            self.show(shown, cx);
        }
    }

    /// The data of the source has changed: shows it, with the cursor on the same row.
    pub(in crate::app) fn renew(&mut self, cx: &mut Context<'_>) {
        if !Q::is_cached(&self.source) {
            return;
        }
        let queued = std::mem::take(&mut self.pending_command);
        if self.load.waiting.is_none() {
            self.landing = CursorTarget::Follow;
            self.by_itself = true;
        }
        self.wanted = self.wanted.at_page(1);
        self.cancel_request(cx);
        self.cancel_prefetch(cx);
        self.cache.clear();
        self.show_cached(cx);
        self.marks.is_old = true;
        if queued != 0 {
            self.move_cursor(queued, cx);
        }
    }

    fn cancel_prefetch(&mut self, cx: &mut Context<'_>) {
        if let Some((ticket, _)) = self.prefetch.take() {
            cx.out.push(Effect::Cancel(ticket));
        }
    }

    /// Reloads because something else has changed, not because of a key.
    pub(in crate::app) fn auto_reload(&mut self, cx: &mut Context<'_>) {
        // The screen stays as it is.
        self.failed = None;
        self.reload(cx);
        self.by_itself = true;
    }

    /// Retries a failed request automatically; the cursor stays on its row.
    pub(in crate::app) fn retry_failed(&mut self, cx: &mut Context<'_>) {
        if let Some((_, landing)) = &mut self.failed {
            *landing = CursorTarget::Follow;
        }
        self.reload(cx);
        self.by_itself = true;
    }

    /// Fetches the wanted query again, which may have failed; the cached pages are dropped.
    pub fn reload(&mut self, cx: &mut Context<'_>) {
        self.cancel_request(cx);
        self.cancel_prefetch(cx);
        self.cache.clear();
        let wanted = self.failed.take().filter(|_| !Q::is_cached(&self.source));
        let (wanted, landing) = wanted.unwrap_or_else(|| (self.wanted.clone(), CursorTarget::Follow));
        self.landing = landing;
        self.wanted = wanted.for_service();
        self.send(cx);
    }

    fn send(&mut self, cx: &mut Context<'_>) {
        self.sieve = None;
        if !Q::is_cached(&self.source) && self.wanted.is_filtered_here(&self.source) {
            self.cancel_prefetch(cx);
            self.sift(cx);
            return;
        }
        let ticket = match self.prefetch.take() {
            Some((ticket, query)) if query == self.wanted => ticket,
            ahead => {
                if let Some((ticket, _)) = ahead {
                    cx.out.push(Effect::Cancel(ticket));
                }
                let ticket = cx.tickets.issue(Owner::List(Q::LIST));
                cx.out.push(Effect::Fetch(ticket, self.wanted.read(&self.source)));
                ticket
            }
        };
        self.load.start(ticket);
        cx.out.push(Effect::Timer(ticket, SLOW));
    }

    /// Reads the first page; the others follow.
    fn sift(&mut self, cx: &mut Context<'_>) {
        self.sieve = Some(Sieve::default());
        let ticket = self.sift_page(1, cx);
        cx.out.push(Effect::Timer(ticket, SLOW));
    }

    pub(super) fn sift_page(&mut self, number: u32, cx: &mut Context<'_>) -> Ticket {
        let ticket = cx.tickets.issue(Owner::List(Q::LIST));
        self.load.start(ticket);
        cx.out.push(Effect::Fetch(ticket, self.wanted.read_part(number, &self.source)));
        ticket
    }

    fn cancel_request(&mut self, cx: &mut Context<'_>) {
        if let Some(ticket) = self.load.cancel() {
            cx.out.push(Effect::Cancel(ticket));
        }
        self.pending_command = 0;
    }

    /// Takes an answer; late ones are dropped.
    pub fn settle(&mut self, ticket: Ticket, answer: Result<Page<Q::Item>, Failure>, cx: &mut Context<'_>) {
        if self.prefetch.as_ref().is_some_and(|(t, _)| *t == ticket) {
            // An empty page means that the list has shrunk: going there loads it again.
            if let (Some((_, query)), Ok(page)) = (self.prefetch.take(), answer)
                && !page.items.is_empty()
            {
                self.cache_page(Shown { query, page, at: cx.now, note: None });
            }
            return;
        }
        match answer {
            Ok(page) => {
                if !self.load.settle(ticket, Ok(())) {
                    return;
                }
                cx.notices.resolve(&Q::TOPIC);
                if self.sieve.is_some() {
                    self.failed = None;
                    self.sifted(page, cx);
                    return;
                }
                if page.items.is_empty() && self.wanted.page() > page.pages {
                    // The list has shrunk meanwhile: its last page is the closest to the wanted one.
                    let (last, landing) = (self.wanted.at_page(page.pages), self.shrunk());
                    self.request(last, landing, cx);
                    return;
                }
                self.failed = None;
                let shown = self.meant(page, cx);
                self.cache_page(shown.clone());
                self.show(shown, cx);
                self.prefetch_next(cx);
                let queued = std::mem::take(&mut self.pending_command);
                if queued != 0 {
                    self.move_cursor(queued, cx);
                }
            }
            Err(failure) => {
                if self.load.settle(ticket, Err(failure.clone())) {
                    self.by_itself = false;
                    self.pending_command = 0;
                    if let Some(shown) = self.shown.as_ref().filter(|s| s.query.search() == self.wanted.search()) {
                        // The user is still on the visible page: the same key retries.
                        let query = shown.query.clone();
                        self.failed = Some((self.wanted.clone(), self.landing));
                        self.wanted = if Q::is_cached(&self.source) { query } else { query.for_service() };
                    }
                    cx.notices.failure_of(cx.now, &failure, Q::TOPIC);
                }
            }
        }
    }

    /// The page, or what was probably meant where it is empty.
    fn meant(&self, mut page: Page<Q::Item>, cx: &Context<'_>) -> Shown<Q> {
        let is_empty = page.items.is_empty() && page.total == 0;
        let forgiven = is_empty.then(|| self.wanted.forgiven(&self.source, cx.now)).flatten();
        let note = forgiven.map(|(rows, note)| {
            page.total = u64::try_from(rows.len()).unwrap_or(u64::MAX);
            page.items = rows;
            note
        });
        Shown { query: self.wanted.clone(), page, at: cx.now, note }
    }

    /// The wanted page no longer exists: loads the last one.
    fn shrunk(&self) -> CursorTarget {
        let was_here = self.shown.as_ref().is_some_and(|shown| shown.query == self.wanted);
        if was_here { CursorTarget::Fallen } else { CursorTarget::Last }
    }

    pub(in crate::app) fn cache_page(&mut self, shown: Shown<Q>) {
        self.cache.retain(|s| s.query != shown.query);
        if self.cache.len() == CACHED_PAGES {
            self.cache.pop_front();
        }
        self.cache.push_back(shown);
    }

    /// Prefetches the page after the shown one.
    fn prefetch_next(&mut self, cx: &mut Context<'_>) {
        let Some(shown) = &self.shown else { return };
        if shown.query.page() >= shown.page.pages || Q::is_loading(&self.source) {
            return;
        }
        let next = shown.query.at_page(shown.query.page() + 1);
        let under_way = self.prefetch.as_ref().is_some_and(|(_, query)| *query == next);
        if under_way || self.cache.iter().any(|s| s.query == next) {
            return;
        }
        self.cancel_prefetch(cx);
        let ticket = cx.tickets.issue(Owner::List(Q::LIST));
        cx.out.push(Effect::Fetch(ticket, next.read(&self.source)));
        self.prefetch = Some((ticket, next));
    }

    /// Goes to another page of the list.
    pub fn go_to_page(&mut self, page: u32, landing: CursorTarget, cx: &mut Context<'_>) {
        let base = self
            .shown
            .as_ref()
            .map_or(&self.wanted, |s| if self.load.waiting.is_some() { &self.wanted } else { &s.query });
        let wanted = base.at_page(page.clamp(1, self.pages()));
        self.request(wanted, landing, cx);
    }

    /// Sorts by a column, or reverses the order. Refused with a reason if the service cannot.
    ///
    /// # Errors
    ///
    /// The reason, for the user.
    pub fn sort_by(&mut self, column: Q::Column, cx: &mut Context<'_>) -> Result<(), String> {
        let wanted = self.wanted.sorted_by(column, &self.source, cx.keys)?;
        Q::order_is_chosen(&mut self.source);
        self.request(wanted, CursorTarget::Follow, cx);
        Ok(())
    }

    /// Reverses the order.
    pub fn reverse_order(&mut self, cx: &mut Context<'_>) {
        Q::order_is_chosen(&mut self.source);
        let wanted = self.wanted.reversed();
        self.request(wanted, CursorTarget::Follow, cx);
    }

    /// Sets the page size, going to the page with the selected row.
    pub fn resize_pages(&mut self, size: u32, cx: &mut Context<'_>) {
        let row = u32::try_from(self.cursor).unwrap_or(0);
        let before = self.page().saturating_sub(1).saturating_mul(self.wanted.size()).saturating_add(row);
        let wanted = self.wanted.sized(size, before / size.max(1) + 1);
        self.request(wanted, CursorTarget::Follow, cx);
    }

    /// Drops the cached pages: they are out of date.
    pub fn forget_pages(&mut self, cx: &mut Context<'_>) {
        self.cancel_prefetch(cx);
        self.cache.clear();
    }

    /// Every known row, of all cached pages.
    pub(in crate::app) fn all_rows_mut(&mut self) -> impl Iterator<Item = &mut Q::Item> {
        self.cache.iter_mut().chain(self.shown.as_mut()).flat_map(|s| s.page.items.iter_mut())
    }

    /// Cancels the pending request; true if there was one.
    pub fn cancel(&mut self, cx: &mut Context<'_>) -> bool {
        let waited = self.load.waiting.is_some();
        self.cancel_request(cx);
        self.cancel_prefetch(cx);
        if waited && let Some(shown) = &self.shown {
            self.wanted = shown.query.clone();
        }
        waited
    }
}
