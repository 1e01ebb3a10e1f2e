//! What earlier runs of the program have left on this machine.

use jiff::Timestamp;

use crate::domain::change::import::ImportRecord;
use crate::domain::change::write::{Intent, JournalOutcome};
use crate::domain::form::draft::Draft;

/// Drafts and writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Forms that were begun.
    pub drafts: Vec<Draft>,
    /// Writes with unknown outcome, oldest first.
    pub unfinished: Vec<Intent>,
    /// Writes finished within a week, oldest first, with the time of their outcome.
    pub finished: Vec<(Intent, JournalOutcome, Timestamp)>,
    /// Imports that have not ended, oldest first.
    pub imports: Vec<ImportRecord>,
    /// Why nothing is saved from now on, if so.
    pub unkept: Option<String>,
    /// Messages about what could not be read.
    pub remarks: Vec<String>,
}
