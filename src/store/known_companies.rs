//! What a program knows of the companies on disk.

use jiff::Timestamp;

use crate::domain::list::snapshot::Snapshot;

/// The companies that are on disk, as far as this program knows: the same ones are not written again.
#[derive(Debug, Clone)]
pub(super) struct KnownCompanies {
    pub client: String,
    pub snapshot: Snapshot,
    /// When the same companies were saved before that.
    pub before: Option<Timestamp>,
}

impl KnownCompanies {
    pub(super) fn new(client: &str, snapshot: &Snapshot) -> Self {
        Self { client: client.to_owned(), snapshot: snapshot.clone(), before: None }
    }

    /// When they were saved, if these are the same.
    pub(super) fn same_at(&self, client: &str, snapshot: &Snapshot) -> Option<Timestamp> {
        let at = self.snapshot.at;
        (self.client == client && Snapshot { at, ..snapshot.clone() } == self.snapshot).then_some(at)
    }
}
