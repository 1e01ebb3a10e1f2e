//! The state of the connection, as shown in the header.

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
    /// The identity reported by the service.
    pub session: Option<Session>,
    /// The time of day at which the token expires. A point in time, because a countdown would have to tick.
    pub token_until: Option<Time>,
    /// Milliseconds the last answer took.
    pub took_ms: Option<u64>,
    /// When the last answer came.
    pub reached_at: Option<Now>,
    /// Since when the service does not answer.
    pub unreachable_since: Option<Now>,
    /// The service rejects the credentials.
    pub refused: bool,
    /// Requests that are neither answered nor cancelled.
    in_flight: BTreeSet<Call>,
    /// Those that are being retried.
    retries: BTreeMap<Call, Retry>,
}

/// A call that is being retried.
#[derive(Debug, Clone, Copy)]
struct Retry {
    /// Number of the next attempt, from 2; 1 while the first one is throttled.
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
                self.reached_at = Some(now);
                self.unreachable_since = None;
                if let Some(call) = call {
                    self.retries.remove(&call);
                }
            }
            ConnectionEvent::Unreachable => {
                self.unreachable_since.get_or_insert(now);
            }
            ConnectionEvent::Retrying { call, attempt, wait_ms } => {
                // News that arrives after the answer or a cancel is out of date.
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

    /// Companies arrived, or failed to, which shows rejected credentials. `mine`: they were still
    /// expected.
    pub(in crate::app) fn companies_came(&mut self, mine: bool, failure: Option<&Failure>) {
        let refused = mine && failure.is_some_and(|failure| failure.remedy == Remedy::Credentials);
        self.refused = refused || (self.refused && failure.is_some());
    }

    /// A call is over.
    pub(in crate::app) fn call_ended(&mut self, call: &Call) {
        self.in_flight.remove(call);
        self.retries.remove(call);
    }

    /// Tracks the requests that these effects start and cancel.
    pub(in crate::app) fn follow(&mut self, effects: &[Effect]) {
        for effect in effects {
            if let Effect::Cancel(ticket) = effect {
                self.call_ended(&Call::Read(*ticket));
            } else if let Some(call) = effect.call() {
                self.in_flight.insert(call);
            }
        }
    }

    /// Number of the next attempt of the call that is due first.
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
}
