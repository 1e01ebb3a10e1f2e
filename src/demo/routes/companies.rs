//! The companies of the reseller.

use axum::extract::State;
use axum::response::Response;

use crate::demo::answer::{Refusal, success};
use crate::demo::extract::{App, Caller, Named, ReadBody};
use crate::demo::search::Query;
use crate::demo::wire::{CompanyDetail, CompanyPage, LicenseCheck, MyCompany};

/// `POST /api/companies/search`
pub(super) async fn search(_: Caller, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let query = Query::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    Ok(success(CompanyPage::new(&query, &query.run(world.managed()))))
}

/// `GET /api/companies/my`
pub(super) async fn mine(_: Caller, State(app): App) -> Response {
    success(app.world().managed().map(MyCompany::new).collect::<Vec<_>>())
}

/// `GET /api/companies/{id}`
pub(super) async fn detail(_: Caller, State(app): App, Named(id): Named) -> Result<Response, Refusal> {
    let world = app.world();
    let company = world.company(&id)?;
    let language = world.languages.iter().find(|language| language.name == company.country.language);
    Ok(success(CompanyDetail::new(company, language.map(|language| language.id.clone()))))
}

/// `GET /api/companies/{id}/license-check`
pub(super) async fn license_check(_: Caller, State(app): App, Named(id): Named) -> Result<Response, Refusal> {
    Ok(success(LicenseCheck::new(app.world().company(&id)?)))
}
