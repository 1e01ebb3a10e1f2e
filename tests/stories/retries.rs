//! What could not be read is asked for again by itself, in simulated time.

use std::collections::BTreeMap;
use std::time::Duration;

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::{ConnectionEvent, Msg};
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::keys::scope::Scope;
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::list::order_by::OrderBy;
use keepnet_tui::domain::list::query::CompanyQuery;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::CompanyId;

use crate::common::{Story, companies, failure, now, part};

/// So often a read is tried before it has failed, and so long each try takes.
const TRIES: u64 = 4;
const TRY_MS: u64 = 1_500;

/// What happens at a moment.
enum Event {
    Timer(Ticket),
    Try(u64, Ticket, CompanyQuery),
    Probe(Ticket),
}

/// A service, of which the search and everything else are lost separately, and a clock.
struct World {
    s: Story,
    events: BTreeMap<(u64, usize), Event>,
    drawn: usize,
    search_is_lost: bool,
    is_lost: bool,
    /// When the search was asked, and how many requests were sent in all.
    asked: Vec<u64>,
    requests: u64,
}

impl World {
    fn new(s: Story) -> Self {
        let events = BTreeMap::new();
        Self { s, events, drawn: 0, search_is_lost: false, is_lost: false, asked: Vec::new(), requests: 0 }
    }

    fn at(&mut self, millis: u64, event: Event) {
        self.drawn += 1;
        self.events.insert((millis, self.drawn), event);
    }

    /// What the program wants done begins.
    fn begin(&mut self) {
        let now = self.s.millis;
        for effect in std::mem::take(&mut self.s.effects) {
            match effect {
                Effect::Timer(ticket, after) => {
                    self.at(now + u64::try_from(after.as_millis()).expect("short"), Event::Timer(ticket));
                }
                Effect::Fetch(ticket, Read::Companies(query)) => {
                    self.asked.push(now);
                    self.at(now + TRY_MS, Event::Try(1, ticket, query));
                }
                Effect::Probe(ticket) => self.at(now + 100, Event::Probe(ticket)),
                Effect::Cancel(gone) => self.events.retain(|_, e| !matches!(e, Event::Try(_, t, _) if *t == gone)),
                _ => {}
            }
        }
    }

    /// Lets time pass until this moment.
    fn until(&mut self, millis: u64) {
        self.begin();
        while let Some(entry) = self.events.first_entry().filter(|entry| entry.key().0 <= millis) {
            self.s.millis = entry.key().0;
            match entry.remove() {
                Event::Timer(ticket) => {
                    self.s.send(Msg::Timer(ticket));
                }
                Event::Try(number, ticket, query) => self.tried(number, ticket, query),
                Event::Probe(ticket) => {
                    self.requests += 1;
                    let news =
                        if self.is_lost { ConnectionEvent::Unreachable } else { ConnectionEvent::Reached(9, None) };
                    self.s.send(Msg::Connection(news)).send(Msg::Probed(ticket, !self.is_lost));
                }
            }
            self.begin();
        }
        self.s.millis = millis;
    }

    fn tried(&mut self, number: u64, ticket: Ticket, query: CompanyQuery) {
        self.requests += 1;
        if !self.search_is_lost && !self.is_lost {
            let page = self.s.page(&query);
            self.s.send(Msg::Connection(ConnectionEvent::Reached(9, None))).send(Msg::Companies(ticket, Ok(page)));
            return;
        }
        self.s.send(Msg::Connection(ConnectionEvent::Unreachable));
        if number == TRIES {
            self.s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Retry))));
        } else {
            self.at(self.s.millis + TRY_MS, Event::Try(number + 1, ticket, query));
        }
    }

    /// Seconds between one time that the search was asked and the next.
    fn waits(&self) -> Vec<u64> {
        let ended = |at: &u64| at + TRIES * TRY_MS;
        self.asked.windows(2).map(|two| (two[1] - ended(&two[0])) / 1_000).collect()
    }
}

#[test]
fn failing_search_with_good_probe_backs_off() {
    let mut w = World::new(Story::ready(companies(9)));
    w.search_is_lost = true;
    w.s.press("r");
    w.until(90_000);
    assert!(w.requests < 30, "{} requests in 90 seconds", w.requests);
    w.until(1_500_000);
    let waits = w.waits();
    assert!(waits[0] < 4, "the first time as soon as the probe is answered: {waits:?}");
    assert_eq!(waits[1..8], [15, 30, 60, 120, 240, 300, 300]);
}

#[test]
fn manual_reload_ignores_the_back_off() {
    let mut w = World::new(Story::ready(companies(9)));
    w.search_is_lost = true;
    w.s.press("r");
    w.until(300_000);
    let before = w.asked.len();
    w.s.press("r");
    w.until(300_000);
    assert_eq!(w.asked.len(), before + 1);
    // The answer ends it: the next failure is asked again at once.
    w.search_is_lost = false;
    w.until(310_000);
    assert!(w.s.model.companies.load.error.is_none());
    w.search_is_lost = true;
    w.s.press("r");
    let before = w.asked.len();
    w.until(330_000);
    assert_eq!(w.asked.len(), before + 2);
}

#[test]
fn lost_service_is_asked_again_within_one_probe() {
    let mut w = World::new(Story::ready(companies(9)));
    w.search_is_lost = true;
    w.s.press("r");
    w.until(600_000);
    assert!(w.waits().last().is_some_and(|wait| *wait >= 120), "{:?}", w.waits());
    // Somebody's key finds out that nothing is answered any more.
    w.is_lost = true;
    w.s.press("r");
    w.until(800_000);
    let before = w.asked.len();
    w.is_lost = false;
    w.search_is_lost = false;
    w.until(832_000);
    assert_eq!(w.asked.len(), before + 1, "the longest wait between two probes is 30 seconds");
    assert!(w.s.model.companies.load.error.is_none());
}

#[test]
fn permanent_refusal_is_not_retried() {
    let mut s = Story::ready(companies(9));
    s.press("r");
    let (ticket, _) = s.fetched().remove(0);
    s.send(Msg::Connection(ConnectionEvent::Unreachable));
    s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Permission))));
    s.send(Msg::Connection(ConnectionEvent::Reached(9, None)));
    assert!(s.fetched().is_empty());
}

/// What stands on the line, with what can be done about it.
fn told(s: &Story) -> String {
    let notice = s.model.notices.current().expect("a notice");
    s.model.settings.keys.notice(notice, Scope::Table)
}

#[test]
fn requested_wait_is_shown_as_time_and_then_retried() {
    let mut w = World::new(Story::ready(companies(9)));
    w.s.millis = 10_000;
    w.s.press("j s u");
    let (ticket, query) = w.s.fetched().remove(0);
    w.s.effects.clear();
    let busy = failure(Applied::No, Remedy::Wait(Duration::from_secs(115)));
    w.s.send(Msg::Companies(ticket, Err(busy)));
    let until = now(125_000).clock_with_seconds();
    assert!(
        told(&w.s).ends_with(&format!("Wait until {until}. It is retried automatically after that.")),
        "{}",
        told(&w.s)
    );
    w.until(124_000);
    assert!(w.asked.is_empty(), "{:?}", w.asked);
    w.until(140_000);
    assert_eq!(w.asked[0], 125_000);
    let shown = w.s.model.companies.shown.as_ref().expect("a page");
    assert!(query.order != OrderBy::CompanyName);
    assert_eq!(shown.query.for_service().map(|asked| asked.order), Some(query.order), "what had failed");
    assert_eq!(w.s.selected(), "Company 0001", "the cursor stays on its row");
    assert!(w.s.model.companies.load.error.is_none() && w.s.said().is_empty(), "{}", w.s.said());
}

#[test]
fn company_part_with_requested_wait_is_retried_afterwards() {
    let mut s = Story::ready(companies(9));
    s.press("enter");
    for (ticket, question) in s.parts() {
        let answer = match question {
            Read::Counts(_) => Msg::Counts(ticket, Err(failure(Applied::No, Remedy::Wait(Duration::from_secs(115))))),
            other => part(ticket, &other, &s.list),
        };
        s.send(answer);
    }
    s.settle();
    let waits = s.take(|e| match e {
        Effect::Timer(ticket, after) if after.as_secs() == 115 => Some(*ticket),
        _ => None,
    });
    s.millis += 115_000;
    s.send(Msg::Timer(waits[0]));
    assert_eq!(s.parts().into_iter().map(|(_, q)| q).collect::<Vec<_>>(), [Read::Counts(CompanyId::new("id0000"))]);
}

#[test]
fn a_write_that_has_to_wait_names_the_time_of_day_and_the_key() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.millis = 10_000;
    let busy = failure(Applied::No, Remedy::SendAgainAfter(Duration::from_secs(115)));
    s.ends(&id, CreateEnd::Refused(busy)).reopen();
    let until = now(125_000).clock_with_seconds();
    let failure = s.form().failure().expect("why");
    let said = s.model.settings.keys.describe(failure, Scope::Form);
    assert!(said.ends_with(&format!("Wait until {until}. Ctrl-S sends it again.")), "{said}");
}

#[test]
fn a_write_that_may_have_been_done_is_not_waited_for() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    let mut busy = failure(Applied::Maybe, Remedy::SendAgainAfter(Duration::from_secs(115)));
    busy.hint = "The program looks it up.".to_owned();
    s.ends(&id, CreateEnd::InDoubt(busy)).reopen();
    assert_eq!(s.form().failure().map(|f| f.hint.as_str()), Some("The program looks it up."));
}
