//! The token of a client.

use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use serde::Deserialize;
use serde_json::json;

use super::PERMISSIONS;
use crate::demo::answer::Refusal;
use crate::demo::extract::App;
use crate::demo::tokens::{CLIENT_ID, CLIENT_SECRET};

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
