//! The target users of a company.

use axum::extract::State;
use axum::response::Response;

use crate::demo::answer::{Refusal, done, success};
use crate::demo::denied::Part;
use crate::demo::extract::{App, Caller, Named, ReadBody, Scope};
use crate::demo::user_search::{EmailQuery, UserQuery};
use crate::demo::wire::{CountSummary, Id, Paged, UserDetail, UserItem};

/// `POST /api/target-users`
pub(super) async fn create(_: Caller, scope: Scope, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let resource_id = app.world().create_user(&scope.0, &body.0, app.options.index_delay)?;
    Ok(success(Id { resource_id }))
}

/// `POST /api/target-users/search`
pub(super) async fn search(_: Caller, scope: Scope, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let query = UserQuery::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    let company = world.open_company(&scope.0)?;
    let (rows, total) = query.run(world.users(company, world.clock.now()));
    let item = |user| UserItem::new(user, company.older_answers);
    Ok(success(Paged::new(query.paging, total, rows.into_iter().map(item).collect())))
}

/// `POST /api/target-users/search-email`
pub(super) async fn search_email(
    _: Caller,
    scope: Scope,
    State(app): App,
    body: ReadBody,
) -> Result<Response, Refusal> {
    let query = EmailQuery::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    let found = world.with_email(world.open_company(&scope.0)?, &query.email, world.clock.now());
    let (rows, total) = query.run(found);
    Ok(success(Paged::new(query.paging, total, rows.into_iter().map(UserDetail::new).collect())))
}

/// `GET /api/target-users/count-summary`
pub(super) async fn count_summary(_: Caller, scope: Scope, State(app): App) -> Result<Response, Refusal> {
    let world = app.world();
    let company = world.open_company(&scope.0)?;
    company.shows(Part::Summary)?;
    Ok(success(CountSummary::new(company, world.today)))
}

/// `GET /api/target-users/{id}`
pub(super) async fn detail(_: Caller, scope: Scope, State(app): App, Named(id): Named) -> Result<Response, Refusal> {
    let world = app.world();
    let user = world.user(world.open_company(&scope.0)?, &id)?;
    Ok(success(UserDetail::new(user)))
}

/// `PUT /api/target-users/{id}`
pub(super) async fn update(
    _: Caller,
    scope: Scope,
    State(app): App,
    Named(id): Named,
    body: ReadBody,
) -> Result<Response, Refusal> {
    app.world().update_user(&scope.0, &id, &body.0, app.options.index_delay)?;
    Ok(done(Id { resource_id: id }, "The target user has been updated."))
}

/// `DELETE /api/target-users/{id}`
pub(super) async fn delete(_: Caller, scope: Scope, State(app): App, Named(id): Named) -> Result<Response, Refusal> {
    app.world().delete_user(&scope.0, &id)?;
    Ok(done(Id { resource_id: id }, "The target user has been deleted."))
}
