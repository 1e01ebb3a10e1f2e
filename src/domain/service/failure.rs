//! What went wrong, as data: the only form in which a fault reaches a screen or a log. What a person can do about it
//! is a [`Remedy`]; which key or flag does that, only the screen and the commands know.

use std::fmt;
use std::time::Duration;

use crate::domain::time::now::Now;

/// What a person, or the program for them, can do about a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Ask again later; it may work.
    Retry,
    /// A write that was not done: a person may send it again.
    SendAgain,
    /// The same, after a wait that the service has named.
    SendAgainAfter(Duration),
    /// Ask again after this long, which the service has named.
    Wait(Duration),
    /// Ask for fewer at once: the answer is too large.
    AskForLess,
    /// New credentials are needed.
    Credentials,
    /// The credential is good, and not allowed to do it.
    Permission,
    /// The list on the screen is out of date.
    Reload,
    /// Correct what was sent; the service's own sentences, one a field where it can be told.
    Correct(Vec<String>),
    /// The configuration or the environment has to be corrected first.
    Configure,
    /// Nothing to be done from here.
    Nothing,
}

impl Remedy {
    /// Asking again later may help.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Retry | Self::Wait(_))
    }
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
    /// What is to be thought of, wherever it is read: whole sentences that name neither key nor flag, or empty.
    pub hint: String,
    /// What can be done; whoever shows it says how.
    pub remedy: Remedy,
    /// Whether a write may have happened.
    pub done: Done,
}

impl Failure {
    /// Of a failure that has come at this moment: a wait ends at a time of day, because a number of seconds stands
    /// still where it is read.
    pub fn came_at(&mut self, now: Now) {
        if let Remedy::Wait(wait) | Remedy::SendAgainAfter(wait) = self.remedy
            && self.done == Done::No
        {
            self.hint = format!("Wait until {}.", now.clock_after(wait));
        }
    }
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
