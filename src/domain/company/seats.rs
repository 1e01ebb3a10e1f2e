//! Seats of a licence.

/// The licence limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The licence has no limit.
    Unlimited,
    /// This many seats.
    Of(u64),
    /// Limited, but the limit is unknown.
    Unknown,
}

/// Used seats against the licence limit. One seat is one active target user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seats {
    /// Active target users.
    pub used: u64,
    /// The licence limit.
    pub limit: Limit,
}

impl Seats {
    /// Seats left, negative when over the limit; `None` if that is unknown or unlimited.
    #[must_use]
    pub fn left(self) -> Option<i64> {
        match self.limit {
            Limit::Of(limit) => Some(signed(limit) - signed(self.used)),
            Limit::Unlimited | Limit::Unknown => None,
        }
    }

    /// Over the licence limit as the service defines it: limited, and more used than allowed.
    #[must_use]
    pub fn is_over(self) -> bool {
        self.left().is_some_and(|left| left < 0)
    }

    /// Seats used over the licence limit; 0 without a limit, `None` if it is not known.
    #[must_use]
    pub fn over(self) -> Option<u64> {
        match self.limit {
            Limit::Of(limit) => Some(self.used.saturating_sub(limit)),
            Limit::Unlimited => Some(0),
            Limit::Unknown => None,
        }
    }

    /// Usage in percent; never rounded up to 100, nor down to it.
    #[must_use]
    pub fn percent(self) -> Option<u64> {
        let Limit::Of(limit) = self.limit else { return None };
        if limit == 0 {
            return None;
        }
        let exact = u128::from(self.used) * 100;
        let limit = u128::from(limit);
        let percent = if exact > limit * 100 { exact.div_ceil(limit) } else { exact / limit };
        Some(u64::try_from(percent).unwrap_or(u64::MAX))
    }

    /// At most 5 % of the seats are left (rounded up), but not zero.
    #[must_use]
    pub fn is_low(self) -> bool {
        match (self.limit, self.left()) {
            (Limit::Of(limit), Some(left)) => left > 0 && left <= signed(limit.div_ceil(20)),
            _ => false,
        }
    }

    /// The seats with `n` more in use.
    #[must_use]
    pub fn plus(self, n: u64) -> Self {
        Self { used: self.used.saturating_add(n), ..self }
    }
}

/// What changes that are queued or under way do with the seats of a company.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PendingSeats {
    /// Users who will use a seat.
    pub takes: u64,
    /// Users who will no longer use theirs.
    pub frees: u64,
    /// How many of both were sent: the service may count them already.
    pub sent: u64,
}

impl PendingSeats {
    /// The seats after these changes.
    #[must_use]
    pub fn after(self, seats: Seats) -> Seats {
        let seats = seats.plus(self.takes);
        Seats { used: seats.used.saturating_sub(self.frees), ..seats }
    }
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn seats(used: u64, limit: u64) -> Seats {
        Seats { used, limit: Limit::Of(limit) }
    }

    #[rstest]
    #[case(0, 100, 0)]
    #[case(1999, 2000, 99)]
    #[case(2000, 2000, 100)]
    #[case(2001, 2000, 101)]
    #[case(59, 60, 98)]
    #[case(402, 400, 101)]
    fn percent_never_rounds_to_a_hundred(#[case] used: u64, #[case] limit: u64, #[case] percent: u64) {
        assert_eq!(seats(used, limit).percent(), Some(percent));
    }

    #[test]
    fn no_limit_gives_no_numbers() {
        for limit in [Limit::Unlimited, Limit::Unknown] {
            let s = Seats { used: 7, limit };
            assert_eq!((s.left(), s.percent(), s.is_over(), s.is_low()), (None, None, false, false));
        }
        assert_eq!(seats(0, 0).percent(), None);
        assert!(seats(1, 0).is_over());
    }

    #[rstest]
    #[case(59, 60, true)]
    #[case(57, 60, true)]
    #[case(56, 60, false)]
    #[case(60, 60, false)]
    #[case(61, 60, false)]
    #[case(6, 10, false)]
    fn low_is_one_in_twenty(#[case] used: u64, #[case] limit: u64, #[case] low: bool) {
        assert_eq!(seats(used, limit).is_low(), low);
    }

    #[test]
    fn absurd_counts_do_not_overflow() {
        let s = seats(u64::MAX, 1);
        assert!(s.is_over());
        assert!(s.percent().is_some());
        assert_eq!(s.plus(9).used, u64::MAX);
    }
}
