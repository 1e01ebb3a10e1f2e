//! One page of a list the service keeps.

use crate::domain::company::seat_sums::SeatSums;

/// Items of one page with the totals the service told along with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items, in the service's order.
    pub items: Vec<T>,
    /// This page's number, from 1.
    pub number: u32,
    /// Pages in all; at least 1.
    pub pages: u32,
    /// Items in all, over every page.
    pub total: u64,
    /// Companies over their licence limit among all (`limitExceededCompanyCount`), when told.
    pub over_limit: Option<u64>,
    /// The seats of all companies among all, when every one of them is at hand.
    pub seats: Option<SeatSums>,
    /// Items that may belong to it and were not looked at: a search for several words has a bound.
    pub unread: u64,
}

impl<T> Page<T> {
    /// That not everything was looked at; none where it was.
    #[must_use]
    pub fn unread_words(&self) -> Option<String> {
        (self.unread > 0).then(|| {
            format!(
                "Of those with the longest word, {} were not looked at for the other words: search for more of it.",
                self.unread
            )
        })
    }

    /// The same page of what `change` makes of its items.
    #[must_use]
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        let Self { items, number, pages, total, over_limit, seats, unread } = self;
        Page { items: items.into_iter().map(change).collect(), number, pages, total, over_limit, seats, unread }
    }
}
