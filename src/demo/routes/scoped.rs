//! What else belongs to a company: system users, roles, custom fields, domains.

use axum::extract::State;
use axum::response::Response;

use crate::demo::answer::{Refusal, success};
use crate::demo::extract::{App, Caller, ReadBody, Scope};
use crate::demo::wire::{CustomFieldItem, Id, RoleItem};

/// `POST /api/system-users`
pub(super) async fn create_system_user(
    _: Caller,
    scope: Scope,
    State(app): App,
    body: ReadBody,
) -> Result<Response, Refusal> {
    let resource_id = app.world().create_system_user(&scope.0, &body.0)?;
    Ok(success(Id { resource_id }))
}

/// `GET /api/roles`
pub(super) async fn roles(_: Caller, scope: Scope, State(app): App) -> Result<Response, Refusal> {
    let world = app.world();
    let company = world.open_company(&scope.0)?;
    Ok(success(world.roles(company).map(RoleItem::new).collect::<Vec<_>>()))
}

/// `GET /api/custom-fields/company`
pub(super) async fn custom_fields(_: Caller, scope: Scope, State(app): App) -> Result<Response, Refusal> {
    let world = app.world();
    let fields = world.open_company(&scope.0)?.fields.iter().enumerate();
    Ok(success(fields.map(|(place, field)| CustomFieldItem::new(place, field)).collect::<Vec<_>>()))
}

/// `GET /api/allow-list/search/verified`
pub(super) async fn verified_domains(_: Caller, scope: Scope, State(app): App) -> Result<Response, Refusal> {
    Ok(success(&app.world().open_company(&scope.0)?.domains.verified))
}

/// `GET /api/allow-list/search/unverified`
pub(super) async fn unverified_domains(_: Caller, scope: Scope, State(app): App) -> Result<Response, Refusal> {
    Ok(success(&app.world().open_company(&scope.0)?.domains.unverified))
}
