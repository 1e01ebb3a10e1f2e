//! Good news leaves its line by itself; what is wrong stays until it is dealt with.

use std::time::Duration;

use crate::app::core::effect::Effect;
use crate::app::core::notices::SHOWN_MS;
use crate::app::core::owner::{Owner, TimerId};
use crate::app::core::remote::Ticket;
use crate::app::model::Model;

/// After every message: sets the timer for what is on the line.
pub fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(since) = model.notices.good_since() else { return };
    if !model.notices.is_timed() {
        let ticket = model.tickets.issue(Owner::Timer(TimerId::Notice));
        let left = SHOWN_MS.saturating_sub(model.now.millis.saturating_sub(since));
        model.notices.fade_with(ticket);
        out.push(Effect::Timer(ticket, Duration::from_millis(left)));
    }
}

/// The timer expired. What came after it was set gets another one.
pub fn timer(model: &mut Model, ticket: Ticket) {
    model.notices.timer_ended(model.now, ticket);
}
