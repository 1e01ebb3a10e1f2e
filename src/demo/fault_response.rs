//! Applies a fault to a request and its answer.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use futures_util::{StreamExt as _, stream};

use super::answer::failure;
use super::clock::Clock;
use super::faults::{Fault, Rewrite};

/// A chunk of a body that is generated on the fly.
const STEP: usize = 64 * 1024;

/// The result of a request with a fault.
pub(super) enum FaultOutcome {
    /// This answer.
    Answer(Response),
    /// Reset the connection.
    Reset,
    /// Close the connection.
    Close,
}

/// Serves a request with this fault. It is executed if and only if `served` is awaited.
pub(super) async fn apply(
    fault: Fault,
    served: impl Future<Output = Response> + Send + 'static,
    clock: &Clock,
) -> FaultOutcome {
    FaultOutcome::Answer(match fault {
        Fault::Pass => served.await,
        Fault::Status(code, retry_after) => with(refuse(code), header::RETRY_AFTER, retry_after.as_deref()),
        Fault::Html(code) => (status(code), Html(page(code))).into_response(),
        Fault::Garbage => json(StatusCode::OK, &b"{\"data\":{\"results\":[{\xff\xfe\x00 nonsense"[..]),
        Fault::WrongType => with(served.await, header::CONTENT_TYPE, Some("text/plain")),
        Fault::CutBody => truncate(served.await).await,
        Fault::Reset => return FaultOutcome::Reset,
        Fault::ExecutedThenReset => {
            served.await;
            return FaultOutcome::Reset;
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
        Fault::SlowBody(bytes, wait) => trickle(served.await, bytes, wait).await,
        Fault::Huge(bytes) => json(StatusCode::OK, endless(bytes)),
        Fault::Redirect(code, to) => with(status(code).into_response(), header::LOCATION, Some(&to)),
        Fault::Raw { status: code, content_type, encoding, body } => {
            let response = with(Response::new(Body::from(body)), header::CONTENT_TYPE, content_type.as_deref());
            let mut response = with(response, header::CONTENT_ENCODING, encoding.as_deref());
            *response.status_mut() = status(code);
            response
        }
        Fault::Rewrite(change) => rewrite(served.await, &change).await,
        Fault::Close => return FaultOutcome::Close,
        Fault::Clock(seconds) => with(served.await, header::DATE, date(clock, seconds).as_deref()),
        Fault::Late(after, code) => {
            let later = clock.later(after);
            tokio::spawn(async move {
                later.wait().await;
                served.await;
            });
            match code {
                Some(code) => refuse(code),
                None => return FaultOutcome::Reset,
            }
        }
    })
}

/// Announces the whole body, sends half of it and breaks off.
async fn truncate(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let half = whole.slice(..whole.len() / 2);
    // hyper flushes when the stream is pending; an immediate error would drop the half.
    let broken = stream::once(async {
        tokio::task::yield_now().await;
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    });
    let steps = stream::iter([Ok(half)]).chain(broken);
    Response::from_parts(parts, Body::from_stream(steps))
}

/// Announces the whole body and sends it slowly.
async fn trickle(response: Response, bytes: usize, wait: Duration) -> Response {
    let (mut parts, body) = response.into_parts();
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let steps = stream::unfold(whole, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        tokio::time::sleep(wait).await;
        let step = rest.split_to(bytes.max(1).min(rest.len()));
        Some((Ok::<_, io::Error>(step), rest))
    });
    Response::from_parts(parts, Body::from_stream(steps))
}

/// This many bytes of an endless JSON text.
fn endless(bytes: u64) -> Body {
    let start = Bytes::from_static(b"{\"data\":\"");
    let more = Bytes::from(vec![b'a'; STEP]);
    let steps = stream::unfold((bytes, Some(start)), move |(left, start)| {
        let step = start.unwrap_or_else(|| more.clone());
        let length = usize::try_from(left).unwrap_or(usize::MAX).min(step.len());
        let step = step.slice(..length);
        let rest = left - step.len() as u64;
        async move { (left > 0).then_some((Ok::<_, io::Error>(step), (rest, None))) }
    });
    Body::from_stream(steps)
}

async fn rewrite(response: Response, change: &Rewrite) -> Response {
    let (mut parts, body) = response.into_parts();
    let mut bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    if let Ok(mut answer) = serde_json::from_slice::<serde_json::Value>(&bytes) {
        change.apply(&mut answer);
        bytes = Bytes::from(answer.to_string());
    }
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    Response::from_parts(parts, Body::from(bytes))
}

/// The HTTP date this many seconds from now; `None` beyond the calendar.
pub(super) fn date(clock: &Clock, seconds: i64) -> Option<String> {
    let at = clock.now().checked_add(jiff::SignedDuration::from_secs(seconds)).ok()?;
    Some(at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
}

/// The answer with this header; an invalid value is left out.
pub(super) fn with(mut response: Response, name: HeaderName, text: Option<&str>) -> Response {
    if let Some(value) = text.and_then(|text| HeaderValue::from_str(text).ok()) {
        response.headers_mut().insert(name, value);
    }
    response
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
