//! What can go wrong on the way: faults that tests queue, and those that `--fail-rate` throws.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fastrand::Rng;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

/// One thing that goes wrong (or is merely slow) with one request.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Nothing: the request takes its turn in the queue and is served, so that a later one can be hit.
    Pass,
    /// Not executed; this status with an error envelope and, if given, a `Retry-After` header of this text.
    Status(u16, Option<String>),
    /// Not executed; this status with a page of HTML, as a proxy in between answers.
    Html(u16),
    /// Not executed; 200 with `application/json` and bytes that are neither JSON nor UTF-8.
    Garbage,
    /// Executed; the right JSON, said to be `text/plain`.
    WrongType,
    /// Executed; the length of the whole answer is promised, half of it is sent, the connection ends.
    CutBody,
    /// Not executed; the connection is reset before any answer.
    Reset,
    /// Executed; then the connection is reset before any answer.
    ExecutedThenReset,
    /// Executed; but a gateway answers this status with an error envelope.
    ExecutedThenStatus(u16),
    /// Served this much later than the latency asks for.
    Delay(Duration),
    /// Executed at once; the answer is held back until the gate opens.
    Hold(Gate),
    /// Not executed; 200 with an envelope of this `status`, `message` and these `validationMessages`.
    FailureIn200 {
        /// The envelope's `status`, such as `INPUT_ERROR`.
        status: String,
        /// Its `message`.
        message: String,
        /// Its `validationMessages`.
        validation: Vec<String>,
    },
    /// Not executed; this status and this body, called `application/json`.
    Body(u16, String),
    /// Executed; the right answer in steps of so many bytes (at least one), with this wait before each.
    SlowBody(usize, Duration),
    /// Not executed; 200 with `application/json` and so many bytes of one JSON text that never ends. No length is
    /// announced, and nothing is held in memory.
    Huge(u64),
    /// Not executed; this status with this `Location` and no body.
    Redirect(u16, String),
    /// Not executed; exactly these bytes under exactly these headers.
    Raw {
        /// The status.
        status: u16,
        /// `Content-Type`; none sends none.
        content_type: Option<String>,
        /// `Content-Encoding`; none sends none. The body is sent as it is.
        encoding: Option<String>,
        /// The body.
        body: Vec<u8>,
    },
    /// Executed; the JSON of the answer is changed on its way. What is no JSON passes unchanged.
    Rewrite(Rewrite),
    /// Not executed; the connection is closed in order (FIN, no reset) before any answer.
    Close,
    /// Executed; the `Date` of the answer is off by so many seconds, ahead of the server's clock when positive.
    Clock(i64),
    /// Not executed now, but so much later by the server's clock; until then a gateway answers this status with an
    /// error envelope or, with none, the connection is reset.
    Late(Duration, Option<u16>),
}

impl Fault {
    /// A status without `Retry-After`.
    #[must_use]
    pub fn status(code: u16) -> Self {
        Self::Status(code, None)
    }

    /// A 200 whose envelope says that the call failed.
    #[must_use]
    pub fn failure_in_200(status: &str, message: &str, validation: &[&str]) -> Self {
        Self::FailureIn200 {
            status: status.into(),
            message: message.into(),
            validation: validation.iter().map(ToString::to_string).collect(),
        }
    }

    /// The right answer, changed by `change`.
    #[must_use]
    pub fn rewrite(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::Rewrite(Rewrite(Arc::new(change)))
    }
}

/// What [`Fault::Rewrite`] does to the JSON of an answer; clones do the same.
#[derive(Clone)]
pub struct Rewrite(Arc<dyn Fn(&mut Value) + Send + Sync>);

impl Rewrite {
    /// Changes an answer.
    pub(super) fn apply(&self, answer: &mut Value) {
        (self.0)(answer);
    }
}

impl fmt::Debug for Rewrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rewrite(..)")
    }
}

/// Holds answers back until it is opened; clones are the same gate. Once open it stays open.
#[derive(Debug, Clone, Default)]
pub struct Gate(CancellationToken);

impl Gate {
    /// A closed gate.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets everything through that waits or will come.
    pub fn open(&self) {
        self.0.cancel();
    }

    /// Waits until it is open.
    pub(super) async fn passed(&self) {
        self.0.cancelled().await;
    }
}

/// The faults of a server, under a test's control; clones steer the same server.
///
/// A prefix is compared with the path (`/api/companies`) and with method and path
/// (`POST /api/target-users`); one that ends with `$` means that path alone.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<Mutex<Plan>>);

#[derive(Debug, Default)]
struct Plan {
    /// With how many requests are still to come, its own included.
    counted: Vec<(String, usize, Fault)>,
    next: VecDeque<(String, Fault)>,
    always: Vec<(String, Fault)>,
}

impl Faults {
    /// Queues a fault for the next request that starts with `prefix`; first queued, first served.
    pub fn next(&self, prefix: &str, fault: Fault) {
        self.plan().next.push_back((prefix.into(), fault));
    }

    /// Lets the `n`-th request that starts with `prefix` meet this fault: 1 (or 0) is the next one, and what has
    /// arrived before does not count. It goes before a queued fault, which then waits for the request after.
    pub fn nth(&self, prefix: &str, n: usize, fault: Fault) {
        self.plan().counted.push((prefix.into(), n.max(1), fault));
    }

    /// From now on every request that starts with `prefix` meets this fault, unless one is queued or counted out for it.
    pub fn always(&self, prefix: &str, fault: Fault) {
        self.plan().always.push((prefix.into(), fault));
    }

    /// Forgets every fault: queued, counted out or standing.
    pub fn clear(&self) {
        *self.plan() = Plan::default();
    }

    /// How many queued and counted faults no request has met yet.
    #[must_use]
    pub fn pending(&self) -> usize {
        let plan = self.plan();
        plan.next.len() + plan.counted.len()
    }

    /// Takes the fault of this request.
    pub(super) fn take(&self, method: &str, path: &str) -> Option<Fault> {
        let full = format!("{method} {path}");
        let hits = |prefix: &str| is_meant(prefix, path, &full);
        let mut plan = self.plan();
        if let Some(fault) = plan.count(hits) {
            return Some(fault);
        }
        if let Some(at) = plan.next.iter().position(|(prefix, _)| hits(prefix)) {
            return plan.next.remove(at).map(|(_, fault)| fault);
        }
        // The one said last wins, so that a test can narrow what it said before.
        plan.always.iter().rev().find(|(prefix, _)| hits(prefix)).map(|(_, fault)| fault.clone())
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Plan {
    /// Counts a request, and gives the fault whose turn it is. Of several the first said is met.
    fn count(&mut self, hits: impl Fn(&str) -> bool) -> Option<Fault> {
        for (prefix, left, _) in &mut self.counted {
            if hits(prefix) {
                *left -= 1;
            }
        }
        let due = self.counted.iter().find(|(_, left, _)| *left == 0).map(|(.., fault)| fault.clone());
        self.counted.retain(|(_, left, _)| *left > 0);
        due
    }
}

/// A prefix means this request; one that ends with `$` is the whole path.
pub(super) fn is_meant(prefix: &str, path: &str, full: &str) -> bool {
    match prefix.strip_suffix('$') {
        Some(whole) => path == whole || full == whole,
        None => path.starts_with(prefix) || full.starts_with(prefix),
    }
}

/// With probability `rate`, a fault such as bad networks and busy services have.
///
/// The token endpoint only meets 5xx and broken connections: a garbled token answer tells nobody anything new. What
/// creates or deletes also meets the faults where it happened although the answer says otherwise.
pub(super) fn random(rng: &mut Rng, rate: f64, method: &str, path: &str) -> Option<Fault> {
    // A rate that is no number hits nobody.
    let hit = rng.f64() < rate;
    if !hit {
        return None;
    }
    let wait = || Some("1".to_owned());
    let mut choice =
        vec![Fault::Status(500, None), Fault::Html(502), Fault::Status(503, wait()), Fault::Reset, Fault::Close];
    if path != "/connect/token" {
        choice.extend([Fault::Status(429, wait()), Fault::Garbage, Fault::CutBody]);
    }
    if writes(method, path) {
        choice.extend([Fault::ExecutedThenStatus(504), Fault::ExecutedThenReset]);
    }
    let pick = rng.usize(..choice.len());
    choice.into_iter().nth(pick)
}

/// The request changes something; searches are asked with POST as well.
fn writes(method: &str, path: &str) -> bool {
    match method {
        "POST" => ["/api/target-users", "/api/target-groups", "/api/system-users"].contains(&path),
        _ => method == "DELETE",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queued_faults_go_first_and_in_order() {
        let faults = Faults::default();
        faults.always("/api", Fault::Garbage);
        faults.next("/api/companies", Fault::Reset);
        faults.next("/api/companies", Fault::CutBody);
        faults.next("/connect", Fault::WrongType);
        assert!(matches!(faults.take("POST", "/api/companies/search"), Some(Fault::Reset)));
        assert!(matches!(faults.take("GET", "/api/languages"), Some(Fault::Garbage)));
        assert!(matches!(faults.take("POST", "/api/companies/search"), Some(Fault::CutBody)));
        assert!(matches!(faults.take("POST", "/api/companies/search"), Some(Fault::Garbage)));
        assert_eq!(faults.pending(), 1);
        faults.clear();
        assert!(faults.take("POST", "/connect/token").is_none());
    }

    #[test]
    fn a_prefix_may_name_the_method() {
        let faults = Faults::default();
        faults.next("POST /api/target", Fault::Reset);
        assert!(faults.take("GET", "/api/target-groups").is_none());
        assert!(faults.take("POST", "/api/target-users").is_some());
    }

    #[test]
    fn the_dice_respect_rate_and_path() {
        let mut rng = Rng::with_seed(7);
        assert!((0..500).all(|_| random(&mut rng, 0.0, "GET", "/api/languages").is_none()));
        let token: Vec<_> = (0..500).filter_map(|_| random(&mut rng, 1.0, "POST", "/connect/token")).collect();
        assert_eq!(token.len(), 500);
        let milder =
            |f: &Fault| matches!(f, Fault::Status(500..=599, _) | Fault::Html(_) | Fault::Reset | Fault::Close);
        assert!(token.iter().all(milder));
        let executed = |f: &Fault| matches!(f, Fault::ExecutedThenReset | Fault::ExecutedThenStatus(_));
        let mut rolls =
            |method, path| (0..500).filter_map(|_| random(&mut rng, 1.0, method, path)).any(|fault| executed(&fault));
        assert!(rolls("POST", "/api/target-users"));
        assert!(rolls("POST", "/api/system-users") && rolls("POST", "/api/target-groups"));
        assert!(rolls("DELETE", "/api/target-users/abcdefghijkl"));
        assert!(!rolls("POST", "/api/companies/search"));
        assert!(!rolls("POST", "/api/target-users/search-email"));
        assert!(!rolls("GET", "/api/languages"));
    }

    #[test]
    fn requests_are_counted_from_now_and_by_their_prefix() {
        let faults = Faults::default();
        let take = |path: &str| faults.take("POST", path);
        assert!(take("/api/a").is_none());
        faults.nth("/api/a", 2, Fault::Reset);
        faults.nth("/api", 3, Fault::CutBody);
        faults.next("/api/a", Fault::Garbage);
        assert_eq!(faults.pending(), 3);
        assert!(take("/api/b").is_none());
        assert!(matches!(take("/api/a"), Some(Fault::Garbage)));
        faults.next("/api/a", Fault::WrongType);
        // Both counts end here: the one said first is met, and the queued one waits.
        assert!(matches!(take("/api/a"), Some(Fault::Reset)));
        assert!(matches!(take("/api/a"), Some(Fault::WrongType)));
        assert!(take("/api/a").is_none());
        assert_eq!(faults.pending(), 0);
        faults.nth("/api", 0, Fault::Close);
        assert!(matches!(take("/api/z"), Some(Fault::Close)));
    }
}
