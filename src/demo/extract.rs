//! Extractors for handlers: token, company, ID, body.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use super::answer::Refusal;
use super::body::Fields;
use super::shared::Shared;

/// The header with the company of a scoped call.
pub(super) const COMPANY_HEADER: &str = "x-keepnet-company-id";

/// The server's state.
pub(super) type App = State<Arc<Shared>>;

/// The bearer token of a request.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A caller with a valid token.
pub(super) struct Caller;

impl FromRequestParts<Arc<Shared>> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<Shared>) -> Result<Self, Refusal> {
        let known = bearer(&parts.headers).is_some_and(|token| app.tokens().accepts(token));
        if known { Ok(Self) } else { Err(Refusal::NoToken) }
    }
}

/// The ID in the path.
pub(super) struct Named(pub(super) String);

impl FromRequestParts<Arc<Shared>> for Named {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<Shared>) -> Result<Self, Refusal> {
        let id = Path::<String>::from_request_parts(parts, app).await;
        id.map(|Path(id)| Self(id)).map_err(|_| Refusal::Unknown)
    }
}

/// The company of a scoped call, if it is accessible.
pub(super) struct Scope(pub(super) String);

impl FromRequestParts<Arc<Shared>> for Scope {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<Shared>) -> Result<Self, Refusal> {
        let value = parts.headers.get(COMPANY_HEADER).map(|value| value.to_str().unwrap_or_default().trim());
        let id = value.filter(|id| !id.is_empty()).ok_or(Refusal::NoCompany)?;
        app.world().open_company(id)?;
        Ok(Self(id.to_owned()))
    }
}

/// A JSON object sent as `application/json`.
pub(super) struct ReadBody(pub(super) Fields);

impl FromRequest<Arc<Shared>> for ReadBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &Arc<Shared>) -> Result<Self, Refusal> {
        let given = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let given = given.unwrap_or_default().to_owned();
        let essence = given.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(Refusal::MediaType(given));
        }
        let bytes = Bytes::from_request(request, app).await.map_err(|_| Refusal::NotJson)?;
        let value = serde_json::from_slice(&bytes).map_err(|_| Refusal::NotJson)?;
        Fields::new(value).map(Self).ok_or(Refusal::NotJson)
    }
}
