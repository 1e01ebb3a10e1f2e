//! A form that somebody has begun to fill in, as it is kept between runs.

use jiff::Timestamp;

use crate::domain::change::write::WriteId;
use crate::domain::form::entry::Entry;
use crate::domain::form::subject::FormKey;
use crate::domain::service::ids::CompanyId;

/// Names one form, and its draft on disk, within a run of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DraftId(u32);

impl DraftId {
    /// The draft of this number.
    #[must_use]
    pub fn new(n: u32) -> Self {
        Self(n)
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// How far a draft is on its way to the service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Stage {
    /// It is being typed.
    #[default]
    Typing,
    /// It is complete, and goes into the queue when what its company requires is known.
    Waiting,
    /// It was to be created, and needs a person first; why.
    NeedsYou(String),
    /// The change of this name has been made from it: queued, under way, or ended a moment ago.
    Change(WriteId),
}

/// What was typed for one company and not yet created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Which draft.
    pub id: DraftId,
    /// Whose user it is to be.
    pub company: CompanyId,
    /// The company's name when it was typed.
    pub name: String,
    /// What was filled in.
    pub entry: Entry,
    /// How far it is.
    pub stage: Stage,
    /// When it last changed.
    pub changed: Timestamp,
}

impl Draft {
    /// The kind of form it belongs to.
    #[must_use]
    pub fn form(&self) -> FormKey {
        FormKey::new(&self.company, self.entry.subject)
    }
}
