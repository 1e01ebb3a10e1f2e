//! Records of the journal that wait to be written.

use std::io;

use jiff::Timestamp;

use crate::domain::change::write::{Intent, IntentOutcome, JournalOutcome, WriteId};
use crate::domain::service::ids::UserId;

/// What is recorded about a write.
#[derive(Debug, Clone)]
pub enum Record {
    /// As [`Store::record_intent`](super::Store::record_intent).
    Intent(Box<Intent>, Vec<WriteId>),
    /// What is known now that a recorded write is sent; nothing may be sent unless it is on disk.
    Sending(Box<Intent>),
    /// As [`Store::record_outcome`](super::Store::record_outcome).
    Outcome(WriteId, JournalOutcome, Timestamp),
    /// A create without an answer has created this user, unless another one has.
    Proof(WriteId, UserId, Timestamp),
}

/// Told once the record is on disk, or why it is not.
pub type Answer = Box<dyn FnOnce(io::Result<IntentOutcome>) + Send>;

/// The records that wait.
#[derive(Default)]
pub(super) struct Waiting {
    pub(super) records: Vec<(Record, Answer)>,
    /// Somebody writes them.
    pub(super) is_written: bool,
}

impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Waiting").field("records", &self.records.len()).finish_non_exhaustive()
    }
}
