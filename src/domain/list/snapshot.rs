//! The companies as last seen, saved for the next start.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::company::summary::Company;
use crate::domain::list::columns::Column;

/// Companies, and the time of this state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// All companies, or those of the first page if there are too many.
    pub companies: Vec<Arc<Company>>,
    /// Total number of companies.
    pub total: u64,
    /// How many were over their licence limit, if known.
    pub over_limit: Option<u64>,
    /// The order of a first page, and whether it ascends.
    pub order: (Column, bool),
    /// The time.
    pub at: Timestamp,
}

impl Snapshot {
    /// Whether it contains every company.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        u64::try_from(self.companies.len()).is_ok_and(|n| n == self.total)
    }
}
