//! The users a company had from the start: counted, and made out of its seed when somebody looks.
//!
//! One of them is a pure function of the company and its place, so a hundred thousand companies need
//! no more than their figures, and every search finds the same people.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;

use super::id::resource_id;

/// How many of a company's first users stand for all when its users are told one by one.
const SAMPLE: u32 = 12;

/// The figures that the users of one company are made from.
#[derive(Debug, Clone)]
pub(super) struct Staff {
    /// Which style the names are of.
    pub(super) style: usize,
    pub(super) seed: u64,
    /// How many groups there were at the start: everybody is in one of those.
    pub(super) groups: usize,
    /// For how many days there have been users.
    pub(super) days: i32,
    /// Active ones at the start: the places from 0.
    pub(super) active: u32,
    /// Inactive ones at the start: the places after those.
    pub(super) inactive: u32,
    /// Deleted ones at the start: the last places.
    pub(super) deleted: u32,
    /// Places deleted since, with the time.
    pub(super) gone: BTreeMap<u32, String>,
}

impl Staff {
    /// Every place.
    pub(super) fn places(&self) -> std::ops::Range<u32> {
        0..self.active.saturating_add(self.inactive).saturating_add(self.deleted)
    }

    /// The first places of each kind and those that were changed, in order.
    pub(super) fn sample(&self) -> BTreeSet<u32> {
        let (asleep, gone) = (self.inactive.min(1), self.deleted.min(1));
        let awake = self.active.min(SAMPLE - asleep - gone);
        let asleep = self.active..self.active + asleep;
        let gone = self.active + self.inactive..self.active + self.inactive + gone;
        (0..awake).chain(asleep).chain(gone).chain(self.gone.keys().copied()).collect()
    }

    /// Whether the user at this place is active, were it not deleted.
    pub(super) fn awake(&self, place: u32) -> bool {
        place < self.active
    }

    /// The user at this place is deleted.
    pub(super) fn deleted(&self, place: u32) -> bool {
        place >= self.active + self.inactive || self.gone.contains_key(&place)
    }

    /// The dice that decide everything about the user at this place but the name.
    pub(super) fn dice(&self, place: u32) -> Rng {
        Rng::with_seed(self.seed ^ u64::from(place).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// The ID of the user at this place.
    fn id(&self, place: u32) -> String {
        resource_id(&mut self.dice(place))
    }

    /// The place of the user with this ID.
    pub(super) fn place(&self, id: &str) -> Option<u32> {
        self.places().find(|place| self.id(*place) == id)
    }
}
