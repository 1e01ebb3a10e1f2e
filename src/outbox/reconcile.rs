//! Reconciles a write whose answer never came: finds out its outcome and records it.

use super::journal::Outbox;
use super::lookup::{Coverage, is_active, is_living, most_detailed};
use super::messages;
use super::step::OnStep;
use crate::api::{Error, Operation};
use crate::domain::change::evidence::{Verdict, has_expired};
use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::write::{FoundUser, Intent, JournalOutcome, PriorOwners, WriteKind, WriteOutcome};
use crate::domain::form::subject::Subject;
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::TargetUser;

impl Outbox {
    /// Finds out the outcome of a write whose answer never came. Sends nothing.
    pub async fn look_up(&self, intent: &Intent, on: OnStep<'_>) -> WriteOutcome {
        let intent = match self.recorded(&intent.id).await {
            Some(RecordedWrite { intent, outcome: Some((outcome, _)), .. }) => return known(&intent, outcome),
            // Its program may still send it, or get the answer.
            Some(recorded) if matches!(recorded.intent.kind, WriteKind::Mail(..)) && recorded.running => {
                return WriteOutcome::Pending;
            }
            Some(recorded) if recorded.intent.sending.unsent && recorded.running => return WriteOutcome::Pending,
            // Its program has ended before it could send it.
            Some(recorded) if recorded.intent.sending.unsent => {
                return self.finish(&intent.id, JournalOutcome::NotUpdated, WriteOutcome::Unchanged, on).await;
            }
            // The journal has the state at the time of sending.
            Some(recorded) => &recorded.intent.clone(),
            None => intent,
        };
        match &intent.kind {
            WriteKind::Create => match self.seek(intent, on).await {
                Ok((verdict, sight)) => self.reconcile(intent, verdict, sight, on).await,
                Err(error) => self.unseen(intent, &error).await,
            },
            WriteKind::Update(update) => self.reconcile_update(intent, update, on).await,
            WriteKind::Delete(user) => match intent.entry.subject {
                Subject::TargetUser => self.reconcile_delete(intent, user, on).await,
                Subject::SystemUser => self.reconcile_system_delete(intent, user, on).await,
            },
            WriteKind::CreateGroup(group) => self.reconcile_group(intent, group, on).await,
            WriteKind::Mail(..) => {
                let end = WriteOutcome::Unanswered(messages::mail_unanswered(intent));
                self.finish(&intent.id, JournalOutcome::Unanswered, end, on).await
            }
        }
    }

    pub(super) async fn unseen(&self, intent: &Intent, error: &Error) -> WriteOutcome {
        self.record_lookup(&intent.id, false).await;
        WriteOutcome::Unknown(error.failure(Operation::FindUser))
    }

    /// Records what was found out about a create.
    pub(super) async fn reconcile(
        &self,
        intent: &Intent,
        verdict: Verdict,
        sight: Coverage,
        on: OnStep<'_>,
    ) -> WriteOutcome {
        let id = &intent.id;
        match verdict {
            // A user created by another write was not created by this one, even if all values match.
            Verdict::Ours(user) if self.is_of_another(intent, &user.id).await => {
                self.finish(id, JournalOutcome::NotCreated, WriteOutcome::WasThere(Box::new(user)), on).await
            }
            Verdict::Ours(user) => {
                self.finish(id, JournalOutcome::Created(user.id.clone()), WriteOutcome::Proved(Box::new(user)), on)
                    .await
            }
            Verdict::Before(user) => {
                self.finish(id, JournalOutcome::NotCreated, WriteOutcome::WasThere(Box::new(user)), on).await
            }
            Verdict::Found(user) if sight == Coverage::Partial => {
                // The search, which has more details, is down, but the outcome may still be proven.
                self.record_lookup(id, false).await;
                WriteOutcome::Found(Box::new(user))
            }
            Verdict::Found(user) => {
                let outcome = JournalOutcome::Found(FoundUser::from(&user));
                self.finish(id, outcome, WriteOutcome::Found(Box::new(user)), on).await
            }
            Verdict::NotYet => {
                self.record_lookup(id, true).await;
                WriteOutcome::Pending
            }
            Verdict::Absent => self.finish(id, JournalOutcome::Absent, WriteOutcome::Absent, on).await,
        }
    }

    /// A deleted user may stay in the index for a while, and a new one may not be in it yet. So an unlisted user counts
    /// as deleted only if it was listed before, or if the service itself does not know the ID.
    pub(super) async fn reconcile_delete(&self, intent: &Intent, user: &UserId, on: OnStep<'_>) -> WriteOutcome {
        let mut last = None;
        let mut listed = false;
        let mut there = false;
        for attempt in 1..=self.policy.tries.max(1) {
            self.wait_for(attempt, on).await;
            let own = self.client.target_user(&intent.company, user).await;
            let active = own.as_ref().is_ok_and(is_active);
            if matches!(own, Err(Error::NotFound(_))) {
                return self.finish(&intent.id, JournalOutcome::Deleted, WriteOutcome::Deleted, on).await;
            }
            match self.list(intent).await {
                Ok((users, _)) => match most_detailed(&users, user) {
                    Some(user) if is_living(user) => (listed, there) = (true, true),
                    None if active || !listed => there |= active,
                    Some(_) | None => {
                        return self.finish(&intent.id, JournalOutcome::Deleted, WriteOutcome::Deleted, on).await;
                    }
                },
                Err(_) if active => there = true,
                Err(error) => last = Some(error),
            }
        }
        self.still_listed(intent, there, last, on).await
    }

    /// The same for a system user, which only the list tells: one that is not in it counts as deleted only if it was in
    /// it before, or if the list no longer lags.
    async fn reconcile_system_delete(&self, intent: &Intent, user: &UserId, on: OnStep<'_>) -> WriteOutcome {
        let mut last = None;
        let mut listed = matches!(&intent.sending.before, PriorOwners::Known(ids) if ids.contains(user));
        let mut there = false;
        for attempt in 1..=self.policy.tries.max(1) {
            self.wait_for(attempt, on).await;
            match self.system_user(intent, user).await {
                Ok(Some(_)) => (listed, there) = (true, true),
                Ok(None) if listed || has_expired(intent, self.moments()) => {
                    return self.finish(&intent.id, JournalOutcome::Deleted, WriteOutcome::Deleted, on).await;
                }
                Ok(None) => {}
                Err(error) => last = Some(error),
            }
        }
        self.still_listed(intent, there, last, on).await
    }

    /// The delete was looked up in vain.
    async fn still_listed(&self, intent: &Intent, there: bool, last: Option<Error>, on: OnStep<'_>) -> WriteOutcome {
        if !there {
            self.record_lookup(&intent.id, false).await;
            return WriteOutcome::Unknown(
                last.map_or_else(messages::not_listed, |error| error.failure(Operation::FindUser)),
            );
        }
        if has_expired(intent, self.moments()) {
            return self.finish(&intent.id, JournalOutcome::NotDeleted, WriteOutcome::StillThere, on).await;
        }
        self.record_lookup(&intent.id, true).await;
        WriteOutcome::Pending
    }
}

/// The outcome that another program has recorded for a write.
fn known(intent: &Intent, outcome: JournalOutcome) -> WriteOutcome {
    match outcome {
        JournalOutcome::Created(id) => WriteOutcome::Proved(as_intended(intent, &id, &[])),
        JournalOutcome::Found(sighting) => WriteOutcome::Found(as_intended(intent, &sighting.id, &[])),
        JournalOutcome::Seen => WriteOutcome::WasThere(Box::new(intent.user(UserId::new("")))),
        JournalOutcome::NotCreated | JournalOutcome::Absent => WriteOutcome::Absent,
        JournalOutcome::Deleted => WriteOutcome::Deleted,
        JournalOutcome::NotDeleted => WriteOutcome::StillThere,
        JournalOutcome::Updated => WriteOutcome::Updated,
        JournalOutcome::AlreadySo => WriteOutcome::AlreadySo,
        JournalOutcome::NotUpdated => WriteOutcome::Unchanged,
        JournalOutcome::Conflict(conflicts) => WriteOutcome::Conflict(conflicts),
        JournalOutcome::Changed(conflicts) => WriteOutcome::Changed(conflicts),
        JournalOutcome::Unanswered => WriteOutcome::Unanswered(messages::mail_unanswered(intent)),
    }
}

/// The user of a create that another program has carried out, with the values that were intended.
pub(super) fn as_intended(intent: &Intent, id: &UserId, there: &[TargetUser]) -> Box<TargetUser> {
    let listed = there.iter().find(|user| user.id == *id).cloned();
    Box::new(listed.unwrap_or_else(|| intent.user(id.clone())))
}
