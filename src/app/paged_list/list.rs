//! A list: the wanted query, the shown page, the cursor. The service returns it page by page; if
//! all of it is in memory, it has no pages.
//!
//! Rows carry the query that produced them, so the title never names one page over the rows
//! of another.

use std::collections::{HashSet, VecDeque};
use std::fmt::Debug;

use crate::app::core::remote::{Remote, Ticket};
use crate::app::paged_list::cursor_target::CursorTarget;
use crate::app::paged_list::marks::Marks;
use crate::app::paged_list::query::{ListQuery, Shown};
use crate::app::paged_list::search_box::SearchBox;
use crate::app::paged_list::sieve::Sieve;
use crate::domain::list::grid::Content;

/// A list of the service, shown page by page.
#[derive(Debug, Clone)]
pub struct PagedList<Q: ListQuery> {
    /// The wanted query.
    pub wanted: Q,
    /// The shown page.
    pub shown: Option<Shown<Q>>,
    /// The pending request, and why the last one failed.
    pub load: Remote<()>,
    /// The widest cells of the shown page.
    pub(super) page_content: Content,
    /// The selected row of the shown page.
    pub cursor: usize,
    /// The first row on the screen: only those from there on are drawn.
    pub top: usize,
    /// The column under the cursor.
    pub column: Q::Column,
    /// How far the columns are scrolled sideways.
    pub(super) scroll: usize,
    /// The search line, while it is open.
    pub search: Option<SearchBox<Q>>,
    /// The cursor history.
    pub history: Q::History,
    /// The source in memory.
    pub source: Q::Source,
    pub(super) marks: Marks<Q>,
    /// Name of the row that has just left the list under the cursor. The next command on
    /// the row that is there now is refused once.
    pub target_moved: Option<String>,
    /// Rows whose numbers have changed since the last key press.
    pub(in crate::app) changed: HashSet<Q::Id>,
    /// The list has changed without a key press.
    pub(in crate::app) by_itself: bool,
    /// The company that a page is requested for, and its name.
    pub(in crate::app) sought_row: Option<(Q::Id, String)>,
    pub(in crate::app) landing: CursorTarget,
    /// The query that failed, for a retry.
    pub(in crate::app) failed: Option<(Q, CursorTarget)>,
    /// Row moves made while the next page was loading.
    pub(super) pending_command: isize,
    pub(super) prefetch: Option<(Ticket, Q)>,
    pub(super) cache: VecDeque<Shown<Q>>,
    /// The pages of a filter that is applied here.
    pub(super) sieve: Option<Sieve>,
}

impl<Q: ListQuery> PagedList<Q> {
    /// An empty list with this wanted query and this column under the cursor.
    #[must_use]
    pub fn about(wanted: Q, column: Q::Column) -> Self {
        Self::of_source(wanted, column, Q::Source::default(), None)
    }

    /// A list of this source that begins with these rows.
    #[must_use]
    pub fn of_source(wanted: Q, column: Q::Column, source: Q::Source, shown: Option<Shown<Q>>) -> Self {
        let mut list = Self {
            wanted,
            shown,
            page_content: Content::default(),
            load: Remote::default(),
            cursor: 0,
            top: 0,
            column,
            scroll: 0,
            search: None,
            history: Q::History::default(),
            source,
            marks: Marks::default(),
            target_moved: None,
            changed: HashSet::new(),
            by_itself: false,
            sought_row: None,
            landing: CursorTarget::First,
            failed: None,
            pending_command: 0,
            prefetch: None,
            cache: VecDeque::new(),
            sieve: None,
        };
        list.measure();
        list
    }

    /// The shown rows belong to something else now.
    pub(in crate::app) fn forget_rows(&mut self) {
        self.shown = None;
    }

    /// Closes the search line; what it has found stays.
    pub(in crate::app) fn close_search(&mut self) {
        self.search = None;
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

    /// The numbers of this row have changed since the last key press.
    #[must_use]
    pub fn is_changed(&self, id: &Q::Id) -> bool {
        self.changed.contains(id)
    }

    /// How far the columns are scrolled sideways.
    #[must_use]
    pub fn scroll(&self) -> usize {
        self.scroll
    }

    /// The widest cells of the list, as far as it is known.
    #[must_use]
    pub fn content(&self) -> &Content {
        Q::content_of_all(&self.source).unwrap_or(&self.page_content)
    }

    /// The rows of the page have changed.
    pub(in crate::app) fn measure(&mut self) {
        if Q::content_of_all(&self.source).is_none() {
            self.page_content = Q::content(self.rows());
        }
    }

    /// The rows belong to another search than the wanted one: acting on one would be a guess.
    #[must_use]
    pub fn rows_are_of_another_search(&self) -> bool {
        let typed = self.search.as_ref().map_or(self.wanted.search(), SearchBox::readable);
        self.shown.as_ref().is_some_and(|s| s.query.search() != typed || !s.query.same_filter(&self.wanted))
    }

    /// The rows are older than the wanted query.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.shown.as_ref().is_some_and(|s| s.query != self.wanted) || self.rows_are_of_another_search()
    }

    /// The page the user has navigated to.
    #[must_use]
    pub fn page(&self) -> u32 {
        match (&self.load.waiting, &self.shown) {
            (None, Some(shown)) => shown.query.page(),
            _ => self.wanted.page(),
        }
    }

    /// Number of pages, as far as known.
    #[must_use]
    pub fn pages(&self) -> u32 {
        self.shown.as_ref().map_or(1, |s| s.page.pages)
    }

    /// A request with this ticket is pending.
    #[must_use]
    pub fn waits_for(&self, ticket: Ticket) -> bool {
        self.load.waiting == Some(ticket) || self.prefetch.as_ref().is_some_and(|(t, _)| *t == ticket)
    }
}
