//! The state of the connection, as the header tells it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Time;

use crate::app::core::effect::Effect;
use crate::app::core::msg::ConnectionEvent;
use crate::app::core::remote::Call;
use crate::domain::service::failure::{Failure, Remedy};
use crate::domain::service::session::Session;
use crate::domain::time::now::Now;

/// What is known about the connection.
#[derive(Debug, Clone, Default)]
pub struct ConnectionStatus {
    /// Who the service says we are.
    pub session: Option<Session>,
    /// The time of day at which the token ends. A point in time, because a countdown would have to tick.
    pub token_until: Option<Time>,
    /// Milliseconds the last answer took.
    pub took_ms: Option<u64>,
    /// Since when the service does not answer.
    pub unreachable_since: Option<Now>,
    /// The service does not take the credentials.
    pub refused: bool,
    /// What was asked of the service and has neither been answered nor cancelled.
    in_flight: BTreeSet<Call>,
    /// What of it is being tried again.
    retries: BTreeMap<Call, Retry>,
}

/// A call that is being tried again.
#[derive(Debug, Clone, Copy)]
struct Retry {
    /// Which try comes next, from 2; 1 when the first one waits its turn.
    attempt: u32,
    /// When it is sent.
    due: u64,
}

impl ConnectionStatus {
    /// Takes in news.
    pub fn update(&mut self, now: Now, news: ConnectionEvent) {
        match news {
            ConnectionEvent::Token(session) => {
                let lifetime = jiff::SignedDuration::try_from(session.lifetime).unwrap_or_default();
                self.token_until = now.local.checked_add(lifetime).ok().map(jiff::civil::DateTime::time);
                self.session = Some(session);
            }
            ConnectionEvent::Reached(took_ms, call) => {
                self.took_ms = Some(took_ms);
                self.unreachable_since = None;
                if let Some(call) = call {
                    self.retries.remove(&call);
                }
            }
            ConnectionEvent::Unreachable => {
                self.unreachable_since.get_or_insert(now);
            }
            ConnectionEvent::Retrying { call, attempt, wait_ms } => {
                // News that comes after the answer, or after nobody waits for one, is old.
                if self.in_flight.contains(&call) {
                    let due = now.millis.saturating_add(wait_ms);
                    self.retries.insert(call, Retry { attempt, due });
                }
            }
        }
    }

    /// The service does not answer.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.unreachable_since.is_some()
    }

    /// Companies have come, or not: that the service does not take the credentials shows there. `mine`: they were still
    /// waited for.
    pub(in crate::app) fn companies_came(&mut self, mine: bool, failure: Option<&Failure>) {
        let refused = mine && failure.is_some_and(|failure| failure.remedy == Remedy::Credentials);
        self.refused = refused || (self.refused && failure.is_some());
    }

    /// A call is over.
    pub(in crate::app) fn call_ended(&mut self, call: &Call) {
        self.in_flight.remove(call);
        self.retries.remove(call);
    }

    /// What begins with these effects, and what they cancel.
    pub(in crate::app) fn follow(&mut self, effects: &[Effect]) {
        for effect in effects {
            if let Effect::Cancel(ticket) = effect {
                self.call_ended(&Call::Read(*ticket));
            } else if let Some(call) = effect.call() {
                self.in_flight.insert(call);
            }
        }
    }

    /// Which try of a call comes next: of several, the one that is due first.
    #[must_use]
    pub fn retrying(&self) -> Option<u32> {
        self.retries.values().min_by_key(|retry| retry.due).map(|retry| retry.attempt)
    }

    /// The state in words: `ok 84 ms`, `no answer since 12:41`, `connecting`.
    #[must_use]
    pub fn summary(&self) -> String {
        match (self.unreachable_since, self.retrying(), self.took_ms) {
            (Some(since), Some(attempt), _) => format!("no answer since {}, try {attempt}", since.clock()),
            (Some(since), None, _) => format!("no answer since {}", since.clock()),
            (None, Some(attempt), _) => format!("busy, try {attempt}"),
            (None, None, Some(ms)) => format!("ok {ms} ms"),
            (None, None, None) => "connecting".into(),
        }
    }

    /// The token's life in words: `token till 13:33`; empty before the first.
    #[must_use]
    pub fn token_summary(&self) -> String {
        self.token_until.map_or_else(String::new, |t| format!("token till {:02}:{:02}", t.hour(), t.minute()))
    }
}
