//! What every request goes through before and after it is served: the log, the wait, the faults.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use futures_util::{StreamExt as _, stream};

use super::answer::failure;
use super::faults::{self, Fault};
use super::line::Cut;
use super::requests::{Ending, Request as Logged};
use super::routes::{COMPANY_HEADER, bearer};
use super::shared::Shared;

/// The longest body that is read.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// Logs a request, lets it wait, and serves it or what its fault makes of it.
pub(super) async fn around(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return failure(StatusCode::PAYLOAD_TOO_LARGE, "INPUT_ERROR", "The body is too large.", None);
    };
    let (method, path) = (parts.method.as_str().to_owned(), parts.uri.path().to_owned());
    let entry = shared.log.arrived(logged(&method, &path, &parts.headers, &body));
    let (fault, wait) = shared.fate(&method, &path);
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    let served = next.run(Request::from_parts(parts, Body::from(body)));
    let Some(response) = meet(fault.unwrap_or(Fault::Pass), served).await else {
        cut.now();
        entry.ended(Ending::Silence);
        // Never seen: the connection is broken before it could be written.
        return StatusCode::NO_CONTENT.into_response();
    };
    entry.ended(Ending::Status(response.status().as_u16()));
    response
}

fn logged(method: &str, path: &str, headers: &HeaderMap, body: &Bytes) -> Logged {
    let text = |name: &str| headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    Logged {
        method: method.to_owned(),
        path: path.to_owned(),
        content_type: text("content-type"),
        company: text(COMPANY_HEADER),
        has_token: bearer(headers).is_some(),
        body: String::from_utf8_lossy(body).into_owned(),
        ending: Ending::Open,
    }
}

/// What a request gets under this fault; nothing when the connection is to break instead. The request
/// is executed when, and only when, `served` is awaited.
async fn meet(fault: Fault, served: impl Future<Output = Response>) -> Option<Response> {
    Some(match fault {
        Fault::Pass => served.await,
        Fault::Status(code, retry_after) => {
            let mut response = refuse(code);
            if let Some(value) = retry_after.and_then(|text| HeaderValue::from_str(&text).ok()) {
                response.headers_mut().insert(header::RETRY_AFTER, value);
            }
            response
        }
        Fault::Html(code) => (status(code), Html(page(code))).into_response(),
        Fault::Garbage => json(StatusCode::OK, &b"{\"data\":{\"results\":[{\xff\xfe\x00 nonsense"[..]),
        Fault::WrongType => {
            let mut response = served.await;
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
            response
        }
        Fault::CutBody => halve(served.await).await,
        Fault::Reset => return None,
        Fault::ExecutedThenReset => {
            served.await;
            return None;
        }
        Fault::ExecutedThenStatus(code) => {
            served.await;
            refuse(code)
        }
        Fault::Delay(more) => {
            tokio::time::sleep(more).await;
            served.await
        }
        Fault::Hold(gate) => {
            let response = served.await;
            gate.passed().await;
            response
        }
        Fault::FailureIn200 { status, message, validation } => {
            failure(StatusCode::OK, &status, &message, (!validation.is_empty()).then_some(validation))
        }
        Fault::Body(code, text) => json(status(code), text),
    })
}

/// Promises the whole body, sends half of it and breaks off.
async fn halve(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let half = whole.slice(..whole.len() / 2);
    // hyper sends what it has when the stream makes it wait; an error right away would swallow the half.
    let broken = stream::once(async {
        tokio::task::yield_now().await;
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    });
    let steps = stream::iter([Ok(half)]).chain(broken);
    Response::from_parts(parts, Body::from_stream(steps))
}

fn refuse(code: u16) -> Response {
    let word = match code {
        400..=499 => "INPUT_ERROR",
        _ => "INTERNAL_SERVER_ERROR",
    };
    failure(status(code), word, "An injected fault of the embedded server.", None)
}

fn json(code: StatusCode, body: impl Into<Body>) -> Response {
    (code, [(header::CONTENT_TYPE, "application/json; charset=utf-8")], body.into()).into_response()
}

fn page(code: u16) -> String {
    let title = status(code).canonical_reason().unwrap_or("Error");
    format!("<html><head><title>{code} {title}</title></head><body><h1>{code} {title}</h1><hr>nginx</body></html>\n")
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

impl Shared {
    /// The fault of this request, if it meets one, and how long it waits.
    fn fate(&self, method: &str, path: &str) -> (Option<Fault>, Duration) {
        let mut dice = self.dice();
        let (latency, jitter) = (self.options.latency, self.options.jitter);
        let swing = jitter.mul_f64(2.0 * dice.f64());
        let planned = self.faults.take(method, path);
        let fault = planned.or_else(|| faults::random(&mut dice, self.options.fail_rate, method, path));
        (fault, latency.saturating_add(swing).saturating_sub(jitter))
    }
}
