//! Export of the visible list to a file: the marked rows, or else all of it, including pages that are not loaded.

use jiff::civil::Date;

use crate::app::core::effect::Effect;
use crate::app::core::export::{Export, Exporting, List, Rows};
use crate::app::core::owner::Owner;
use crate::app::core::remote::Ticket;
use crate::app::flows::marks;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::paged_list::query::{ListQuery, Shown};
use crate::domain::list::columns::Column;
use crate::domain::list::query::CompanyQuery;
use crate::domain::list::user_query::UserQuery;
use crate::domain::service::failure::Failure;

/// Rows per request.
const AT_ONCE: u32 = 200;

fn rows<Q: ListQuery, S>(shown: &Shown<Q>, service: Option<S>) -> Option<Rows<Q::Item, S>> {
    let page = &shown.page;
    let all = page.pages <= 1 && u64::try_from(page.items.len()).is_ok_and(|n| n >= page.total);
    if all { Some(Rows::Here(page.items.clone())) } else { service.map(Rows::AtTheService) }
}

/// Starts the export of the visible list.
pub(in crate::app) fn begin(model: &mut Model, out: &mut Vec<Effect>) {
    let local = model.now.local;
    let t = local.time();
    if let Some(note) = unfinished(model) {
        model.notices.hint(model.now, format!("not exported yet: {note}"));
        return;
    }
    let list = if model.users.is_open { users(model) } else { companies(model, local.date()) };
    let Some(list) = list else { return };
    let what = if model.users.is_open { "users" } else { "companies" };
    let name = format!("keepnet-{what}-{}-{:02}{:02}{:02}.csv", local.date(), t.hour(), t.minute(), t.second());
    let ticket = model.tickets.issue(Owner::Export);
    model.exporting = Some(Exporting { ticket, what });
    out.push(Effect::Export(ticket, Box::new(Export { name, bom: model.settings.csv_bom, list })));
}

/// The list is still being filtered here: rows may be missing. Marked rows are there.
fn unfinished(model: &Model) -> Option<String> {
    if marks::apply(model) {
        return None;
    }
    let (is_sifting, note) = if model.users.is_open {
        (model.users.list.is_sifting(), model.users.list.sieve_note())
    } else {
        (model.companies.is_sifting(), model.companies.sieve_note())
    };
    note.filter(|_| is_sifting)
}

fn companies(model: &Model, today: Date) -> Option<List> {
    let columns = Column::values(&model.columns);
    if marks::apply(model) {
        return Some(List::Companies { rows: Rows::Here(model.companies.marked_rows()), columns, today });
    }
    let shown = model.companies.shown.as_ref()?;
    let service = shown.query.at_page(1).for_service().map(|query| CompanyQuery { size: AT_ONCE, ..query });
    Some(List::Companies { rows: rows(shown, service)?, columns, today })
}

fn users(model: &Model) -> Option<List> {
    let company = model.users.company.as_ref().map(|company| (company.id.clone(), company.name.clone()))?;
    if marks::apply(model) {
        return Some(List::Users { rows: Rows::Here(model.users.list.marked_rows()), company });
    }
    let shown = model.users.list.shown.as_ref()?;
    let service = UserQuery { page: 1, size: AT_ONCE, ..shown.query.for_service() };
    Some(List::Users { rows: rows(shown, Some(service))?, company })
}

/// Shows the progress.
pub(in crate::app) fn progress(model: &mut Model, ticket: Ticket, (done, total): (u64, u64)) {
    let Some(exporting) = model.exporting.as_ref().filter(|e| e.ticket == ticket) else { return };
    let stops = model.describe_keys(Command::Back, Scope::Table);
    let said = format!("exporting {}: {done} of {total}; {stops} stops it", exporting.what);
    model.notices.progress(model.now, Some(said));
}

/// The file was written, or failed to.
pub(in crate::app) fn ended(model: &mut Model, ticket: Ticket, end: &Result<String, Failure>) {
    if model.exporting.as_ref().is_none_or(|e| e.ticket != ticket) {
        return;
    }
    model.exporting = None;
    model.notices.progress(model.now, None);
    match end {
        Ok(said) => model.notices.info(model.now, said.clone()),
        Err(failure) => model.notices.failure(model.now, failure),
    }
}

/// Cancels the export and removes the partial file. False if none was running.
pub(in crate::app) fn stop(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    let Some(exporting) = model.exporting.take() else { return false };
    out.push(Effect::Cancel(exporting.ticket));
    model.notices.progress(model.now, None);
    model.notices.info(model.now, format!("Export stopped: the {} were not written to a file.", exporting.what));
    true
}
