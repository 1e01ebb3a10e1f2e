//! What is kept of the companies for a day: what is compared, and nothing else.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::domain::company::seats::Seats;
use crate::domain::company::summary::Company;
use crate::domain::service::ids::CompanyId;

/// A company on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCompany {
    /// Its name.
    pub name: Box<str>,
    /// Used seats and the licence limit.
    pub seats: Seats,
    /// Target users that were active that month.
    pub monthly: u64,
    /// The day the licence ends; `None` if it does not.
    pub ends: Option<Date>,
    /// The licence has ended.
    pub expired: bool,
    /// The company has locked access.
    pub locked: bool,
}

impl From<&Company> for KeptCompany {
    fn from(company: &Company) -> Self {
        Self {
            name: company.name.as_str().into(),
            seats: company.seats,
            monthly: company.monthly,
            ends: end_of(company),
            expired: company.expired,
            locked: company.locked,
        }
    }
}

/// The end of a licence; one that ends in the year 9999 has none.
pub(super) fn end_of(company: &Company) -> Option<Date> {
    company.renews.filter(|day| day.year() < 9999)
}

impl KeptCompany {
    /// Something that a person would call a change: monthly users change every day and do not count.
    #[must_use]
    pub fn differs(&self, company: &Company) -> bool {
        self.seats != company.seats
            || self.ends != end_of(company)
            || (self.expired, self.locked) != (company.expired, company.locked)
            || *self.name != *company.name
    }
}

/// All companies on a day. One without an ID is not kept: nothing tells whether it is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Which day.
    pub date: Date,
    companies: HashMap<CompanyId, KeptCompany>,
}

impl Day {
    /// The companies of this day.
    #[must_use]
    pub fn new(date: Date, companies: impl IntoIterator<Item = (CompanyId, KeptCompany)>) -> Self {
        let known = companies.into_iter().filter(|(id, _)| !id.is_missing());
        Self { date, companies: known.collect() }
    }

    /// The state of these companies on this day.
    #[must_use]
    pub fn of<'a>(date: Date, companies: impl IntoIterator<Item = &'a Company>) -> Self {
        Self::new(date, companies.into_iter().map(|company| (company.id.clone(), company.into())))
    }

    /// A company, if it was there.
    #[must_use]
    pub fn get(&self, id: &CompanyId) -> Option<&KeptCompany> {
        self.companies.get(id)
    }

    /// Every company, in no order.
    pub fn companies(&self) -> impl Iterator<Item = (&CompanyId, &KeptCompany)> {
        self.companies.iter()
    }

    /// How many companies there were.
    #[must_use]
    pub fn len(&self) -> usize {
        self.companies.len()
    }

    /// There were none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.companies.is_empty()
    }

    /// The company has changed since this day, or is new.
    #[must_use]
    pub fn has_changed(&self, company: &Company) -> bool {
        !company.id.is_missing() && self.get(&company.id).is_none_or(|before| before.differs(company))
    }
}
