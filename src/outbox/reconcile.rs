//! Reconciles a write whose answer never came: finds out its outcome and records it.

use super::journal::Outbox;
use super::lookup::{Coverage, is_active, is_living, most_detailed};
use super::messages;
use super::recorded_end::{RecordedEnd, as_intended};
use super::step::OnStep;
use crate::api::{Error, Operation};
use crate::domain::change::evidence::Verdict;
use crate::domain::change::outcome::{CreateEnd, DeleteEnd, GroupEnd, MailEnd, UpdateEnd, WriteOutcome};
use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::update::Update;
use crate::domain::change::write::{FoundUser, Intent, JournalOutcome, PriorOwners, WriteKind};
use crate::domain::form::subject::Subject;
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::TargetUser;
use crate::domain::user::target_group::NewGroup;

/// What the journal says about a write that is to be looked up.
enum Known {
    /// Its outcome, which another program may have recorded.
    Ended(Intent, JournalOutcome),
    /// Its program may still send it, or get the answer.
    Running,
    /// Its program has ended before it could send it.
    Unsent,
    /// It was sent; with the state at that time.
    Sent(Intent),
}

impl Outbox {
    /// Finds out the outcome of a write whose answer never came. Sends nothing.
    pub async fn look_up(&self, intent: &Intent, on: OnStep<'_>) -> WriteOutcome {
        match &intent.kind {
            WriteKind::Create => self.look_up_create(intent, on).await.into(),
            WriteKind::Update(update) => self.look_up_update(intent, update, on).await.into(),
            WriteKind::Delete(user) => self.look_up_delete(intent, user, on).await.into(),
            WriteKind::CreateGroup(group) => self.look_up_group(intent, group, on).await.into(),
            WriteKind::Mail(..) => self.look_up_mail(intent, on).await.into(),
        }
    }

    async fn known(&self, intent: &Intent) -> Known {
        match self.recorded(&intent.id).await {
            Some(RecordedWrite { intent, outcome: Some((outcome, _)), .. }) => Known::Ended(intent, outcome),
            Some(recorded) if recorded.intent.sending.unsent && !recorded.running => Known::Unsent,
            Some(recorded) if recorded.intent.sending.unsent => Known::Running,
            // Nothing but its program will ever know.
            Some(recorded) if matches!(recorded.intent.kind, WriteKind::Mail(..)) && recorded.running => Known::Running,
            Some(recorded) => Known::Sent(recorded.intent),
            None => Known::Sent(intent.clone()),
        }
    }

    pub(super) async fn look_up_create(&self, intent: &Intent, on: OnStep<'_>) -> CreateEnd {
        let intent = &match self.known(intent).await {
            Known::Ended(intent, outcome) => {
                let end = CreateEnd::recorded(&intent, outcome);
                let other = if end == CreateEnd::Absent { self.created_since(&intent).await } else { None };
                return other.map_or(end, CreateEnd::WasThere);
            }
            Known::Running => return CreateEnd::Pending,
            Known::Unsent => return self.found(intent, JournalOutcome::NotCreated, CreateEnd::Absent, on).await,
            Known::Sent(intent) => intent,
        };
        match self.seek(intent, on).await {
            Ok((verdict, sight)) => self.reconcile(intent, verdict, sight, on).await,
            Err(error) => {
                self.record_lookup(&intent.id, false).await;
                CreateEnd::Unknown(error.failure(Operation::FindUser))
            }
        }
    }

    /// The user of this create, if another one has created it since.
    async fn created_since(&self, intent: &Intent) -> Option<Box<TargetUser>> {
        let (form, email) = (intent.form(), intent.email().to_owned());
        let creates = self.with_store(move |store| store.creates(&form, &email)).await.ok()?;
        creates.into_iter().find_map(|write| match write.outcome {
            Some((JournalOutcome::Created(id), at)) if at >= intent.at => Some(as_intended(&write.intent, &id, &[])),
            _ => None,
        })
    }

    pub(super) async fn look_up_update(&self, intent: &Intent, update: &Update, on: OnStep<'_>) -> UpdateEnd {
        match self.known(intent).await {
            Known::Ended(intent, outcome) => UpdateEnd::recorded(&intent, outcome),
            Known::Running => UpdateEnd::Pending,
            Known::Unsent => self.found(intent, JournalOutcome::NotUpdated, UpdateEnd::Unchanged, on).await,
            Known::Sent(intent) => self.reconcile_update(&intent, update, on).await,
        }
    }

    pub(super) async fn look_up_delete(&self, intent: &Intent, user: &UserId, on: OnStep<'_>) -> DeleteEnd {
        match self.known(intent).await {
            Known::Ended(intent, outcome) => DeleteEnd::recorded(&intent, outcome),
            Known::Running => DeleteEnd::Pending,
            Known::Unsent => self.found(intent, JournalOutcome::NotDeleted, DeleteEnd::StillThere, on).await,
            Known::Sent(intent) => match intent.entry.subject {
                Subject::TargetUser => self.reconcile_delete(&intent, user, on).await,
                Subject::SystemUser => self.reconcile_system_delete(&intent, user, on).await,
            },
        }
    }

    /// The same for the create of this group, which is that of the intent.
    pub async fn look_up_group(&self, intent: &Intent, group: &NewGroup, on: OnStep<'_>) -> GroupEnd {
        match self.known(intent).await {
            Known::Ended(intent, outcome) => GroupEnd::recorded(&intent, outcome),
            Known::Running => GroupEnd::Pending,
            Known::Unsent => self.found(intent, JournalOutcome::NotUpdated, GroupEnd::Absent, on).await,
            Known::Sent(intent) => self.reconcile_group(&intent, group, on).await,
        }
    }

    async fn look_up_mail(&self, intent: &Intent, on: OnStep<'_>) -> MailEnd {
        match self.known(intent).await {
            Known::Ended(intent, outcome) => MailEnd::recorded(&intent, outcome),
            Known::Running => MailEnd::Pending,
            Known::Unsent => self.found(intent, JournalOutcome::NotUpdated, MailEnd::NotSent, on).await,
            Known::Sent(intent) => {
                let end = MailEnd::Unanswered(messages::mail_unanswered(&intent));
                self.found(&intent, JournalOutcome::Unanswered, end, on).await
            }
        }
    }

    /// Records what was found out about a create.
    pub(super) async fn reconcile(
        &self,
        intent: &Intent,
        verdict: Verdict,
        sight: Coverage,
        on: OnStep<'_>,
    ) -> CreateEnd {
        let id = &intent.id;
        match verdict {
            // A user created by another write was not created by this one, even if all values match.
            Verdict::Ours(user) if self.is_of_another(intent, &user.id).await => {
                self.found(intent, JournalOutcome::NotCreated, CreateEnd::WasThere(Box::new(user)), on).await
            }
            Verdict::Ours(user) => {
                let is_ours = self.prove(intent, &user.id, on).await;
                let user = Box::new(user);
                if is_ours { CreateEnd::Proved(user) } else { CreateEnd::WasThere(user) }
            }
            Verdict::Before(user) => {
                self.found(intent, JournalOutcome::NotCreated, CreateEnd::WasThere(Box::new(user)), on).await
            }
            Verdict::Found(user) if sight == Coverage::Partial => {
                // The search, which has more details, is down, but the outcome may still be proven.
                self.record_lookup(id, false).await;
                CreateEnd::Found(Box::new(user))
            }
            // Also after it was looked up in vain: the service has refused another create of the same user since.
            Verdict::Found(user) => {
                let outcome = JournalOutcome::Found(FoundUser::from(&user));
                self.finish(id, outcome, CreateEnd::Found(Box::new(user)), on).await
            }
            Verdict::NotYet => {
                self.record_lookup(id, true).await;
                CreateEnd::Pending
            }
            Verdict::Absent => self.found(intent, JournalOutcome::Absent, CreateEnd::Absent, on).await,
        }
    }

    /// A deleted user may stay in the index for a while, and a new one may not be in it yet. So an unlisted user counts
    /// as deleted only if it was listed before, or if the service itself does not know the ID.
    pub(super) async fn reconcile_delete(&self, intent: &Intent, user: &UserId, on: OnStep<'_>) -> DeleteEnd {
        let (mut there, mut last) = (None, None);
        let mut listed = false;
        for attempt in 1..=self.policy.tries.max(1) {
            self.wait_for(attempt, on).await;
            let look = async { (self.client.target_user(&intent.company, user).await, self.list(intent).await) };
            let ((own, listing), expired) = self.looked(intent, look).await;
            let active = own.as_ref().is_ok_and(is_active);
            if matches!(own, Err(Error::NotFound(_))) {
                return self.found(intent, JournalOutcome::Deleted, DeleteEnd::Deleted, on).await;
            }
            match listing {
                Ok((users, _)) => match most_detailed(&users, user) {
                    Some(user) if is_living(user) => (listed, there) = (true, Some(expired)),
                    None if active => there = Some(expired),
                    None if !listed => {}
                    Some(_) | None => {
                        return self.found(intent, JournalOutcome::Deleted, DeleteEnd::Deleted, on).await;
                    }
                },
                Err(_) if active => there = Some(expired),
                Err(error) => last = Some(error),
            }
        }
        self.still_listed(intent, there, last, on).await
    }

    /// The same for a system user, which only the list tells: one that is not in it counts as deleted only if it was in
    /// it before, or if the list no longer lags.
    async fn reconcile_system_delete(&self, intent: &Intent, user: &UserId, on: OnStep<'_>) -> DeleteEnd {
        let (mut there, mut last) = (None, None);
        let mut listed = matches!(&intent.sending.before, PriorOwners::Known(ids) if ids.contains(user));
        for attempt in 1..=self.policy.tries.max(1) {
            self.wait_for(attempt, on).await;
            match self.looked(intent, self.system_user(intent, user)).await {
                (Ok(Some(_)), expired) => (listed, there) = (true, Some(expired)),
                (Ok(None), expired) if listed || expired => {
                    return self.found(intent, JournalOutcome::Deleted, DeleteEnd::Deleted, on).await;
                }
                (Ok(None), _) => {}
                (Err(error), _) => last = Some(error),
            }
        }
        self.still_listed(intent, there, last, on).await
    }

    /// The delete was looked up in vain. If the user is `there`: whether it was too late for the delete by then.
    async fn still_listed(
        &self,
        intent: &Intent,
        there: Option<bool>,
        last: Option<Error>,
        on: OnStep<'_>,
    ) -> DeleteEnd {
        match there {
            None => {
                self.record_lookup(&intent.id, false).await;
                DeleteEnd::Unknown(last.map_or_else(messages::not_listed, |error| error.failure(Operation::FindUser)))
            }
            Some(true) => self.found(intent, JournalOutcome::NotDeleted, DeleteEnd::StillThere, on).await,
            Some(false) => {
                self.record_lookup(&intent.id, true).await;
                DeleteEnd::Pending
            }
        }
    }
}
