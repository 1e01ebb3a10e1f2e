//! The service's company query.

use crate::domain::list::columns::Column;
use crate::domain::list::order_by::OrderBy;

/// Page sizes a person can choose from.
pub const PAGE_SIZES: [u32; 5] = [10, 25, 50, 100, 200];
/// Companies per page unless a profile says otherwise.
pub const DEFAULT_PAGE_SIZE: u32 = 100;

/// Filters, order and page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyQuery {
    /// Page number, from 1.
    pub page: u32,
    /// Companies per page.
    pub size: u32,
    /// The column to order by; always one with an [`OrderBy`].
    pub order: OrderBy,
    /// Smallest first.
    pub ascending: bool,
    /// Only companies over their licence limit.
    pub over_limit: bool,
    /// Free text; empty for all.
    pub search: String,
}

impl Default for CompanyQuery {
    fn default() -> Self {
        Self {
            page: 1,
            size: DEFAULT_PAGE_SIZE,
            order: OrderBy::CompanyName,
            ascending: true,
            over_limit: false,
            search: String::new(),
        }
    }
}

impl CompanyQuery {
    /// The same query for another page.
    #[must_use]
    pub fn at_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }

    /// Both are for the same list, whatever the page.
    #[must_use]
    pub fn same_list(&self, other: &Self) -> bool {
        self.at_page(1) == other.at_page(1)
    }

    /// The column the list is ordered by.
    #[must_use]
    pub fn column(&self) -> Option<Column> {
        Column::of_one_value().find(|c| c.spec().order_by == Some(self.order))
    }
}
