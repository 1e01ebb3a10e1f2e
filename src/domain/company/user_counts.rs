//! The numbers of a company's target users by status.

/// `GET /api/target-users/count-summary`. `None` is an unknown count, not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserCounts {
    /// Users who take part and use a seat.
    pub active: Option<u64>,
    /// Users who do not take part.
    pub inactive: Option<u64>,
    /// Deleted users.
    pub deleted: Option<u64>,
    /// Users who were active this month; deleting one does not lower it.
    pub this_month: Option<u64>,
}
