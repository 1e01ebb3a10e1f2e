//! A value requested from the service: the ticket of the pending request, the newest value, the
//! newest failure.

use std::time::Duration;

use crate::app::core::owner::Owner;
use crate::domain::change::write::WriteId;
use crate::domain::service::failure::{Failure, Remedy};

/// Time after which a request counts as slow and is shown as loading.
pub const SLOW: Duration = Duration::from_millis(150);

/// Identifies one request (or timer) and its owner. One counter for the whole program makes them, so that
/// no answer can settle another request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket {
    number: u64,
    owner: Owner,
}

impl Ticket {
    /// Who takes the answer.
    #[must_use]
    pub fn owner(self) -> Owner {
        self.owner
    }
}

/// An operation on the service, of one or more HTTP requests.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    /// A read, or an export.
    Read(Ticket),
    /// A write, or the look-up of its outcome.
    Write(WriteId),
}

/// The counter.
#[derive(Debug, Clone, Default)]
pub struct Tickets(u64);

impl Tickets {
    /// A new ticket.
    pub fn issue(&mut self, owner: Owner) -> Ticket {
        self.0 += 1;
        Ticket { number: self.0, owner }
    }
}

/// The state of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestState {
    /// There is none.
    Idle,
    /// It is under way.
    InFlight,
    /// It was answered, or a retry would get the same answer.
    Answered,
    /// It failed and may be retried, after this wait if the service has given one.
    Failed(Option<Duration>),
}

impl RequestState {
    /// It failed, and the automatic retry was announced with the time given by the service.
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

/// A value loaded from the service.
#[derive(Debug, Clone)]
pub struct Remote<T> {
    /// The pending request.
    pub waiting: Option<Ticket>,
    /// The request is slow enough to be shown as loading.
    pub slow: bool,
    /// The newest value; a failed reload keeps it.
    pub value: Option<T>,
    /// Why the newest request failed.
    pub error: Option<Failure>,
}

impl<T> Default for Remote<T> {
    fn default() -> Self {
        Self { waiting: None, slow: false, value: None, error: None }
    }
}

impl<T> Remote<T> {
    /// A request was sent.
    pub fn start(&mut self, ticket: Ticket) {
        self.waiting = Some(ticket);
        self.slow = false;
        self.error = None;
    }

    /// The request goes on with another part: if it was slow, it still is.
    pub fn start_next_part(&mut self, ticket: Ticket) {
        let slow = self.slow;
        self.start(ticket);
        self.slow = slow;
    }

    /// A part was answered, and the request may go on: if it was slow, it still is.
    pub fn settle_part(&mut self, ticket: Ticket, part: T) {
        let slow = self.slow;
        self.settle(ticket, Ok(part));
        self.slow = slow;
    }

    /// The value is known without a request.
    pub fn provide(&mut self, value: T) {
        self.value = Some(value);
    }

    /// The newest failure does not matter any more.
    pub fn dismiss_error(&mut self) {
        self.error = None;
    }

    /// The state of the newest request.
    #[must_use]
    pub fn request_state(&self) -> RequestState {
        match &self.error {
            _ if self.waiting.is_some() => RequestState::InFlight,
            Some(failure) => RequestState::of(failure),
            None => RequestState::Answered,
        }
    }

    /// Nothing was requested yet, or the last request failed.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.waiting.is_none() && self.value.is_none()
    }

    /// Takes the answer if it is the expected one; late ones are dropped.
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

    /// Marks the request as slow.
    pub fn mark_slow(&mut self, ticket: Ticket) {
        self.slow |= self.waiting == Some(ticket);
    }

    /// Stops waiting; returns the ticket to cancel.
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
