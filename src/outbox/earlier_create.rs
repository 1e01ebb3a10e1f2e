//! Earlier creates of the same user whose outcome is unknown. They are resolved first, whichever program has sent them.

use std::time::Duration;

use tokio::time::Instant;

use super::journal::Outbox;
use super::messages;
use super::recorded_end::as_intended;
use super::step::{OnStep, Step};
use crate::domain::change::evidence::Verdict;
use crate::domain::change::outcome::CreateEnd;
use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::write::{Intent, JournalOutcome};
use crate::domain::service::ids::UserId;

/// The longest interval between two reads of the journal.
const POLL: Duration = Duration::from_millis(250);

/// The result of resolving earlier creates.
pub(super) enum Resolved {
    /// Nothing must be sent.
    Ended(Box<CreateEnd>),
    /// The create may be sent: apart from these users, if they were looked up, nobody has the address so far.
    Send(Option<Vec<UserId>>),
}

impl Outbox {
    /// The result of an earlier create of the user that `intent` creates; `None` if the create may be sent.
    pub async fn earlier(&self, intent: &Intent, earlier: &Intent, on: OnStep<'_>) -> Option<CreateEnd> {
        match self.resolve(intent, earlier, on).await {
            Resolved::Ended(end) => Some(*end),
            Resolved::Send(_) => None,
        }
    }

    /// Resolves an earlier create of the user that `intent` creates.
    pub(super) async fn resolve(&self, intent: &Intent, earlier: &Intent, on: OnStep<'_>) -> Resolved {
        let known = self.awaited(intent, earlier, on).await;
        if let Some(RecordedWrite { outcome: Some((outcome, _)), .. }) = known {
            return self.ended_elsewhere(intent, earlier, outcome).await;
        }
        let is_theirs = known.as_ref().is_some_and(|known| is_of_another_program(known, intent));
        let first = known.is_some_and(|known| known.not_there.is_empty());
        // If nobody has looked for it yet, and it was sent just now, it may only be missing from the index.
        let age = (self.clock)().duration_since(earlier.at).unsigned_abs();
        let judged = if first && age < self.policy.patience() {
            self.seek(earlier, on).await
        } else {
            self.judged(earlier).await
        };
        let (verdict, sight) = match judged {
            Ok(judged) => judged,
            Err(error) => {
                self.record_lookup(&earlier.id, false).await;
                return Resolved::Ended(Box::new(CreateEnd::InDoubt(messages::lookup_failed(&error))));
            }
        };
        let is_there = !matches!(verdict, Verdict::NotYet | Verdict::Absent);
        let end = self.reconcile(earlier, verdict, sight, on).await;
        if is_there {
            Resolved::Ended(Box::new(end))
        } else if is_theirs && matches!(end, CreateEnd::Pending) {
            // The program that sent it takes care of it.
            Resolved::Ended(Box::new(CreateEnd::InDoubt(messages::outcome_unknown(earlier, true))))
        } else {
            Resolved::Send(self.again_before(intent).await)
        }
    }

    /// Waits as long as another program sends its earlier write, and returns it as recorded; `None` if it is not.
    pub(super) async fn awaited(&self, intent: &Intent, earlier: &Intent, on: OnStep<'_>) -> Option<RecordedWrite> {
        let begun = Instant::now();
        let mut told = false;
        loop {
            let known = self.recorded(&earlier.id).await?;
            let unseen = known.not_there.is_empty() && known.no_answer.is_empty();
            let under_way = known.outcome.is_none() && unseen && is_of_another_program(&known, intent);
            if !under_way || begun.elapsed() >= self.policy.others {
                return Some(known);
            }
            if !std::mem::replace(&mut told, true) {
                on(Step::Waiting);
            }
            tokio::time::sleep(self.policy.first_wait.min(POLL)).await;
        }
    }

    async fn again_before(&self, intent: &Intent) -> Option<Vec<UserId>> {
        self.list_before(intent).await.ok()
    }

    /// Another program has found out the outcome of its create.
    async fn ended_elsewhere(&self, intent: &Intent, earlier: &Intent, outcome: JournalOutcome) -> Resolved {
        let there = self.list(intent).await.map(|(there, _)| there).unwrap_or_default();
        Resolved::Ended(Box::new(if let JournalOutcome::Created(id) = outcome {
            CreateEnd::WasThere(as_intended(earlier, &id, &there))
        } else if let JournalOutcome::Found(sighting) = outcome {
            CreateEnd::Found(as_intended(earlier, &sighting.id, &there))
        } else if outcome == JournalOutcome::Seen {
            CreateEnd::WasThere(Box::new(earlier.user(UserId::new(""))))
        } else {
            return Resolved::Send(self.again_before(intent).await);
        }))
    }
}

/// The program that sent it is another one, and is still running.
pub(super) fn is_of_another_program(earlier: &RecordedWrite, intent: &Intent) -> bool {
    earlier.running && !earlier.intent.id.is_of_run(&intent.id)
}
