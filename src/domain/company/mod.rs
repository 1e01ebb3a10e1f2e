//! Customer companies of the reseller: summary, details, seats.

pub mod by_name;
pub mod company_ref;
pub mod detail;
pub mod directory_sync;
pub mod domains;
pub mod license;
pub mod namesakes;
pub mod seat_sums;
pub mod seats;
pub mod summary;
pub mod user_counts;
