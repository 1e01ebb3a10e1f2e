//! A company as far as a write needs it.

use super::seats::Seats;
use super::summary::Company;
use crate::domain::service::ids::CompanyId;

/// A resolved company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyRef {
    /// Its ID.
    pub id: CompanyId,
    /// Its name.
    pub name: String,
    /// Its seats.
    pub seats: Seats,
    /// Whether its licence has expired.
    pub expired: bool,
}

impl From<Company> for CompanyRef {
    fn from(company: Company) -> Self {
        Self { id: company.id, name: company.name, seats: company.seats, expired: company.expired }
    }
}

impl CompanyRef {
    /// Its ID, or its name if the service gives it none.
    #[must_use]
    pub fn id_or_name(&self) -> &str {
        if self.id.is_missing() { &self.name } else { self.id.as_str() }
    }

    /// ID and name, for a row of output.
    #[must_use]
    pub fn id_and_name(&self) -> (&str, &str) {
        (self.id.as_str(), &self.name)
    }
}
