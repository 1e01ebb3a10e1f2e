//! How many target users a company has, by what became of them.

/// `GET /api/target-users/count-summary`. `None` is a count that was not told, which is not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserCounts {
    /// Those who take part and use a seat.
    pub active: Option<u64>,
    /// Those who take no part.
    pub inactive: Option<u64>,
    /// Those who were deleted.
    pub deleted: Option<u64>,
    /// Those who were active in the month that runs; deleting one does not lower it.
    pub this_month: Option<u64>,
}
