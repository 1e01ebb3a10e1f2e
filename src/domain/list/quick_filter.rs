//! The table of the filters in the `f` menu.

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
    /// It has changed lately
    Changed,
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
    /// The term it toggles, in the language of [`super::filter`].
    pub term: &'static str,
    /// Its help text.
    pub help: &'static str,
}

/// All filters, in the order of the menu.
#[rustfmt::skip]
pub const QUICK_FILTERS: [Spec; 7] = [
    Spec { filter: QuickFilter::Left, name: "left",    letter: 'l', term: "left<10", help: "Only those with fewer than 10 seats left" },
    Spec { filter: QuickFilter::Renews, name: "renews",  letter: 'r', term: "ends<=30d", help: "Only those whose licence ends within 30 days" },
    Spec { filter: QuickFilter::Expired, name: "expired", letter: 'e', term: "state:expired", help: "Only EXPIRED" },
    Spec { filter: QuickFilter::Locked, name: "locked",  letter: 'k', term: "state:locked", help: "Only LOCKED" },
    Spec { filter: QuickFilter::Full, name: "full",    letter: 'u', term: "state:full", help: "Only FULL" },
    Spec { filter: QuickFilter::Low, name: "low",     letter: 'w', term: "state:low", help: "Only LOW" },
    Spec { filter: QuickFilter::Changed, name: "changed", letter: 'c', term: "changed:7d", help: "Only those that have changed in the last 7 days" },
];

impl QuickFilter {
    /// The term it toggles.
    #[must_use]
    pub fn term(self) -> &'static str {
        QUICK_FILTERS.iter().find(|spec| spec.filter == self).map_or("", |spec| spec.term)
    }
}
