//! The middleware of every request: log, latency, faults.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::answer::failure;
use super::connection::ConnectionSwitch;
use super::extract::{COMPANY_HEADER, bearer};
use super::fault_response::{FaultOutcome, apply, date, with};
use super::faults::{self, Fault};
use super::requests::{Ending, Request as Logged};
use super::shared::Shared;

/// The longest accepted body.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// Logs a request, delays it, and serves it or applies its fault.
pub(super) async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(cut): ConnectInfo<ConnectionSwitch>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return failure(StatusCode::PAYLOAD_TOO_LARGE, "INPUT_ERROR", "The body is too large.", None);
    };
    let (method, path) = (parts.method.as_str().to_owned(), parts.uri.path().to_owned());
    let entry = shared.log.arrived(logged(&method, &path, &parts.headers, &body));
    let (fault, wait) = shared.fault_for(&method, &path);
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    let served = next.run(Request::from_parts(parts, Body::from(body)));
    match apply(fault.unwrap_or(Fault::Pass), served, &shared.clock).await {
        FaultOutcome::Answer(mut response) => {
            if !response.headers().contains_key(header::DATE) {
                response = with(response, header::DATE, date(&shared.clock, 0).as_deref());
            }
            entry.ended(Ending::Status(response.status().as_u16()));
            return response;
        }
        FaultOutcome::Reset => cut.reset(),
        FaultOutcome::Close => cut.close(),
    }
    entry.ended(Ending::Silence);
    // Never visible: the connection is broken before it is written.
    StatusCode::NO_CONTENT.into_response()
}

fn logged(method: &str, path: &str, headers: &HeaderMap, body: &Bytes) -> Logged {
    let text = |name: &str| headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    Logged {
        method: method.to_owned(),
        path: path.to_owned(),
        content_type: text("content-type"),
        company: text(COMPANY_HEADER),
        has_token: bearer(headers).is_some(),
        token: bearer(headers).map(|token| {
            let mut hasher = DefaultHasher::new();
            token.hash(&mut hasher);
            hasher.finish()
        }),
        body: String::from_utf8_lossy(body).into_owned(),
        ending: Ending::Open,
    }
}

impl Shared {
    /// The fault of this request, if any, and its delay.
    fn fault_for(&self, method: &str, path: &str) -> (Option<Fault>, Duration) {
        let mut dice = self.dice();
        let (latency, jitter) = (self.options.latency, self.options.jitter);
        let swing = jitter.mul_f64(2.0 * dice.f64());
        let planned = self.faults.take(method, path);
        let fault = planned.or_else(|| faults::random(&mut dice, self.options.fail_rate, method, path));
        (fault, latency.saturating_add(swing).saturating_sub(jitter))
    }
}
