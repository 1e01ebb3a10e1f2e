//! What the queue knows of existing users and of seats.

use std::collections::BTreeSet;

use crate::app::changes::change::{Change, ChangeState};
use crate::app::changes::queue::Changes;
use crate::domain::change::update::{Conflict, SeatChange};
use crate::domain::change::write::{Intent, WriteId, WriteKind};
use crate::domain::company::seats::PendingSeats;
use crate::domain::form::subject::Subject;
use crate::domain::service::ids::{CompanyId, UserId};

impl Changes {
    /// What the queue does with the seats of this company.
    #[must_use]
    pub fn pending_seats(&self, company: &CompanyId) -> PendingSeats {
        let mut seats = PendingSeats::default();
        for change in self.pending.values().filter(|p| p.intent.company == *company) {
            let is_sent = change.is_under_way();
            if !is_sent && change.state != ChangeState::Queued {
                continue;
            }
            match seat_of(&change.intent) {
                Some(SeatChange::Takes) => seats.takes += 1,
                Some(SeatChange::Frees) => seats.frees += 1,
                None => continue,
            }
            seats.sent += u64::from(is_sent);
        }
        seats
    }

    /// Takes out the creates of this user that have no end: this one has created it, and the service accepts an address
    /// once.
    pub fn take_other_creates(&mut self, created: &Intent) -> Vec<Intent> {
        let is_one = |change: &&Change| !change.is_going() && change.intent.creates(&created.form(), created.email());
        let others: Vec<_> = self.pending.values().filter(is_one).map(|change| change.intent.clone()).collect();
        self.pending.retain(|id, _| others.iter().all(|other| other.id != *id));
        others
    }

    /// The changes that wait for a decision, oldest first.
    pub fn conflicts(&self) -> impl Iterator<Item = &Change> {
        self.all().into_iter().filter(|change| matches!(change.state, ChangeState::Conflict(_)))
    }

    /// The change of this existing user whose outcome is not known, the newest if there are several.
    #[must_use]
    pub fn of_user(&self, user: &UserId) -> Option<&Change> {
        let of_it = self.pending.values().filter(|change| change.intent.kind.target() == Some(user));
        of_it.max_by_key(|change| change.position)
    }

    /// The existing users with a change whose outcome is not known.
    #[must_use]
    pub fn changing(&self) -> BTreeSet<UserId> {
        self.pending.values().filter_map(|change| change.intent.kind.target().cloned()).collect()
    }

    /// The change of an existing user that was sent last, of those whose outcome is not certain.
    #[must_use]
    pub fn newest_sent_change(&self) -> Option<&Change> {
        let sent = self
            .pending
            .values()
            .filter(|change| change.intent.kind.target().is_some() && (change.is_under_way() || change.is_unknown()));
        sent.max_by_key(|change| change.position)
    }

    /// The change with this ID and what was found, if it waits for a decision.
    #[must_use]
    pub fn conflict(&self, id: &WriteId) -> Option<(&Change, &[Conflict])> {
        let change = self.get(id)?;
        if let ChangeState::Conflict(found) = &change.state { Some((change, found)) } else { None }
    }
}

/// What a change does with a seat.
fn seat_of(intent: &Intent) -> Option<SeatChange> {
    if intent.entry.subject == Subject::SystemUser {
        return None;
    }
    match &intent.kind {
        WriteKind::Create => intent.entry.is_active().then_some(SeatChange::Takes),
        WriteKind::Update(update) => update.seat(),
        WriteKind::Delete(_) => intent.entry.is_active().then_some(SeatChange::Frees),
        WriteKind::Mail(..) | WriteKind::CreateGroup(_) => None,
    }
}
