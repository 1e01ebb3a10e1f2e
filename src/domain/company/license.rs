//! The licence check.

use crate::domain::company::seats::Seats;

/// `GET /api/companies/{id}/license-check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LicenseCheck {
    /// Active users (`activeUserCount`) against `licenseLimit`.
    pub seats: Seats,
    /// All users, active or not (`totalUserCount`).
    pub total: u64,
}
