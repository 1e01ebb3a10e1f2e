//! A filter that the service cannot apply: its pages are read one after the other in the background, and what fits is
//! shown as it comes.

use std::collections::HashSet;

use crate::app::core::context::Context;
use crate::app::paged_list::cursor_target::CursorTarget;
use crate::app::paged_list::list::PagedList;
use crate::app::paged_list::query::{ListQuery, Shown};
use crate::app::paged_list::sieve::Sieve;
use crate::domain::list::page::Page;

/// Pages that are looked at at most.
const MOST_PAGES: u32 = 500;
/// Rows that are kept at most.
const MOST_ROWS: usize = 5_000;

impl<Q: ListQuery> PagedList<Q> {
    /// A page has come: what fits joins the rows that are shown.
    pub(super) fn sifted(&mut self, page: Page<Q::Item>, cx: &mut Context<'_>) {
        let Some(sieve) = &mut self.sieve else { return };
        sieve.looked += 1;
        sieve.pages = page.pages.max(sieve.looked);
        let (looked, is_last) = (sieve.looked, page.items.is_empty() || sieve.looked >= page.pages);
        let mut rows = match &self.shown {
            Some(shown) if looked > 1 => shown.page.items.clone(),
            _ => Vec::new(),
        };
        // A row that has moved between two pages meanwhile comes twice.
        let known: HashSet<Q::Id> =
            rows.iter().filter(|row| Q::is_known_by_id(row)).map(|row| Q::id(row).clone()).collect();
        let fitting = self.wanted.fitting(page.items, &self.source, cx.now);
        rows.extend(fitting.into_iter().filter(|row| !known.contains(Q::id(row))));
        self.wanted.arrange(&mut rows);
        let is_full = rows.len() >= MOST_ROWS || looked >= MOST_PAGES;
        let total = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        let page =
            Page { items: rows, number: 1, pages: 1, total, over_limit: None, seats: None, unchecked: page.unchecked };
        self.show(Shown { query: self.wanted.clone(), page, at: cx.now, note: None }, cx);
        self.landing = CursorTarget::Follow;
        if !is_last && !is_full {
            self.sift_page(looked + 1, cx);
        }
    }

    /// The same filter is written in another way: the pages that were looked at still count. False if nothing is filtered
    /// here.
    pub(super) fn sift_on_as(&mut self, same: &Q) -> bool {
        let Some(shown) = self.shown.as_mut().filter(|shown| self.sieve.is_some() && shown.query == self.wanted) else {
            return false;
        };
        shown.query = same.clone();
        self.wanted = same.clone();
        true
    }

    /// The filter is applied here and not all pages have been looked at.
    #[must_use]
    pub fn is_sifting(&self) -> bool {
        self.sieve.is_some_and(|sieve| sieve.looked < sieve.pages.max(1))
    }

    /// Some pages have been looked at, and more are to come.
    #[must_use]
    pub fn is_sifting_on(&self) -> bool {
        self.is_sifting() && self.sieve.is_some_and(|sieve| sieve.looked > 0)
    }

    /// `filtered here: 3 of 12 pages looked at`
    #[must_use]
    pub fn sieve_note(&self) -> Option<String> {
        let Sieve { looked, pages } = self.sieve?;
        Some(match (looked, pages) {
            (0, _) | (1, 1) => "filtered here".to_owned(),
            _ => format!("filtered here: {looked} of {pages} pages looked at"),
        })
    }
}
