//! Rate limiting: after a 429 all requests of a client wait, and all reads share one retry budget, so that a struggling
//! service is not overloaded.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::settings::Limits;

/// An unspecified pause doubles this often with consecutive 429s.
const DOUBLINGS: u32 = 6;

/// Identifies the pause that a request was sent after: several 429s to concurrent requests count as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Epoch(u64);

struct State {
    /// Nothing is sent before this time.
    until: Option<Instant>,
    epoch: u64,
    /// Consecutive pauses without another answer in between.
    in_row: u32,
    /// Retries left, and since when the next one has been regenerating.
    repeats: u32,
    regaining_since: Instant,
}

/// The rate limiter of a client.
pub(super) struct RateLimiter {
    state: Mutex<State>,
    limits: Limits,
}

impl RateLimiter {
    pub(super) fn new(limits: Limits, now: Instant) -> Self {
        let state = State { until: None, epoch: 0, in_row: 0, repeats: limits.repeats, regaining_since: now };
        Self { state: Mutex::new(state), limits }
    }

    /// How long nothing may be sent; `None` if sending is allowed.
    pub(super) fn remaining(&self, now: Instant) -> Duration {
        self.state().until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }

    /// The epoch of requests that are sent now.
    pub(super) fn epoch(&self) -> Epoch {
        Epoch(self.state().epoch)
    }

    /// A request of this epoch was answered by a 429, with its `Retry-After`, if any. The pause is never longer than an
    /// operation may wait: then one of them tries again.
    pub(super) fn slow_down(&self, sent: Epoch, asked: Option<Duration>, now: Instant) {
        let mut state = self.state();
        if sent.0 == state.epoch {
            state.epoch += 1;
            state.in_row = state.in_row.saturating_add(1);
        } else if asked.is_none() {
            // The first 429 of this epoch has set the pause already.
            return;
        }
        let pause = asked.unwrap_or_else(|| {
            let base = self.limits.first_wait.saturating_mul(1 << (state.in_row.saturating_sub(1)).min(DOUBLINGS));
            base.mul_f64(0.5 + fastrand::f64()).min(self.limits.longest_wait)
        });
        let until = now.checked_add(pause.min(self.limits.longest_wait));
        state.until = state.until.max(until);
    }

    /// A request of this epoch got another answer; `good` if the service succeeded.
    pub(super) fn answered(&self, sent: Epoch, good: bool) {
        let mut state = self.state();
        if sent.0 == state.epoch {
            state.in_row = 0;
        }
        if good {
            state.repeats = state.repeats.saturating_add(1).min(self.limits.repeats);
        }
    }

    /// Takes one retry from the budget; false if none is left.
    pub(super) fn may_repeat(&self, now: Instant) -> bool {
        let mut state = self.state();
        let since = now.saturating_duration_since(state.regaining_since).as_nanos();
        // Without an interval the budget is always full.
        let regain = self.limits.regain.as_nanos().max(1);
        let regained = u32::try_from(since / regain).unwrap_or(u32::MAX);
        if regained > 0 {
            state.repeats = state.repeats.saturating_add(regained).min(self.limits.repeats);
            let rest = u64::try_from(since % regain).map_or(Duration::ZERO, Duration::from_nanos);
            state.regaining_since = now.checked_sub(rest).unwrap_or(now);
        }
        if state.repeats == self.limits.repeats {
            // A full budget regenerates nothing.
            state.regaining_since = now;
        }
        let left = state.repeats.checked_sub(1);
        state.repeats = left.unwrap_or(0);
        left.is_some()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn pace(now: Instant) -> RateLimiter {
        RateLimiter::new(Limits { first_wait: SECOND, repeats: 3, regain: SECOND * 5, ..Limits::default() }, now)
    }

    #[test]
    fn the_named_wait_holds_for_all_and_is_never_shortened() {
        let now = Instant::now();
        let pace = pace(now);
        assert_eq!(pace.remaining(now), Duration::ZERO);
        let (early, late) = (pace.epoch(), pace.epoch());
        pace.slow_down(early, Some(SECOND * 7), now);
        assert_eq!((pace.remaining(now), pace.remaining(now + SECOND * 7)), (SECOND * 7, Duration::ZERO));
        pace.slow_down(late, Some(SECOND * 2), now);
        pace.slow_down(late, None, now);
        assert_eq!(pace.remaining(now), SECOND * 7);
        pace.slow_down(late, Some(SECOND * 9), now);
        assert_eq!(pace.remaining(now), SECOND * 9);
    }

    #[test]
    fn an_absurd_wait_silences_for_the_longest_wait_at_most() {
        let now = Instant::now();
        let pace = pace(now);
        for asked in [SECOND * 31, SECOND * 999_999, Duration::MAX] {
            pace.slow_down(pace.epoch(), Some(asked), now);
            assert_eq!(pace.remaining(now), SECOND * 30);
        }
    }

    #[test]
    fn unspecified_wait_doubles_with_consecutive_pauses() {
        let start = Instant::now();
        let pace = pace(start);
        let mut now = start;
        for n in 0..12 {
            pace.slow_down(pace.epoch(), None, now);
            let base = (SECOND * (1 << n.min(DOUBLINGS))).min(Limits::default().longest_wait);
            let left = pace.remaining(now);
            assert!(
                left >= base / 2 && left <= base * 3 / 2 && left <= Limits::default().longest_wait,
                "{n}: {left:?}"
            );
            now += left;
        }
        pace.answered(pace.epoch(), false);
        pace.slow_down(pace.epoch(), None, now);
        assert!(pace.remaining(now) <= SECOND * 3 / 2, "any other answer ends the row");
    }

    #[test]
    fn concurrent_requests_cause_one_pause() {
        let now = Instant::now();
        let pace = pace(now);
        let wave = pace.epoch();
        for _ in 0..10 {
            pace.slow_down(wave, None, now);
        }
        assert!(pace.remaining(now) <= SECOND * 3 / 2);
        // An answer to what was sent before the pause says nothing about the pace since.
        pace.answered(wave, true);
        pace.slow_down(pace.epoch(), None, now + SECOND * 2);
        assert!(pace.remaining(now + SECOND * 2) >= SECOND);
    }

    #[test]
    fn repeats_run_out_and_come_back() {
        let now = Instant::now();
        let pace = pace(now);
        let take = |at: Duration, n: u32| (0..n).filter(|_| pace.may_repeat(now + at)).count();
        assert_eq!(take(Duration::ZERO, 5), 3);
        pace.answered(pace.epoch(), false);
        assert_eq!(take(SECOND * 4, 2), 0, "no good answer gives nothing back");
        pace.answered(pace.epoch(), true);
        assert_eq!(take(SECOND * 4, 2), 1);
        assert_eq!(take(SECOND * 12, 5), 2, "one for each five seconds");
        assert_eq!(take(SECOND * 15, 5), 1, "the rest of a span is not lost");
        assert_eq!(take(SECOND * 3_000, 5), 3, "never more than the purse holds");
        for _ in 0..9 {
            pace.answered(pace.epoch(), true);
        }
        assert_eq!(take(SECOND * 3_001, 5), 3);
    }

    #[test]
    fn zero_retries_and_zero_interval_are_valid() {
        let now = Instant::now();
        let none = RateLimiter::new(Limits { repeats: 0, regain: Duration::ZERO, ..Limits::default() }, now);
        assert!(!none.may_repeat(now) && !none.may_repeat(now + SECOND));
    }
}
