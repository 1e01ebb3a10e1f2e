//! What earlier runs of the program left on this machine.

use jiff::Timestamp;

use crate::domain::change::write::{Intent, Outcome};
use crate::domain::form::draft::Draft;

/// Drafts, and writes whose end is or is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Left {
    /// Forms that were begun.
    pub drafts: Vec<Draft>,
    /// Writes whose end nobody knows, oldest first.
    pub unfinished: Vec<Intent>,
    /// Writes that ended within a week, oldest first, with the moment of their end.
    pub finished: Vec<(Intent, Outcome, Timestamp)>,
    /// Why nothing is kept from now on; none: it is.
    pub unkept: Option<String>,
    /// What could not be read, in sentences for the person.
    pub remarks: Vec<String>,
}
