//! A list: what is wanted, what is shown, where the cursor is. The service keeps it, page by page; where
//! all of it is in memory it has no pages.
//!
//! Rows carry the query that produced them, so the title never speaks of one page over the rows
//! of another.

use std::collections::VecDeque;
use std::fmt::Debug;

use crate::app::core::remote::{Remote, Ticket};
use crate::app::paged_list::cursor_target::CursorTarget;
use crate::app::paged_list::query::{ListQuery, Shown};
use crate::app::paged_list::search_box::SearchBox;

/// A list that the service keeps, shown page by page.
#[derive(Debug, Clone)]
pub struct PagedList<Q: ListQuery> {
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
    pub history: Q::History,
    /// What can answer without the service.
    pub source: Q::Source,
    /// The row that was under the cursor has left the list by itself: what it was called. What is done with
    /// the one that stands there now is refused once.
    pub target_moved: Option<String>,
    /// The list was changed by nobody's key.
    pub(in crate::app) by_itself: bool,
    /// The company that a page is asked for, and its name.
    pub(in crate::app) sought_row: Option<(Q::Id, String)>,
    pub(in crate::app) landing: CursorTarget,
    /// What could not be had: asked for again, it is this that is meant.
    pub(in crate::app) failed: Option<(Q, CursorTarget)>,
    /// Row moves made while the next page was on its way.
    pub(super) pending_command: isize,
    pub(super) prefetch: Option<(Ticket, Q)>,
    pub(super) cache: VecDeque<Shown<Q>>,
}

impl<Q: ListQuery> PagedList<Q> {
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
            history: Q::History::default(),
            source: Q::Source::default(),
            target_moved: None,
            by_itself: false,
            sought_row: None,
            landing: CursorTarget::First,
            failed: None,
            pending_command: 0,
            prefetch: None,
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

    /// A question with this ticket is waited for.
    #[must_use]
    pub fn waits_for(&self, ticket: Ticket) -> bool {
        self.load.waiting == Some(ticket) || self.prefetch.as_ref().is_some_and(|(t, _)| *t == ticket)
    }

    /// Every row known, on every page kept.
    pub(in crate::app) fn all_rows_mut(&mut self) -> impl Iterator<Item = &mut Q::Item> {
        self.cache.iter_mut().chain(self.shown.as_mut()).flat_map(|s| s.page.items.iter_mut())
    }
}
