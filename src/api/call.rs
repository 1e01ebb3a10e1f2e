//! One HTTP exchange: sends a request, reads a bounded body, and classifies the answer.

use std::time::{Duration, Instant, SystemTime};

use reqwest::header::{DATE, LOCATION, RETRY_AFTER};
use reqwest::{RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use serde_json::Value;

use super::clock::ServiceClock;
use super::connect;
use super::error::Error;
use super::retry::{http_date, retry_after};
use super::settings::Limits;
use super::wire::envelope::{self, Success};
use super::wire::json::Json;
use crate::domain::text::{NAME_MAX, clean};

/// Limit of commas, colons and brackets in an answer. Ten thousand groups have about 150,000.
const PARTS_MAX: usize = 1_000_000;

/// Looks at the data of an answer while they are there.
pub(super) type Look<'a> = &'a (dyn Fn(&Json<'_>) + Send + Sync);

/// Sends a request and opens the envelope of its answer. `proxy` is named in connection errors; `clock` reads the
/// `Date` of the answer.
pub(super) async fn exchange(
    request: RequestBuilder,
    limits: &Limits,
    proxy: Option<&str>,
    clock: &ServiceClock,
    look: Option<Look<'_>>,
) -> Result<Success, Error> {
    let asked = Instant::now();
    let response = request.send().await.map_err(|e| transport(e, limits.request, proxy))?;
    let status = response.status();
    let wait = wait(&response);
    if status.is_redirection() {
        return Err(Error::Redirected(target(&response)));
    }
    // A gateway that answers in the service's place has a clock of its own.
    if status.is_success() {
        clock.record(&response, asked);
    }
    let body = body(response, limits).await?;
    if !status.is_success() {
        return Err(refusal(status, wait, json(&body).as_ref()));
    }
    if let Some(look) = look {
        return borrowed(&body, status.as_u16(), look);
    }
    let json = json(&body).filter(Value::is_object).ok_or(Error::Garbled(status.as_u16()))?;
    envelope::open(json, status.as_u16())
}

/// Looks at the data of a 200 without copying them; the rest is returned.
pub(super) fn borrowed(body: &[u8], http: u16, look: Look<'_>) -> Result<Success, Error> {
    let json = json::<Json<'_>>(body).filter(|json| matches!(json, Json::Object(_))).ok_or(Error::Garbled(http))?;
    let (status, data) = envelope::look(&json, http)?;
    look(data);
    Ok(Success { data: Value::Null, status })
}

/// Parses the body, if it is JSON of a plausible size in memory: an object with one member takes eighty times its text.
pub(super) fn json<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Option<T> {
    let is_part = |byte: &&u8| matches!(byte, b',' | b':' | b'[' | b'{');
    if body.len() > PARTS_MAX && body.iter().filter(is_part).count() > PARTS_MAX {
        tracing::warn!(bytes = body.len(), "an answer with too many parts");
        return None;
    }
    serde_json::from_slice(body).ok()
}

/// The wait that an answer asks for. A date is compared with the service's own clock if possible, because ours may be
/// wrong.
fn wait(response: &Response) -> Option<Duration> {
    let header = |name| response.headers().get(name)?.to_str().ok();
    let now = header(DATE).and_then(http_date).unwrap_or_else(SystemTime::now);
    retry_after(header(RETRY_AFTER)?, now)
}

/// Reads the body up to the limit, counted after decompression.
async fn body(mut response: Response, limits: &Limits) -> Result<Vec<u8>, Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|e| transport(e, limits.request, None))? {
        if body.len() + chunk.len() > limits.body {
            return Err(Error::TooLarge(limits.body));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The error for a status other than 200.
fn refusal(status: StatusCode, wait: Option<Duration>, json: Option<&Value>) -> Error {
    let said = json.map(envelope::envelope_status).unwrap_or_default();
    if let Some(json) = json
        && json
            .get("error")
            .and_then(Value::as_str)
            .is_some_and(|e| e == "invalid_client" || e == "unauthorized_client")
    {
        return Error::InvalidClient;
    }
    match status.as_u16() {
        401 => Error::Unauthorized,
        403 if said.status == "PRIVACY_ERROR" => Error::Privacy(said.message),
        403 => Error::Forbidden(said.message),
        404 => Error::NotFound(said.message),
        429 => Error::RateLimited(wait),
        422 => Error::refused(422, said.all()),
        400 | 409 if !said.all().is_empty() => Error::Refused(said.all()),
        code => Error::Service { status: code, message: said.message, wait },
    }
}

/// The target of a redirect: only its origin, because the rest may contain anything.
fn target(response: &Response) -> String {
    let location = response.headers().get(LOCATION).and_then(|v| v.to_str().ok());
    let target = location.and_then(|l| response.url().join(l).ok()).map(|u| u.origin());
    match target {
        Some(origin) if origin == response.url().origin() => "another path of the same host".into(),
        Some(origin) if origin.is_tuple() => clean(&origin.ascii_serialization(), NAME_MAX),
        Some(_) => "not a web address".into(),
        None => "nowhere".into(),
    }
}

/// Classifies a transport error by what it means for the request.
pub(super) fn transport(error: reqwest::Error, limit: Duration, proxy: Option<&str>) -> Error {
    let error = error.without_url();
    tracing::debug!(%error, "transport");
    if error.is_connect() {
        // Includes connect time-outs: nothing was sent.
        return connect::refused(&error, proxy);
    }
    if error.is_timeout() {
        return Error::Timeout(limit);
    }
    if error.is_builder() {
        return Error::Setup(connect::cause(&error));
    }
    Error::Broken
}
