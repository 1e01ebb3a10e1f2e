//! A line that is lost and comes back: one probe at a time asks whether the service answers again,
//! and then what has failed gets its turn.

use std::time::Duration;

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::msg::LinkMsg;
use crate::app::core::remote::Ticket;
use crate::app::model::Model;
use crate::cx;

/// The waits between two probes; the last one stays.
const WAITS: [u64; 5] = [3, 5, 10, 20, 30];

/// The probe.
#[derive(Debug, Clone, Default)]
pub struct Probe {
    /// Sends it when it runs out.
    timer: Option<Ticket>,
    /// It is under way.
    asked: Option<Ticket>,
    /// How many got no answer.
    failed: usize,
}

impl Probe {
    fn later(&mut self, cx: &mut Context<'_>) {
        if self.timer.is_none() && self.asked.is_none() {
            let seconds = WAITS.get(self.failed).or(WAITS.last()).copied().unwrap_or(30);
            let ticket = cx.tickets.draw();
            self.timer = Some(ticket);
            cx.out.push(Effect::Timer(ticket, Duration::from_secs(seconds)));
        }
    }
}

/// News about the line.
pub fn news(model: &mut Model, news: LinkMsg, out: &mut Vec<Effect>) {
    let was_lost = model.link.trouble_since;
    model.link.update(model.now, news);
    match (was_lost, model.link.trouble_since) {
        (_, Some(_)) => model.probe.later(cx!(model, out)),
        (Some(_), None) => {
            model.probe = Probe::default();
            model.again.line_is_back();
        }
        (None, None) => {}
    }
}

/// A timer ran out.
pub fn timer(model: &mut Model, ticket: Ticket, out: &mut Vec<Effect>) {
    model.again.timer(ticket);
    if model.probe.timer == Some(ticket) {
        model.probe.timer = None;
        if model.link.trouble_since.is_some() {
            let asked = model.tickets.draw();
            model.probe.asked = Some(asked);
            out.push(Effect::Probe(asked));
        }
    }
}

/// The probe has ended; that it was answered has been heard already.
pub fn probed(model: &mut Model, ticket: Ticket, answered: bool, out: &mut Vec<Effect>) {
    if model.probe.asked == Some(ticket) {
        model.probe.asked = None;
        if !answered && model.link.trouble_since.is_some() {
            model.probe.failed += 1;
            model.again.probe_failed();
            model.probe.later(cx!(model, out));
        }
    }
}
