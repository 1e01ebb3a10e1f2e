//! One HTTP exchange: sends, reads a bounded body, and says what the answer means.

use std::time::{Duration, SystemTime};

use reqwest::header::RETRY_AFTER;
use reqwest::{RequestBuilder, Response, StatusCode};
use serde_json::Value;

use super::client::Limits;
use super::error::Error;
use super::retry::retry_after;
use super::wire::envelope;
use crate::domain::text::{MESSAGE_MAX, clean};

/// Sends a request and gives the `data` of a successful envelope.
pub(super) async fn exchange(request: RequestBuilder, limits: &Limits) -> Result<Value, Error> {
    let response = request.send().await.map_err(|e| transport(e, limits.request))?;
    let status = response.status();
    let wait = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| retry_after(v, SystemTime::now()));
    if status.is_redirection() {
        return Err(Error::Redirected(target(&response)));
    }
    let body = body(response, limits).await?;
    let json: Option<Value> = serde_json::from_slice(&body).ok();
    if status.is_success() {
        let json = json.filter(Value::is_object).ok_or(Error::Garbled(status.as_u16()))?;
        return envelope::data(json, status.as_u16());
    }
    Err(refusal(status, wait, json.as_ref()))
}

/// Reads the body up to the cap, counted after decompression.
async fn body(mut response: Response, limits: &Limits) -> Result<Vec<u8>, Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|e| transport(e, limits.request))? {
        if body.len() + chunk.len() > limits.body {
            return Err(Error::TooLarge(limits.body));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// What a status other than 200 means.
fn refusal(status: StatusCode, wait: Option<Duration>, json: Option<&Value>) -> Error {
    let said = json.map(envelope::said).unwrap_or_default();
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
        400 | 409 | 422 if !said.all().is_empty() => Error::Refused(said.all()),
        code => Error::Service { status: code, message: said.message, wait },
    }
}

/// Where a redirect points: the origin alone, because the rest may hold anything.
fn target(response: &Response) -> String {
    let location = response.headers().get(reqwest::header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or("nowhere");
    let origin = response.url().join(location).map(|u| u.origin().ascii_serialization());
    clean(&origin.unwrap_or_else(|_| "nowhere".into()), 200)
}

/// A transport fault, told apart by what it means for what was sent.
fn transport(error: reqwest::Error, limit: Duration) -> Error {
    let error = error.without_url();
    tracing::debug!(%error, "transport");
    if error.is_connect() {
        // A connect time-out is one of these: nothing was sent.
        return Error::NoConnection(cause(&error));
    }
    if error.is_timeout() {
        return Error::Timeout(limit);
    }
    if error.is_builder() {
        return Error::Setup(cause(&error));
    }
    Error::Broken
}

/// The innermost cause, in its own words.
fn cause(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    clean(&innermost.to_string(), MESSAGE_MAX)
}
