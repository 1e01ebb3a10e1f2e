//! A customer company of the reseller.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::company::seats::Seats;
use crate::domain::desk::entry::DeskEntry;
use crate::domain::service::ids::CompanyId;

/// One company as the search lists it. Every text is clean (see [`crate::domain::text::clean`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// The Company ID.
    pub id: CompanyId,
    /// Its name.
    pub name: String,
    /// The reseller it belongs to.
    pub reseller: Option<String>,
    /// Its industry.
    pub industry: Option<String>,
    /// The name of its licence.
    pub license_type: Option<String>,
    /// Active target users against the licence limit.
    pub seats: Seats,
    /// Target users that are not active.
    pub inactive: u64,
    /// Deleted target users.
    pub deleted: u64,
    /// Target users that were active this month; deleting one does not lower it.
    pub monthly: u64,
    /// The day the licence ends.
    pub renews: Option<Date>,
    /// The day the company was created.
    pub created: Option<Date>,
    /// The licence has ended.
    pub expired: bool,
    /// The company has locked access: calls about it answer `PRIVACY_ERROR`.
    pub locked: bool,
    /// Free labels.
    pub tags: Vec<String>,
    /// What the desk has written about it itself; the service knows nothing of it.
    pub desk: Option<Arc<DeskEntry>>,
}

/// The status of a company, most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompanyStatus {
    /// The licence has ended.
    Expired,
    /// The company has locked access.
    Locked,
    /// More seats used than the limit.
    Over,
    /// No seat left.
    Full,
    /// Few seats left.
    Low,
    /// None of these.
    Fine,
}

impl CompanyStatus {
    /// The word on the screen; empty without a special status.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Expired => "EXPIRED",
            Self::Locked => "LOCKED",
            Self::Over => "OVER",
            Self::Full => "FULL",
            Self::Low => "LOW",
            Self::Fine => "",
        }
    }
}

impl CompanyStatus {
    /// The most urgent status.
    #[must_use]
    pub fn of(expired: bool, locked: bool, seats: Seats) -> Self {
        if expired {
            Self::Expired
        } else if locked {
            Self::Locked
        } else if seats.is_over() {
            Self::Over
        } else if seats.left() == Some(0) {
            Self::Full
        } else if seats.is_low() {
            Self::Low
        } else {
            Self::Fine
        }
    }
}

impl Company {
    /// The most urgent status of this company.
    #[must_use]
    pub fn company_status(&self) -> CompanyStatus {
        CompanyStatus::of(self.expired, self.locked, self.seats)
    }
}
