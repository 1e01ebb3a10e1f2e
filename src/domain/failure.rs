//! What went wrong, in words for the person: the only form in which a fault reaches a screen or a log.

use std::fmt;

/// What a person, or the program for them, can do about a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Ask again later; it may work.
    Retry,
    /// New credentials are needed.
    Credentials,
    /// The credential is good, and not allowed to do it.
    Permission,
    /// The list on the screen is out of date.
    Reload,
    /// Correct what was sent; the service's own sentences, one a field where it can be told.
    Correct(Vec<String>),
    /// Nothing to be done from here.
    Nothing,
}

/// Whether a write may have happened in spite of the failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Certainly not.
    No,
    /// Nobody knows: no answer arrived, or one that says nothing.
    Perhaps,
}

/// A failure as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What did not work: `The companies could not be loaded`.
    pub what: String,
    /// Why: `The service does not answer (no connection)`.
    pub why: String,
    /// What to do: a whole sentence, or empty.
    pub hint: String,
    /// What can be done, for the program.
    pub remedy: Remedy,
    /// Whether a write may have happened.
    pub done: Done,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.why)?;
        if !self.hint.is_empty() {
            write!(f, " {}", self.hint)?;
        }
        Ok(())
    }
}
