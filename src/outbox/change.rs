//! Sends a change of an existing user, once.

use super::earlier_create::is_of_another_program;
use super::journal::Outbox;
use super::messages::{self, NOT_CHANGED};
use super::step::{OnStep, Step};
use crate::api::{Error, Operation};
use crate::domain::change::update::{Standing, Update, UserUpdate};
use crate::domain::change::write::{Intent, IntentOutcome, JournalOutcome, SendContext, WriteKind, WriteOutcome};
use crate::domain::service::failure::{Applied, Failure};
use crate::domain::service::ids::UserId;

const NOT_DELETED: &str = "The target user was not deleted";

impl Outbox {
    /// Changes or deletes an existing user, once. `on` is called before every step.
    pub async fn change(&self, intent: &Intent, on: OnStep<'_>) -> WriteOutcome {
        let intent = &Intent { sending: self.now(), ..intent.clone() };
        match &intent.kind {
            WriteKind::Update(update) => self.update(intent, update, on).await,
            WriteKind::Delete(user) => self.delete(intent, user, on).await,
            // A create has a request, and is sent with it.
            WriteKind::Create | WriteKind::CreateSystem => WriteOutcome::Absent,
        }
    }

    fn now(&self) -> SendContext {
        let clock = self.client.service_time().map(|time| time.earliest);
        SendContext { clock, ..SendContext::default() }
    }

    async fn update(&self, intent: &Intent, update: &Update, on: OnStep<'_>) -> WriteOutcome {
        if let Err(reason) = self.access.write() {
            return WriteOutcome::Refused(messages::read_only(NOT_CHANGED, &reason));
        }
        on(Step::Recording);
        let unsent = SendContext { unsent: true, ..intent.sending.clone() };
        if let Err(end) = self.record_change(&Intent { sending: unsent, ..intent.clone() }, on).await {
            return *end;
        }
        let request = match self.prepared(intent, update).await {
            Ok(request) => request,
            Err(unsent) => return self.finish(&intent.id, unsent.0, unsent.1, on).await,
        };
        // The read has told the time anew: from now on the request may be carried out.
        let intent = &Intent { sending: self.now(), ..intent.clone() };
        if let Err(error) = self.record_sending(intent).await {
            let end = WriteOutcome::Refused(messages::not_recorded(NOT_CHANGED, &error));
            return self.finish(&intent.id, JournalOutcome::NotUpdated, end, on).await;
        }
        on(Step::Sending);
        let answer = self.client.update_target_user(&intent.company, &update.user, &request).await;
        on(Step::Answered);
        match answer.map_err(|error| error.failure(Operation::Update)) {
            Ok(()) => self.finish(&intent.id, JournalOutcome::Updated, WriteOutcome::Updated, on).await,
            Err(failure) if failure.applied == Applied::Maybe => self.look_up(intent, on).await,
            Err(failure) => {
                self.finish(&intent.id, JournalOutcome::NotUpdated, WriteOutcome::Refused(failure), on).await
            }
        }
    }

    /// Records an update. Unfinished changes of the same user come first: both would send the whole user.
    async fn record_change(&self, intent: &Intent, on: OnStep<'_>) -> Result<(), Box<WriteOutcome>> {
        loop {
            let doubt = match self.record(intent, Vec::new()).await {
                Ok(IntentOutcome::Recorded) => return Ok(()),
                Ok(IntentOutcome::InDoubt(doubt)) => doubt,
                Err(error) => {
                    return Err(Box::new(WriteOutcome::Refused(messages::not_recorded(NOT_CHANGED, &error))));
                }
            };
            let known = self.awaited(intent, &doubt, on).await;
            if known.as_ref().is_some_and(|known| known.outcome.is_some()) {
                continue;
            }
            let is_theirs = known.is_some_and(|known| is_of_another_program(&known, intent));
            // Boxed, because a look-up may be that of an update again.
            Box::pin(self.look_up(&doubt, on)).await;
            if self.recorded(&doubt.id).await.is_none_or(|known| known.outcome.is_none()) {
                return Err(Box::new(WriteOutcome::InDoubt(messages::change_unknown(&doubt, is_theirs))));
            }
        }
    }

    /// Reads the user and makes the request, or the reason why nothing is sent.
    async fn prepared(
        &self,
        intent: &Intent,
        update: &Update,
    ) -> Result<UserUpdate, Box<(JournalOutcome, WriteOutcome)>> {
        let refused = |failure: Failure| Box::new((JournalOutcome::NotUpdated, WriteOutcome::Refused(failure)));
        let read = match self.client.user_detail(&intent.company, &update.user).await {
            Ok(read) => read,
            Err(Error::NotFound(_)) => return Err(refused(messages::gone(&update.user))),
            Err(error) => return Err(refused(messages::unread(&error))),
        };
        self.is_editable(intent, &read).await.map_err(refused)?;
        match update.standing(&read) {
            Standing::Reached => return Err(Box::new((JournalOutcome::AlreadySo, WriteOutcome::AlreadySo))),
            Standing::Conflicts(found) => {
                return Err(Box::new((JournalOutcome::Conflict(found.clone()), WriteOutcome::Conflict(found))));
            }
            Standing::Open => {}
        }
        let request = UserUpdate::new(read, &update.changes);
        match messages::too_long(&request) {
            Some(failure) => Err(refused(failure)),
            None => Ok(request),
        }
    }

    async fn delete(&self, intent: &Intent, user: &UserId, on: OnStep<'_>) -> WriteOutcome {
        if let Err(reason) = self.access.write() {
            return WriteOutcome::Refused(messages::read_only(NOT_DELETED, &reason));
        }
        on(Step::Recording);
        if let Err(error) = self.record(intent, Vec::new()).await {
            return WriteOutcome::Refused(messages::not_recorded(NOT_DELETED, &error));
        }
        on(Step::Sending);
        let answer = self.client.delete_target_user(&intent.company, user).await;
        on(Step::Answered);
        match answer.map_err(|error| error.failure(Operation::Delete)) {
            Ok(()) => self.finish(&intent.id, JournalOutcome::Deleted, WriteOutcome::Deleted, on).await,
            Err(failure) if failure.applied == Applied::Maybe => self.look_up(intent, on).await,
            Err(failure) => {
                self.finish(&intent.id, JournalOutcome::NotDeleted, WriteOutcome::Refused(failure), on).await
            }
        }
    }
}
