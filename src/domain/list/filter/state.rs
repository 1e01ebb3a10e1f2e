//! The words for the states of companies.

use crate::domain::company::summary::CompanyStatus;

/// Each state and its word, in the order in which they are written.
pub const STATES: [(&str, CompanyStatus); 6] = [
    ("over", CompanyStatus::Over),
    ("full", CompanyStatus::Full),
    ("low", CompanyStatus::Low),
    ("expired", CompanyStatus::Expired),
    ("locked", CompanyStatus::Locked),
    ("ok", CompanyStatus::Fine),
];
