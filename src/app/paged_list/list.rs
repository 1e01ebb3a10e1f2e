//! A list: what is wanted, what is shown, where the cursor is. The service keeps it, page by page; where
//! all of it is in memory it has no pages.
//!
//! Rows carry the query that produced them, so the title never speaks of one page over the rows
//! of another.

use std::collections::VecDeque;
use std::fmt::Debug;
use std::time::Duration;

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::remote::{Remote, Ticket};
pub use crate::app::paged_list::landing::Landing;
pub use crate::app::paged_list::query::{Listed, Shown};
use crate::app::paged_list::search::SearchBox;
use crate::domain::list::page::Page;
use crate::domain::service::failure::Failure;

/// A question is called slow after this long, and only then said to be loading.
pub const SLOW: Duration = Duration::from_millis(150);
/// Pages kept so that going back and forth is instant.
const CACHED_PAGES: usize = 8;
/// A kept page older than this is asked for again when it is shown.
const FRESH_MS: u64 = 60_000;

/// A list that the service keeps, shown page by page.
#[derive(Debug, Clone)]
pub struct Listing<Q: Listed> {
    /// The newest question.
    pub wanted: Q,
    /// What is on the screen.
    pub shown: Option<Shown<Q>>,
    /// The question under way, and why the last one failed.
    pub load: Remote<()>,
    /// The selected row of the shown page.
    pub cursor: usize,
    /// The first row on the screen: only those from there on are drawn.
    pub top: usize,
    /// The column under the cursor.
    pub column: Q::Column,
    /// The search line, while it is being typed in.
    pub search: Option<SearchBox<Q>>,
    /// Where the cursor has been.
    pub visits: Q::Visits,
    /// What can answer without the service.
    pub source: Q::Source,
    /// The row that was under the cursor has left the list by itself: what it was called. What is done with
    /// the one that stands there now is refused once.
    pub slipped: Option<String>,
    /// The list was changed by nobody's key.
    pub(in crate::app) by_itself: bool,
    /// The company that a page is asked for, and its name.
    pub(in crate::app) looked_for: Option<(Q::Id, String)>,
    pub(in crate::app) landing: Landing,
    /// What could not be had: asked for again, it is this that is meant.
    pub(in crate::app) failed: Option<(Q, Landing)>,
    /// Row moves made while the next page was on its way.
    queued: isize,
    ahead: Option<(Ticket, Q)>,
    cache: VecDeque<Shown<Q>>,
}

impl<Q: Listed> Listing<Q> {
    /// An empty list that wants this, with this column under the cursor.
    #[must_use]
    pub fn about(wanted: Q, column: Q::Column) -> Self {
        Self {
            wanted,
            shown: None,
            load: Remote::default(),
            cursor: 0,
            top: 0,
            column,
            search: None,
            visits: Q::Visits::default(),
            source: Q::Source::default(),
            slipped: None,
            by_itself: false,
            looked_for: None,
            landing: Landing::First,
            failed: None,
            queued: 0,
            ahead: None,
            cache: VecDeque::new(),
        }
    }

    /// The rows on the screen.
    #[must_use]
    pub fn rows(&self) -> &[Q::Item] {
        self.shown.as_ref().map_or(&[], |s| &s.page.items)
    }

    /// The company under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&Q::Item> {
        self.rows().get(self.cursor)
    }

    /// The rows answer another search than the one asked for: acting on one would be a guess.
    #[must_use]
    pub fn rows_are_of_another_search(&self) -> bool {
        let typed = self.search.as_ref().map_or(self.wanted.search(), |s| s.input.value().trim());
        self.shown.as_ref().is_some_and(|s| s.query.search() != typed || !s.query.same_filter(&self.wanted))
    }

    /// The rows are older than the newest question.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.shown.as_ref().is_some_and(|s| s.query != self.wanted) || self.rows_are_of_another_search()
    }

    /// The page the person thinks they are on.
    #[must_use]
    pub fn page(&self) -> u32 {
        match (&self.load.waiting, &self.shown) {
            (None, Some(shown)) => shown.query.page(),
            _ => self.wanted.page(),
        }
    }

    /// Pages in all, as far as known.
    #[must_use]
    pub fn pages(&self) -> u32 {
        self.shown.as_ref().map_or(1, |s| s.page.pages)
    }

    /// Asks for `wanted`; from the kept pages when it is there.
    pub fn ask(&mut self, wanted: Q, landing: Landing, cx: &mut Context<'_>) {
        self.landing = landing;
        self.by_itself = false;
        self.failed = None;
        if Q::is_at_hand(&self.source) {
            self.drop_question(cx);
            self.wanted = if wanted.page() == 1 { wanted } else { wanted.at_page(1) };
            self.show_at_hand(cx);
            return;
        }
        let wanted = wanted.for_service();
        if self.load.waiting.is_some() && self.wanted == wanted {
            return;
        }
        self.drop_question(cx);
        self.wanted = wanted;
        let kept = self.cache.iter().find(|s| s.query == self.wanted).cloned();
        if let Some(kept) = kept {
            let fresh = cx.now.millis.saturating_sub(kept.at.millis) < FRESH_MS;
            self.load.error = None;
            self.show(kept, cx);
            if fresh {
                self.fetch_ahead(cx);
                return;
            }
            self.landing = Landing::Follow;
        }
        self.send(cx);
    }

    /// Shows what the source has for what is wanted.
    fn show_at_hand(&mut self, cx: &mut Context<'_>) {
        if let Some(shown) = self.wanted.answer(&self.source, cx.now) {
            self.load.error = None;
            self.show(shown, cx);
        }
    }

    /// What the source has is another than before: shows it in place, the cursor on the same row.
    pub(in crate::app) fn renew(&mut self, cx: &mut Context<'_>) {
        if !Q::is_at_hand(&self.source) {
            return;
        }
        let queued = std::mem::take(&mut self.queued);
        if self.load.waiting.is_none() {
            self.landing = Landing::Follow;
            self.by_itself = true;
        }
        self.wanted = self.wanted.at_page(1);
        self.drop_question(cx);
        self.drop_ahead(cx);
        self.cache.clear();
        self.show_at_hand(cx);
        if queued != 0 {
            self.walk(queued, cx);
        }
    }

    fn drop_ahead(&mut self, cx: &mut Context<'_>) {
        if let Some((ticket, _)) = self.ahead.take() {
            cx.out.push(Effect::Cancel(ticket));
        }
    }

    /// The same because something else has changed: nobody's key.
    pub(in crate::app) fn reload_by_itself(&mut self, cx: &mut Context<'_>) {
        // What the screen shows stays what it is.
        self.failed = None;
        self.reload(cx);
        self.by_itself = true;
    }

    /// Asks for what has failed: nobody's key, and the cursor stays on its row.
    pub(in crate::app) fn ask_failed(&mut self, cx: &mut Context<'_>) {
        if let Some((_, landing)) = &mut self.failed {
            *landing = Landing::Follow;
        }
        self.reload(cx);
        self.by_itself = true;
    }

    /// Asks the service again for what is wanted, which may have failed; the kept pages are forgotten.
    pub fn reload(&mut self, cx: &mut Context<'_>) {
        self.drop_question(cx);
        self.drop_ahead(cx);
        self.cache.clear();
        let wanted = self.failed.take().filter(|_| !Q::is_at_hand(&self.source));
        let (wanted, landing) = wanted.unwrap_or_else(|| (self.wanted.clone(), Landing::Follow));
        self.landing = landing;
        self.wanted = wanted.for_service();
        self.send(cx);
    }

    fn send(&mut self, cx: &mut Context<'_>) {
        let ticket = match self.ahead.take() {
            Some((ticket, query)) if query == self.wanted => ticket,
            ahead => {
                if let Some((ticket, _)) = ahead {
                    cx.out.push(Effect::Cancel(ticket));
                }
                let ticket = cx.tickets.draw();
                cx.out.push(Effect::Ask(ticket, self.wanted.question(&self.source)));
                ticket
            }
        };
        self.load.ask(ticket);
        cx.out.push(Effect::Timer(ticket, SLOW));
    }

    fn drop_question(&mut self, cx: &mut Context<'_>) {
        if let Some(ticket) = self.load.give_up() {
            cx.out.push(Effect::Cancel(ticket));
        }
        self.queued = 0;
    }

    /// Takes an answer; a late one is dropped.
    pub fn settle(&mut self, ticket: Ticket, answer: Result<Page<Q::Item>, Failure>, cx: &mut Context<'_>) {
        if self.ahead.as_ref().is_some_and(|(t, _)| *t == ticket) {
            // An empty page says that the list has shrunk: going there asks again.
            if let (Some((_, query)), Ok(page)) = (self.ahead.take(), answer)
                && !page.items.is_empty()
            {
                self.keep(Shown { query, page, at: cx.now });
            }
            return;
        }
        match answer {
            Ok(page) => {
                if !self.load.settle(ticket, Ok(())) {
                    return;
                }
                cx.notices.mended(&Q::TOPIC);
                if page.items.is_empty() && self.wanted.page() > page.pages {
                    // The list has shrunk meanwhile: its last page is the nearest to what was wanted.
                    let (last, landing) = (self.wanted.at_page(page.pages), self.shrunk());
                    self.ask(last, landing, cx);
                    return;
                }
                self.failed = None;
                let shown = Shown { query: self.wanted.clone(), page, at: cx.now };
                self.keep(shown.clone());
                self.show(shown, cx);
                self.fetch_ahead(cx);
                let queued = std::mem::take(&mut self.queued);
                if queued != 0 {
                    self.walk(queued, cx);
                }
            }
            Err(failure) => {
                if self.load.settle(ticket, Err(failure.clone())) {
                    self.by_itself = false;
                    self.queued = 0;
                    if let Some(shown) = self.shown.as_ref().filter(|s| s.query.search() == self.wanted.search()) {
                        // What is on the screen is where the person still is: the same key tries again.
                        let query = shown.query.clone();
                        self.failed = Some((self.wanted.clone(), self.landing));
                        self.wanted = if Q::is_at_hand(&self.source) { query } else { query.for_service() };
                    }
                    cx.notices.failure_of(cx.now, &failure, Q::TOPIC);
                }
            }
        }
    }

    pub(in crate::app) fn keep(&mut self, shown: Shown<Q>) {
        self.cache.retain(|s| s.query != shown.query);
        if self.cache.len() == CACHED_PAGES {
            self.cache.pop_front();
        }
        self.cache.push_back(shown);
    }

    /// Asks for the page after the shown one, so that going on is instant.
    fn fetch_ahead(&mut self, cx: &mut Context<'_>) {
        let Some(shown) = &self.shown else { return };
        if shown.query.page() >= shown.page.pages || Q::is_gathering(&self.source) {
            return;
        }
        let next = shown.query.at_page(shown.query.page() + 1);
        let under_way = self.ahead.as_ref().is_some_and(|(_, query)| *query == next);
        if under_way || self.cache.iter().any(|s| s.query == next) {
            return;
        }
        self.drop_ahead(cx);
        let ticket = cx.tickets.draw();
        cx.out.push(Effect::Ask(ticket, next.question(&self.source)));
        self.ahead = Some((ticket, next));
    }

    /// Turns to another page of the list.
    pub fn turn_to(&mut self, page: u32, landing: Landing, cx: &mut Context<'_>) {
        let base = self
            .shown
            .as_ref()
            .map_or(&self.wanted, |s| if self.load.waiting.is_some() { &self.wanted } else { &s.query });
        let wanted = base.at_page(page.clamp(1, self.pages()));
        self.ask(wanted, landing, cx);
    }

    fn is_turning(&self) -> bool {
        self.load.waiting.is_some()
            && self
                .shown
                .as_ref()
                .is_some_and(|s| s.query.same_list(&self.wanted) && s.query.page() != self.wanted.page())
    }

    /// Moves the cursor by rows; past the last row the next page follows, and moves made while it
    /// is on its way are made when it is there.
    pub fn walk(&mut self, by: isize, cx: &mut Context<'_>) {
        let mut by = by;
        loop {
            if self.is_turning() {
                self.queued = self.queued.saturating_add(by);
                return;
            }
            let rows = self.rows().len();
            let Some(target) = self.cursor.checked_add_signed(by) else {
                // Above the first row.
                let rest = by.saturating_add_unsigned(self.cursor + 1);
                self.cursor = 0;
                if self.page() <= 1 || self.is_stale() {
                    return;
                }
                self.turn_to(self.page() - 1, Landing::Last, cx);
                by = rest;
                continue;
            };
            if target < rows {
                self.cursor = target;
                return;
            }
            let rest = target - rows;
            self.cursor = rows.saturating_sub(1);
            if rows == 0 || self.page() >= self.pages() || self.is_stale() {
                return;
            }
            self.turn_to(self.page() + 1, Landing::First, cx);
            by = isize::try_from(rest).unwrap_or(isize::MAX);
        }
    }

    /// Moves by a screen or half of one: to the end of the page first, then on to the next one.
    pub fn leap(&mut self, by: isize, cx: &mut Context<'_>) {
        let last = self.rows().len().saturating_sub(1);
        let at_edge = if by > 0 { self.cursor >= last } else { self.cursor == 0 };
        if at_edge {
            self.walk(by.signum(), cx);
        } else {
            self.cursor = self.cursor.saturating_add_signed(by).min(last);
        }
    }

    /// Puts the cursor on a row of the page.
    pub fn select(&mut self, row: usize) {
        self.queued = 0;
        self.slipped = None;
        self.cursor = row.min(self.rows().len().saturating_sub(1));
    }

    /// Forgets moves that wait for a page, because another key was meant for now.
    pub fn forget_queue(&mut self) {
        self.queued = 0;
    }

    /// Scrolls so that the cursor shows in `height` rows.
    pub fn scroll_into(&mut self, height: usize) {
        let height = height.max(1);
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if self.cursor >= self.top + height {
            self.top = self.cursor + 1 - height;
        }
        self.top = self.top.min(self.rows().len().saturating_sub(height));
    }

    /// Sorts by a column; again turns it round. Refused with the reason when the service cannot.
    ///
    /// # Errors
    ///
    /// The reason, for the person.
    pub fn sort_by(&mut self, column: Q::Column, cx: &mut Context<'_>) -> Result<(), String> {
        let wanted = self.wanted.sorted_by(column, &self.source, cx.keys)?;
        Q::order_is_chosen(&mut self.source);
        self.ask(wanted, Landing::Follow, cx);
        Ok(())
    }

    /// Turns the order round.
    pub fn turn_round(&mut self, cx: &mut Context<'_>) {
        Q::order_is_chosen(&mut self.source);
        let wanted = self.wanted.turned_round();
        self.ask(wanted, Landing::Follow, cx);
    }

    /// A question with this ticket is waited for.
    #[must_use]
    pub fn waits_for(&self, ticket: Ticket) -> bool {
        self.load.waiting == Some(ticket) || self.ahead.as_ref().is_some_and(|(t, _)| *t == ticket)
    }

    /// Shows `size` rows per page, turning to the page that holds the selected one.
    pub fn resize_pages(&mut self, size: u32, cx: &mut Context<'_>) {
        let row = u32::try_from(self.cursor).unwrap_or(0);
        let before = self.page().saturating_sub(1).saturating_mul(self.wanted.size()).saturating_add(row);
        let wanted = self.wanted.sized(size, before / size.max(1) + 1);
        self.ask(wanted, Landing::Follow, cx);
    }

    /// Forgets the pages kept: the service has others by now.
    pub fn forget_pages(&mut self, cx: &mut Context<'_>) {
        self.drop_ahead(cx);
        self.cache.clear();
    }

    /// Every row known, on every page kept.
    pub(in crate::app) fn known_rows(&mut self) -> impl Iterator<Item = &mut Q::Item> {
        self.cache.iter_mut().chain(self.shown.as_mut()).flat_map(|s| s.page.items.iter_mut())
    }

    /// Stops waiting for an answer; true when something was waited for.
    pub fn cancel(&mut self, cx: &mut Context<'_>) -> bool {
        let waited = self.load.waiting.is_some();
        self.drop_question(cx);
        self.drop_ahead(cx);
        if waited && let Some(shown) = &self.shown {
            self.wanted = shown.query.clone();
        }
        waited
    }
}
