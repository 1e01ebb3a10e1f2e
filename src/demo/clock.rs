//! The server's clock: the machine's, shifted by tests. It determines all times of the service (`Date`, `createTime`)
//! and all delayed events.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;

/// The clock of a server; clones are the same clock.
#[derive(Debug, Clone, Default)]
pub struct Clock(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// The offset to the machine's clock.
    ahead: SignedDuration,
    drawn: u64,
    /// Pending events and their times.
    due: Vec<(u64, Timestamp)>,
}

impl Clock {
    /// Its time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let ahead = self.state().ahead;
        let now = Timestamp::now();
        now.checked_add(ahead).unwrap_or(now)
    }

    /// Shifts it, backwards if negative.
    pub fn shift(&self, by: SignedDuration) {
        let mut state = self.state();
        state.ahead = state.ahead.saturating_add(by);
        drop(state);
        self.0.changed.notify_waiters();
    }

    /// Advances the clock, and waits until all events in between have happened.
    pub async fn pass(&self, time: Duration) {
        self.shift(SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX));
        loop {
            let changed = self.0.changed.notified();
            let now = self.now();
            if self.state().due.iter().all(|(_, at)| *at > now) {
                return;
            }
            changed.await;
        }
    }

    /// Schedules an event after this time.
    pub(super) fn later(&self, after: Duration) -> ScheduledEvent {
        let now = self.now();
        let at = now.checked_add(after).unwrap_or(now);
        let mut state = self.state();
        state.drawn += 1;
        let id = state.drawn;
        state.due.push((id, at));
        ScheduledEvent { clock: self.clone(), id, at }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A scheduled event; dropping it marks it as done.
pub(super) struct ScheduledEvent {
    clock: Clock,
    id: u64,
    at: Timestamp,
}

impl ScheduledEvent {
    /// Waits until it is due.
    pub(super) async fn wait(&self) {
        loop {
            let changed = self.clock.0.changed.notified();
            let left = self.at.duration_since(self.clock.now());
            let Some(left) = Duration::try_from(left).ok().filter(|left| !left.is_zero()) else { return };
            tokio::select! {
                () = changed => {}
                () = tokio::time::sleep(left) => {}
            }
        }
    }
}

impl Drop for ScheduledEvent {
    fn drop(&mut self) {
        self.clock.state().due.retain(|(id, _)| *id != self.id);
        self.clock.0.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_due_happens_in_the_time_that_passes() {
        let clock = Clock::default();
        let later = clock.later(Duration::from_secs(45));
        let happened = tokio::spawn(async move {
            later.wait().await;
            drop(later);
        });
        clock.pass(Duration::from_secs(44)).await;
        assert_eq!(clock.state().due.len(), 1, "not yet");
        clock.pass(Duration::from_secs(2)).await;
        happened.await.expect("it has happened");
        assert!(clock.now().duration_since(Timestamp::now()) >= SignedDuration::from_secs(45));
    }
}
