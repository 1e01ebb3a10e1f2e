//! What could not be read is asked for again by itself: when a lost line is back, or the time is over that the
//! service has named.
//!
//! A question that fails while others are answered waits longer each time. Only its own answer ends that.

use std::time::Duration;

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::remote::{Stand, Ticket};
use crate::app::model::Model;
use crate::cx;

/// The waits after a failure before the same is asked again, in seconds; the last one stays. The first time nothing
/// but the line is waited for.
const WAITS: [u64; 7] = [0, 15, 30, 60, 120, 240, 300];
/// After a probe without an answer the line was lost in earnest: no wait is longer than this.
const LOST: u64 = WAITS[1];

/// When one question is asked again.
#[derive(Debug, Clone, Default)]
pub struct Turn {
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

impl Turn {
    /// How long it still waits before it is asked again; none where it is not to be.
    fn left(&mut self, stand: &Stand, is_lost: bool, now: u64) -> Option<Duration> {
        match stand {
            Stand::Answered => *self = Self::default(),
            Stand::Nothing => self.timer = None,
            Stand::UnderWay => *self = Self { times: self.times, lost: self.lost || is_lost, ..Self::default() },
            Stand::Failed(named) => {
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
    fn is_asked(&mut self) {
        *self = Self { times: self.times.saturating_add(1), lost: self.lost, ..Self::default() };
    }

    /// True when it is to be asked again now; a timer is set where that is later.
    fn has_come(&mut self, stand: &Stand, is_lost: bool, cx: &mut Context<'_>) -> bool {
        match self.left(stand, is_lost, cx.now.millis) {
            Some(Duration::ZERO) => {
                self.is_asked();
                return true;
            }
            Some(left) if self.timer.is_none() => {
                let timer = cx.tickets.draw();
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
pub struct Again {
    companies: Turn,
    users: Turn,
    company: Turn,
    /// Look-ups of writes have timers of their own: here only a line that is back sets them free.
    look_ups: Turn,
    /// The line has come back.
    is_back: bool,
}

impl Again {
    /// The line has come back.
    pub(in crate::app) fn line_is_back(&mut self) {
        self.is_back = true;
    }

    /// A probe got no answer.
    pub(in crate::app) fn probe_failed(&mut self) {
        for turn in [&mut self.companies, &mut self.users, &mut self.company, &mut self.look_ups] {
            turn.is_unanswered();
        }
    }

    /// A timer ran out: another is set where it was too early.
    pub(in crate::app) fn timer(&mut self, ticket: Ticket) {
        for turn in [&mut self.companies, &mut self.users, &mut self.company, &mut self.look_ups] {
            turn.timer = turn.timer.filter(|mine| *mine != ticket);
        }
    }
}

/// After every message: asks what has its turn.
pub(in crate::app) fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    let is_lost = model.link.trouble_since.is_some();
    let stand = companies(model);
    if model.again.companies.has_come(&stand, is_lost, cx!(model, out)) {
        if is_promised(&stand) {
            model.companies.ask_failed_by_itself(cx!(model, out));
        } else {
            model.companies.refresh_by_itself(cx!(model, out));
        }
    }
    let stand = if model.users.is_open { model.users.list.load.stand() } else { Stand::Nothing };
    if model.again.users.has_come(&stand, is_lost, cx!(model, out)) {
        if is_promised(&stand) {
            model.users.list.ask_failed(cx!(model, out));
        } else {
            model.users.list.reload_by_itself(cx!(model, out));
        }
    }
    let stand = model.company.stand();
    if model.again.company.has_come(&stand, is_lost, cx!(model, out)) {
        model.company.ask_failed(cx!(model, out));
    }
    let left = model.again.look_ups.left(&model.changes.stand(), is_lost, model.now.millis);
    if std::mem::take(&mut model.again.is_back) && left.is_some_and(|left| left.is_zero()) {
        model.again.look_ups.is_asked();
        if model.changes.look_again(cx!(model, out)) {
            model.notices.info(model.now, "The service answers again; what is not known is being looked up.");
        }
    }
}

/// The service has named the time, and the person was told that it is asked then.
fn is_promised(stand: &Stand) -> bool {
    matches!(stand, Stand::Failed(Some(_)))
}

fn companies(model: &Model) -> Stand {
    let (list, source) = (&model.companies, &model.companies.source);
    match (list.load.stand(), source.failure()) {
        (Stand::UnderWay, _) => Stand::UnderWay,
        _ if source.is_gathering() => Stand::UnderWay,
        (Stand::Answered, Some(failure)) => Stand::of(failure),
        (stand, _) => stand,
    }
}
