//! Answers: the envelope of every success and every refusal.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use super::body;

/// The envelope of every answer except the token's.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<T> {
    data: Option<T>,
    status: String,
    message: Option<String>,
    validation_messages: Option<Vec<String>>,
}

/// 200 with this data.
pub(super) fn success(data: impl Serialize) -> Response {
    Json(Envelope { data: Some(data), status: "SUCCESS".into(), message: None, validation_messages: None })
        .into_response()
}

/// 200 with this data and a message, which the console expects after a delete.
pub(super) fn done(data: impl Serialize, message: &str) -> Response {
    let message = Some(message.to_owned());
    Json(Envelope { data: Some(data), status: "SUCCESS".into(), message, validation_messages: None }).into_response()
}

/// Any status with an envelope that reports a failure.
pub(super) fn failure(code: StatusCode, status: &str, message: &str, validation: Option<Vec<String>>) -> Response {
    let body = Envelope::<Value> {
        data: None,
        status: status.into(),
        message: Some(message.into()),
        validation_messages: validation,
    };
    (code, Json(body)).into_response()
}

/// ASP.NET's own answer to a body that does not match its types (RFC 9457), with the paths in it.
fn problem(messages: &[String]) -> Response {
    let errors = messages.iter().filter_map(|message| Some((body::unread(message)?.to_owned(), json!([message]))));
    let body = json!({
        "type": "https://tools.ietf.org/html/rfc9110#section-15.5.1",
        "title": "One or more validation errors occurred.",
        "status": 400,
        "errors": errors.collect::<serde_json::Map<_, _>>(),
    });
    (StatusCode::BAD_REQUEST, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No bearer token, an unknown one or an expired one.
    NoToken,
    /// A scoped call without `X-KEEPNET-Company-Id`.
    NoCompany,
    /// The company belongs to another reseller.
    Foreign,
    /// The company may be accessed, but not this part of it.
    Denied,
    /// No such company.
    Unknown,
    /// No such company group.
    NoGroup,
    /// The company has no such target group.
    NoTargetGroup,
    /// The company has no such user, or no longer.
    NoUser,
    /// The user comes from a directory and cannot be changed here.
    Managed,
    /// The company has no such system user, or no longer.
    NoSystemUser,
    /// The company has locked access.
    Locked,
    /// The media type of the body is not supported.
    MediaType(String),
    /// The body is not a JSON object.
    NotJson,
    /// Fields are refused, one message each.
    Invalid(Vec<String>),
    /// A rule about the whole request is violated.
    Rule(&'static str),
    /// No such path.
    NoPath,
    /// The method is not allowed for this path.
    Method,
    /// An internal error.
    Broken,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (code, status, message, validation) = match self {
            Self::NoToken => {
                let mut answer = failure(
                    StatusCode::UNAUTHORIZED,
                    "UNAUTHORIZED",
                    "The access token is missing or has expired.",
                    None,
                );
                answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
                return answer;
            }
            Self::NoCompany => (403, "FORBIDDEN", "The X-KEEPNET-Company-Id header is missing.".into(), None),
            Self::Foreign => (403, "FORBIDDEN", "You are not allowed to access this company.".into(), None),
            Self::Denied => (403, "FORBIDDEN", "You are not allowed to see this.".into(), None),
            Self::Unknown => (404, "NOT_FOUND", "Company not found.".into(), None),
            Self::NoGroup => (404, "NOT_FOUND", "Company group not found.".into(), None),
            Self::NoTargetGroup => (404, "NOT_FOUND", "Target group not found.".into(), None),
            Self::NoUser => (404, "NOT_FOUND", "Target user not found.".into(), None),
            Self::NoSystemUser => (404, "NOT_FOUND", "System user not found.".into(), None),
            Self::Managed => {
                let message = "The target user is managed by a directory integration and cannot be changed.";
                (400, "INPUT_ERROR", message.into(), None)
            }
            Self::Locked => (403, "PRIVACY_ERROR", "The company has not allowed access to its data.".into(), None),
            Self::MediaType(given) => {
                (400, "INPUT_ERROR", format!("The media type '{given}' is not supported; use application/json."), None)
            }
            Self::NotJson => (400, "INPUT_ERROR", "The body could not be read as a JSON object.".into(), None),
            // An unreadable body is refused first, and with another message than the service's own.
            Self::Invalid(messages) if messages.iter().any(|m| body::unread(m).is_some()) => return problem(&messages),
            Self::Invalid(messages) => {
                (400, "INPUT_ERROR", "One or more validation errors occurred.".into(), Some(messages))
            }
            Self::Rule(message) => (400, "INPUT_ERROR", message.into(), None),
            Self::NoPath => (404, "NOT_FOUND", "There is nothing at this path.".into(), None),
            Self::Method => (405, "METHOD_NOT_ALLOWED", "This path does not know the method.".into(), None),
            Self::Broken => (500, "INTERNAL_SERVER_ERROR", "An unexpected error occurred.".into(), None),
        };
        failure(StatusCode::from_u16(code).unwrap_or_default(), status, &message, validation)
    }
}
