//! The kind of a list: its rows, its query, and its sources.

use std::fmt::Debug;
use std::hash::Hash;

use crate::app::core::effect::Read;
use crate::app::core::notices::Topic;
use crate::app::core::owner::ListId;
use crate::app::keys::keymap::KeyMap;
use crate::domain::list::filter::complete::Completion;
use crate::domain::list::filter::term::Mistake;
use crate::domain::list::grid::Content;
use crate::domain::list::page::Page;
use crate::domain::time::now::Now;

/// The query of one kind of list.
pub trait ListQuery: Clone + PartialEq + Debug {
    /// Which list it belongs to.
    const LIST: ListId;
    /// The subject of a failure to load it.
    const TOPIC: Topic;

    /// A row.
    type Item: Clone + Debug + 'static;
    /// The identity of a row.
    type Id: Clone + Eq + Hash + Debug;
    /// A column.
    type Column: Copy + PartialEq + Debug;
    /// The cursor history, for a list that has one.
    type History: Clone + Default + Debug;
    /// The source in memory, for a list that has one.
    type Source: Clone + Default + Debug;

    /// The row's ID.
    fn id(item: &Self::Item) -> &Self::Id;
    /// The name of the row.
    fn name(item: &Self::Item) -> String;
    /// The row has an ID of its own.
    #[must_use]
    fn is_known_by_id(_: &Self::Item) -> bool {
        true
    }
    /// How wide the cells of these rows are.
    fn content(rows: &[Self::Item]) -> Content;
    /// How wide the cells of all rows are, if they are in memory.
    #[must_use]
    fn content_of_all(_: &Self::Source) -> Option<&Content> {
        None
    }
    /// The parameters of the query.
    fn read(&self, source: &Self::Source) -> Read;
    /// Page number, from 1.
    fn page(&self) -> u32;
    /// Rows per page.
    fn size(&self) -> u32;
    /// Free text; empty for all.
    fn search(&self) -> &str;
    /// Both are for the same rows, apart from search, order and page.
    fn same_filter(&self, other: &Self) -> bool;
    /// The same query for another page.
    #[must_use]
    fn at_page(&self, page: u32) -> Self;
    /// With another number of rows per page, at this page.
    #[must_use]
    fn sized(&self, size: u32, page: u32) -> Self;
    /// For this text, from its first page.
    #[must_use]
    fn searching(&self, text: String) -> Self;
    /// In the opposite order, from its first page.
    #[must_use]
    fn reversed(&self) -> Self;
    /// Ordered by this column, or reversed if it is already; from its first page.
    ///
    /// # Errors
    ///
    /// Why that is impossible, for the user.
    fn sorted_by(&self, column: Self::Column, source: &Self::Source, keys: &KeyMap) -> Result<Self, String>;

    /// Whether the source can search for this text.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and where.
    fn check(_text: &str, _: &Self::Source, _: &KeyMap) -> Result<(), Mistake> {
        Ok(())
    }

    /// Ways to go on typing at this byte of the text.
    #[must_use]
    fn complete(_text: &str, _at: usize, _: &Self::Source) -> Vec<Completion> {
        Vec::new()
    }

    /// What the search compares becomes filters of its own; its words stay.
    #[must_use]
    fn settled(&self) -> Self {
        self.clone()
    }

    /// Without the filter that was added last, from its first page.
    #[must_use]
    fn without_last_filter(&self) -> Option<Self> {
        None
    }

    /// The user has chosen an order.
    fn order_is_chosen(_: &mut Self::Source) {}

    /// The source answers with all rows at once: the list has no pages.
    #[must_use]
    fn is_cached(_: &Self::Source) -> bool {
        false
    }

    /// All rows, if the source has them.
    #[must_use]
    fn all(_: &Self::Source) -> impl Iterator<Item = &Self::Item> {
        std::iter::empty()
    }

    /// The answer of the source; `None`: the service has to be queried.
    fn answer(&self, _: &Self::Source, _: Now) -> Option<Shown<Self>> {
        None
    }

    /// The source is loading all rows: no page is prefetched.
    #[must_use]
    fn is_loading(_: &Self::Source) -> bool {
        false
    }

    /// The service cannot apply all of its filters: what is left is applied here to what comes.
    #[must_use]
    fn is_filtered_here(&self, _: &Self::Source) -> bool {
        false
    }

    /// Those of these rows that fit what the service was not asked for.
    #[must_use]
    fn fitting(&self, items: Vec<Self::Item>, _: &Self::Source, _: Now) -> Vec<Self::Item> {
        items
    }

    /// Puts the rows of all pages that are filtered here in order, where the service cannot.
    fn arrange(&self, _: &mut Vec<Self::Item>) {}

    /// The service has found nobody: rows that are known here and were probably meant, and what is said about that.
    #[must_use]
    fn forgiven(&self, _: &Self::Source, _: Now) -> Option<(Vec<Self::Item>, String)> {
        None
    }

    /// The request for one of the pages that are filtered here.
    fn read_part(&self, page: u32, source: &Self::Source) -> Read {
        self.at_page(page).read(source)
    }

    /// The closest query that the service can answer.
    #[must_use]
    fn for_service(&self) -> Self {
        self.clone()
    }

    /// Both are for the same list, whatever the page.
    fn same_list(&self, other: &Self) -> bool {
        self.at_page(1) == other.at_page(1)
    }
}

/// A page with the query that produced it.
#[derive(Debug, Clone)]
pub struct Shown<Q: ListQuery> {
    /// The query.
    pub query: Q,
    /// The answer.
    pub page: Page<Q::Item>,
    /// When it came.
    pub at: Now,
    /// What is shown instead of what was typed, if a typing mistake was forgiven.
    pub note: Option<String>,
}
