//! Look-ups that are the same for every company: time zones and languages.

use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Read};
use crate::app::core::notices::Topic;
use crate::app::core::owner::Owner;
use crate::app::core::remote::{Remote, SLOW, Ticket};
use crate::domain::service::failure::Failure;
use crate::domain::service::lookup::Choice;

/// Loaded once, when the first form opens.
#[derive(Debug, Clone, Default)]
pub struct Lookups {
    /// `GET /api/timezone/timezones`
    pub time_zones: Remote<Vec<Choice>>,
    /// `GET /api/languages`
    pub languages: Remote<Vec<Choice>>,
}

impl Lookups {
    /// Requests what is neither loaded nor under way.
    pub fn want(&mut self, cx: &mut Context<'_>) {
        self.ask(false, cx);
    }

    /// Reloads both; the old values stay until the answers arrive.
    pub fn reload(&mut self, cx: &mut Context<'_>) {
        self.ask(true, cx);
    }

    /// Time zones or languages arrived, or failed to.
    pub fn settle(&mut self, ticket: Ticket, answer: Result<Vec<Choice>, Failure>, cx: &mut Context<'_>) {
        let why = answer.as_ref().err().cloned();
        if self.time_zones.settle(ticket, answer.clone()) {
            cx.notices.answered(cx.now, Topic::TimeZones, why.as_ref());
        } else if self.languages.settle(ticket, answer) {
            cx.notices.answered(cx.now, Topic::Languages, why.as_ref());
        }
    }

    /// A request has become slow.
    pub fn mark_slow(&mut self, ticket: Ticket) {
        self.time_zones.mark_slow(ticket);
        self.languages.mark_slow(ticket);
    }

    fn ask(&mut self, again: bool, cx: &mut Context<'_>) {
        if self.time_zones.is_wanted() || again && self.time_zones.waiting.is_none() {
            let ticket = cx.tickets.issue(Owner::Lookups);
            self.time_zones.start(ticket);
            cx.out.extend([Effect::Fetch(ticket, Read::TimeZones), Effect::Timer(ticket, SLOW)]);
        }
        if self.languages.is_wanted() || again && self.languages.waiting.is_none() {
            let ticket = cx.tickets.issue(Owner::Lookups);
            self.languages.start(ticket);
            cx.out.extend([Effect::Fetch(ticket, Read::Languages), Effect::Timer(ticket, SLOW)]);
        }
    }
}
