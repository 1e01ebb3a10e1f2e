//! Export of the visible list to a file, and a copy of its rows: the marked ones, or else all of it. A file has the pages
//! that are not loaded as well.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::app::companies::grouping::GroupTable;
use crate::app::companies::text;
use crate::app::core::effect::Effect;
use crate::app::core::export::{Export, Exporting, List, Rows};
use crate::app::core::owner::Owner;
use crate::app::core::remote::Ticket;
use crate::app::flows::{grouping, marks};
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::paged_list::query::{ListQuery, Shown};
use crate::domain::list::columns::{CellContext, Column};
use crate::domain::list::company_groups::KnownGroups;
use crate::domain::list::file_format::FileFormat;
use crate::domain::list::group_columns::GroupColumn;
use crate::domain::list::query::CompanyQuery;
use crate::domain::list::user_query::UserQuery;
use crate::domain::service::failure::Failure;
use crate::domain::text::count;
use crate::domain::text::spreadsheet::pasted;
use crate::domain::time::month::Month;

/// Rows per request.
const AT_ONCE: u32 = 200;

fn rows<Q: ListQuery, S>(shown: &Shown<Q>, service: Option<S>) -> Option<Rows<Q::Item, S>> {
    let page = &shown.page;
    let all = page.pages <= 1 && u64::try_from(page.items.len()).is_ok_and(|n| n >= page.total);
    if all { Some(Rows::Here(page.items.clone())) } else { service.map(Rows::AtTheService) }
}

/// Exports the visible list, or copies its rows.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
pub(in crate::app) fn run(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    match command {
        Command::CopyList => copy_list(model, out),
        Command::ExportAs(format) => begin(model, format, out),
        _ => begin(model, FileFormat::Csv, out),
    }
}

/// Starts the export of the visible list.
fn begin(model: &mut Model, format: FileFormat, out: &mut Vec<Effect>) {
    let local = model.now.local;
    let t = local.time();
    if is_without_groups(model, &model.columns.clone()) {
        return;
    }
    if let Some(note) = unfinished(model) {
        model.notices.hint(model.now, format!("not exported yet: {note}"));
        return;
    }
    let (list, what) = match model.groups.table() {
        _ if model.users.is_open => (users(model), "users"),
        Some(table) => (Some(groups(table, local.date())), "groups"),
        None => (companies(model, local.date()), "companies"),
    };
    let Some(list) = list else { return };
    let about = match &list {
        List::Groups { by, .. } => format!("companies-by-{}", by.name()),
        List::Companies { .. } | List::Users { .. } => what.to_owned(),
    };
    let (hour, minute, second, end) = (t.hour(), t.minute(), t.second(), format.extension());
    let name = format!("keepnet-{about}-{}-{hour:02}{minute:02}{second:02}.{end}", local.date());
    let ticket = model.tickets.issue(Owner::Export);
    model.exporting = Some(Exporting { ticket, what });
    out.push(Effect::Export(ticket, Box::new(Export { name, format, bom: model.settings.csv_bom, list })));
}

fn groups(table: &GroupTable, today: Date) -> List {
    List::Groups { by: table.by(), rows: table.rows().to_vec(), total: table.total(), month: Month::of(today) }
}

/// Says so, if one of these columns is that of the company groups and they are not known: an empty cell would be a
/// company without any.
pub(super) fn is_without_groups(model: &mut Model, columns: &[Column]) -> bool {
    if model.users.is_open || model.groups.table().is_some() || !columns.contains(&Column::Group) {
        return false;
    }
    let reload = model.describe_keys(Command::Reload, Scope::Everywhere);
    let said = match model.companies.known_groups() {
        KnownGroups::Loaded(_) => return false,
        KnownGroups::Loading => "the company groups are still loading; wait for them, or hide their column".to_owned(),
        KnownGroups::NotLoaded => format!("the company groups were not loaded; {reload} loads them again"),
    };
    model.notices.hint(model.now, said);
    true
}

/// Copies the rows of the visible list for a spreadsheet, with a line of titles.
fn copy_list(model: &mut Model, out: &mut Vec<Effect>) {
    if is_without_groups(model, &model.columns.clone()) {
        return;
    }
    let today = model.now.local.date();
    let (what, text) = if let Some(table) = model.groups.table() {
        let titles = pasted(GroupColumn::ALL.map(|column| grouping::title(table.by(), column)));
        let what = count(table.rows().len() as u64, "group", "groups");
        (what, lines(titles, table.rows().iter().map(|group| GroupTable::line(group, &GroupColumn::ALL))))
    } else {
        let (page, is_marked) = (model.companies.shown.as_ref().map(|shown| &shown.page), marks::apply(model));
        let items = if is_marked { model.companies.marked_rows() } else { model.companies.rows().to_vec() };
        let columns = Column::values(&model.columns);
        let titles = pasted(columns.iter().map(|column| column.spec().title).chain(["ID"]));
        let mut what = count(items.len() as u64, "company", "companies");
        if let Some(page) = page.filter(|page| !is_marked && page.total > items.len() as u64) {
            let _ = write!(what, " of {}, those of this page", page.total);
        }
        let context = CellContext { today, groups: model.companies.known_groups() };
        (what, lines(titles, items.iter().map(|company| text::row(company, &columns, context))))
    };
    out.push(Effect::Copy { what, text });
}

fn lines(titles: String, rows: impl Iterator<Item = String>) -> String {
    let mut text = titles;
    for row in rows {
        text.push('\n');
        text.push_str(&row);
    }
    text
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
    let groups = model.companies.index().groups().filter(|_| columns.contains(&Column::Group)).cloned();
    if marks::apply(model) {
        return Some(List::Companies { rows: Rows::Here(model.companies.marked_rows()), columns, today, groups });
    }
    let shown = model.companies.shown.as_ref()?;
    let service = shown.query.at_page(1).for_service().map(|query| CompanyQuery { size: AT_ONCE, ..query });
    Some(List::Companies { rows: rows(shown, service)?, columns, today, groups })
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
