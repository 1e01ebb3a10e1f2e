//! Faults: queued by tests, or random with `--fail-rate`.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fastrand::Rng;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::month::MonthAnswer;

/// A fault, or a delay, of one request.
#[derive(Debug, Clone)]
pub enum Fault {
    /// No fault: the request takes its turn in the queue, so that a later one can be hit.
    Pass,
    /// Not executed; this status with an error envelope and, if given, a `Retry-After` header of this text.
    Status(u16, Option<String>),
    /// Not executed; this status with a page of HTML, as from a proxy.
    Html(u16),
    /// Not executed; 200 with `application/json` and bytes that are neither JSON nor UTF-8.
    Garbage,
    /// Executed; the right JSON with the media type `text/plain`.
    WrongType,
    /// Executed; half of the announced body is sent, then the connection ends.
    CutBody,
    /// Not executed; the connection is reset before any answer.
    Reset,
    /// Executed; then the connection is reset before any answer.
    ExecutedThenReset,
    /// Executed; but a gateway answers this status with an error envelope.
    ExecutedThenStatus(u16),
    /// Delayed in addition to the latency.
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
    /// Executed; the right answer in chunks of this many bytes (at least one), with this wait before each.
    SlowBody(usize, Duration),
    /// Not executed; 200 with `application/json` and this many bytes of a JSON text that never ends, without a length
    /// and generated on the fly.
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
    /// Executed; the JSON of the answer is changed. Anything else is unchanged.
    Rewrite(Rewrite),
    /// Not executed; the connection is closed normally (FIN, no reset) before any answer.
    Close,
    /// Executed; the `Date` of the answer is off by this many seconds.
    Clock(i64),
    /// Executed this much later by the server's clock; until then a gateway answers this status with an error envelope
    /// or, with `None`, the connection is reset.
    Late(Duration, Option<u16>),
}

impl Fault {
    /// A status without `Retry-After`.
    #[must_use]
    pub fn status(code: u16) -> Self {
        Self::Status(code, None)
    }

    /// A 200 whose envelope reports a failure.
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

/// The change of [`Fault::Rewrite`]; clones do the same.
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

    /// Releases all waiting and future answers.
    pub fn open(&self) {
        self.0.cancel();
    }

    /// Waits until it is open.
    pub(super) async fn passed(&self) {
        self.0.cancelled().await;
    }
}

/// The faults of a server, controlled by a test; clones control the same server.
///
/// A prefix is compared with the path (`/api/companies`) and with method and path (`POST /api/target-users`); one that
/// ends with `$` matches only that path.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<Mutex<Plan>>);

#[derive(Debug, Default)]
struct Plan {
    /// The number of requests still to come, including the affected one.
    counted: Vec<(String, usize, Fault)>,
    next: VecDeque<(String, Fault)>,
    always: Vec<(String, Fault)>,
    months: MonthAnswer,
}

impl Faults {
    /// Queues a fault for the next request that starts with `prefix`; first queued, first served.
    pub fn next(&self, prefix: &str, fault: Fault) {
        self.plan().next.push_back((prefix.into(), fault));
    }

    /// The `n`-th request that starts with `prefix` gets this fault: 1 (or 0) is the next one. It takes precedence over
    /// queued faults.
    pub fn nth(&self, prefix: &str, n: usize, fault: Fault) {
        self.plan().counted.push((prefix.into(), n.max(1), fault));
    }

    /// From now on every request that starts with `prefix` gets this fault, unless another is queued for it.
    pub fn always(&self, prefix: &str, fault: Fault) {
        self.plan().always.push((prefix.into(), fault));
    }

    /// From now on the column filter for the users of another month is answered like this.
    pub fn months(&self, answer: MonthAnswer) {
        self.plan().months = answer;
    }

    /// How the column filter for the users of another month is answered.
    pub(super) fn month_answer(&self) -> MonthAnswer {
        self.plan().months
    }

    /// Removes all faults.
    pub fn clear(&self) {
        *self.plan() = Plan::default();
    }

    /// How many queued and counted faults are pending.
    #[must_use]
    pub fn pending(&self) -> usize {
        let plan = self.plan();
        plan.next.len() + plan.counted.len()
    }

    /// Takes the fault for this request.
    pub(super) fn take(&self, method: &str, path: &str) -> Option<Fault> {
        let full = format!("{method} {path}");
        let hits = |prefix: &str| matches(prefix, path, &full);
        let mut plan = self.plan();
        if let Some(fault) = plan.count(hits) {
            return Some(fault);
        }
        if let Some(at) = plan.next.iter().position(|(prefix, _)| hits(prefix)) {
            return plan.next.remove(at).map(|(_, fault)| fault);
        }
        // The last rule wins, so that a test can narrow an earlier one.
        plan.always.iter().rev().find(|(prefix, _)| hits(prefix)).map(|(_, fault)| fault.clone())
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Plan {
    /// Counts a request, and returns the fault whose turn it is. The first rule wins.
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

/// Whether a prefix matches this request; one that ends with `$` is the whole path.
pub(super) fn matches(prefix: &str, path: &str, full: &str) -> bool {
    match prefix.strip_suffix('$') {
        Some(whole) => path == whole || full == whole,
        None => path.starts_with(prefix) || full.starts_with(prefix),
    }
}

/// With probability `rate`, a typical fault of a bad network or busy service.
///
/// The token endpoint gets only 5xx and broken connections: an invalid token answer adds nothing. Writes also get the
/// faults in which they were carried out although the answer says otherwise.
pub(super) fn random(rng: &mut Rng, rate: f64, method: &str, path: &str) -> Option<Fault> {
    // NaN matches nobody.
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

/// Whether the request changes something; searches use POST as well.
fn writes(method: &str, path: &str) -> bool {
    match method {
        "POST" => {
            let mail = path.starts_with("/api/system-users/") && path.contains("/send-");
            mail || ["/api/target-users", "/api/target-groups", "/api/system-users"].contains(&path)
        }
        _ => method == "PUT" || method == "DELETE",
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
        assert!(rolls("DELETE", "/api/target-users/abcdefghijkl") && rolls("PUT", "/api/target-users/abcdefghijkl"));
        assert!(rolls("PUT", "/api/target-groups/users") && rolls("PUT", "/api/system-users/abcdefghijkl"));
        assert!(rolls("POST", "/api/system-users/abcdefghijkl/send-information-email"));
        assert!(rolls("POST", "/api/system-users/send-reset-password-link"));
        assert!(!rolls("POST", "/api/system-users/search") && !rolls("POST", "/api/audit-logs/search"));
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
