//! The paths, what each asks of a request, and what it answers.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Form, Json, Router, body::Bytes};
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

use super::answer::{Refusal, success};
use super::body::Fields;
use super::layer;
use super::search::Query;
use super::shared::Shared;
use super::tokens::{CLIENT_ID, CLIENT_SECRET};
use super::user_search::{EmailQuery, UserQuery};
use super::wire::{
    CompanyDetail, CompanyPage, GroupItem, Id, LanguageItem, LicenseCheck, MyCompany, Paged, TimeZones, UserDetail,
    UserItem,
};

/// The header that says which customer a scoped call is about.
pub(super) const COMPANY_HEADER: &str = "x-keepnet-company-id";

type App = State<Arc<Shared>>;

/// Every path of the server.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/connect/token", post(token))
        .route("/api/companies/search", post(search))
        .route("/api/companies/my", get(my_companies))
        .route("/api/companies/{id}", get(company))
        .route("/api/companies/{id}/license-check", get(license_check))
        .route("/api/target-users", post(create_user))
        .route("/api/target-users/search", post(search_users))
        .route("/api/target-users/search-email", post(search_email))
        .route("/api/target-users/{id}", delete(delete_user))
        .route("/api/target-groups", get(groups))
        .route("/api/timezone/timezones", get(time_zones))
        .route("/api/languages", get(languages))
        .fallback(async || Refusal::NoPath)
        .method_not_allowed_fallback(async || Refusal::Method)
        .layer(from_fn_with_state(shared.clone(), layer::around))
        .with_state(shared)
}

/// The form of the token request; a field that is missing is empty.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Grant {
    #[serde(rename = "grant_type")]
    kind: String,
    client_id: String,
    client_secret: String,
    scope: String,
}

async fn token(State(app): App, request: Request) -> Response {
    // Anything but a form makes the service stumble.
    let Ok(Form(grant)) = Form::<Grant>::from_request(request, &()).await else {
        return Refusal::Broken.into_response();
    };
    let refuse = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    if grant.client_id != CLIENT_ID || grant.client_secret != CLIENT_SECRET {
        return refuse("invalid_client");
    }
    if grant.kind != "client_credentials" {
        return refuse("invalid_grant");
    }
    if grant.scope != "api1" {
        return refuse("invalid_scope");
    }
    let (id, name) = app.world().reseller.clone();
    let (access_token, expires_in) = app.tokens().issue(&id, name);
    Json(json!({
        "access_token": access_token,
        "expires_in": expires_in,
        "token_type": "Bearer",
        "scope": "api1",
        "permissions": [
            "companies/search|POST", "companies/{resourceId}|GET", "companies/{resourceId}/license-check|GET",
            "companies/my|GET", "target-users|POST", "target-users/search|POST",
            "target-users/search-email|POST", "target-users/{resourceId}|DELETE", "target-groups|GET", "timezone/timezones|GET", "languages|GET",
        ],
    }))
    .into_response()
}

async fn search(_: Caller, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let query = Query::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    Ok(success(CompanyPage::new(&query, &query.run(world.managed()))))
}

async fn my_companies(_: Caller, State(app): App) -> Response {
    success(app.world().managed().map(MyCompany::new).collect::<Vec<_>>())
}

async fn company(_: Caller, State(app): App, Named(id): Named) -> Result<Response, Refusal> {
    Ok(success(CompanyDetail::new(app.world().company(&id)?)))
}

async fn license_check(_: Caller, State(app): App, Named(id): Named) -> Result<Response, Refusal> {
    Ok(success(LicenseCheck::new(app.world().company(&id)?)))
}

async fn create_user(_: Caller, scope: Scope, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let resource_id = app.world().create_user(&scope.0, &body.0, app.options.index_delay)?;
    Ok(success(Id { resource_id }))
}

async fn search_users(_: Caller, scope: Scope, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let query = UserQuery::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    let (rows, total) = query.run(world.users(world.open_company(&scope.0)?, Instant::now()));
    Ok(success(Paged::new(query.paging, total, rows.into_iter().map(UserItem::new).collect())))
}

async fn search_email(_: Caller, scope: Scope, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let query = EmailQuery::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    let found = world.with_email(world.open_company(&scope.0)?, &query.email, Instant::now());
    let (rows, total) = query.run(found);
    Ok(success(Paged::new(query.paging, total, rows.into_iter().map(UserDetail::new).collect())))
}

async fn delete_user(_: Caller, scope: Scope, State(app): App, Named(id): Named) -> Result<Response, Refusal> {
    app.world().delete_user(&scope.0, &id)?;
    Ok(success(Id { resource_id: id }))
}

async fn groups(_: Caller, scope: Scope, State(app): App) -> Result<Response, Refusal> {
    let world = app.world();
    let groups = &world.open_company(&scope.0)?.groups;
    Ok(success(groups.iter().map(GroupItem::new).collect::<Vec<_>>()))
}

async fn time_zones(_: Caller, State(app): App) -> Response {
    success(TimeZones::new(&app.world().zones))
}

async fn languages(_: Caller, State(app): App) -> Response {
    success(app.world().languages.iter().map(LanguageItem::new).collect::<Vec<_>>())
}

/// The bearer token of a request.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Somebody with a valid token.
struct Caller;

impl FromRequestParts<Arc<Shared>> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<Shared>) -> Result<Self, Refusal> {
        let known = bearer(&parts.headers).is_some_and(|token| app.tokens().accepts(token));
        if known { Ok(Self) } else { Err(Refusal::NoToken) }
    }
}

/// The ID in the path; one that is no text names no company.
struct Named(String);

impl FromRequestParts<Arc<Shared>> for Named {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<Shared>) -> Result<Self, Refusal> {
        let id = Path::<String>::from_request_parts(parts, app).await;
        id.map(|Path(id)| Self(id)).map_err(|_| Refusal::Unknown)
    }
}

/// The company that a scoped call is about; it may be acted for.
struct Scope(String);

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
struct ReadBody(Fields);

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
