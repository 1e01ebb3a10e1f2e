//! The other profiles of the configuration, opened when the person switches to one.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::source::Source;
use crate::app::core::remote::Ticket;
use crate::app::core::settings::Settings;

/// A profile with its service.
#[derive(Debug)]
pub struct Opened {
    /// Its settings for the screen.
    pub settings: Settings,
    /// Its connection.
    pub source: Source,
}

type Open = dyn Fn(&str) -> Result<Opened, String> + Send + Sync;

/// Opens profiles by name. The configuration is read again each time, so that corrections apply.
#[derive(Clone)]
pub struct Profiles(Arc<Open>);

impl Profiles {
    /// `open` returns a sentence on failure.
    pub fn new(open: impl Fn(&str) -> Result<Opened, String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(open))
    }

    pub(super) fn open(&self, name: &str) -> Result<Opened, String> {
        (self.0)(name)
    }
}

impl Default for Profiles {
    /// There are no other profiles.
    fn default() -> Self {
        Self::new(|name| Err(format!("no profile is called \"{name}\"")))
    }
}

impl fmt::Debug for Profiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Profiles")
    }
}

/// The profile that is being opened; there is at most one.
#[derive(Debug, Clone, Default)]
pub(super) struct Opening(Arc<Mutex<State>>);

#[derive(Debug, Default)]
enum State {
    /// None.
    #[default]
    Idle,
    /// Waited for by the holder of this ticket.
    Waits(Ticket),
    /// Ready for the holder of this ticket.
    Here(Ticket, Box<Opened>),
}

impl Opening {
    /// Waits for another one from now on.
    pub(super) fn wait(&self, ticket: Ticket) {
        *self.state() = State::Waits(ticket);
    }

    /// Nobody waits for it any more.
    pub(super) fn forget(&self, ticket: Ticket) {
        let mut state = self.state();
        if matches!(*state, State::Waits(held) | State::Here(held, _) if held == ticket) {
            *state = State::Idle;
        }
    }

    /// Stores it for the waiter; false if nobody waits.
    pub(super) fn put(&self, ticket: Ticket, opened: Opened) -> bool {
        let mut state = self.state();
        let waits = matches!(*state, State::Waits(held) if held == ticket);
        if waits {
            *state = State::Here(ticket, Box::new(opened));
        }
        waits
    }

    /// The profile of this ticket.
    pub(super) fn take(&self, ticket: Ticket) -> Option<Opened> {
        let mut state = self.state();
        match std::mem::take(&mut *state) {
            State::Here(held, opened) if held == ticket => Some(*opened),
            other => {
                *state = other;
                None
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
