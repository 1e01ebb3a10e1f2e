//! A write as the journal has it.

use jiff::Timestamp;

use crate::domain::change::write::{Intent, Outcome};

/// What was meant, how it ended, and how often somebody has looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedWrite {
    /// What was meant.
    pub intent: Intent,
    /// How it ended and when that was recorded; none: nobody knows.
    pub end: Option<(Outcome, Timestamp)>,
    /// The program that meant it is still running, and sees to it.
    pub running: bool,
    /// When it was looked up in vain, in the order of time: the service answered, and the user was not there.
    pub not_there: Vec<Timestamp>,
    /// When it could not be looked up, in the order of time.
    pub no_answer: Vec<Timestamp>,
}
