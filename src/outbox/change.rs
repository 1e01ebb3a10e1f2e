//! Sends a change of an existing user, once.

use std::slice::from_ref;

use super::earlier_create::is_of_another_program;
use super::journal::Outbox;
use super::messages;
use super::step::{OnStep, Step};
use super::update::Prepared;
use crate::api::Operation;
use crate::domain::change::outcome::{CreateEnd, DeleteEnd, MailEnd, UpdateEnd, WriteOutcome};
use crate::domain::change::update::Update;
use crate::domain::change::write::{Intent, IntentOutcome, JournalOutcome, Mail, PriorOwners, SendContext, WriteKind};
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::{Applied, Failure};
use crate::domain::service::ids::UserId;
use crate::store::Pace;

impl Outbox {
    /// Carries out a change, once. `on` is called before every step.
    pub async fn change(&self, intent: &Intent, on: OnStep<'_>) -> WriteOutcome {
        match &intent.kind {
            WriteKind::Update(update) => self.update(intent, update, on).await.into(),
            WriteKind::Delete(user) => self.delete(intent, user, on).await.into(),
            WriteKind::Mail(user, mail) => self.mail(intent, user, *mail, on).await.into(),
            WriteKind::CreateGroup(group) => self.create_group(intent, group, on).await.into(),
            // A create has a request, and is sent with it.
            WriteKind::Create => CreateEnd::Absent.into(),
        }
    }

    /// The intent as it is sent now.
    ///
    /// # Errors
    ///
    /// Why nothing may be sent.
    pub(super) fn begun(&self, intent: &Intent) -> Result<Intent, Failure> {
        self.access.write().map_err(|reason| messages::read_only(Operation::of(intent), &reason))?;
        Ok(Intent { sending: self.now(), ..intent.clone() })
    }

    pub(super) fn now(&self) -> SendContext {
        let clock = self.client.service_time().map(|time| time.earliest);
        SendContext { clock, ..SendContext::default() }
    }

    /// Changes a user, once: the update is that of the intent.
    pub async fn update(&self, intent: &Intent, update: &Update, on: OnStep<'_>) -> UpdateEnd {
        let doing = Operation::of(intent);
        let intent = &match self.begun(intent) {
            Ok(intent) => intent,
            Err(failure) => return UpdateEnd::Refused(failure),
        };
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
            let end = UpdateEnd::Refused(messages::not_recorded(doing, &error));
            return self.finish(&intent.id, JournalOutcome::NotUpdated, end, on).await;
        }
        on(Step::Sending);
        let (company, user) = (&intent.company, &update.user);
        let answer = match &request {
            Prepared::Target(request) => self.client.update_target_user(company, user, request).await,
            Prepared::System(request) => self.client.update_system_user(company, user, request).await,
            Prepared::Membership(group, true) => {
                self.client.add_to_groups(company, from_ref(user), from_ref(group)).await
            }
            Prepared::Membership(group, false) => self.client.remove_from_group(company, group, from_ref(user)).await,
        };
        on(Step::Answered);
        match answer.map_err(|error| error.failure(doing)) {
            Ok(()) => self.finish(&intent.id, JournalOutcome::Updated, UpdateEnd::Updated, on).await,
            Err(failure) if failure.applied == Applied::Maybe => self.look_up_update(intent, update, on).await,
            Err(failure) => self.finish(&intent.id, JournalOutcome::NotUpdated, UpdateEnd::Refused(failure), on).await,
        }
    }

    /// Records an update. Unfinished changes of the same user come first: both would send the whole user.
    async fn record_change(&self, intent: &Intent, on: OnStep<'_>) -> Result<(), Box<UpdateEnd>> {
        loop {
            let doubt = match self.record(intent, Vec::new(), Pace::Urgent).await {
                Ok(IntentOutcome::Recorded) => return Ok(()),
                Ok(IntentOutcome::InDoubt(doubt)) => doubt,
                Err(error) => {
                    let failure = messages::not_recorded(Operation::of(intent), &error);
                    return Err(Box::new(UpdateEnd::Refused(failure)));
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
                return Err(Box::new(UpdateEnd::InDoubt(messages::change_unknown(&doubt, is_theirs))));
            }
        }
    }

    /// Deletes a user, once: the user is that of the intent.
    pub async fn delete(&self, intent: &Intent, user: &UserId, on: OnStep<'_>) -> DeleteEnd {
        let doing = Operation::of(intent);
        let mut intent = match self.begun(intent) {
            Ok(intent) => intent,
            Err(failure) => return DeleteEnd::Refused(failure),
        };
        if intent.entry.subject == Subject::SystemUser {
            // Only the list tells whether it is gone, so it must be known that it was in it.
            let before = self.listed_before(&intent, user).await;
            intent.sending = SendContext { before, ..self.now() };
        }
        on(Step::Recording);
        if let Err(error) = self.record(&intent, Vec::new(), Pace::Urgent).await {
            return DeleteEnd::Refused(messages::not_recorded(doing, &error));
        }
        on(Step::Sending);
        let answer = match intent.entry.subject {
            Subject::TargetUser => self.client.delete_target_user(&intent.company, user).await,
            Subject::SystemUser => self.client.delete_system_user(&intent.company, user).await,
        };
        on(Step::Answered);
        match answer.map_err(|error| error.failure(doing)) {
            Ok(()) => self.finish(&intent.id, JournalOutcome::Deleted, DeleteEnd::Deleted, on).await,
            Err(failure) if failure.applied == Applied::Maybe => self.look_up_delete(&intent, user, on).await,
            Err(failure) => self.finish(&intent.id, JournalOutcome::NotDeleted, DeleteEnd::Refused(failure), on).await,
        }
    }

    async fn listed_before(&self, intent: &Intent, user: &UserId) -> PriorOwners {
        let look = tokio::time::timeout(self.policy.before, self.system_user(intent, user)).await;
        match look {
            Ok(Ok(found)) => PriorOwners::Known(found.into_iter().map(|user| user.id).collect()),
            Ok(Err(_)) | Err(_) => PriorOwners::NotChecked,
        }
    }

    /// Sends a mail. It leaves nothing that could be looked up, so without an answer its end stays unknown, and it is
    /// never sent again. User and mail are those of the intent.
    pub async fn mail(&self, intent: &Intent, user: &UserId, mail: Mail, on: OnStep<'_>) -> MailEnd {
        let doing = Operation::of(intent);
        let intent = &match self.begun(intent) {
            Ok(intent) => intent,
            Err(failure) => return MailEnd::Refused(failure),
        };
        on(Step::Recording);
        if let Err(error) = self.record(intent, Vec::new(), Pace::Urgent).await {
            return MailEnd::Refused(messages::not_recorded(doing, &error));
        }
        on(Step::Sending);
        let answer = match mail {
            Mail::Welcome => self.client.resend_welcome_mail(&intent.company, user).await,
            Mail::PasswordLink => self.client.send_reset_link(&intent.company, &intent.address()).await,
        };
        on(Step::Answered);
        let (outcome, end) = match answer.map_err(|error| error.failure(doing)) {
            Ok(()) => (JournalOutcome::Updated, MailEnd::Sent),
            Err(failure) if failure.applied == Applied::Maybe => {
                (JournalOutcome::Unanswered, MailEnd::Unanswered(failure))
            }
            Err(failure) => (JournalOutcome::NotUpdated, MailEnd::Refused(failure)),
        };
        self.finish(&intent.id, outcome, end, on).await
    }
}
