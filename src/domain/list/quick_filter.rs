//! The table of the filters in the `f` menu.

use crate::domain::company::summary::CompanyStatus;
use crate::domain::list::index_query::Filters;

/// A filter of the menu that needs all companies in memory; over limit is done by the service as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuickFilter {
    /// Few seats left
    Left,
    /// The licence ends soon
    Renews,
    /// The licence has ended
    Expired,
    /// The customer has locked access
    Locked,
    /// No seat left
    Full,
    /// Few seats left, by status
    Low,
}

/// A row of the filter table.
#[derive(Debug)]
pub struct Spec {
    /// Which one.
    pub filter: QuickFilter,
    /// The suffix of its command name: `only-left`.
    pub name: &'static str,
    /// The key after `f`.
    pub letter: char,
    /// The conditions.
    pub filters: Filters,
    /// Its help text.
    pub help: &'static str,
}

const NONE: Filters = Filters { over_limit: false, left_below: None, renews_within: None, status: None };

/// All filters, in the order of the menu.
#[rustfmt::skip]
pub const QUICK_FILTERS: [Spec; 6] = [
    Spec { filter: QuickFilter::Left, name: "left",    letter: 'l', filters: Filters { left_below: Some(10), ..NONE }, help: "Only those with fewer than 10 seats left" },
    Spec { filter: QuickFilter::Renews, name: "renews",  letter: 'r', filters: Filters { renews_within: Some(30), ..NONE }, help: "Only those whose licence ends within 30 days" },
    Spec { filter: QuickFilter::Expired, name: "expired", letter: 'e', filters: Filters { status: Some(CompanyStatus::Expired), ..NONE }, help: "Only EXPIRED" },
    Spec { filter: QuickFilter::Locked, name: "locked",  letter: 'k', filters: Filters { status: Some(CompanyStatus::Locked), ..NONE }, help: "Only LOCKED" },
    Spec { filter: QuickFilter::Full, name: "full",    letter: 'u', filters: Filters { status: Some(CompanyStatus::Full), ..NONE }, help: "Only FULL" },
    Spec { filter: QuickFilter::Low, name: "low",     letter: 'w', filters: Filters { status: Some(CompanyStatus::Low), ..NONE }, help: "Only LOW" },
];

impl QuickFilter {
    /// Its conditions.
    #[must_use]
    pub fn filters(self) -> Filters {
        QUICK_FILTERS.iter().find(|spec| spec.filter == self).map_or(NONE, |spec| spec.filters)
    }
}
