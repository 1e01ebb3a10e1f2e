//! What else belongs to a company: the audit log, roles, custom fields, domains.

use axum::extract::State;
use axum::response::Response;

use crate::demo::answer::{Refusal, success};
use crate::demo::audit::AuditColumn;
use crate::demo::denied::Part;
use crate::demo::extract::{App, Caller, ReadBody, Scope};
use crate::demo::plain_search::PlainSearch;
use crate::demo::wire::{AuditItem, CustomFieldItem, Paged, RoleItem};

/// `POST /api/audit-logs/search`
pub(super) async fn audit_log(_: Caller, scope: Scope, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let query = PlainSearch::<AuditColumn>::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    let company = world.open_company(&scope.0)?;
    company.shows(Part::Audit)?;
    let log = world.audit_log(company);
    let (rows, total) = query.run(log.iter(), |entry| &entry.description);
    Ok(success(Paged::new(query.paging, total, rows.into_iter().map(AuditItem::new).collect())))
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
