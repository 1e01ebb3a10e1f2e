//! What a company holds in the columns of the language.

use jiff::civil::Date;

use super::amount::Amount;
use super::key::{DateKey, NumberKey, TextKey};
use super::term::{Condition, Filter, Term};
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::company::summary::{Company, CompanyStatus};

/// What a column holds; `None` if it is not known.
#[must_use]
pub fn amount(key: NumberKey, company: &Company) -> Option<Amount> {
    let signed = |n: u64| Amount::Of(i64::try_from(n).unwrap_or(i64::MAX));
    let Seats { used, limit } = company.seats;
    match key {
        NumberKey::Used => Some(signed(used)),
        NumberKey::Limit => match limit {
            Limit::Of(limit) => Some(signed(limit)),
            Limit::Unlimited => Some(Amount::Unlimited),
            Limit::Unknown => None,
        },
        NumberKey::Left => match limit {
            Limit::Of(_) => company.seats.left().map(Amount::Of),
            Limit::Unlimited => Some(Amount::Unlimited),
            Limit::Unknown => None,
        },
        NumberKey::Over => match limit {
            Limit::Of(_) => company.seats.left().map(|left| Amount::Of((-left).max(0))),
            Limit::Unlimited => Some(Amount::Of(0)),
            Limit::Unknown => None,
        },
        NumberKey::UsePercent => company.seats.percent().map(signed),
        NumberKey::Inactive => Some(signed(company.inactive)),
        NumberKey::Deleted => Some(signed(company.deleted)),
        NumberKey::Monthly => Some(signed(company.monthly)),
    }
}

/// The day of a column; a licence that ends in the year 9999 has no end.
#[must_use]
pub fn day(key: DateKey, company: &Company) -> Option<Date> {
    match key {
        DateKey::Ends => company.renews.filter(|day| day.year() < 9999),
        DateKey::Created => company.created,
    }
}

/// Over the limit and expired are facts of their own, whatever else there is, as the service and the sums count them;
/// the others are what the table shows.
#[must_use]
pub fn has_state(state: CompanyStatus, company: &Company) -> bool {
    match state {
        CompanyStatus::Expired => company.expired,
        CompanyStatus::Locked => company.locked,
        CompanyStatus::Over => company.seats.is_over(),
        CompanyStatus::Full | CompanyStatus::Low | CompanyStatus::Fine => company.company_status() == state,
    }
}

impl Filter {
    /// It asks for what the desk has written, which the service does not know.
    #[must_use]
    pub fn names_desk(&self) -> bool {
        let is_of_desk = |term: &Term| matches!(term.condition, Condition::Text(TextKey::Alias | TextKey::Note, _));
        self.terms.iter().any(is_of_desk)
    }

    /// It asks for company groups, which are loaded apart from the companies.
    #[must_use]
    pub fn names_groups(&self) -> bool {
        self.terms.iter().any(|term| matches!(term.condition, Condition::Text(TextKey::Group, _)))
    }
}
