//! Failures as data: the only form in which an error reaches the screen or a log. A [`Remedy`] says what can be done;
//! which key or flag does it is known only to the screen and the commands.

use std::fmt;
use std::time::Duration;

use crate::domain::time::now::Now;

/// What a person, or the program, can do about a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Try again later.
    Retry,
    /// A write that was not carried out: a person may send it again.
    SendAgain,
    /// The same, after a wait that the service has requested.
    SendAgainAfter(Duration),
    /// Try again after this time, which the service has requested.
    Wait(Duration),
    /// Request fewer items: the answer is too large.
    AskForLess,
    /// New credentials are needed.
    Credentials,
    /// The credential is valid, but lacks permission.
    Permission,
    /// The list on the screen is outdated.
    Reload,
    /// Correct what was sent; the service's messages, one for each field where possible.
    Correct(Vec<String>),
    /// Correct the configuration or the environment first.
    Configure,
    /// Nothing can be done from here.
    Nothing,
}

impl Remedy {
    /// Trying again later may help.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Retry | Self::Wait(_))
    }
}

/// Whether a write may have been carried out in spite of the failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// Certainly not.
    No,
    /// Unknown: no answer, or one that says nothing.
    Maybe,
}

/// A failure, described for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What failed: `The companies could not be loaded`.
    pub what: String,
    /// Why: `The service does not answer (no connection)`.
    pub why: String,
    /// Advice in whole sentences, without the name of a key or flag; may be empty.
    pub hint: String,
    /// What can be done; the reader of this names the key or flag.
    pub remedy: Remedy,
    /// Whether a write may have been carried out.
    pub applied: Applied,
}

impl Failure {
    /// Sets the time at which the failure was received: a wait is shown as a time of day, because a number of seconds
    /// would not count down.
    pub fn received_at(&mut self, now: Now) {
        if let Remedy::Wait(wait) | Remedy::SendAgainAfter(wait) = self.remedy
            && self.applied == Applied::No
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
