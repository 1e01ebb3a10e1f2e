//! What companies are sorted by where a number is not enough.

use std::cmp::Ordering;

use crate::domain::company::seats::{Limit, Seats};

/// A number or infinity.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Open<N> {
    /// A number.
    Of(N),
    /// More than any.
    End,
}

/// The exact usage of a licence: two that are both shown as 99 % have an order.
pub(super) enum UsageRatio {
    /// An unlimited licence has the smallest usage.
    Unlimited,
    /// Used seats of this many.
    Of(u64, u64),
}

impl UsageRatio {
    /// Of these seats; `None` if the limit is not known.
    pub(super) fn of(seats: Seats) -> Option<Self> {
        match seats.limit {
            // Zero of zero is full, like its status; some of zero is more than any ratio.
            Limit::Of(0) if seats.used == 0 => Some(Self::Of(1, 1)),
            Limit::Of(limit) => Some(Self::Of(seats.used, limit)),
            Limit::Unlimited => Some(Self::Unlimited),
            Limit::Unknown => None,
        }
    }
}

impl Ord for UsageRatio {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Unlimited, Self::Unlimited) => Ordering::Equal,
            (Self::Unlimited, Self::Of(..)) => Ordering::Less,
            (Self::Of(..), Self::Unlimited) => Ordering::Greater,
            (Self::Of(used, limit), Self::Of(others, their_limit)) => {
                (u128::from(*used) * u128::from(*their_limit)).cmp(&(u128::from(*others) * u128::from(*limit)))
            }
        }
    }
}

impl PartialEq for UsageRatio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for UsageRatio {}

impl PartialOrd for UsageRatio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
