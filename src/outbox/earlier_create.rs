//! Earlier creates of the same user whose outcome is unknown. They are resolved first, whichever program has sent them.

use std::time::Duration;

use tokio::time::Instant;

use super::journal::Outbox;
use super::messages;
use super::reconcile::as_intended;
use super::step::{OnStep, Step};
use crate::domain::change::evidence::Verdict;
use crate::domain::change::write::{Intent, JournalOutcome, WriteOutcome};
use crate::domain::service::ids::UserId;

/// The longest interval between two reads of the journal.
const POLL: Duration = Duration::from_millis(250);

/// The result of resolving earlier creates.
pub(super) enum Resolved {
    /// Nothing must be sent.
    Ended(Box<WriteOutcome>),
    /// The create may be sent: apart from these users, if they were looked up, nobody has the address so far.
    Send(Option<Vec<UserId>>),
}

impl Outbox {
    /// The result of an earlier create of the user that `intent` creates; `None` if the create may be sent.
    pub async fn earlier(&self, intent: &Intent, earlier: &Intent, on: OnStep<'_>) -> Option<WriteOutcome> {
        match self.resolve(intent, earlier, on).await {
            Resolved::Ended(end) => Some(*end),
            Resolved::Send(_) => None,
        }
    }

    /// Resolves an earlier create of the user that `intent` creates.
    pub(super) async fn resolve(&self, intent: &Intent, earlier: &Intent, on: OnStep<'_>) -> Resolved {
        let begun = Instant::now();
        let mut told = false;
        let known = loop {
            let Some(known) = self.recorded(&earlier.id).await else { break None };
            if let Some((outcome, _)) = known.outcome {
                return self.ended_elsewhere(intent, earlier, outcome).await;
            }
            let is_theirs = known.running && !earlier.id.is_of_run(&intent.id);
            let under_way = is_theirs && known.not_there.is_empty() && known.no_answer.is_empty();
            if !under_way || begun.elapsed() >= self.policy.others {
                break Some((is_theirs, known.not_there.is_empty()));
            }
            if !std::mem::replace(&mut told, true) {
                on(Step::Waiting);
            }
            tokio::time::sleep(self.policy.first_wait.min(POLL)).await;
        };
        let (is_theirs, first) = known.unwrap_or((false, false));
        if !earlier.kind.can_be_looked_up() {
            return Resolved::Ended(Box::new(WriteOutcome::InDoubt(messages::outcome_unknown(earlier, is_theirs))));
        }
        // If nobody has looked for it yet, it may only be missing from the index.
        let judged = if first { self.seek(earlier, on).await } else { self.judged(earlier).await };
        let (verdict, sight) = match judged {
            Ok(judged) => judged,
            Err(error) => {
                self.record_lookup(&earlier.id, false).await;
                return Resolved::Ended(Box::new(WriteOutcome::InDoubt(messages::lookup_failed(&error))));
            }
        };
        let is_there = !matches!(verdict, Verdict::NotYet | Verdict::Absent);
        let end = self.reconcile(earlier, verdict, sight, on).await;
        if is_there {
            Resolved::Ended(Box::new(end))
        } else if is_theirs && matches!(end, WriteOutcome::Pending) {
            // The program that sent it takes care of it.
            Resolved::Ended(Box::new(WriteOutcome::InDoubt(messages::outcome_unknown(earlier, true))))
        } else {
            Resolved::Send(self.again_before(intent).await)
        }
    }

    async fn again_before(&self, intent: &Intent) -> Option<Vec<UserId>> {
        if !intent.kind.can_be_looked_up() {
            return None;
        }
        self.list_before(intent).await.ok()
    }

    /// Another program has found out the outcome of its create.
    async fn ended_elsewhere(&self, intent: &Intent, earlier: &Intent, outcome: JournalOutcome) -> Resolved {
        let there = if intent.kind.can_be_looked_up() {
            self.list(intent).await.map(|(there, _)| there).unwrap_or_default()
        } else {
            Vec::new()
        };
        Resolved::Ended(Box::new(match outcome {
            JournalOutcome::Created(id) => WriteOutcome::WasThere(as_intended(earlier, &id, &there)),
            JournalOutcome::Seen => WriteOutcome::WasThere(Box::new(earlier.user(UserId::new("")))),
            JournalOutcome::Found(sighting) => WriteOutcome::Found(as_intended(earlier, &sighting.id, &there)),
            JournalOutcome::NotCreated
            | JournalOutcome::Absent
            | JournalOutcome::Deleted
            | JournalOutcome::NotDeleted => {
                return Resolved::Send(self.again_before(intent).await);
            }
        }))
    }
}
