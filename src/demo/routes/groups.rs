//! The target groups of a company, and who is in them.

use axum::extract::State;
use axum::response::Response;

use crate::demo::answer::{Refusal, done, success};
use crate::demo::extract::{App, Caller, Named, ReadBody, Scope};
use crate::demo::group::GroupQuery;
use crate::demo::membership::{self, MemberQuery};
use crate::demo::wire::{GroupItem, GroupRow, Id, Paged, UserItem};

/// `GET /api/target-groups`
pub(super) async fn all(_: Caller, scope: Scope, State(app): App) -> Result<Response, Refusal> {
    let world = app.world();
    let groups = &world.open_company(&scope.0)?.groups;
    Ok(success(groups.iter().map(GroupItem::new).collect::<Vec<_>>()))
}

/// `POST /api/target-groups`
pub(super) async fn create(_: Caller, scope: Scope, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let resource_id = app.world().create_group(&scope.0, &body.0)?;
    Ok(success(Id { resource_id }))
}

/// `POST /api/target-groups/search`
pub(super) async fn search(_: Caller, scope: Scope, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let query = GroupQuery::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    let (rows, total) = query.run(world.groups(world.open_company(&scope.0)?));
    Ok(success(Paged::new(query.paging, total, rows.into_iter().map(GroupRow::new).collect())))
}

/// `POST /api/target-users/{id}/groups`. Its description promises users; it answers groups.
pub(super) async fn of_user(
    _: Caller,
    scope: Scope,
    State(app): App,
    Named(id): Named,
    body: ReadBody,
) -> Result<Response, Refusal> {
    let query = GroupQuery::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    let (rows, total) = query.run(world.groups_of(world.open_company(&scope.0)?, &id)?);
    Ok(success(Paged::new(query.paging, total, rows.into_iter().map(GroupRow::new).collect())))
}

/// `PUT /api/target-groups/users`
pub(super) async fn add_users(_: Caller, scope: Scope, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let added = membership::Added::read(&body.0).map_err(Refusal::Invalid)?;
    app.world().add_to_groups(&scope.0, &added, app.options.index_delay)?;
    Ok(done(Vec::<Id>::new(), "The target users have been added to the target groups."))
}

/// `DELETE /api/target-groups/{id}/users`
pub(super) async fn remove_users(
    _: Caller,
    scope: Scope,
    State(app): App,
    Named(id): Named,
    body: ReadBody,
) -> Result<Response, Refusal> {
    let users = membership::removed(&body.0).map_err(Refusal::Invalid)?;
    app.world().remove_from_group(&scope.0, &id, &users, app.options.index_delay)?;
    Ok(done(Id { resource_id: id }, "The target users have been removed from the target group."))
}

/// `POST /api/target-groups/{id}/users`
pub(super) async fn members(
    _: Caller,
    scope: Scope,
    State(app): App,
    Named(id): Named,
    body: ReadBody,
) -> Result<Response, Refusal> {
    let query = MemberQuery::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    let company = world.open_company(&scope.0)?;
    if !company.groups.iter().any(|group| group.id == id) {
        return Err(Refusal::NoTargetGroup);
    }
    let (rows, total) = query.run(world.users(company, world.clock.now()), &id);
    let item = |user| UserItem::new(user, company.older_answers);
    Ok(success(Paged::new(query.users.paging, total, rows.into_iter().map(item).collect())))
}
