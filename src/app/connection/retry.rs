//! Automatic retries of failed reads: when a lost connection is back, or after the wait that the
//! service requested.
//!
//! A request that fails while others succeed waits longer each time. Only its own success resets that.

use std::time::Duration;

use crate::app::connection::probe::Probe;
use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::owner::{Owner, Retried, TimerId};
use crate::app::core::remote::{RequestState, Ticket};

/// The waits between a failure and its retry, in seconds; the last one repeats. The first time, only the
/// connection is waited for.
const WAITS: [u64; 7] = [0, 15, 30, 60, 120, 240, 300];
/// Maximum wait after a probe without an answer, when the connection was really lost.
const LOST: u64 = WAITS[1];

/// The retry state of one request.
#[derive(Debug, Clone, Default)]
pub struct RetryTimer {
    /// Number of automatic retries since the last answer.
    times: usize,
    /// The connection was lost since its last answer.
    lost: bool,
    /// When it failed.
    failed_at: Option<u64>,
    /// A probe got no answer since then.
    unanswered: bool,
    /// The timer of the retry.
    timer: Option<Ticket>,
}

impl RetryTimer {
    /// Remaining wait before the retry; `None` if there is none.
    fn remaining(&mut self, stand: &RequestState, is_lost: bool, now: u64) -> Option<Duration> {
        match stand {
            RequestState::Answered => *self = Self::default(),
            RequestState::Idle => self.timer = None,
            RequestState::InFlight => *self = Self { times: self.times, lost: self.lost || is_lost, ..Self::default() },
            RequestState::Failed(named) => {
                self.lost |= is_lost;
                let failed_at = *self.failed_at.get_or_insert(now);
                if !is_lost && (self.lost || named.is_some()) {
                    let since = Duration::from_millis(now.saturating_sub(failed_at));
                    return Some(self.wait().max(named.unwrap_or_default()).saturating_sub(since));
                }
            }
        }
        None
    }

    /// It is being retried.
    fn mark_retried(&mut self) {
        *self = Self { times: self.times.saturating_add(1), lost: self.lost, ..Self::default() };
    }

    /// It is due now; sets a timer if it is due later.
    fn is_due(&mut self, which: Retried, stand: &RequestState, is_lost: bool, cx: &mut Context<'_>) -> bool {
        match self.remaining(stand, is_lost, cx.now.millis) {
            Some(Duration::ZERO) => {
                self.mark_retried();
                return true;
            }
            Some(left) if self.timer.is_none() => {
                let timer = cx.tickets.issue(Owner::Timer(TimerId::Retry(which)));
                self.timer = Some(timer);
                cx.out.push(Effect::Timer(timer, left));
            }
            Some(_) | None => {}
        }
        false
    }

    fn wait(&self) -> Duration {
        let seconds = WAITS.get(self.times).or(WAITS.last()).copied().unwrap_or(LOST);
        Duration::from_secs(if self.unanswered { seconds.min(LOST) } else { seconds })
    }

    /// A probe got no answer.
    fn is_unanswered(&mut self) {
        if self.failed_at.is_some() && !self.unanswered {
            self.unanswered = true;
            self.timer = None;
        }
    }
}

/// Retry state of everything that is retried automatically.
#[derive(Debug, Clone, Default)]
pub struct RetrySchedule {
    companies: RetryTimer,
    users: RetryTimer,
    company: RetryTimer,
    /// Look-ups of writes have timers of their own: only a restored connection triggers them here.
    look_ups: RetryTimer,
    probe: Probe,
    /// The connection was restored.
    is_reconnected: bool,
}

impl RetrySchedule {
    /// Takes whether the connection was lost before and is lost now.
    pub(in crate::app) fn line(&mut self, was_lost: bool, is_lost: bool, cx: &mut Context<'_>) {
        if is_lost {
            self.probe.later(cx);
        } else if was_lost {
            self.probe = Probe::default();
            self.is_reconnected = true;
        }
    }

    /// The probe has ended; an answer was already reported as news of the connection.
    pub(in crate::app) fn probed(&mut self, ticket: Ticket, answered: bool, is_lost: bool, cx: &mut Context<'_>) {
        if self.probe.ended(ticket, answered, is_lost, cx) {
            self.turns().into_iter().for_each(RetryTimer::is_unanswered);
        }
    }

    /// The timer of the probe expired.
    pub(in crate::app) fn probe_timer(&mut self, ticket: Ticket, is_lost: bool, cx: &mut Context<'_>) {
        self.probe.timer(ticket, is_lost, cx);
    }

    /// The timer of a retry expired: sets another if it was too early.
    pub(in crate::app) fn timer(&mut self, which: Retried, ticket: Ticket) {
        let turn = self.turn(which);
        turn.timer = turn.timer.filter(|mine| *mine != ticket);
    }

    /// True if this is due now; sets a timer if it is due later.
    pub(in crate::app) fn has_come(
        &mut self,
        which: Retried,
        stand: &RequestState,
        is_lost: bool,
        cx: &mut Context<'_>,
    ) -> bool {
        self.turn(which).is_due(which, stand, is_lost, cx)
    }

    /// True if the connection was restored and look-ups of writes wait for nothing else.
    pub(in crate::app) fn look_ups_have_come(&mut self, stand: &RequestState, is_lost: bool, now: u64) -> bool {
        let left = self.look_ups.remaining(stand, is_lost, now);
        let has_come = std::mem::take(&mut self.is_reconnected) && left.is_some_and(|left| left.is_zero());
        if has_come {
            self.look_ups.mark_retried();
        }
        has_come
    }

    fn turn(&mut self, which: Retried) -> &mut RetryTimer {
        match which {
            Retried::Companies => &mut self.companies,
            Retried::Users => &mut self.users,
            Retried::Company => &mut self.company,
        }
    }

    fn turns(&mut self) -> [&mut RetryTimer; 4] {
        [&mut self.companies, &mut self.users, &mut self.company, &mut self.look_ups]
    }
}
