//! The companies of the reseller.

use axum::extract::State;
use axum::response::Response;

use crate::demo::answer::{Refusal, success};
use crate::demo::extract::{App, Caller, Named, ReadBody};
use crate::demo::month::{self, MonthAnswer};
use crate::demo::search::Query;
use crate::demo::wire::{CompanyDetail, CompanyPage, LicenseCheck, MyCompany};

/// `POST /api/companies/search`
pub(super) async fn search(_: Caller, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let mut query = Query::read(&body.0).map_err(Refusal::Invalid)?;
    match app.faults.month_answer() {
        MonthAnswer::Given => {}
        MonthAnswer::Refused if query.month.is_some() => {
            return Err(Refusal::Invalid(vec!["The field 'MonthlyActiveUser' cannot be filtered by.".into()]));
        }
        MonthAnswer::Refused | MonthAnswer::Ignored => query.month = None,
    }
    let world = app.world();
    let month = query.month.unwrap_or(world.today);
    let Some(ago) = month::ago(month, world.today) else {
        return Err(Refusal::Invalid(vec!["There are no monthly users of this month.".into()]));
    };
    Ok(success(CompanyPage::new(&query, &query.run(world.managed()), (month, ago))))
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
