//! One change: what is to be written to the service, and how far it is.

use std::time::Duration;

use crate::app::core::remote::Ticket;
use crate::domain::change::write::{Intent, NewUser, WriteKind};
use crate::domain::form::draft::{Draft, DraftId, Stage};
use crate::domain::time::now::Now;

/// How far a change is, as far as anybody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeState {
    /// It waits for those before it, and can be taken back.
    Queued,
    /// It was sent; its answer is on the way.
    Sent,
    /// No answer came; the user is being looked up: which try, of how many.
    Checking {
        /// From 1; 0 before the first.
        attempt: u32,
        /// Of how many.
        of: u32,
    },
    /// Nobody knows, and the user cannot be looked up now.
    Unknown {
        /// Since when.
        since: Now,
        /// Looks again when it runs out.
        retry_timer: Ticket,
    },
    /// No answer came, and the service has not carried it out so far: it may be sent again, after one more look.
    NotVisible {
        /// Looks again when it runs out.
        retry_timer: Ticket,
    },
}

/// A change with its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is meant.
    pub intent: Intent,
    /// How far it is.
    pub state: ChangeState,
    /// Since when.
    pub since: Now,
    /// The draft that stands for it on disk until its end is known: of a create the one it was made from.
    pub draft: Option<DraftId>,
    /// What is sent when its turn comes.
    pub(super) request: Option<Request>,
    /// Its place among all.
    pub(super) position: u64,
    /// The wait before an unknown one is looked up again.
    pub(super) wait: Duration,
    /// How often it was not carried out so far.
    pub(super) lookups: usize,
}

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Request {
    /// A create; the person may have said that it goes unrecorded.
    Create {
        /// Its request.
        user: Box<NewUser>,
        /// Without a record.
        unrecorded: bool,
    },
    /// A delete.
    Undo,
}

impl Change {
    pub(super) fn is_not_visible(&self) -> bool {
        matches!(self.state, ChangeState::NotVisible { .. })
    }

    /// Its request, or its look-up, is on the way.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, ChangeState::Sent | ChangeState::Checking { .. })
    }

    /// Nobody knows how it ended.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self.state, ChangeState::Unknown { .. } | ChangeState::Checking { .. })
    }

    /// How far the draft that stands for it on disk is.
    pub(super) fn stage(&self) -> Stage {
        match &self.intent.kind {
            WriteKind::Create | WriteKind::CreateSystem => Stage::Change(self.intent.id.clone()),
            WriteKind::Undo(user) => Stage::Delete { user: user.clone(), change: self.intent.id.clone() },
        }
    }

    /// The draft that stands for it on disk.
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
    /// What was meant.
    pub intent: Intent,
}
