//! What could not be read is asked for again by itself: when a lost line is back, or the time is over that the
//! service has named.
//!
//! A question that fails while others are answered waits longer each time. Only its own answer ends that.

use std::time::Duration;

use crate::app::connection::probe::Probe;
use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::owner::{Owner, Retried, TimerId};
use crate::app::core::remote::{RequestState, Ticket};

/// The waits after a failure before the same is asked again, in seconds; the last one stays. The first time nothing
/// but the line is waited for.
const WAITS: [u64; 7] = [0, 15, 30, 60, 120, 240, 300];
/// After a probe without an answer the line was lost in earnest: no wait is longer than this.
const LOST: u64 = WAITS[1];

/// When one question is asked again.
#[derive(Debug, Clone, Default)]
pub struct RetryTimer {
    /// How often it was asked by itself, and not answered since.
    times: usize,
    /// The line was lost since it was last answered.
    lost: bool,
    /// When it failed.
    failed_at: Option<u64>,
    /// A probe got no answer since then.
    unanswered: bool,
    /// Runs out when it may be asked again.
    timer: Option<Ticket>,
}

impl RetryTimer {
    /// How long it still waits before it is asked again; none where it is not to be.
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

    /// It is asked again.
    fn mark_retried(&mut self) {
        *self = Self { times: self.times.saturating_add(1), lost: self.lost, ..Self::default() };
    }

    /// It is to be asked again now; a timer is set where that is later.
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

/// Of everything that is asked again by itself.
#[derive(Debug, Clone, Default)]
pub struct RetrySchedule {
    companies: RetryTimer,
    users: RetryTimer,
    company: RetryTimer,
    /// Look-ups of writes have timers of their own: here only a line that is back sets them free.
    look_ups: RetryTimer,
    probe: Probe,
    /// The line has come back.
    is_reconnected: bool,
}

impl RetrySchedule {
    /// News of the line has come: it was lost before, and it is now.
    pub(in crate::app) fn line(&mut self, was_lost: bool, is_lost: bool, cx: &mut Context<'_>) {
        if is_lost {
            self.probe.later(cx);
        } else if was_lost {
            self.probe = Probe::default();
            self.is_reconnected = true;
        }
    }

    /// The probe has ended; that it was answered has been heard already.
    pub(in crate::app) fn probed(&mut self, ticket: Ticket, answered: bool, is_lost: bool, cx: &mut Context<'_>) {
        if self.probe.ended(ticket, answered, is_lost, cx) {
            self.turns().into_iter().for_each(RetryTimer::is_unanswered);
        }
    }

    /// The timer of the probe ran out.
    pub(in crate::app) fn probe_timer(&mut self, ticket: Ticket, is_lost: bool, cx: &mut Context<'_>) {
        self.probe.timer(ticket, is_lost, cx);
    }

    /// The timer of a turn ran out: another is set where it was too early.
    pub(in crate::app) fn timer(&mut self, which: Retried, ticket: Ticket) {
        let turn = self.turn(which);
        turn.timer = turn.timer.filter(|mine| *mine != ticket);
    }

    /// True when this is to be asked again now; a timer is set where that is later.
    pub(in crate::app) fn has_come(
        &mut self,
        which: Retried,
        stand: &RequestState,
        is_lost: bool,
        cx: &mut Context<'_>,
    ) -> bool {
        self.turn(which).is_due(which, stand, is_lost, cx)
    }

    /// True when the line has come back and look-ups of writes wait for nothing else.
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
