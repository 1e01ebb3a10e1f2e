//! The initial users of a company, generated on demand from its seed.
//!
//! Each user is a pure function of the company and an index, so a hundred thousand companies need only their figures,
//! and every search finds the same people.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use fastrand::Rng;

use super::id::resource_id;

/// How many of the first users are listed as a sample.
const SAMPLE: u32 = 12;

/// The figures that the users of a company are generated from.
#[derive(Debug, Clone)]
pub(super) struct Staff {
    /// Which style the names are of.
    pub(super) style: usize,
    pub(super) seed: u64,
    /// The number of initial groups; every user is in one of them.
    pub(super) groups: usize,
    /// The age of the oldest user in days.
    pub(super) days: i32,
    /// Initially active users: indexes from 0.
    pub(super) active: u32,
    /// Initially inactive users: the next indexes.
    pub(super) inactive: u32,
    /// Initially deleted users: the last indexes.
    pub(super) deleted: u32,
    /// All indexes by ID, from the first time that one is sought.
    pub(super) by_id: OnceLock<HashMap<String, u32>>,
}

impl Staff {
    /// All indexes.
    pub(super) fn places(&self) -> std::ops::Range<u32> {
        0..self.active.saturating_add(self.inactive).saturating_add(self.deleted)
    }

    /// The first indexes of each kind, in order.
    pub(super) fn sample(&self) -> BTreeSet<u32> {
        let (asleep, gone) = (self.inactive.min(1), self.deleted.min(1));
        let awake = self.active.min(SAMPLE - asleep - gone);
        let asleep = self.active..self.active + asleep;
        let gone = self.active + self.inactive..self.active + self.inactive + gone;
        (0..awake).chain(asleep).chain(gone).collect()
    }

    /// Whether the user with this index is initially active.
    pub(super) fn awake(&self, place: u32) -> bool {
        place < self.active
    }

    /// Whether the user with this index is initially deleted.
    pub(super) fn deleted(&self, place: u32) -> bool {
        place >= self.active + self.inactive
    }

    /// The random generator for everything but the name of this user.
    pub(super) fn dice(&self, place: u32) -> Rng {
        Rng::with_seed(self.seed ^ u64::from(place).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// The ID of the user with this index.
    fn id(&self, place: u32) -> String {
        resource_id(&mut self.dice(place))
    }

    /// The index of the user with this ID.
    pub(super) fn place(&self, id: &str) -> Option<u32> {
        let all = || self.places().map(|place| (self.id(place), place)).collect();
        self.by_id.get_or_init(all).get(id).copied()
    }
}
