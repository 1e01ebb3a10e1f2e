//! The groups of companies: opened from their list, left for the companies of one group, and gone back to.

use crate::app::companies::grouping::GroupTable;
use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::flows::panes;
use crate::app::keys::command::{Command, Copied};
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::layout;
use crate::cx;
use crate::domain::list::group::GroupBy;
use crate::domain::list::group_columns::GroupColumn;

/// A command about groups.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
pub(in crate::app) fn run(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    match command {
        Command::Group(by) => show(model, Some(by), out),
        Command::EnterGroup => enter(model, out),
        Command::SortGroups(column) => model.groups.sort_by(column, &model.companies),
        Command::CopyGroup(what) => copy(model, what, out),
        _ => show(model, None, out),
    }
}

/// Shows the companies in groups, or without.
pub(in crate::app) fn show(model: &mut Model, by: Option<GroupBy>, out: &mut Vec<Effect>) {
    let Some(by) = by else {
        model.groups.close();
        return;
    };
    // The pane is about one company.
    if model.company.is_open {
        panes::close_company(model, out);
    }
    model.users.hide();
    model.pane = Pane::Table;
    model.groups.open(by, &model.companies);
}

/// The same, once all companies are in memory: they are added up there. Why they never will be is said.
pub(in crate::app) fn show_when_loaded(model: &mut Model, by: Option<GroupBy>, out: &mut Vec<Effect>) {
    let source = &model.companies.source;
    match by.filter(|_| !source.is_cached()) {
        None => show(model, by, out),
        Some(by) => {
            if source.is_too_large() {
                let why = source.why_not(&model.settings.keys);
                model.notices.hint(model.now, format!("group by {}: {why}", by.spec().name));
            }
            show(model, None, out);
            model.groups.wait(by);
        }
    }
}

/// Enter on a group: its companies.
fn enter(model: &mut Model, out: &mut Vec<Effect>) {
    model.groups.enter(&mut model.companies, cx!(model, out));
    if let Some(name) = model.groups.entered(&model.companies) {
        let name = if name.is_empty() { "companies without any".to_owned() } else { name.to_owned() };
        let back = model.describe_keys(Command::Back, Scope::Table);
        model.notices.hint(model.now, format!("{name}; {back} goes back to the groups"));
    }
}

/// Goes back to the groups; false if the list was not entered from them.
pub(in crate::app) fn go_back(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    if model.groups.entered(&model.companies).is_none() {
        return false;
    }
    if model.company.is_open {
        panes::close_company(model, out);
    }
    model.groups.go_back(&mut model.companies, cx!(model, out))
}

/// After every message: the sums are those of the list. Without all companies in memory there are none.
pub(in crate::app) fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(by) = model.groups.waiting().filter(|_| model.companies.source.is_cached()) {
        model.groups.stop_waiting();
        show(model, Some(by), out);
    }
    if model.groups.is_open() && !model.companies.source.is_cached() {
        model.groups.close();
        let why = model.companies.source.why_not(&model.settings.keys);
        model.notices.hint(model.now, format!("the companies are no longer grouped: {why}"));
    }
    model.groups.follow(&model.companies);
}

/// Copies the group under the cursor.
fn copy(model: &Model, what: Copied, out: &mut Vec<Effect>) {
    let Some(table) = model.groups.table() else { return };
    let (what, columns): (_, Vec<GroupColumn>) = match what {
        Copied::Name | Copied::Email | Copied::Id => ("the name of the group".to_owned(), vec![GroupColumn::Group]),
        Copied::Cell => (format!("the cell {}", title(table.by(), table.column())), vec![table.column()]),
        Copied::Row => {
            let shown = layout::groups(model).map(|areas| areas.table.columns.iter().map(|p| p.column).collect());
            ("the row".to_owned(), shown.unwrap_or_else(|| GroupColumn::ALL.to_vec()))
        }
    };
    if let Some(group) = table.selected() {
        out.push(Effect::Copy { what, text: GroupTable::line(group, &columns) });
    }
}

/// The title of a column.
#[must_use]
pub fn title(by: GroupBy, column: GroupColumn) -> &'static str {
    if column == GroupColumn::Group { by.spec().title } else { column.spec().title }
}
