//! The directories that a company's users come from.

use axum::extract::State;
use axum::response::Response;

use crate::demo::answer::{Refusal, success};
use crate::demo::denied::Part;
use crate::demo::directory::{Directory, DirectoryColumn};
use crate::demo::extract::{App, Caller, ReadBody, Scope};
use crate::demo::plain_search::PlainSearch;
use crate::demo::sync::ManagedBy;
use crate::demo::wire::{GoogleProvisioning, LdapSchedule, Paged, ScimSetting};

/// `POST /api/scim/search`
pub(super) async fn scim(_: Caller, scope: Scope, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let query = PlainSearch::<DirectoryColumn>::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    let company = world.open_company(&scope.0)?;
    company.shows(Part::Directories)?;
    let all: Vec<_> = Directory::scim(company).into_iter().collect();
    let (rows, total) = query.run(all.iter(), |directory| &directory.name);
    Ok(success(Paged::new(query.paging, total, rows.into_iter().map(ScimSetting::new).collect())))
}

/// `POST /api/ldap-schedule/search`
pub(super) async fn ldap(_: Caller, scope: Scope, State(app): App, body: ReadBody) -> Result<Response, Refusal> {
    let query = PlainSearch::<DirectoryColumn>::read(&body.0).map_err(Refusal::Invalid)?;
    let world = app.world();
    let company = world.open_company(&scope.0)?;
    company.shows(Part::Directories)?;
    let all: Vec<_> = Directory::ldap(company).into_iter().collect();
    let (rows, total) = query.run(all.iter(), |directory| &directory.name);
    let item = |directory| LdapSchedule::new(directory, company.active);
    Ok(success(Paged::new(query.paging, total, rows.into_iter().map(item).collect())))
}

/// `GET /api/google-user-provisioning`
pub(super) async fn google(_: Caller, scope: Scope, State(app): App) -> Result<Response, Refusal> {
    let world = app.world();
    let company = world.open_company(&scope.0)?;
    company.shows(Part::Directories)?;
    Ok(success(GoogleProvisioning::new(&company.id, company.sync == Some(ManagedBy::Google))))
}
