//! The undo of changes that were made together, as it is asked about.

use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::change::write::WriteId;

/// What is undone by a yes, newest first. What is asked is what is done, whatever is made meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchUndo {
    /// The changes.
    pub batch: BatchId,
    /// `Contoso`, `3 companies`
    pub company: String,
    /// The creates whose users are deleted again.
    pub creates: Vec<WriteId>,
    /// The changes that are put back.
    pub updates: Vec<WriteId>,
    /// Why others stay as they are, a sentence each.
    pub left_out: Vec<String>,
    /// The ticket of the undo.
    pub ticket: TicketNumber,
}

impl BatchUndo {
    /// How many changes are undone.
    #[must_use]
    pub fn how_many(&self) -> usize {
        self.creates.len() + self.updates.len()
    }
}
