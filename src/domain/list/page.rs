//! One page of a list the service keeps.

use crate::domain::company::seat_sums::SeatSums;

/// Items of a page with the totals of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items, in the service's order.
    pub items: Vec<T>,
    /// This page's number, from 1.
    pub number: u32,
    /// Pages in all; at least 1.
    pub pages: u32,
    /// Number of items on all pages.
    pub total: u64,
    /// Companies over their licence limit on all pages (`limitExceededCompanyCount`), if known.
    pub over_limit: Option<u64>,
    /// The seats of all companies on all pages, if they are in memory.
    pub seats: Option<SeatSums>,
    /// Items that may match but were not checked: a search for several words is limited.
    pub unchecked: u64,
}

impl<T> Page<T> {
    /// A note that not everything was checked; `None` if it was.
    #[must_use]
    pub fn unchecked_note(&self) -> Option<String> {
        (self.unchecked > 0).then(|| {
            format!(
                "Of those with the longest word, {} were not looked at for the other words: search for more of it.",
                self.unchecked
            )
        })
    }

    /// The same page with its items mapped.
    #[must_use]
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        let Self { items, number, pages, total, over_limit, seats, unchecked: unread } = self;
        Page {
            items: items.into_iter().map(change).collect(),
            number,
            pages,
            total,
            over_limit,
            seats,
            unchecked: unread,
        }
    }
}
