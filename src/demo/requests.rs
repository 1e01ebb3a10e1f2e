//! The log of requests, for tests.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::faults::matches;

/// Requests kept, so that a server running for days stays small.
const KEPT: usize = 10_000;
/// Total bytes of their bodies.
const BYTES_KEPT: usize = 16 * 1024 * 1024;
/// Bytes kept of a body.
const BODY_KEPT: usize = 64 * 1024;

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It is still being served (or held back).
    Open,
    /// An answer with this status was given.
    Status(u16),
    /// The connection was reset instead of an answer.
    Silence,
    /// The client disconnected first.
    Abandoned,
}

/// A request as it arrived, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path without query.
    pub path: String,
    /// `Content-Type`, if any.
    pub content_type: Option<String>,
    /// `X-KEEPNET-Company-Id`, if any.
    pub company: Option<String>,
    /// Whether it had a bearer token (valid or not).
    pub has_token: bool,
    /// A number for that token: equal tokens have equal numbers.
    pub token: Option<u64>,
    /// The body as text, at most 64 KiB of it.
    pub body: String,
    /// How it ended.
    pub ending: Ending,
}

impl Request {
    /// The status of the answer, if any.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self.ending {
            Ending::Status(code) => Some(code),
            Ending::Open | Ending::Silence | Ending::Abandoned => None,
        }
    }

    /// Whether it starts with `prefix`, by path or by method and path; with `$` at its end it must be equal.
    #[must_use]
    pub fn is(&self, prefix: &str) -> bool {
        matches(prefix, &self.path, &format!("{} {}", self.method, self.path))
    }
}

/// The last requests, oldest first; clones share them.
#[derive(Debug, Clone, Default)]
pub(super) struct Log(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    kept: Mutex<LogState>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct LogState {
    /// The number of the oldest request kept.
    forgotten: usize,
    requests: VecDeque<Request>,
    /// Of their bodies.
    bytes: usize,
    /// Requests in progress.
    open: usize,
    /// The maximum since [`Log::watch_open`].
    most_open: usize,
}

impl Log {
    /// Logs an arrival; the returned entry records how it ends.
    pub(super) fn arrived(&self, mut request: Request) -> Entry {
        if let Some(end) = (0..=BODY_KEPT.min(request.body.len())).rev().find(|at| request.body.is_char_boundary(*at)) {
            request.body.truncate(end);
            request.body.shrink_to_fit();
        }
        let number = {
            let mut kept = self.state();
            kept.bytes += request.body.len();
            kept.requests.push_back(request);
            while kept.requests.len() > KEPT || kept.bytes > BYTES_KEPT {
                let Some(oldest) = kept.requests.pop_front() else { break };
                kept.bytes -= oldest.body.len();
                kept.forgotten += 1;
            }
            kept.open += 1;
            kept.most_open = kept.most_open.max(kept.open);
            kept.forgotten + kept.requests.len() - 1
        };
        self.0.changed.notify_waiters();
        Entry { log: self.clone(), number, ending: Ending::Abandoned }
    }

    /// Every kept request, oldest first.
    pub(super) fn all(&self) -> Vec<Request> {
        self.state().requests.iter().cloned().collect()
    }

    /// The maximum number of concurrent requests since [`Self::watch_open`].
    pub(super) fn most_open(&self) -> usize {
        self.state().most_open
    }

    /// Starts to count concurrent requests.
    pub(super) fn watch_open(&self) {
        let mut kept = self.state();
        kept.most_open = kept.open;
    }

    /// Waits until `done` is true for the logged requests.
    pub(super) async fn wait(&self, done: impl Fn(&VecDeque<Request>) -> bool) {
        loop {
            // Created before checking, so that no change is missed.
            let changed = self.0.changed.notified();
            if done(&self.state().requests) {
                return;
            }
            changed.await;
        }
    }

    fn state(&self) -> MutexGuard<'_, LogState> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request in progress. Dropped without [`Entry::ended`] (hyper drops the handler when the client disconnects), it
/// counts as abandoned.
pub(super) struct Entry {
    log: Log,
    number: usize,
    ending: Ending,
}

impl Entry {
    /// Records how it ended.
    pub(super) fn ended(mut self, ending: Ending) {
        self.ending = ending;
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        {
            let mut kept = self.log.state();
            kept.open = kept.open.saturating_sub(1);
            let at = self.number.checked_sub(kept.forgotten);
            if let Some(request) = at.and_then(|at| kept.requests.get_mut(at)) {
                request.ending = self.ending;
            }
        }
        self.log.0.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str) -> Request {
        Request {
            method: "GET".into(),
            path: path.into(),
            content_type: None,
            company: None,
            has_token: false,
            token: None,
            body: String::new(),
            ending: Ending::Open,
        }
    }

    #[test]
    fn an_entry_dropped_unended_is_abandoned() {
        let log = Log::default();
        let (first, second) = (log.arrived(request("/a")), log.arrived(request("/b")));
        first.ended(Ending::Status(204));
        assert_eq!(log.all()[1].ending, Ending::Open);
        drop(second);
        let endings: Vec<_> = log.all().iter().map(|r| r.ending).collect();
        assert_eq!(endings, [Ending::Status(204), Ending::Abandoned]);
        assert_eq!(log.most_open(), 2);
        log.watch_open();
        drop(log.arrived(request("/c")));
        assert_eq!(log.most_open(), 1);
    }

    #[test]
    fn bodies_together_are_bounded() {
        let log = Log::default();
        let count = BYTES_KEPT / BODY_KEPT;
        for n in 0..count + 5 {
            let body = "x".repeat(BODY_KEPT + 1);
            log.arrived(Request { body, ..request(&format!("/{n}")) }).ended(Ending::Status(200));
        }
        let all = log.all();
        assert_eq!((all.len(), all[0].path.as_str()), (count, "/5"));
        assert!(all.iter().all(|request| request.ending == Ending::Status(200) && request.body.len() == BODY_KEPT));
    }

    #[test]
    fn old_requests_are_forgotten_and_late_endings_find_their_own() {
        let log = Log::default();
        let early = log.arrived(request("/early"));
        for n in 0..KEPT - 1 {
            log.arrived(request("/some")).ended(Ending::Status(u16::try_from(n % 100).unwrap_or(0)));
        }
        let late = log.arrived(request("/late"));
        early.ended(Ending::Silence);
        late.ended(Ending::Silence);
        let all = log.all();
        assert_eq!((all.len(), all[0].path.as_str()), (KEPT, "/some"));
        let silent: Vec<_> = all.iter().filter(|r| r.ending == Ending::Silence).map(|r| r.path.as_str()).collect();
        assert_eq!(silent, ["/late"]);
    }
}
