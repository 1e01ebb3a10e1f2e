//! A target user whose record has changed while the server runs, and which version of it searches find.

use jiff::Timestamp;

use super::user::StoredUser;

/// The versions of a user, oldest first; there is always one.
#[derive(Debug, Clone)]
pub(super) struct TrackedUser {
    /// Those that a search can still find.
    earlier: Vec<Version>,
    newest: Version,
    /// Whether the month's count has this user.
    pub(super) counted: bool,
}

/// A version, and when searches start to find it; `None` is never.
#[derive(Debug, Clone)]
struct Version {
    user: StoredUser,
    /// Its address in lower case.
    address: String,
    found_from: Option<Timestamp>,
}

impl Version {
    fn new(user: StoredUser, found_from: Option<Timestamp>) -> Self {
        Self { address: user.email.to_lowercase(), user, found_from }
    }

    fn is_found(&self, now: Timestamp) -> bool {
        self.found_from.is_some_and(|from| from <= now)
    }
}

impl TrackedUser {
    /// A new user that searches find from this time.
    pub(super) fn new(user: StoredUser, found_from: Option<Timestamp>) -> Self {
        let counted = user.active;
        Self { earlier: Vec::new(), newest: Version::new(user, found_from), counted }
    }

    /// An initial user.
    pub(super) fn initial(user: StoredUser) -> Self {
        Self::new(user, Some(Timestamp::MIN))
    }

    /// The record itself.
    pub(super) fn current(&self) -> &StoredUser {
        &self.newest.user
    }

    /// What searches find at this time.
    pub(super) fn indexed(&self, now: Timestamp) -> Option<&StoredUser> {
        self.found(now).map(|version| &version.user)
    }

    fn found(&self, now: Timestamp) -> Option<&Version> {
        std::iter::once(&self.newest).chain(self.earlier.iter().rev()).find(|version| version.is_found(now))
    }

    /// Whether the record has this address, which is in lower case.
    pub(super) fn has_address(&self, address: &str) -> bool {
        self.newest.address == address
    }

    /// What a search for this address, in lower case, finds at this time.
    pub(super) fn indexed_by(&self, address: &str, now: Timestamp) -> Option<&StoredUser> {
        self.found(now).filter(|version| version.address == address).map(|version| &version.user)
    }

    /// Replaces the record; searches find the new one from this time.
    pub(super) fn replace(&mut self, user: StoredUser, now: Timestamp, found_from: Option<Timestamp>) {
        let before = std::mem::replace(&mut self.newest, Version::new(user, found_from));
        self.earlier.push(before);
        // What a newer version has replaced in the index is never found again.
        if let Some(last) = self.earlier.iter().rposition(|version| version.is_found(now)) {
            self.earlier.drain(..last);
        }
    }

    /// Marks it as deleted at this time, which searches find at once.
    pub(super) fn delete(&mut self, time: &str) {
        for version in self.earlier.iter_mut().chain([&mut self.newest]) {
            version.user.deleted = true;
            version.user.updated = Some(time.to_owned());
        }
    }
}
