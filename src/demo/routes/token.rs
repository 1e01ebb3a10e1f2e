//! The token of a client.

use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use serde::Deserialize;
use serde_json::json;

use crate::demo::answer::Refusal;
use crate::demo::extract::App;
use crate::demo::tokens::{CLIENT_ID, CLIENT_SECRET};

/// The permissions of the credentials, as in the token answer: every path but the token's.
const PERMISSIONS: &[&str] = &[
    "companies/search|POST",
    "companies/my|GET",
    "companies/{resourceId}|GET",
    "companies/{resourceId}/license-check|GET",
    "company-groups|GET",
    "company-groups/search|POST",
    "company-groups/{resourceId}/companies/search|POST",
    "target-users|POST",
    "target-users/search|POST",
    "target-users/search-email|POST",
    "target-users/count-summary|GET",
    "target-users/{resourceId}|GET",
    "target-users/{resourceId}|PUT",
    "target-users/{resourceId}|DELETE",
    "target-groups|GET",
    "target-groups|POST",
    "target-groups/search|POST",
    "target-groups/users|PUT",
    "target-groups/{resourceId}/users|POST",
    "target-groups/{resourceId}/users|DELETE",
    "target-users/{resourceId}/groups|POST",
    "system-users|POST",
    "system-users/search|POST",
    "system-users/send-reset-password-link|POST",
    "system-users/{resourceId}|PUT",
    "system-users/{resourceId}|DELETE",
    "system-users/{resourceId}/send-information-email|POST",
    "audit-logs/search|POST",
    "scim/search|POST",
    "ldap-schedule/search|POST",
    "google-user-provisioning|GET",
    "roles|GET",
    "custom-fields/company|GET",
    "allow-list/search/verified|GET",
    "allow-list/search/unverified|GET",
    "timezone/timezones|GET",
    "languages|GET",
];

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

/// `POST /connect/token`
pub(super) async fn token(State(app): App, request: Request) -> Response {
    // Anything but a form is an internal error of the service.
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
        "permissions": PERMISSIONS,
    }))
    .into_response()
}
