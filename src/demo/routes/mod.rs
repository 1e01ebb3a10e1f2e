//! The routes: what each requires of a request, and its answer.

mod companies;
mod company_groups;
mod directories;
mod groups;
mod scoped;
mod system_users;
mod token;
mod users;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{get, post, put};

use super::answer::{Refusal, success};
use super::extract::{App, Caller};
use super::layer;
use super::shared::Shared;
use super::wire::{LanguageItem, TimeZones};

/// Every path of the server.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/connect/token", post(token::token))
        .route("/api/companies/search", post(companies::search))
        .route("/api/companies/my", get(companies::mine))
        .route("/api/companies/{id}", get(companies::detail))
        .route("/api/companies/{id}/license-check", get(companies::license_check))
        .route("/api/company-groups", get(company_groups::all))
        .route("/api/company-groups/search", post(company_groups::search))
        .route("/api/company-groups/{id}/companies/search", post(company_groups::companies))
        .route("/api/target-users", post(users::create))
        .route("/api/target-users/search", post(users::search))
        .route("/api/target-users/search-email", post(users::search_email))
        .route("/api/target-users/count-summary", get(users::count_summary))
        .route("/api/target-users/{id}", get(users::detail).put(users::update).delete(users::delete))
        .route("/api/target-users/{id}/groups", post(groups::of_user))
        .route("/api/target-groups", get(groups::all).post(groups::create))
        .route("/api/target-groups/search", post(groups::search))
        .route("/api/target-groups/users", put(groups::add_users))
        .route("/api/target-groups/{id}/users", post(groups::members).delete(groups::remove_users))
        .route("/api/system-users", post(system_users::create))
        .route("/api/system-users/search", post(system_users::search))
        .route("/api/system-users/send-reset-password-link", post(system_users::send_reset_link))
        .route("/api/system-users/{id}", put(system_users::update).delete(system_users::delete))
        .route("/api/system-users/{id}/send-information-email", post(system_users::send_welcome))
        .route("/api/audit-logs/search", post(scoped::audit_log))
        .route("/api/scim/search", post(directories::scim))
        .route("/api/ldap-schedule/search", post(directories::ldap))
        .route("/api/google-user-provisioning", get(directories::google))
        .route("/api/roles", get(scoped::roles))
        .route("/api/custom-fields/company", get(scoped::custom_fields))
        .route("/api/allow-list/search/verified", get(scoped::verified_domains))
        .route("/api/allow-list/search/unverified", get(scoped::unverified_domains))
        .route("/api/timezone/timezones", get(time_zones))
        .route("/api/languages", get(languages))
        .fallback(async || Refusal::NoPath)
        .method_not_allowed_fallback(async || Refusal::Method)
        .layer(from_fn_with_state(shared.clone(), layer::handle))
        .with_state(shared)
}

async fn time_zones(_: Caller, State(app): App) -> Response {
    success(TimeZones::new(&app.world().zones))
}

async fn languages(_: Caller, State(app): App) -> Response {
    success(app.world().languages.iter().map(LanguageItem::new).collect::<Vec<_>>())
}
