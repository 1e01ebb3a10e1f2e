//! Sends a write, once.

use super::doubt::Resolved;
use super::journal::Outbox;
use super::step::{On, Step};
use super::words::{self, Creates};
use crate::api::{Doing, Error};
use crate::domain::change::evidence::Verdict;
use crate::domain::change::write::{Before, Deed, End, Intended, Intent, NewUser, Order, Outcome, Sending};
use crate::domain::service::failure::{Done, Failure};

impl Outbox {
    /// Sends a create, once. `on` is called before every step.
    pub async fn send(&self, order: &Order, on: On<'_>) -> End {
        let creates = Creates::of(order);
        if let Err(reason) = self.access.write() {
            return End::Refused(words::read_only(creates.refused, &reason));
        }
        let mut intent = order.intent.clone();
        order.user.phone().clone_into(&mut intent.sending.phone);
        self.look_before(&mut intent).await;
        on(Step::Recording);
        let earlier = match self.record_first(order, &mut intent, on).await {
            Ok(earlier) => earlier,
            Err(end) => return *end,
        };
        on(Step::Sending);
        let answer = match &order.user {
            NewUser::Target(user) => self.client.create_target_user(&intent.company, user).await,
            NewUser::System(user) => self.client.create_system_user(&intent.company, user).await,
        };
        on(Step::Answered);
        match answer {
            Ok(user) => {
                let end = self.ended(&intent.id, Outcome::Created(user.clone()), End::Created(user), on).await;
                // The service accepts an address once, so no earlier attempt has been or will be carried out.
                for tried in &earlier {
                    self.settle(&tried.id, Outcome::NotCreated, &|_| ()).await;
                }
                end
            }
            Err(error) => {
                let failure = error.failure(creates.doing);
                match failure.done {
                    // Nothing can be looked up: a person has to check.
                    Done::Perhaps if !intent.deed.can_be_looked_up() => End::Unknown(failure),
                    Done::Perhaps => self.look_up(&intent, on).await,
                    Done::No => self.refused(&intent, earlier.first(), &error, failure, on).await,
                }
            }
        }
    }

    /// Records the intent. Unresolved creates of the same user come first. Returns those that were looked up in vain.
    pub(super) async fn record_first(
        &self,
        order: &Order,
        intent: &mut Intent,
        on: On<'_>,
    ) -> Result<Vec<Intent>, Box<End>> {
        let mut earlier: Vec<Intent> = Vec::new();
        loop {
            intent.sending.clock = self.client.service_time().map(|time| time.earliest);
            let after = earlier.iter().map(|earlier| earlier.id.clone()).collect();
            let doubt = match self.record(intent, after).await {
                Ok(Intended::Recorded) => return Ok(earlier),
                Ok(Intended::InDoubt(doubt)) => doubt,
                Err(_) if order.unrecorded => match &order.earlier {
                    Some(known) if earlier.is_empty() => known.clone(),
                    _ => return Ok(earlier),
                },
                Err(error) => {
                    return Err(Box::new(End::Unrecorded(words::unrecorded(Creates::of(order).refused, &error))));
                }
            };
            match self.resolve(intent, &doubt, on).await {
                Resolved::Ended(end) => return Err(end),
                Resolved::Send(there) => {
                    if let Some(there) = there {
                        intent.sending.before = Before::Seen(there);
                    }
                    earlier.push(*doubt);
                }
            }
        }
    }

    /// Finds out who has the address, and the service's time, unless both are known already.
    pub(super) async fn look_before(&self, intent: &mut Intent) {
        let known = intent.sending.before != Before::NotLooked && self.client.service_time().is_some();
        if known || !intent.deed.can_be_looked_up() {
            return;
        }
        let listed = self.list_before(intent);
        if let Ok(Ok(mut there)) = tokio::time::timeout(self.patience.before, listed).await {
            if let Before::Seen(before) = &intent.sending.before {
                there.extend(before.iter().cloned());
            }
            intent.sending.before = Before::Seen(there);
        }
    }

    /// The service refused the create. The user may exist all the same: an earlier attempt created it, and no index
    /// listed it yet when it was looked up.
    pub(super) async fn refused(
        &self,
        intent: &Intent,
        earlier: Option<&Intent>,
        error: &Error,
        failure: Failure,
        on: On<'_>,
    ) -> End {
        self.settle(&intent.id, Outcome::NotCreated, on).await;
        if let Some(earlier) = earlier
            && words::may_say_taken(error)
            && let Ok((verdict, sight)) = self.seek(earlier, on).await
            && !matches!(verdict, Verdict::NotYet | Verdict::Absent)
        {
            return self.conclude(earlier, verdict, sight, on).await;
        }
        End::Refused(failure)
    }

    /// Deletes the user of an undo, once. `on` is called before every step.
    pub async fn undo(&self, intent: &Intent, on: On<'_>) -> End {
        let Deed::Undo(user) = &intent.deed else { return End::Absent };
        if let Err(reason) = self.access.write() {
            return End::Refused(words::read_only("The target user was not deleted", &reason));
        }
        on(Step::Recording);
        let clock = self.client.service_time().map(|time| time.earliest);
        let intent = Intent { sending: Sending { clock, ..Sending::default() }, ..intent.clone() };
        if let Err(error) = self.record(&intent, Vec::new()).await {
            return End::Refused(words::not_recorded(&error));
        }
        on(Step::Sending);
        let answer = self.client.delete_target_user(&intent.company, user).await;
        on(Step::Answered);
        match answer {
            Ok(()) => self.ended(&intent.id, Outcome::Deleted, End::Deleted, on).await,
            Err(error) => {
                let failure = error.failure(Doing::Undo);
                match failure.done {
                    Done::Perhaps => self.look_up(&intent, on).await,
                    Done::No => self.ended(&intent.id, Outcome::NotDeleted, End::Refused(failure), on).await,
                }
            }
        }
    }
}
