//! Something asked of the service: the ticket of the question under way, the newest answer, the
//! newest failure.

use std::time::Duration;

use crate::app::core::owner::Owner;
use crate::domain::change::write::WriteId;
use crate::domain::service::failure::{Failure, Remedy};

/// A question is called slow after this long, and only then said to be loading.
pub const SLOW: Duration = Duration::from_millis(150);

/// Names one question (or timer) and who takes what comes of it. One counter for the whole program makes them, so that
/// no answer can settle somebody else's question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket {
    number: u64,
    owner: Owner,
}

impl Ticket {
    /// Who takes what comes of it.
    #[must_use]
    pub fn owner(self) -> Owner {
        self.owner
    }
}

/// Something that is asked of the service, in as many requests as it takes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    /// A read, or an export.
    Read(Ticket),
    /// A write, or finding out how it ended.
    Write(WriteId),
}

/// The counter.
#[derive(Debug, Clone, Default)]
pub struct Tickets(u64);

impl Tickets {
    /// A ticket nobody else has.
    pub fn issue(&mut self, owner: Owner) -> Ticket {
        self.0 += 1;
        Ticket { number: self.0, owner }
    }
}

/// How a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestState {
    /// Nothing was asked that anybody waits for.
    Idle,
    /// It is under way.
    InFlight,
    /// It was answered, or asking the same again would get the same.
    Answered,
    /// It failed and may be answered later, where the service has named it: after this long.
    Failed(Option<Duration>),
}

impl RequestState {
    /// It failed, the service has named the time, and the person was told that it is asked then.
    #[must_use]
    pub fn is_promised(&self) -> bool {
        matches!(self, Self::Failed(Some(_)))
    }

    /// After this failure.
    #[must_use]
    pub fn of(failure: &Failure) -> Self {
        if let Remedy::Wait(named) = failure.remedy {
            Self::Failed(Some(named))
        } else if failure.remedy.is_passing() {
            Self::Failed(None)
        } else {
            Self::Answered
        }
    }
}

/// A value that lives on the service.
#[derive(Debug, Clone)]
pub struct Remote<T> {
    /// The question under way.
    pub waiting: Option<Ticket>,
    /// It takes long enough to say so.
    pub slow: bool,
    /// The newest answer; a failed reload keeps it.
    pub value: Option<T>,
    /// Why the newest question failed.
    pub error: Option<Failure>,
}

impl<T> Default for Remote<T> {
    fn default() -> Self {
        Self { waiting: None, slow: false, value: None, error: None }
    }
}

impl<T> Remote<T> {
    /// A question is under way.
    pub fn start(&mut self, ticket: Ticket) {
        self.waiting = Some(ticket);
        self.slow = false;
        self.error = None;
    }

    /// How the newest question stands.
    #[must_use]
    pub fn request_state(&self) -> RequestState {
        match &self.error {
            _ if self.waiting.is_some() => RequestState::InFlight,
            Some(failure) => RequestState::of(failure),
            None => RequestState::Answered,
        }
    }

    /// Nothing was asked yet, or the last try failed.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.waiting.is_none() && self.value.is_none()
    }

    /// Takes the answer if it is the one waited for; a late one is dropped.
    pub fn settle(&mut self, ticket: Ticket, answer: Result<T, Failure>) -> bool {
        if self.waiting != Some(ticket) {
            return false;
        }
        self.waiting = None;
        self.slow = false;
        match answer {
            Ok(value) => self.value = Some(value),
            Err(failure) => self.error = Some(failure),
        }
        true
    }

    /// The question has been under way long enough to say so.
    pub fn mark_slow(&mut self, ticket: Ticket) {
        self.slow |= self.waiting == Some(ticket);
    }

    /// Stops waiting; the ticket to cancel.
    pub fn cancel(&mut self) -> Option<Ticket> {
        self.slow = false;
        self.waiting.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::service::failure::Applied;

    fn failure() -> Failure {
        Failure { what: "w".into(), why: "y".into(), hint: String::new(), remedy: Remedy::Retry, applied: Applied::No }
    }

    #[test]
    fn a_late_answer_is_dropped_and_a_failed_reload_keeps_the_value() {
        let mut tickets = Tickets::default();
        let (old, new, reload) =
            (tickets.issue(Owner::Lookups), tickets.issue(Owner::Lookups), tickets.issue(Owner::Lookups));
        let mut r = Remote::default();
        r.start(old);
        r.start(new);
        assert!(!r.settle(old, Ok(1)));
        assert!(r.settle(new, Ok(2)));
        assert!(!r.settle(new, Ok(3)));
        r.start(reload);
        assert!(r.settle(reload, Err(failure())));
        assert_eq!((r.value, r.error.is_some()), (Some(2), true));
    }
}
