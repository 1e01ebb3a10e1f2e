//! The companies as they were last seen, kept so that the next start has something to show.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::company::summary::Company;
use crate::domain::list::columns::Column;

/// Companies, and when they were like this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// All companies; of a reseller who has too many for that, those of the first page.
    pub companies: Vec<Arc<Company>>,
    /// How many there were in all.
    pub total: u64,
    /// How many were over their licence limit, when told.
    pub over_limit: Option<u64>,
    /// The order of a first page; the smallest first.
    pub order: (Column, bool),
    /// The moment.
    pub at: Timestamp,
}

impl Snapshot {
    /// It holds every company.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        u64::try_from(self.companies.len()).is_ok_and(|n| n == self.total)
    }
}
