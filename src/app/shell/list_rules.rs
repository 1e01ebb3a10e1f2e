//! What must hold of the visible list before a command can be run, and the words if it does not.

use crate::app::core::focus::Pane;
use crate::app::flows::add_when_loaded::rows_are_coming;
use crate::app::flows::lists::{self, pages};
use crate::app::flows::marks;
use crate::app::flows::panes::target_company;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::paged_list::query::ListQuery;
use crate::app::users::list::CompanyUsersQuery;
use crate::domain::text::count;

pub(super) fn rule(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}

pub(super) fn connected(model: &Model) -> Result<(), String> {
    rule(model.settings.connection.is_some(), "there are no credentials yet")
}

/// The service does not support it: all companies have to be in memory.
pub(super) fn all_cached(model: &Model) -> Result<(), String> {
    let source = &model.companies.source;
    rule(source.is_cached(), &source.why_not(&model.settings.keys))
}

pub(super) fn sortable_here(model: &Model) -> Result<(), String> {
    if model.users.is_open {
        return Ok(());
    }
    if model.groups.is_open() {
        return Ok(());
    }
    let (spec, source) = (model.companies.column.spec(), &model.companies.source);
    let possible = spec.order_by.is_some() || source.is_cached();
    rule(possible, &format!("sort by {}: {}", spec.title, source.why_not(&model.settings.keys)))
}

pub(super) fn on_group(model: &Model) -> Result<(), String> {
    let has = model.groups.table().is_some_and(|groups| groups.selected().is_some());
    rule(has, "there are no groups on the screen")
}

pub(super) fn has_rows(model: &Model) -> Result<(), String> {
    rule(!model.companies.rows().is_empty(), "there are no companies on the screen")
}

pub(super) fn on_row(model: &Model) -> Result<(), String> {
    if model.pane != Pane::Table {
        return rule(target_company(model).is_some(), "there is no company here");
    }
    has_rows(model)?;
    let list = &model.companies;
    row_unchanged(list.target_moved.as_ref(), list.selected().map(|company| company.name.clone()))?;
    let answered = !list.rows_are_of_another_search();
    let again = model.describe_keys(Command::Reload, Scope::Table);
    rule(answered, &format!("the rows for your search or filter are not loaded yet; wait, or {again} reloads"))
}

/// On a row with an ID, which the service can be queried for.
pub(super) fn on_company(model: &Model) -> Result<(), String> {
    on_row(model)?;
    let nameless = target_company(model).filter(|company| company.id.is_missing());
    nameless.map_or(Ok(()), |company| {
        Err(format!("the service gives {} no ID: it can only be viewed and changed in the console", company.name))
    })
}

pub(super) fn on_user(model: &Model) -> Result<(), String> {
    let list = &model.users.list;
    rule(!list.rows().is_empty(), "there are no users on the screen")?;
    row_unchanged(list.target_moved.as_ref(), list.selected().map(CompanyUsersQuery::name))?;
    let answered = !list.rows_are_of_another_search();
    let again = model.describe_keys(Command::Reload, Scope::Users);
    rule(answered, &format!("the rows for your search are not loaded yet; wait, or {again} reloads"))
}

/// On what the scope has selected: a user or a company.
pub(super) fn on_selected(scope: Scope, model: &Model) -> Result<(), String> {
    // Marked rows need not be on the screen.
    if scope.has_marks() && marks::apply(model) {
        return Ok(());
    }
    if matches!(scope, Scope::Users | Scope::SystemUsers | Scope::User) { on_user(model) } else { on_row(model) }
}

/// Refuses a command meant for a row that has just left the list.
pub(super) fn row_unchanged(slipped: Option<&String>, now: Option<String>) -> Result<(), String> {
    match (slipped, now) {
        (Some(slipped), Some(now)) => Err(format!("{slipped} has left this list; the cursor is now on {now}")),
        _ => Ok(()),
    }
}

/// On a row, or while rows are loading: the form opens once they are loaded.
pub(super) fn on_row_soon(model: &Model) -> Result<(), String> {
    if model.pane == Pane::Table && rows_are_coming(model) { Ok(()) } else { on_company(model) }
}

/// Ctrl-S pressed once too often after a create must not start an export.
pub(super) fn exportable(model: &Model) -> Result<(), String> {
    let just = model.submitted_at.is_some_and(|at| model.now.millis.saturating_sub(at) < 3_000);
    let key = model.describe_keys(Command::Export, Scope::Table);
    rule(!just, &format!("the form has just closed; wait a moment, then {key} exports the list"))?;
    rule(model.exporting.is_none(), "an export is already running; Esc stops it")?;
    if marks::apply(model) {
        return Ok(());
    }
    let stale = if model.users.is_open {
        model.users.list.rows_are_of_another_search()
    } else {
        model.companies.rows_are_of_another_search()
    };
    rule(!stale, "the rows for your search or filter are not loaded yet; wait for them")?;
    rule(lists::rows(model).0 > 0, "there is nothing to export")
}

/// All or several of the shown rows can be marked: they are those that were asked for.
pub(super) fn rows_to_mark(scope: Scope, model: &Model) -> Result<(), String> {
    if scope == Scope::Users { on_user(model) } else { on_row(model) }
}

/// There are rows, and they are those of the search.
pub(super) fn has_list(model: &Model) -> Result<(), String> {
    let stale = model.companies.rows_are_of_another_search();
    rule(!stale, "the rows for your search or filter are not loaded yet; wait for them")?;
    rule(lists::rows(model).0 > 0, "there is nothing to copy")
}

/// There is another row or page.
pub(super) fn has_more_rows(model: &Model) -> Result<(), String> {
    let (rows, _) = lists::rows(model);
    rule(pages(model).1 > 1 || rows > 1, "there is no other row")
}

/// The list has pages only if the service pages it.
pub(super) fn paged_by_the_service(model: &Model) -> Result<(), String> {
    connected(model)?;
    let all = model.companies.index().len();
    let none = format!("all {} are in memory: the list has no pages", count_of(all));
    rule(!model.companies.source.is_cached(), &none)
}

pub(super) fn count_of(companies: usize) -> String {
    count(u64::try_from(companies).unwrap_or(u64::MAX), "company", "companies")
}

pub(super) fn has_next(model: &Model) -> Result<(), String> {
    let (page, pages) = pages(model);
    rule(pages <= 1 || page < pages, "this is the last page")
}

pub(super) fn has_previous(model: &Model) -> Result<(), String> {
    let (page, pages) = pages(model);
    rule(pages <= 1 || page > 1, "this is the first page")
}

pub(super) fn is_filtered(model: &Model) -> Result<(), String> {
    rule(model.companies.is_filtered() || model.view.is_some(), "all companies are already shown")
}
