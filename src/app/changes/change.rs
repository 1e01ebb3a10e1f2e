//! One change: an intended write to the service, and its state.

use std::time::Duration;

use crate::app::core::remote::Ticket;
use crate::domain::change::write::{Intent, NewUser, WriteKind};
use crate::domain::form::draft::{Draft, DraftId, Stage};
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

    /// Its outcome is unknown.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self.state, ChangeState::Unknown { .. } | ChangeState::Checking { .. })
    }

    /// The stage of the draft that represents it on disk.
    pub(super) fn stage(&self) -> Stage {
        match &self.intent.kind {
            WriteKind::Create | WriteKind::CreateSystem => Stage::Change(self.intent.id.clone()),
            WriteKind::Update(update) => Stage::Update { update: update.clone(), change: self.intent.id.clone() },
            WriteKind::Delete(user) => Stage::Delete { user: user.clone(), change: self.intent.id.clone() },
        }
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
