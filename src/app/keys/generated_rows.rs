//! Rows of the command table that come from other tables: filters, groupings, views, columns.

use crate::app::keys::command::Command;
use crate::app::keys::command_row::{CommandRow, parse_sequence};
use crate::app::keys::scope::Scope;
use crate::domain::form::subject::Subject;
use crate::domain::list::columns::COLUMNS;
use crate::domain::list::group::{GROUPINGS, GroupBy};
use crate::domain::list::group_columns::GROUP_COLUMNS;
use crate::domain::list::quick_filter::QUICK_FILTERS;
use crate::domain::list::user_columns::UserColumn;

/// All of them.
pub(super) fn generated() -> Vec<CommandRow> {
    let filters = QUICK_FILTERS.iter().map(|spec| CommandRow {
        name: format!("only-{}", spec.name),
        command: Command::Only(spec.filter),
        scope: Scope::Table,
        keys: vec![parse_sequence(&format!("f {}", spec.letter))],
        label: String::new(),
        help: spec.help.to_owned(),
        several: false,
    });
    let views = (1..=9).map(|key| CommandRow {
        name: format!("view-{key}"),
        command: Command::OpenView(key),
        scope: Scope::Table,
        keys: vec![parse_sequence(&key.to_string())],
        label: String::new(),
        help: open_view_help(key),
        several: false,
    });
    // Of two columns with the same values, one has the key.
    let sortable = COLUMNS.iter().filter(|spec| spec.letter.is_some() || spec.order_by.is_some());
    let sorts = sortable.map(|spec| CommandRow {
        name: format!("sort-{}", spec.key.replace('_', "-")),
        command: Command::Sort(spec.column),
        scope: Scope::Table,
        keys: spec.letter.map(|letter| parse_sequence(&format!("s {letter}"))).into_iter().collect(),
        label: String::new(),
        help: format!("Sort by {}", spec.title),
        several: false,
    });
    let lists = [(Scope::Users, Subject::TargetUser), (Scope::SystemUsers, Subject::SystemUser)];
    let of_lists =
        lists.into_iter().flat_map(|(scope, subject)| UserColumn::specs_of(subject).map(move |s| (scope, s)));
    let user_sorts = of_lists.filter_map(|(scope, spec)| {
        Some(CommandRow {
            name: format!("sort-users-{}", spec.key.replace('_', "-")),
            command: Command::SortUsers(spec.column),
            scope,
            keys: vec![parse_sequence(&format!("s {}", spec.letter?))],
            label: String::new(),
            help: format!("Sort by {}", spec.title),
            several: false,
        })
    });
    let groups = GROUPINGS.iter().map(|spec| CommandRow {
        name: format!("group-{}", spec.name),
        command: Command::Group(spec.by),
        scope: Scope::Table,
        keys: vec![parse_sequence(&format!("b {}", spec.letter))],
        label: (if spec.by == GroupBy::Reseller { "group.." } else { "" }).to_owned(),
        help: format!("Group the companies by {}, with sums", spec.words),
        several: false,
    });
    let group_sorts = GROUP_COLUMNS.iter().filter_map(|spec| {
        Some(CommandRow {
            name: format!("sort-groups-{}", spec.key.replace('_', "-")),
            command: Command::SortGroups(spec.column),
            scope: Scope::Groups,
            keys: vec![parse_sequence(&format!("s {}", spec.letter?))],
            label: String::new(),
            help: format!("Sort by {}", spec.title),
            several: false,
        })
    });
    // What narrows and groups the companies does so in their groups.
    let of_groups = |row: CommandRow| [CommandRow { scope: Scope::Groups, label: String::new(), ..row.clone() }, row];
    let filters = filters.flat_map(of_groups);
    let groups = groups.flat_map(of_groups);
    let views = views.flat_map(of_groups);
    filters.chain(groups).chain(views).chain(sorts).chain(user_sorts).chain(group_sorts).collect()
}

/// The help of the command that opens a view, if it is not known which.
#[must_use]
pub fn open_view_help(key: u8) -> String {
    format!("Open the view with the key {key}")
}
