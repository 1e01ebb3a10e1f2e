//! The system users of a company.

use axum::extract::State;
use axum::response::Response;

use crate::demo::answer::{Refusal, done, success};
use crate::demo::extract::{App, Caller, Named, ReadBody, Scope};
use crate::demo::plain_search::PlainSearch;
use crate::demo::system_user_search::SystemUserColumn;
use crate::demo::wire::{Id, Paged, SystemUserItem};

/// `POST /api/system-users`
pub(super) async fn create(_: Caller, scope: Scope, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let resource_id = app.world().create_system_user(&scope.0, &body.0, app.options.index_delay)?;
    Ok(success(Id { resource_id }))
}

/// `POST /api/system-users/search`
pub(super) async fn search(_: Caller, scope: Scope, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let query = PlainSearch::<SystemUserColumn>::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    let users = world.system_users(world.open_company(&scope.0)?, world.clock.now());
    let (rows, total) = query.run(users.iter(), |seen| &seen.user.email);
    Ok(success(Paged::new(query.paging, total, rows.into_iter().map(SystemUserItem::new).collect())))
}

/// `PUT /api/system-users/{id}`
pub(super) async fn update(
    _: Caller,
    scope: Scope,
    State(app): App,
    Named(id): Named,
    body: ReadBody,
) -> Result<Response, Refusal> {
    app.world().update_system_user(&scope.0, &id, &body.0, app.options.index_delay)?;
    Ok(done(Id { resource_id: id }, "The system user has been updated."))
}

/// `DELETE /api/system-users/{id}`
pub(super) async fn delete(_: Caller, scope: Scope, State(app): App, Named(id): Named) -> Result<Response, Refusal> {
    app.world().delete_system_user(&scope.0, &id)?;
    Ok(done(Id { resource_id: id }, "The system user has been deleted."))
}

/// `POST /api/system-users/{id}/send-information-email`, which has no body.
pub(super) async fn send_welcome(
    _: Caller,
    scope: Scope,
    State(app): App,
    Named(id): Named,
) -> Result<Response, Refusal> {
    app.world().send_welcome(&scope.0, &id)?;
    Ok(done(Id { resource_id: id }, "The information email has been sent."))
}

/// `POST /api/system-users/send-reset-password-link`
pub(super) async fn send_reset_link(
    _: Caller,
    scope: Scope,
    State(app): App,
    body: ReadBody,
) -> Result<Response, Refusal> {
    let resource_id = app.world().send_reset_link(&scope.0, &body.0)?;
    Ok(done(Id { resource_id }, "The password reset link has been sent."))
}
