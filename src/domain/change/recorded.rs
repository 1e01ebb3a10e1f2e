//! A write as the journal has it.

use jiff::Timestamp;

use crate::domain::change::write::{Intent, JournalOutcome};

/// The intent, its outcome and the look-ups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedWrite {
    /// The intent.
    pub intent: Intent,
    /// The outcome and when it was recorded; `None` if it is unknown.
    pub outcome: Option<(JournalOutcome, Timestamp)>,
    /// The program that sent it is still running, and takes care of it.
    pub running: bool,
    /// Look-ups in vain, in order: the service answered, and the user did not exist.
    pub not_there: Vec<Timestamp>,
    /// Failed look-ups, in order.
    pub no_answer: Vec<Timestamp>,
}
