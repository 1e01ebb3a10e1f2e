//! The outbox and its records.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;

use super::recorded_end::RecordedEnd;
use super::step::{OnStep, ReconcilePolicy, Step};
use crate::api::Client;
use crate::domain::change::evidence::{Clocks, has_expired};
use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::write::{Intent, IntentOutcome, JournalOutcome, WriteId};
use crate::domain::service::access::Access;
use crate::domain::service::ids::UserId;
use crate::store::{Pace, Record, Store, Writer, Written};

/// How long the records of a run wait for each other. It is far less than a service needs for a write, and enough for many
/// of one that is as quick.
const MOMENT: Duration = Duration::from_millis(2);

/// Writes everything that waits, and what comes meanwhile.
async fn write_all(writer: Writer) {
    let mut next = Some(writer);
    while let Some(writer) = next {
        if writer.may_wait() {
            tokio::time::sleep(MOMENT).await;
        }
        next = tokio::task::spawn_blocking(move || writer.write()).await.ok().flatten();
    }
}

/// Carries out writes.
#[derive(Clone)]
pub struct Outbox {
    /// Whether anything is sent at all.
    pub access: Access,
    /// The service.
    pub client: Client,
    /// The journal. Without one, a create is sent only if that was confirmed, and nothing is deleted.
    pub store: Option<Arc<Store>>,
    /// Time limits.
    pub policy: ReconcilePolicy,
    /// The clock.
    pub clock: fn() -> Timestamp,
}

impl Outbox {
    pub(super) async fn record(&self, intent: &Intent, after: Vec<WriteId>, pace: Pace) -> io::Result<IntentOutcome> {
        match self.write(Record::Intent(Box::new(intent.clone()), after), pace).await? {
            Written::Intent(outcome) => Ok(outcome),
            Written::Done | Written::Known(_) => Ok(IntentOutcome::Recorded),
        }
    }

    pub(super) async fn record_sending(&self, intent: &Intent) -> io::Result<()> {
        self.write(Record::Sending(Box::new(intent.clone())), Pace::Urgent).await.map(|_| ())
    }

    pub(super) async fn settle(&self, id: &WriteId, outcome: JournalOutcome, on: OnStep<'_>) {
        self.settle_at(Pace::Urgent, id, outcome, on).await;
    }

    pub(super) async fn settle_at(&self, pace: Pace, id: &WriteId, outcome: JournalOutcome, on: OnStep<'_>) {
        self.record_end(Record::Outcome(id.clone(), outcome, (self.clock)()), pace, on).await;
    }

    /// Records that a create without an answer has created this user. Whether it is that one: another program may have
    /// found the same user for a create of its own.
    pub(super) async fn prove(&self, intent: &Intent, user: &UserId, on: OnStep<'_>) -> bool {
        self.record_end(Record::Proof(intent.id.clone(), user.clone(), (self.clock)()), Pace::Urgent, on).await;
        !self.is_of_another(intent, user).await
    }

    async fn record_end(&self, record: Record, pace: Pace, on: OnStep<'_>) -> Option<Written> {
        self.store.as_ref()?;
        match self.write(record, pace).await {
            Ok(end) => {
                on(Step::Settled);
                Some(end)
            }
            // An outcome that is not recorded is looked up by the next run: later, but not wrongly.
            Err(error) => {
                tracing::warn!(%error, "an outcome was not recorded");
                on(Step::NotSettled);
                None
            }
        }
    }

    /// Records a look-up: in vain, or without an answer.
    pub(super) async fn record_lookup(&self, id: &WriteId, answered: bool) {
        let (id, at) = (id.clone(), (self.clock)());
        let written =
            self.with_store(
                move |store| if answered { store.record_lookup(&id, at) } else { store.record_failed_lookup(&id, at) },
            );
        if let Err(error) = written.await {
            tracing::warn!(%error, "a look-up was not recorded");
        }
    }

    /// The journal's record of a write.
    pub(super) async fn recorded(&self, id: &WriteId) -> Option<RecordedWrite> {
        let id = id.clone();
        self.with_store(move |store| store.find(&id)).await.ok().flatten()
    }

    /// According to the journal, another write has created this user.
    pub(super) async fn is_of_another(&self, intent: &Intent, user: &UserId) -> bool {
        let (company, user) = (intent.company.clone(), user.clone());
        let created = self.with_store(move |store| store.created(&company, &user)).await;
        created.ok().flatten().is_some_and(|write| write.intent.id != intent.id)
    }

    pub(super) async fn finish<T>(&self, id: &WriteId, outcome: JournalOutcome, end: T, on: OnStep<'_>) -> T {
        self.settle(id, outcome, on).await;
        end
    }

    /// Records what a look-up has found, and returns how the write has ended: another program may have found that out
    /// before, and the user may have been changed since then.
    pub(super) async fn found<T: RecordedEnd>(
        &self,
        intent: &Intent,
        outcome: JournalOutcome,
        end: T,
        on: OnStep<'_>,
    ) -> T {
        let finding = Record::Finding(intent.id.clone(), outcome.clone(), (self.clock)());
        match self.record_end(finding, Pace::Urgent, on).await {
            Some(Written::Known(known)) if known != outcome => T::recorded(intent, known),
            _ => end,
        }
    }

    /// Looks, and tells whether it was too late for the request to be carried out before that. What was seen earlier may
    /// have changed since: a look may take long, and the machine may have slept.
    pub(super) async fn looked<T>(&self, intent: &Intent, look: impl Future<Output = T>) -> (T, bool) {
        let expired = has_expired(intent, self.moments());
        let seen = Box::pin(look).await;
        // It has told the time of the service anew.
        (seen, expired && has_expired(intent, self.moments()))
    }

    /// Records that a write with unknown outcome has not created a user: a person has found that out.
    pub async fn mark_not_created(&self, id: &WriteId) {
        self.settle(id, JournalOutcome::Absent, &|_| ()).await;
    }

    pub(super) async fn wait_for(&self, attempt: u32, on: OnStep<'_>) {
        if attempt > 1 {
            let wait = self.policy.first_wait.saturating_mul(1 << (attempt - 2).min(16));
            tokio::time::sleep(wait).await;
        }
        on(Step::Checking { attempt, of: self.policy.tries.max(1) });
    }

    pub(super) fn moments(&self) -> Clocks {
        Clocks { service: self.client.service_time().map(|time| time.latest), local: (self.clock)() }
    }

    /// Writes a record, together with others that wait. It is on disk when this returns.
    async fn write(&self, record: Record, pace: Pace) -> io::Result<Written> {
        let (answer, written) = oneshot::channel();
        let writer = self.store()?.add(record, pace, Box::new(move |end| drop(answer.send(end))));
        if let Some(writer) = writer {
            tokio::spawn(write_all(writer));
        }
        written.await.map_err(io::Error::other)?
    }

    fn store(&self) -> io::Result<&Arc<Store>> {
        self.store.as_ref().ok_or_else(|| io::Error::other("there is no state directory"))
    }

    /// Disks are slow, and other tasks must not wait for them.
    ///
    /// # Errors
    ///
    /// If there is no journal, or as `work` says.
    pub async fn with_store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let store = Arc::clone(self.store()?);
        tokio::task::spawn_blocking(move || work(&store)).await.map_err(io::Error::other)?
    }
}
