//! The state of the connection, as the header tells it.

use jiff::civil::Time;

use crate::app::core::msg::LinkMsg;
use crate::domain::service::session::Session;
use crate::domain::time::now::Now;

/// What is known about the connection.
#[derive(Debug, Clone, Default)]
pub struct Link {
    /// Who the service says we are.
    pub session: Option<Session>,
    /// The time of day at which the token ends. A point in time, because a countdown would have to tick.
    pub token_until: Option<Time>,
    /// Milliseconds the last answer took.
    pub took_ms: Option<u64>,
    /// Since when the service does not answer.
    pub trouble_since: Option<Now>,
    /// A read is being tried again: which try.
    pub retrying: Option<u32>,
    /// The service does not take the credentials.
    pub refused: bool,
}

impl Link {
    /// Takes in news.
    pub fn update(&mut self, now: Now, news: LinkMsg) {
        match news {
            LinkMsg::Token(session) => {
                let lifetime = jiff::SignedDuration::try_from(session.lifetime).unwrap_or_default();
                self.token_until = now.local.checked_add(lifetime).ok().map(jiff::civil::DateTime::time);
                self.session = Some(session);
            }
            LinkMsg::Reached(took_ms) => {
                self.took_ms = Some(took_ms);
                self.trouble_since = None;
                self.retrying = None;
            }
            LinkMsg::Unreachable => {
                self.trouble_since.get_or_insert(now);
            }
            LinkMsg::Retrying { attempt, wait_ms: _ } => self.retrying = Some(attempt),
        }
    }

    /// The state in words: `ok 84 ms`, `no answer since 12:41`, `connecting`.
    #[must_use]
    pub fn words(&self) -> String {
        match (self.trouble_since, self.retrying, self.took_ms) {
            (Some(since), Some(attempt), _) => format!("no answer since {}, try {attempt}", since.clock()),
            (Some(since), None, _) => format!("no answer since {}", since.clock()),
            (None, Some(attempt), _) => format!("busy, try {attempt}"),
            (None, None, Some(ms)) => format!("ok {ms} ms"),
            (None, None, None) => "connecting".into(),
        }
    }

    /// The token's life in words: `token till 13:33`; empty before the first.
    #[must_use]
    pub fn token_words(&self) -> String {
        self.token_until.map_or_else(String::new, |t| format!("token till {:02}:{:02}", t.hour(), t.minute()))
    }
}
