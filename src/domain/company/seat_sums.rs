//! The seats of several companies.

use crate::domain::company::seats::Limit;
use crate::domain::company::summary::{Company, CompanyStatus};

/// Sums over companies, saturating on overflow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SeatSums {
    /// Number of companies.
    pub companies: u64,
    /// Seats in use, whatever their limit.
    pub used: u64,
    /// Seats of companies with a limit.
    pub limit: u64,
    /// Seats that can still be used: a company over its limit does not reduce those of others.
    pub left: u64,
    /// Seats used beyond the limits.
    pub over_by: u64,
    /// Target users active this month.
    pub monthly: u64,
    /// Companies over their limit as the service defines it, including those with an expired licence.
    pub over: u64,
    /// Companies whose state is FULL.
    pub full: u64,
    /// Companies whose state is LOW.
    pub low: u64,
    /// Companies with an expired licence.
    pub expired: u64,
    /// Companies without a limit.
    pub unlimited: u64,
    /// Companies whose limit is unknown.
    pub unknown: u64,
}

impl SeatSums {
    /// The sums over these companies.
    #[must_use]
    pub fn of<'a>(companies: impl IntoIterator<Item = &'a Company>) -> Self {
        let mut sums = Self::default();
        for company in companies {
            sums.add(company);
        }
        sums
    }

    /// At least one company has a limit, and it is known.
    #[must_use]
    pub fn has_limits(&self) -> bool {
        self.companies > self.unlimited.saturating_add(self.unknown)
    }

    /// Adds a company.
    pub fn add(&mut self, company: &Company) {
        let seats = company.seats;
        self.companies += 1;
        self.used = self.used.saturating_add(seats.used);
        self.monthly = self.monthly.saturating_add(company.monthly);
        match seats.limit {
            Limit::Of(limit) => {
                self.limit = self.limit.saturating_add(limit);
                self.left = self.left.saturating_add(limit.saturating_sub(seats.used));
                self.over_by = self.over_by.saturating_add(seats.used.saturating_sub(limit));
                self.over += u64::from(seats.is_over());
            }
            Limit::Unlimited => self.unlimited += 1,
            Limit::Unknown => self.unknown += 1,
        }
        match company.company_status() {
            CompanyStatus::Expired => self.expired += 1,
            CompanyStatus::Full => self.full += 1,
            CompanyStatus::Low => self.low += 1,
            CompanyStatus::Locked | CompanyStatus::Over | CompanyStatus::Fine => {}
        }
    }
}
