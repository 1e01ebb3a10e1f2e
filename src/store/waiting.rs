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
    /// What a look-up has found out about a write, unless its outcome is known: another program may have looked as well,
    /// and the user may have been changed again since then.
    Finding(WriteId, JournalOutcome, Timestamp),
    /// A create without an answer has created this user, unless another one has.
    Proof(WriteId, UserId, Timestamp),
}

/// What became of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// The intent, or why there is none.
    Intent(IntentOutcome),
    /// It is on disk.
    Done,
    /// It is not, because this outcome was known before.
    Known(JournalOutcome),
}

/// Told once the record is on disk, or why it is not.
pub type Answer = Box<dyn FnOnce(io::Result<Written>) + Send>;

/// Whether somebody waits for a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Something can only go on when it is on disk.
    Urgent,
    /// It is one of many, and others go on meanwhile: it may wait a moment for more of them.
    OneOfMany,
}

/// The records that wait.
#[derive(Default)]
pub(super) struct Waiting {
    pub(super) records: Vec<(Record, Answer)>,
    /// One of them is urgent.
    pub(super) is_urgent: bool,
    /// Somebody writes them.
    pub(super) is_written: bool,
}

impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Waiting").field("records", &self.records.len()).finish_non_exhaustive()
    }
}
