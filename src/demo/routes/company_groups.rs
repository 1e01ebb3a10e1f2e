//! The company groups of the reseller.

use axum::extract::State;
use axum::response::Response;

use crate::demo::answer::{Refusal, success};
use crate::demo::company_group::{CompaniesOfGroup, GroupColumn};
use crate::demo::extract::{App, Caller, Named, ReadBody};
use crate::demo::plain_search::PlainSearch;
use crate::demo::wire::{CompanyGroupItem, CompanyGroupRow, GroupCompany, Paged};

/// `GET /api/company-groups`
pub(super) async fn all(_: Caller, State(app): App) -> Response {
    success(app.world().company_groups.iter().map(CompanyGroupItem::new).collect::<Vec<_>>())
}

/// `POST /api/company-groups/search`
pub(super) async fn search(_: Caller, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let query = PlainSearch::<GroupColumn>::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    let (rows, total) = query.run(world.company_groups.iter(), |group| &group.name);
    Ok(success(Paged::new(query.paging, total, rows.into_iter().map(CompanyGroupRow::new).collect())))
}

/// `POST /api/company-groups/{id}/companies/search`
pub(super) async fn companies(
    _: Caller,
    State(app): App,
    Named(id): Named,
    body: ReadBody,
) -> Result<Response, Refusal> {
    let query = CompaniesOfGroup::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    let group = world.company_groups.iter().find(|group| group.id == id).ok_or(Refusal::NoGroup)?;
    let (rows, total) = query.run(world.managed().filter(|company| group.has(company)), |company| &company.name);
    Ok(success(Paged::new(query.paging, total, rows.into_iter().map(GroupCompany::new).collect())))
}
