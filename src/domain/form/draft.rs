//! Drafts: forms with their input, as they are saved between runs.

use jiff::Timestamp;

use crate::domain::change::ticket::BatchId;
use crate::domain::change::write::{WriteId, WriteKind};
use crate::domain::form::entry::Entry;
use crate::domain::form::subject::FormKey;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::detail::UserDetail;

/// Identifies a form and its draft on disk within a run of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DraftId(u32);

impl DraftId {
    /// The ID with this number.
    #[must_use]
    pub fn new(n: u32) -> Self {
        Self(n)
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0
    }

    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// The stage of a draft on its way to the service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Stage {
    /// It is being typed.
    #[default]
    Typing,
    /// Complete; queued as soon as the company's custom fields are known.
    Waiting,
    /// It was submitted, but needs attention; why.
    NeedsYou(String),
    /// It stands for this change, which is queued, under way, or just finished. A create was made from it; any other
    /// change keeps its ID across runs, so that it cannot be recorded twice.
    Change(WriteKind, WriteId),
}

/// The existing user that a form edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedUser {
    /// Who.
    pub user: UserId,
    /// The values that the form began with: those of the list, or of the user as read.
    pub begun: Entry,
    /// The user as read, which the change is based on; `None` before the answer.
    pub read: Option<Box<UserDetail>>,
}

/// Input for one company whose user is not created, or not changed, yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its ID.
    pub id: DraftId,
    /// The company.
    pub company: CompanyId,
    /// The company's name at that time.
    pub name: String,
    /// What was filled in.
    pub entry: Entry,
    /// The ticket, as it was typed.
    pub ticket: String,
    /// The changes that were made with the one it stands for, if any.
    pub batch: Option<BatchId>,
    /// The user that it edits; `None` if it is about a new one.
    pub edits: Option<Box<EditedUser>>,
    /// Its stage.
    pub stage: Stage,
    /// When it last changed.
    pub changed: Timestamp,
}

impl Draft {
    /// The form it belongs to.
    #[must_use]
    pub fn form(&self) -> FormKey {
        FormKey::editing(&self.company, self.entry.subject, self.edits.as_ref().map(|edited| &edited.user))
    }
}
