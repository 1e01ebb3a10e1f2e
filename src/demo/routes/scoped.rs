//! What else belongs to a company: groups, system users, roles, custom fields, domains.

use axum::extract::State;
use axum::response::Response;

use crate::demo::answer::{Refusal, success};
use crate::demo::extract::{App, Caller, ReadBody, Scope};
use crate::demo::group::GroupQuery;
use crate::demo::wire::{CustomFieldItem, GroupItem, GroupRow, Id, Paged, RoleItem};

/// `GET /api/target-groups`
pub(super) async fn groups(_: Caller, scope: Scope, State(app): App) -> Result<Response, Refusal> {
    let world = app.world();
    let groups = &world.open_company(&scope.0)?.groups;
    Ok(success(groups.iter().map(GroupItem::new).collect::<Vec<_>>()))
}

/// `POST /api/target-groups`
pub(super) async fn create_group(
    _: Caller,
    scope: Scope,
    State(app): App,
    body: ReadBody,
) -> Result<Response, Refusal> {
    let resource_id = app.world().create_group(&scope.0, &body.0)?;
    Ok(success(Id { resource_id }))
}

/// `POST /api/target-groups/search`
pub(super) async fn search_groups(
    _: Caller,
    scope: Scope,
    State(app): App,
    body: ReadBody,
) -> Result<Response, Refusal> {
    let query = GroupQuery::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    let (rows, total) = query.run(world.groups(world.open_company(&scope.0)?));
    Ok(success(Paged::new(query.paging, total, rows.into_iter().map(GroupRow::new).collect())))
}

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
