//! One change: an intended write to the service, and its state; and changes that were made together.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::app::core::remote::Ticket;
use crate::domain::change::ticket::BatchId;
use crate::domain::change::update::Conflict;
use crate::domain::change::user_plan::UserAction;
use crate::domain::change::write::{Intent, NewUser, WriteId};
use crate::domain::form::draft::{Draft, DraftId, Stage};
use crate::domain::text::count;
use crate::domain::time::now::Now;

/// The state of a change, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeState {
    /// It waits for the changes before it and can be taken back.
    Queued,
    /// It was sent; the answer is pending.
    Sent,
    /// It got no clear answer; the user is being looked up: which attempt, of how many.
    Checking {
        /// From 1; 0 before the first.
        attempt: u32,
        /// Of how many.
        of: u32,
    },
    /// The outcome is unknown, and the user cannot be looked up now.
    Unknown {
        /// Since when.
        since: Now,
        /// The timer of the next look-up.
        retry_timer: Ticket,
    },
    /// It got no clear answer and was not carried out so far: it may be sent again after another look-up.
    NotVisible {
        /// The timer of the next look-up.
        retry_timer: Ticket,
    },
    /// It was not sent: somebody else has changed these fields, and the user decides.
    Conflict(Vec<Conflict>),
}

/// A change with its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The intent.
    pub intent: Intent,
    /// The state.
    pub state: ChangeState,
    /// Since when.
    pub since: Now,
    /// The draft that represents it on disk until its outcome is known; for a create, the draft it was made from.
    pub draft: Option<DraftId>,
    /// The request to send when its turn comes.
    pub(super) request: Option<Request>,
    /// Its position in the queue.
    pub(super) position: u64,
    /// The wait before an unknown one is looked up again.
    pub(super) wait: Duration,
    /// How many look-ups found it not carried out.
    pub(super) lookups: usize,
}

/// The request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Request {
    /// A create; the user may have allowed it to be sent unrecorded.
    Create {
        /// Its request.
        user: Box<NewUser>,
        /// It is sent without a record.
        unrecorded: bool,
    },
    /// Any other change, which its intent describes.
    Change,
}

impl Change {
    pub(super) fn is_not_visible(&self) -> bool {
        matches!(self.state, ChangeState::NotVisible { .. })
    }

    /// Its request or its look-up is under way.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, ChangeState::Sent | ChangeState::Checking { .. })
    }

    /// It waits for its turn, or for its answer.
    #[must_use]
    pub fn is_going(&self) -> bool {
        matches!(self.state, ChangeState::Queued | ChangeState::Sent)
    }

    /// Its outcome is unknown.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self.state, ChangeState::Unknown { .. } | ChangeState::Checking { .. })
    }

    /// The stage of the draft that represents it on disk.
    pub(super) fn stage(&self) -> Stage {
        Stage::Change(self.intent.kind.clone(), self.intent.id.clone())
    }

    /// The draft that represents it on disk.
    #[must_use]
    pub fn as_draft(&self) -> Option<Draft> {
        let intent = &self.intent;
        Some(Draft {
            id: self.draft?,
            company: intent.company.clone(),
            name: intent.company_name.clone(),
            entry: intent.entry.clone(),
            ticket: intent.ticket.to_string(),
            batch: intent.batch.clone(),
            edits: None,
            stage: self.stage(),
            changed: intent.at,
        })
    }
}

/// A write under way of a profile that was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherProfileChange {
    /// Which profile.
    pub profile: String,
    /// The intent.
    pub intent: Intent,
}

/// Changes made by one key: their outcomes are told together.
#[derive(Debug, Clone)]
struct Batch {
    id: BatchId,
    /// What is counted: one of them, and several.
    unit: [&'static str; 2],
    /// What was done with them.
    done_word: &'static str,
    company: String,
    /// The changes whose outcome is not known.
    left: BTreeSet<WriteId>,
    done: u64,
    failed: u64,
    taken_back: u64,
}

/// How a change of a batch has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchEnd {
    /// It was carried out.
    Done,
    /// It was not, or needs the user.
    Failed,
    /// It was taken back before it was sent.
    TakenBack,
}

/// What is to be told after a change of a batch has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchNews {
    /// It was one of no batch.
    Alone,
    /// Others of its batch have not ended.
    Going,
    /// It was the last one: the sentence about all of them, and whether all were carried out.
    Over(String, bool),
}

/// All batches.
#[derive(Debug, Clone, Default)]
pub struct Batches(Vec<Batch>);

impl Batches {
    /// These changes are a batch.
    pub fn begin(&mut self, action: UserAction, company: &str, changes: impl IntoIterator<Item = WriteId>) {
        self.add(["user", "users"], action.done(), company, changes);
    }

    /// The same for changes of groups and of who is in them.
    pub fn begin_groups(&mut self, company: &str, changes: impl IntoIterator<Item = WriteId>) {
        self.add(["change of groups", "changes of groups"], "made", company, changes);
    }

    /// The same for the undo of others.
    pub fn begin_undo(&mut self, company: &str, changes: impl IntoIterator<Item = WriteId>) {
        self.add(["change", "changes"], "undone", company, changes);
    }

    fn add(
        &mut self,
        unit: [&'static str; 2],
        done_word: &'static str,
        company: &str,
        changes: impl IntoIterator<Item = WriteId>,
    ) {
        let changes: Vec<WriteId> = changes.into_iter().collect();
        let Some(id) = changes.first().map(BatchId::from) else { return };
        let (company, left) = (company.to_owned(), changes.into_iter().collect());
        self.0.push(Batch { id, unit, done_word, company, left, done: 0, failed: 0, taken_back: 0 });
    }

    /// The changes of this one's batch that have not ended, itself among them.
    #[must_use]
    pub fn with(&self, id: &WriteId) -> Vec<WriteId> {
        let batch = self.0.iter().find(|batch| batch.left.contains(id));
        batch.map(|batch| batch.left.iter().cloned().collect()).unwrap_or_default()
    }

    /// A change has ended.
    pub fn ended(&mut self, id: &WriteId, how: BatchEnd) -> BatchNews {
        let Some(at) = self.0.iter().position(|batch| batch.left.contains(id)) else { return BatchNews::Alone };
        let batch = &mut self.0[at];
        batch.left.remove(id);
        match how {
            BatchEnd::Done => batch.done += 1,
            BatchEnd::Failed => batch.failed += 1,
            BatchEnd::TakenBack => batch.taken_back += 1,
        }
        if !batch.left.is_empty() {
            return BatchNews::Going;
        }
        let batch = self.0.remove(at);
        BatchNews::Over(batch.sentence(), batch.failed == 0)
    }
}

impl Batch {
    /// `5 users deactivated in Contoso, 2 were not, 1 taken back (batch 1f3a-7)`
    fn sentence(&self) -> String {
        let [one, several] = self.unit;
        let mut said = format!("{} {} in {}", count(self.done, one, several), self.done_word, self.company);
        if self.failed > 0 {
            said = format!("{said}, {} not", count(self.failed, "was", "were"));
        }
        if self.taken_back > 0 {
            said = format!("{said}, {} taken back", self.taken_back);
        }
        if self.done > 0 { format!("{said} (batch {})", self.id) } else { said }
    }
}
