//! The users of a company that were seen so far: their values are offered for completion, and one
//! typing mistake in a word of theirs is forgiven.

use crate::domain::service::ids::UserId;
use crate::domain::user::existing::TargetUser;
use std::collections::BTreeMap;

/// Users that are remembered at most.
const MOST: usize = 5_000;

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct SeenUsers(pub(super) BTreeMap<UserId, TargetUser>);

impl SeenUsers {
    /// All of them.
    pub fn users(&self) -> impl Iterator<Item = &TargetUser> {
        self.0.values()
    }

    /// These were seen.
    pub(super) fn see(&mut self, users: &[TargetUser]) {
        for user in users {
            if self.0.len() < MOST || self.0.contains_key(&user.id) {
                self.0.insert(user.id.clone(), user.clone());
            }
        }
    }

    /// Those of another company come.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}
