//! A customer company of the reseller: what the list tells, its details, its seats.

pub mod detail;
pub mod domains;
pub mod license;
pub mod namesakes;
pub mod seat_sums;
pub mod seats;
pub mod summary;
pub mod user_counts;
