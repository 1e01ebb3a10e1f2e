//! The commands in the groups of companies: a part of the command table.

use crate::app::keys::command::{Command, Copied};
use crate::app::keys::scope::Scope;
use crate::domain::list::file_format::FileFormat;

/// Name, command, scope, keys, footer label, help.
pub(super) type RowSpec = (&'static str, Command, Scope, &'static str, &'static str, &'static str);

/// The rows of the table for [`Scope::Groups`].
#[rustfmt::skip]
pub(super) const GROUP_ROWS: &[RowSpec] = &[
    ("enter-group", Command::EnterGroup, Scope::Groups, "enter", "go in", "Show the companies of the group under the cursor; Esc comes back"),
    ("ungroup", Command::Ungroup, Scope::Groups, "b b", "group..", "Show the companies without groups"),
    ("search", Command::Search, Scope::Groups, "/", "find", "Search as you type: the groups are those of what fits"),
    ("over-limit", Command::OverLimit, Scope::Groups, "! | f o", "", "Only OVER: companies over their licence limit"),
    ("show-all", Command::ShowAll, Scope::Groups, "f x", "filter..", "Show all companies: no filter, no search"),
    ("turn-round", Command::ReverseOrder, Scope::Groups, "s s", "sort..", "Reverse the sort order"),
    ("copy-group", Command::CopyGroup(Copied::Row), Scope::Groups, "y y", "copy..", "Copy the row"),
    ("copy-group-name", Command::CopyGroup(Copied::Name), Scope::Groups, "y n", "", "Copy the name of the group"),
    ("copy-group-cell", Command::CopyGroup(Copied::Cell), Scope::Groups, "c", "", "Copy the cell under the column cursor"),
    ("next-page", Command::NextPage, Scope::Groups, ".", "", "A screen down"),
    ("previous-page", Command::PreviousPage, Scope::Groups, ",", "", "A screen up"),
    ("sort-here", Command::SortHere, Scope::Groups, "O", "", "Sort by the column under the cursor; press again to reverse"),
    ("column-left", Command::ColumnLeft, Scope::Groups, "h | left", "", "Column cursor to the left"),
    ("column-right", Command::ColumnRight, Scope::Groups, "l | right", "", "Column cursor to the right"),
    ("scroll-left", Command::ScrollLeft, Scope::Groups, "H", "", "Scroll the columns to the left, if not all fit"),
    ("scroll-right", Command::ScrollRight, Scope::Groups, "L", "", "Scroll the columns to the right, if not all fit; the name stays"),
    ("row-down", Command::RowDown, Scope::Groups, "j | down", "", "Down"),
    ("row-up", Command::RowUp, Scope::Groups, "k | up", "", "Up"),
    ("first-row", Command::FirstRow, Scope::Groups, "g | home", "", "First group"),
    ("last-row", Command::LastRow, Scope::Groups, "G | end", "", "Last group"),
    ("half-down", Command::HalfDown, Scope::Groups, "ctrl-d", "", "Half a screen down"),
    ("half-up", Command::HalfUp, Scope::Groups, "ctrl-u", "", "Half a screen up"),
    ("screen-down", Command::ScreenDown, Scope::Groups, "pgdn | ctrl-f", "", "A screen down"),
    ("screen-up", Command::ScreenUp, Scope::Groups, "pgup | ctrl-b", "", "A screen up"),
    ("export", Command::Export, Scope::Groups, "ctrl-s | e c", "", "Export the groups to a CSV file in the current folder"),
    ("export-xlsx", Command::ExportAs(FileFormat::Xlsx), Scope::Groups, "e x", "export..", "Export the groups to an Excel file"),
    ("export-json", Command::ExportAs(FileFormat::Json), Scope::Groups, "e j", "", "Export the groups to a JSON file"),
    ("copy-list", Command::CopyList, Scope::Groups, "e t", "", "Copy the groups for a spreadsheet, separated by tabs"),
    ("views", Command::Views, Scope::Groups, "v", "", "List the views: Enter opens one, the last line saves what is shown"),
    ("save-view", Command::SaveView, Scope::Groups, "", "", "Keep filter, order and columns as a view in the configuration"),
    ("close", Command::Close, Scope::Groups, "q", "ungroup", "Show the companies without groups"),
];
