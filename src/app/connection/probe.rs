//! While the connection is lost, one probe at a time checks whether the service answers again.

use std::time::Duration;

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::owner::{Owner, TimerId};
use crate::app::core::remote::Ticket;

/// The waits between two probes; the last one repeats.
const WAITS: [u64; 5] = [3, 5, 10, 20, 30];

/// The probe.
#[derive(Debug, Clone, Default)]
pub struct Probe {
    /// The timer that sends it.
    timer: Option<Ticket>,
    /// It is under way.
    waiting: Option<Ticket>,
    /// Number of probes without an answer.
    failed: usize,
}

impl Probe {
    /// Sets the time of the next one, unless it is set or one is under way.
    pub(super) fn later(&mut self, cx: &mut Context<'_>) {
        if self.timer.is_none() && self.waiting.is_none() {
            let seconds = WAITS.get(self.failed).or(WAITS.last()).copied().unwrap_or(30);
            let ticket = cx.tickets.issue(Owner::Timer(TimerId::Probe));
            self.timer = Some(ticket);
            cx.out.push(Effect::Timer(ticket, Duration::from_secs(seconds)));
        }
    }

    /// A timer expired.
    pub(super) fn timer(&mut self, ticket: Ticket, is_lost: bool, cx: &mut Context<'_>) {
        if self.timer == Some(ticket) {
            self.timer = None;
            if is_lost {
                let waiting = cx.tickets.issue(Owner::Probe);
                self.waiting = Some(waiting);
                cx.out.push(Effect::Probe(waiting));
            }
        }
    }

    /// One has ended. True if it got no answer: the next one follows.
    pub(super) fn ended(&mut self, ticket: Ticket, answered: bool, is_lost: bool, cx: &mut Context<'_>) -> bool {
        if self.waiting != Some(ticket) {
            return false;
        }
        self.waiting = None;
        let failed = !answered && is_lost;
        if failed {
            self.failed += 1;
            self.later(cx);
        }
        failed
    }
}
