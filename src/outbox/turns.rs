//! How many writes of a run are under way to the service at once. More of them are recorded ahead, so that nobody waits
//! for the disk: as many as the service is quicker than the disk.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::store::Pace;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// Writes that are recorded ahead at most. Those of a program that is killed must be looked up by the next one.
pub const MOST_AHEAD: usize = 512;
/// A write that waits longer than this for its turn was recorded too early.
const EARLY: Duration = Duration::from_millis(60);
/// How long before it is sent a write may be recorded: what is found later is judged by that time.
const OLD: Duration = Duration::from_secs(60);

/// The turns of a run; without a limit by default.
#[derive(Debug, Clone, Default)]
pub struct Turns(Option<Arc<Limit>>);

#[derive(Debug)]
struct Limit {
    turns: Arc<Semaphore>,
    ahead: AtomicUsize,
}

/// While it is held, one fewer can be taken.
#[derive(Debug)]
pub struct Turn {
    _held: Option<OwnedSemaphorePermit>,
    /// It was waited for so long that the record of the write is old.
    pub(super) is_late: bool,
}

/// Nothing more is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed;

impl Turns {
    /// So many at once.
    #[must_use]
    pub fn of(at_once: usize) -> Self {
        Self(Some(Arc::new(Limit { turns: Arc::new(Semaphore::new(at_once)), ahead: AtomicUsize::new(1) })))
    }

    /// Waits for a turn.
    ///
    /// # Errors
    ///
    /// If nothing more is to be sent.
    pub async fn take(&self) -> Result<Turn, Closed> {
        let Some(limit) = &self.0 else { return Ok(Turn { _held: None, is_late: false }) };
        if let Ok(turn) = Arc::clone(&limit.turns).try_acquire_owned() {
            return Ok(Turn { _held: Some(turn), is_late: false });
        }
        let begun = Instant::now();
        let turn = Arc::clone(&limit.turns).acquire_owned().await.map_err(|_| Closed)?;
        // It may have been given before the end, and is taken only now.
        if limit.turns.is_closed() {
            return Err(Closed);
        }
        Ok(Turn { _held: Some(turn), is_late: begun.elapsed() >= OLD })
    }

    /// The same for a write that is recorded: tells whether more are to be recorded ahead.
    pub(super) async fn take_recorded(&self) -> Result<Turn, Closed> {
        let begun = Instant::now();
        let is_free = self.0.as_ref().is_some_and(|limit| limit.turns.available_permits() > 0);
        let turn = self.take().await?;
        if let Some(limit) = &self.0 {
            let change = |ahead: usize| match () {
                () if is_free => Some((ahead * 2).min(MOST_AHEAD)),
                () if begun.elapsed() > EARLY => Some(ahead.saturating_sub(1).max(1)),
                () => None,
            };
            let _ = limit.ahead.fetch_update(Ordering::Relaxed, Ordering::Relaxed, change);
        }
        Ok(turn)
    }

    /// How many writes are to be under way besides those that have a turn.
    #[must_use]
    pub fn ahead(&self) -> usize {
        self.0.as_ref().map_or(0, |limit| limit.ahead.load(Ordering::Relaxed))
    }

    /// How soon the records of these writes must be on disk: those of a run are recorded ahead, and a turn ends before its
    /// outcome is recorded.
    pub(super) fn pace(&self) -> Pace {
        if self.0.is_some() { Pace::OneOfMany } else { Pace::Urgent }
    }

    /// Nobody gets a turn any more.
    pub fn close(&self) {
        if let Some(limit) = &self.0 {
            limit.turns.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn turns_are_limited_and_those_who_wait_for_one_get_none_after_the_end() {
        let turns = Turns::of(2);
        let (first, second) = (turns.take().await.expect("a turn"), turns.take().await.expect("a turn"));
        let third = tokio::spawn({
            let turns = turns.clone();
            async move { turns.take().await.map(|turn| turn.is_late) }
        });
        tokio::time::sleep(OLD).await;
        assert!(!third.is_finished());
        drop(first);
        assert_eq!(third.await.expect("no panic"), Ok(true));
        let _third = turns.take().await.expect("the one of the third");
        let fourth = tokio::spawn({
            let turns = turns.clone();
            async move { turns.take().await.map(|_| ()) }
        });
        tokio::task::yield_now().await;
        // It has the turn, and has not taken it.
        drop(second);
        turns.close();
        assert_eq!(fourth.await.expect("no panic"), Err(Closed));
        assert_eq!(turns.take().await.map(|_| ()), Err(Closed));
        assert!(Turns::default().take().await.is_ok());
    }

    /// While the disk is slower, more are recorded ahead; while the service is, one.
    #[tokio::test(start_paused = true)]
    async fn writes_are_recorded_ahead_as_far_as_the_service_is_quicker() {
        let turns = Turns::of(1);
        for _ in 0..2 * MOST_AHEAD {
            drop(turns.take_recorded().await.expect("a turn"));
        }
        assert_eq!(turns.ahead(), MOST_AHEAD);
        for _ in 0..2 * MOST_AHEAD {
            let held = turns.take().await.expect("a turn");
            let slow = async move {
                tokio::time::sleep(2 * EARLY).await;
                drop(held);
            };
            let (turn, ()) = tokio::join!(turns.take_recorded(), slow);
            drop(turn);
        }
        assert_eq!((turns.ahead(), Turns::default().ahead()), (1, 0));
    }
}
