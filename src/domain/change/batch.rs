//! The undo of changes that were made together.

use std::collections::{HashMap, HashSet};

use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::ticket::BatchId;
use crate::domain::change::update::{Undoes, Update};
use crate::domain::change::write::{Intent, JournalOutcome, WriteKind};
use crate::domain::service::ids::{CompanyId, UserId};

/// What becomes of a change when its batch is undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reversal {
    /// The user that it has created is deleted.
    Delete(UserId),
    /// The old values are put back.
    PutBack(Update),
    /// It stays.
    Stays(Lasting),
}

/// Why a change of a batch is not undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lasting {
    /// It is not known whether it was carried out.
    NotKnown,
    /// The same, and somebody has changed the user.
    ChangedByOthers,
    /// The user whom it has created was changed from this machine since.
    ChangedSince,
    /// It is not known who has created this user.
    Found(UserId),
    /// It has deleted a user.
    Delete,
    /// Its user was deleted since.
    DeletedSince,
    /// It has created a group.
    Group,
    /// It has sent a mail.
    Mail,
}

/// A change of a batch that has changed something and was not undone since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchChange {
    /// The change.
    pub intent: Intent,
    /// What becomes of it.
    pub reversal: Reversal,
}

/// Puts writes into the order in which they have ended, which for one user is that in which they were carried out.
pub fn in_order(history: &mut [RecordedWrite]) {
    history.sort_by(|one, other| {
        let key = |write: &RecordedWrite| (write.outcome.as_ref().map(|(_, at)| *at), write.intent.at);
        key(one).cmp(&key(other))
    });
}

/// The updates that were not put back since: their places in a history that is [`in_order`], oldest first.
#[must_use]
pub fn standing(history: &[RecordedWrite]) -> Vec<usize> {
    let mut by_user: HashMap<(&CompanyId, &UserId), Vec<(usize, &Update)>> = HashMap::new();
    for (place, write) in history.iter().enumerate() {
        let (WriteKind::Update(update), Some((JournalOutcome::Updated, _))) = (&write.intent.kind, &write.outcome)
        else {
            continue;
        };
        let of_user = by_user.entry((&write.intent.company, &update.user)).or_default();
        // The undo of a change is not undone in its turn.
        let is_undone = |(place, earlier): &(usize, &Update)| update.is_undo_of(earlier, &history[*place].intent.id);
        match of_user.iter().rposition(is_undone) {
            Some(undone) => drop(of_user.remove(undone)),
            // What it puts back was forgotten.
            None if matches!(update.undoes, Undoes::Change(_)) => {}
            None => of_user.push((place, update)),
        }
    }
    let mut places: Vec<usize> = by_user.into_values().flatten().map(|(place, _)| place).collect();
    places.sort_unstable();
    places
}

/// What is to undo of a batch, newest first, by a history that is [`in_order`]. What was undone is left out.
#[must_use]
pub fn reversals(history: &[RecordedWrite], batch: &BatchId) -> Vec<BatchChange> {
    let standing: HashSet<usize> = standing(history).into_iter().collect();
    let is_in = |write: &RecordedWrite| write.intent.batch.as_ref() == Some(batch);
    let deleted: HashSet<(&CompanyId, &UserId)> = history
        .iter()
        .filter(|write| matches!(write.outcome, Some((JournalOutcome::Deleted, _))))
        .filter_map(|write| Some((&write.intent.company, write.intent.kind.target()?)))
        .collect();
    // Of other changes that stand: whoever was created is more than the batch has made of it.
    let changed_since: HashSet<(&CompanyId, &UserId)> = history
        .iter()
        .enumerate()
        .filter(|(place, write)| standing.contains(place) && !is_in(write))
        .filter_map(|(_, write)| Some((&write.intent.company, write.intent.kind.target()?)))
        .collect();
    let reversal = |place: usize, write: &RecordedWrite| {
        let company = &write.intent.company;
        let stays = |why| Some(Reversal::Stays(why));
        match (&write.intent.kind, write.outcome.as_ref().map(|(outcome, _)| outcome)) {
            (_, None | Some(JournalOutcome::Unanswered)) => stays(Lasting::NotKnown),
            (_, Some(JournalOutcome::Created(user))) if deleted.contains(&(company, user)) => None,
            (_, Some(JournalOutcome::Created(user))) if changed_since.contains(&(company, user)) => {
                stays(Lasting::ChangedSince)
            }
            (_, Some(JournalOutcome::Created(user))) => Some(Reversal::Delete(user.clone())),
            (_, Some(JournalOutcome::Found(user))) if deleted.contains(&(company, &user.id)) => None,
            (_, Some(JournalOutcome::Found(user))) => stays(Lasting::Found(user.id.clone())),
            (_, Some(JournalOutcome::Deleted)) => stays(Lasting::Delete),
            (_, Some(JournalOutcome::Changed(_))) => stays(Lasting::ChangedByOthers),
            (WriteKind::CreateGroup(_), Some(JournalOutcome::Updated)) => stays(Lasting::Group),
            (WriteKind::Mail(..), Some(JournalOutcome::Updated)) => stays(Lasting::Mail),
            (WriteKind::Update(_), Some(JournalOutcome::Updated)) if !standing.contains(&place) => None,
            (WriteKind::Update(update), Some(JournalOutcome::Updated))
                if deleted.contains(&(company, &update.user)) =>
            {
                stays(Lasting::DeletedSince)
            }
            (WriteKind::Update(update), Some(JournalOutcome::Updated)) => {
                Some(Reversal::PutBack(update.reversed(&write.intent.id)))
            }
            // It has changed nothing.
            _ => None,
        }
    };
    let of_batch = history.iter().enumerate().rev().filter(|(_, write)| is_in(write));
    of_batch
        .filter_map(|(place, write)| {
            reversal(place, write).map(|reversal| BatchChange { intent: write.intent.clone(), reversal })
        })
        .collect()
}

#[cfg(test)]
#[path = "batch_tests.rs"]
mod tests;
