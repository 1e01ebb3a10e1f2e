//! Sends a create, once.

use super::earlier_create::Resolved;
use super::journal::Outbox;
use super::messages;
use super::step::{OnStep, Step};
use super::turns::{Closed, Turns};
use crate::api::{Error, Operation};
use crate::domain::change::evidence::Verdict;
use crate::domain::change::outcome::CreateEnd;
use crate::domain::change::write::{CreateRequest, Intent, IntentOutcome, JournalOutcome, NewUser, PriorOwners};
use crate::domain::service::failure::{Applied, Failure};

impl Outbox {
    /// Sends a create, once. `on` is called before every step.
    pub async fn send(&self, order: &CreateRequest, on: OnStep<'_>) -> CreateEnd {
        // Without a limit to them turns do not end.
        self.send_in_turn(order, &Turns::default(), on).await.unwrap_or(CreateEnd::Absent)
    }

    /// The same, once the write has a turn. It is recorded before that.
    ///
    /// # Errors
    ///
    /// If nothing more is to be sent; then it was not.
    pub async fn send_in_turn(
        &self,
        order: &CreateRequest,
        turns: &Turns,
        on: OnStep<'_>,
    ) -> Result<CreateEnd, Closed> {
        let creates = Operation::of(&order.intent);
        if let Err(reason) = self.access.write() {
            return Ok(CreateEnd::Refused(messages::read_only(creates, &reason)));
        }
        let mut intent = order.intent.clone();
        order.user.phone().clone_into(&mut intent.sending.phone);
        // What is rare is boxed: a run has hundreds of these under way.
        Box::pin(self.check_existing(&mut intent)).await;
        on(Step::Recording);
        let earlier = match self.record_first(order, &mut intent, turns, on).await? {
            Ok(earlier) => earlier,
            Err(end) => return Ok(*end),
        };
        let turn = match turns.take_recorded().await {
            Ok(turn) => turn,
            Err(closed) => {
                self.settle(&intent.id, JournalOutcome::NotCreated, on).await;
                return Err(closed);
            }
        };
        if turn.is_late {
            intent.sending.clock = self.client.service_time().map(|time| time.earliest);
            if let Err(error) = self.record_sending(&intent).await {
                tracing::warn!(%error, "the time of sending was not recorded");
            }
        }
        on(Step::Sending);
        let answer = match &order.user {
            NewUser::Target(user) => self.client.create_target_user(&intent.company, user).await,
            NewUser::System(user) => self.client.create_system_user(&intent.company, user).await,
        };
        on(Step::Answered);
        Ok(match answer {
            Ok(user) => {
                drop(turn);
                self.settle_at(turns.pace(), &intent.id, JournalOutcome::Created(user.clone()), on).await;
                // The service accepts an address once, so no earlier attempt has been or will be carried out.
                for tried in &earlier {
                    self.settle(&tried.id, JournalOutcome::NotCreated, &|_| ()).await;
                }
                CreateEnd::Created(user)
            }
            Err(error) => {
                let failure = error.failure(creates);
                match failure.applied {
                    Applied::Maybe => Box::pin(self.look_up_create(&intent, on)).await,
                    Applied::No => Box::pin(self.refused(&intent, earlier.first(), &error, failure, on)).await,
                }
            }
        })
    }

    /// Records the intent. Unresolved creates of the same user come first. Returns those that were looked up in vain.
    pub(super) async fn record_first(
        &self,
        order: &CreateRequest,
        intent: &mut Intent,
        turns: &Turns,
        on: OnStep<'_>,
    ) -> Result<Result<Vec<Intent>, Box<CreateEnd>>, Closed> {
        let mut earlier: Vec<Intent> = Vec::new();
        loop {
            intent.sending.clock = self.client.service_time().map(|time| time.earliest);
            let after = earlier.iter().map(|earlier| earlier.id.clone()).collect();
            let doubt = match self.record(intent, after, turns.pace()).await {
                Ok(IntentOutcome::Recorded) => return Ok(Ok(earlier)),
                Ok(IntentOutcome::InDoubt(doubt)) => doubt,
                Err(_) if order.unrecorded => match &order.earlier {
                    Some(known) if earlier.is_empty() => known.clone(),
                    _ => return Ok(Ok(earlier)),
                },
                Err(error) => {
                    let failure = messages::unrecorded(Operation::of(intent), &error);
                    return Ok(Err(Box::new(CreateEnd::Unrecorded(failure))));
                }
            };
            let _turn = turns.take().await?;
            match Box::pin(self.resolve(intent, &doubt, on)).await {
                Resolved::Ended(end) => return Ok(Err(end)),
                Resolved::Send(there) => {
                    if let Some(there) = there {
                        intent.sending.before = PriorOwners::Known(there);
                    }
                    earlier.push(*doubt);
                }
            }
        }
    }

    /// Finds out who has the address, and the service's time, unless both are known already.
    pub(super) async fn check_existing(&self, intent: &mut Intent) {
        let known = intent.sending.before != PriorOwners::NotChecked && self.client.service_time().is_some();
        if known {
            return;
        }
        let listed = self.list_before(intent);
        if let Ok(Ok(mut there)) = tokio::time::timeout(self.policy.before, listed).await {
            if let PriorOwners::Known(before) = &intent.sending.before {
                there.extend(before.iter().cloned());
            }
            intent.sending.before = PriorOwners::Known(there);
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
        on: OnStep<'_>,
    ) -> CreateEnd {
        self.settle(&intent.id, JournalOutcome::NotCreated, on).await;
        if let Some(earlier) = earlier
            && messages::may_mean_taken(error, intent.entry.subject)
            && let Ok((verdict, sight)) = self.seek(earlier, on).await
            && !matches!(verdict, Verdict::NotYet | Verdict::Absent)
        {
            return self.reconcile(earlier, verdict, sight, on).await;
        }
        CreateEnd::Refused(failure)
    }
}
