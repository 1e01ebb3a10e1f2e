//! What one kind of list is: its rows, its question, and who can answer it.

use std::fmt::Debug;

use crate::app::core::effect::Read;
use crate::app::core::notices::Topic;
use crate::app::core::owner::ListId;
use crate::app::keys::keymap::KeyMap;
use crate::domain::list::page::Page;
use crate::domain::time::now::Now;

/// The question that one kind of list answers.
pub trait ListQuery: Clone + PartialEq + Debug {
    /// Which list it is the question of.
    const LIST: ListId;
    /// What a failure to load it is about.
    const TOPIC: Topic;

    /// A row.
    type Item: Clone + Debug;
    /// What tells one row from all others.
    type Id: Clone + PartialEq + Debug;
    /// A column.
    type Column: Copy + PartialEq + Debug;
    /// Where the cursor has been, for a list that keeps that.
    type History: Clone + Default + Debug;
    /// What can answer without the service, for a list that has that.
    type Source: Clone + Default + Debug;

    /// The row's ID.
    fn id(item: &Self::Item) -> &Self::Id;
    /// What a person calls the row.
    fn name(item: &Self::Item) -> String;
    /// What is asked.
    fn read(&self, source: &Self::Source) -> Read;
    /// Page number, from 1.
    fn page(&self) -> u32;
    /// Rows per page.
    fn size(&self) -> u32;
    /// Free text; empty for all.
    fn search(&self) -> &str;
    /// Both ask for the same rows, but for search, order and page.
    fn same_filter(&self, other: &Self) -> bool;
    /// The same question about another page.
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
    /// Ordered by this column, or the other way round when it is already; from its first page.
    ///
    /// # Errors
    ///
    /// Why that cannot be, for the person.
    fn sorted_by(&self, column: Self::Column, source: &Self::Source, keys: &KeyMap) -> Result<Self, String>;

    /// The person has chosen an order.
    fn order_is_chosen(_: &mut Self::Source) {}

    /// The source answers now, with all there is at once: the list has no pages.
    #[must_use]
    fn is_cached(_: &Self::Source) -> bool {
        false
    }

    /// The source's answer; none: the service has to be asked.
    fn answer(&self, _: &Self::Source, _: Now) -> Option<Shown<Self>> {
        None
    }

    /// The source is asking for all there is: no page is asked for ahead.
    #[must_use]
    fn is_loading(_: &Self::Source) -> bool {
        false
    }

    /// The nearest to it that the service can answer.
    #[must_use]
    fn for_service(&self) -> Self {
        self.clone()
    }

    /// Both ask for the same list, whatever the page.
    fn same_list(&self, other: &Self) -> bool {
        self.at_page(1) == other.at_page(1)
    }
}

/// A page with the query that produced it.
#[derive(Debug, Clone)]
pub struct Shown<Q: ListQuery> {
    /// The question.
    pub query: Q,
    /// The answer.
    pub page: Page<Q::Item>,
    /// When it came.
    pub at: Now,
}
