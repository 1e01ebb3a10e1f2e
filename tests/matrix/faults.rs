//! Every way in which a network or a service fails that the contract names, and some it does not.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use keepnet_tui::demo::{Fault, Gate};
use serde_json::Value;

/// Longer than any request of these tests may take.
const TOO_LONG: Duration = Duration::from_secs(3_600);

/// What must be true of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// The fault is bridged: the operation succeeds although it struck.
    Answer,
    /// The operation fails when it always strikes; a read gets over a single one.
    Passing,
    /// It fails at once: trying again would not help.
    Failure,
    /// Either, as long as it is one of them.
    Either,
}

/// A fault with its name.
pub struct Case {
    pub name: String,
    pub fault: Fault,
    pub expect: Expect,
    /// It lasts for ever: only time ends the request.
    pub lasts: bool,
}

fn case(name: impl Into<String>, fault: Fault, expect: Expect) -> Case {
    Case { name: name.into(), fault, expect, lasts: false }
}

fn lasting(name: &str, fault: Fault) -> Case {
    Case { name: name.to_owned(), fault, expect: Expect::Passing, lasts: true }
}

fn raw(status: u16, content_type: Option<&str>, encoding: Option<&str>, body: impl Into<Vec<u8>>) -> Fault {
    Fault::Raw {
        status,
        content_type: content_type.map(str::to_owned),
        encoding: encoding.map(str::to_owned),
        body: body.into(),
    }
}

fn json(body: impl Into<Vec<u8>>) -> Fault {
    raw(200, Some("application/json"), None, body)
}

/// Eight megabytes of spaces in a few kilobytes: four times what an answer may have.
fn bomb() -> Vec<u8> {
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&vec![b' '; 8 << 20]).expect("packed");
    packed.finish().expect("packed")
}

/// Applies `change` to every value in an answer but its envelope's status.
fn everywhere(value: &mut Value, change: &dyn Fn(&mut Value)) {
    match value {
        Value::Object(map) => map.values_mut().for_each(|v| everywhere(v, change)),
        Value::Array(list) => list.iter_mut().for_each(|v| everywhere(v, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => change(value),
    }
}

fn in_data(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Fault {
    Fault::rewrite(move |answer| {
        if let Some(data) = answer.get_mut("data") {
            everywhere(data, &change);
        }
    })
}

fn hostile(text: &str, long: usize) -> String {
    format!("\u{1b}]0;pwned\u{7}{text}\u{202e}\u{9b}2J{}\u{e0041}{}", "\u{301}".repeat(500), "x".repeat(long))
}

/// All texts are too long to be kept; one in a hundred is far beyond that, and all together fit into an answer.
fn hostile_texts() -> Fault {
    let seen = AtomicUsize::new(0);
    in_data(move |value| {
        if let Value::String(text) = value {
            let long = if seen.fetch_add(1, Ordering::Relaxed).is_multiple_of(100) { 100_000 } else { 600 };
            *text = hostile(text, long);
        }
    })
}

/// All of them.
pub fn cases() -> Vec<Case> {
    let mut cases = statuses();
    cases.extend(transport());
    cases.extend(bodies());
    cases.extend(data());
    cases
}

fn statuses() -> Vec<Case> {
    use Expect::{Failure, Passing};
    let mut cases: Vec<Case> = [400, 401, 403, 404, 408, 409, 410, 418, 422, 451]
        .map(|code| {
            case(format!("status {code}"), Fault::status(code), if code == 401 { Expect::Either } else { Failure })
        })
        .into();
    cases.extend(
        [500, 501, 502, 503, 504, 520].map(|code| case(format!("status {code}"), Fault::status(code), Passing)),
    );
    let after = |text: &str| Fault::Status(429, Some(text.to_owned()));
    cases.extend([
        case("429", Fault::status(429), Passing),
        case("429, Retry-After 0", after("0"), Passing),
        case("429, Retry-After a date", after("Wed, 01 Jan 2020 00:00:00 GMT"), Passing),
        case("429, Retry-After an hour", after("3600"), Failure),
        case("429, Retry-After nonsense", after("soon"), Passing),
        case("503, Retry-After 0", Fault::Status(503, Some("0".into())), Passing),
        case("moved elsewhere", Fault::Redirect(302, "https://evil.example/x".into()), Failure),
        case("moved here", Fault::Redirect(308, "/api/companies/search".into()), Failure),
        case("moved to nowhere", Fault::Redirect(301, "\u{80}".into()), Failure),
    ]);
    cases
}

fn transport() -> Vec<Case> {
    use Expect::{Answer, Passing};
    vec![
        case("reset before", Fault::Reset, Passing),
        case("reset after it was done", Fault::ExecutedThenReset, Passing),
        case("closed", Fault::Close, Passing),
        case("cut body", Fault::CutBody, Passing),
        case("502 after it was done", Fault::ExecutedThenStatus(502), Passing),
        case("503 after it was done", Fault::ExecutedThenStatus(503), Passing),
        case("504 after it was done", Fault::ExecutedThenStatus(504), Passing),
        case("late", Fault::Delay(Duration::from_millis(30)), Answer),
        lasting("too late", Fault::Delay(TOO_LONG)),
        lasting("done, and the answer held back", Fault::Hold(Gate::new())),
        case("dripping", Fault::SlowBody(200, Duration::from_micros(200)), Answer),
        lasting("dripping for ever", Fault::SlowBody(1, TOO_LONG)),
    ]
}

fn bodies() -> Vec<Case> {
    use Expect::{Answer, Either, Failure, Passing};
    let bomb = bomb();
    vec![
        case("HTML, 200", Fault::Html(200), Passing),
        case("HTML, 502", Fault::Html(502), Passing),
        case("HTML, 403", Fault::Html(403), Failure),
        case("garbage", Fault::Garbage, Passing),
        case("wrong type", Fault::WrongType, Answer),
        case("200 MB", Fault::Huge(200 << 20), Failure),
        case("a gzip bomb", raw(200, Some("application/json"), Some("gzip"), bomb.clone()), Failure),
        case("gzip that is none", raw(200, Some("application/json"), Some("gzip"), *b"{}"), Passing),
        case("half a gzip", raw(200, Some("application/json"), Some("gzip"), &bomb[..500]), Passing),
        case("deep nesting", json("[".repeat(50_000)), Passing),
        case("deep objects", json("{\"data\":".repeat(10_000)), Passing),
        case("nothing", json(""), Passing),
        case("nothing, 204", raw(204, None, None, ""), Either),
        case("no type", raw(200, None, None, "{\"data\":null}"), Either),
        case("invalid UTF-8", json(*b"{\"status\":\"SUCCESS\",\"data\":{\"results\":[\"\xff\xfe\"]}}"), Passing),
        case("UTF-16", json(*b"\xff\xfe{\x00}\x00"), Passing),
        case("cut JSON", json("{\"status\":\"SUCCESS\",\"data\":{\"results\":[{"), Passing),
        case("a list", json("[]"), Passing),
        case("a text", json("\"hello\""), Passing),
        case("null", json("null"), Passing),
        case("somebody else's JSON", json("{\"message\":\"please log in to the hotel\"}"), Passing),
        case("a number beyond all", json("{\"status\":\"SUCCESS\",\"data\":1e999}"), Passing),
        case("two answers", json("{\"data\":null}{\"data\":null}"), Passing),
        case("an endless key", json(format!("{{\"{}\":1}}", "k".repeat(100_000))), Passing),
    ]
}

fn data() -> Vec<Case> {
    use Expect::{Either, Failure, Passing};
    let failure = Fault::failure_in_200;
    vec![
        case("INPUT_ERROR in a 200", failure("INPUT_ERROR", "Bad", &["Email is odd."]), Failure),
        case("PRIVACY_ERROR in a 200", failure("PRIVACY_ERROR", "Locked", &[]), Failure),
        case("INTERNAL_SERVER_ERROR in a 200", failure("INTERNAL_SERVER_ERROR", "Oh", &[]), Passing),
        case("an unknown status in a 200", failure("HALF_DONE", "Hm", &[]), Either),
        case("a failure without words", failure("INPUT_ERROR", "", &[]), Either),
        case("ten thousand messages", failure("INPUT_ERROR", "", &["\u{1b}[2J no"; 10_000]), Failure),
        case("null everywhere", in_data(|v| *v = Value::Null), Either),
        case("data is null", Fault::rewrite(|v| v["data"] = Value::Null), Either),
        case("data is a text", Fault::rewrite(|v| v["data"] = Value::from("x")), Either),
        case("data is a list of texts", Fault::rewrite(|v| v["data"] = serde_json::json!(["x", 1, null])), Either),
        case(
            "numbers as texts",
            in_data(|v| {
                if v.is_number() {
                    *v = Value::from(v.to_string());
                }
            }),
            Expect::Answer,
        ),
        case(
            "numbers out of range",
            in_data(|v| {
                if v.is_number() {
                    *v = serde_json::json!(-1e300);
                }
            }),
            Either,
        ),
        case("dates out of range", in_data(dates), Expect::Answer),
        case(
            "truths as texts",
            in_data(|v| {
                if v.is_boolean() {
                    *v = Value::from(v.to_string());
                }
            }),
            Expect::Answer,
        ),
        case("hostile texts", hostile_texts(), Either),
        case(
            "empty texts",
            in_data(|v| {
                if v.is_string() {
                    *v = Value::from("");
                }
            }),
            Either,
        ),
        case("totals that lie", Fault::rewrite(lie), Either),
        case("keys in other case", Fault::rewrite(shout), Expect::Answer),
    ]
}

fn dates(value: &mut Value) {
    if value.as_str().is_some_and(|t| t.len() > 10 && t.as_bytes()[4] == b'-' && t.as_bytes()[7] == b'-') {
        *value = Value::from("99999-99-99T99:99:99");
    }
}

fn lie(answer: &mut Value) {
    if let Some(data) = answer.get_mut("data").and_then(Value::as_object_mut) {
        for (name, value) in data.iter_mut() {
            if name.starts_with("totalNumber") {
                *value = Value::from(u64::MAX);
            }
        }
    }
}

fn shout(answer: &mut Value) {
    match answer {
        Value::Object(map) => {
            let entries = std::mem::take(map);
            for (name, mut value) in entries {
                shout(&mut value);
                // The token is no envelope: its names are OAuth's.
                let name = if name.contains('_') { name } else { name.to_uppercase() };
                map.insert(name, value);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(shout),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
