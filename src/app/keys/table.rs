//! The command table: every command with its name, scope, keys and texts.
//!
//! Dispatch, footer, key list, palette, prefix menus, the names of the configuration and the chapter of keys come
//! from it. It is pure data: `shell::available` decides whether a command can be run now.

use std::sync::LazyLock;

use crate::app::keys::command::{Arrange, Command, Copied, NoteAct, UserAct};
pub use crate::app::keys::command_row::CommandRow;
use crate::app::keys::command_row::{ALSO_MARKED, parse_sequence};
use crate::app::keys::generated_rows::generated;
pub use crate::app::keys::generated_rows::open_view_help;
use crate::app::keys::group_rows::{GROUP_ROWS, RowSpec};
use crate::app::keys::import_rows::IMPORT_ROWS;
pub use crate::app::keys::press::sequence;
use crate::app::keys::scope::Scope;
use crate::app::keys::system_user_rows::{SYSTEM_USER_ROWS, shared_with_system_users};
use crate::app::keys::user_rows::USER_ROWS;
use crate::domain::list::file_format::FileFormat;

/// The table, built once: the rows below, those of groups and of one user, and those that come from other tables.
pub static ROWS: LazyLock<Vec<CommandRow>> = LazyLock::new(|| {
    let fixed = TABLE.iter().chain(GROUP_ROWS).chain(SYSTEM_USER_ROWS).chain(USER_ROWS).chain(IMPORT_ROWS).map(
        |(name, command, scope, keys, label, help)| CommandRow {
            name: (*name).to_owned(),
            command: *command,
            scope: *scope,
            keys: keys.split(" | ").filter(|k| !k.is_empty()).map(parse_sequence).collect(),
            label: (*label).to_owned(),
            help: (*help).to_owned(),
            several: help.ends_with(ALSO_MARKED),
        },
    );
    let fixed: Vec<CommandRow> = fixed.collect();
    let shared = shared_with_system_users(&fixed);
    fixed.into_iter().chain(shared).chain(generated()).collect()
});

/// The rows of one scope, in the order of the table.
pub fn of_scope(scope: Scope) -> impl Iterator<Item = &'static CommandRow> {
    ROWS.iter().filter(move |r| r.scope == scope)
}

impl Command {
    /// Its name in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        ROWS.iter().find(|row| row.command == self).map_or("", |row| row.name.as_str())
    }

    /// The command of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.name == name).map(|row| row.command)
    }

    /// Every name, in the order of the table.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let first = |n: usize, name: &str| ROWS.iter().take(n).all(|row| row.name != name);
        ROWS.iter().enumerate().filter(move |(n, row)| first(*n, &row.name)).map(|(_, row)| row.name.as_str())
    }
}

/// Name, command, scope, keys, footer label, help. Keys of one row are divided by ` | `, keys of a
/// sequence by a space. The footer takes labels in this order as far as they fit. A command that is for all marked rows
/// says so at the end of its help; one that writes is never one of them unless it asks for each what it is about to do.
#[rustfmt::skip]
const TABLE: &[RowSpec] = &[
    ("add-user", Command::AddUser, Scope::Table, "a", "add", "Add a target user to the selected company"),
    ("open-company", Command::OpenCompany, Scope::Table, "enter", "open", "Show the details of the selected company; beside the table from 120 columns"),
    ("add-system-user", Command::AddSystemUser, Scope::Table, "U", "", "Add a system user (a console login) to the selected company"),
    ("open-users", Command::OpenUsers, Scope::Table, "u", "users", "List the users of the selected company"),
    ("open-system-users", Command::OpenSystemUsers, Scope::Table, "S", "", "List the system users (console logins) of the selected company"),
    ("search", Command::Search, Scope::Table, "/", "find", "Search as you type; Enter keeps it, Esc restores the previous one"),
    ("whose", Command::SearchOwner, Scope::Table, "w", "whose", "Find who an address, domain or name belongs to, in all companies"),
    ("open-console", Command::OpenConsole, Scope::Table, "o", "", "Open the company in the web console; over ssh, copy its address; also for marked rows"),
    ("note", Command::Note(NoteAct::Open), Scope::Table, "N", "", "Write aliases and a note for the company; both are kept on this machine and searched"),
    ("over-limit", Command::OverLimit, Scope::Table, "! | f o", "", "Only OVER: companies over their licence limit"),
    ("views", Command::Views, Scope::Table, "v", "", "List the views: Enter opens one, the last line saves what is shown"),
    ("show-all", Command::ShowAll, Scope::Table, "f x", "filter..", "Show all companies: no filter, no search"),
    ("turn-round", Command::ReverseOrder, Scope::Table, "s s", "sort..", "Reverse the sort order"),
    ("copy-row", Command::CopyRow, Scope::Table, "y y", "copy..", "Copy the row; also for marked rows"),
    ("copy-id", Command::CopyId, Scope::Table, "y i", "", "Copy the company ID; also for marked rows"),
    ("copy-name", Command::CopyName, Scope::Table, "y n", "", "Copy the company name; also for marked rows"),
    ("copy-request", Command::CopyRequest, Scope::Table, "y r", "", "Copy the last request as curl, without secrets"),
    ("copy-receipt", Command::CopyReceipt, Scope::Table, "y m", "", "Copy the last receipt"),
    ("copy-receipt-markdown", Command::CopyReceiptMarkdown, Scope::Table, "y M", "", "Copy the last receipt as Markdown"),
    ("copy-cell", Command::CopyCell, Scope::Table, "c", "", "Copy the cell under the column cursor; also for marked rows"),
    ("undo", Command::Undo, Scope::Table, "Z", "", "Undo the newest change, or all that were made with it (asks)"),
    ("mark", Command::Mark, Scope::Table, "space", "mark", "Mark the row under the cursor, or take its mark away, and go down; ends a range"),
    ("mark-all", Command::MarkAll, Scope::Table, "*", "", "Mark all rows that are shown; again: none of them"),
    ("mark-range", Command::MarkRange, Scope::Table, "V", "", "Begin a range of marks, which moving extends; again: end it"),
    ("unmark", Command::Unmark, Scope::Table, "", "", "Take all marks away"),
    ("next-page", Command::NextPage, Scope::Table, ".", "", "A screen down; a page, if the service pages the list"),
    ("previous-page", Command::PreviousPage, Scope::Table, ",", "", "A screen up; a page, if the service pages the list"),
    ("go-to-page", Command::GoToPage, Scope::Table, "p", "go to", "Go to a row by number; to a page, if the service pages the list"),
    ("page-size", Command::PageSize, Scope::Table, "z", "", "Set the number of companies per page, if the service pages the list"),
    ("columns", Command::Columns, Scope::Table, "C", "", "Choose the columns to show, their order and their widths"),
    ("sort-here", Command::SortHere, Scope::Table, "O", "", "Sort by the column under the cursor; press again to reverse"),
    ("column-left", Command::ColumnLeft, Scope::Table, "h | left", "", "Column cursor to the left"),
    ("column-right", Command::ColumnRight, Scope::Table, "l | right", "", "Column cursor to the right"),
    ("scroll-left", Command::ScrollLeft, Scope::Table, "H", "", "Scroll the columns to the left, if not all fit"),
    ("scroll-right", Command::ScrollRight, Scope::Table, "L", "", "Scroll the columns to the right, if not all fit; the name stays"),
    ("row-down", Command::RowDown, Scope::Table, "j | down", "", "Down; past the last row, to the next page if the service pages the list"),
    ("row-up", Command::RowUp, Scope::Table, "k | up", "", "Up; past the first row, to the previous page if the service pages the list"),
    ("first-row", Command::FirstRow, Scope::Table, "g | home", "", "First row"),
    ("last-row", Command::LastRow, Scope::Table, "G | end", "", "Last row"),
    ("half-down", Command::HalfDown, Scope::Table, "ctrl-d", "", "Half a screen down"),
    ("half-up", Command::HalfUp, Scope::Table, "ctrl-u", "", "Half a screen up"),
    ("screen-down", Command::ScreenDown, Scope::Table, "pgdn | ctrl-f", "", "A screen down"),
    ("screen-up", Command::ScreenUp, Scope::Table, "pgup | ctrl-b", "", "A screen up"),
    ("export", Command::Export, Scope::Table, "ctrl-s | e c", "", "Export the whole list to a CSV file in the current folder; also for marked rows"),
    ("export-xlsx", Command::ExportAs(FileFormat::Xlsx), Scope::Table, "e x", "export..", "Export the whole list to an Excel file; also for marked rows"),
    ("export-json", Command::ExportAs(FileFormat::Json), Scope::Table, "e j", "", "Export the whole list to a JSON file; also for marked rows"),
    ("save-view", Command::SaveView, Scope::Table, "", "", "Keep filter, order and columns as a view in the configuration"),
    ("copy-list", Command::CopyList, Scope::Table, "e t", "", "Copy the rows for a spreadsheet, separated by tabs; also for marked rows"),

    ("add-user", Command::AddUser, Scope::Company, "a", "add", "Add a target user to this company"),
    ("add-system-user", Command::AddSystemUser, Scope::Company, "U", "", "Add a system user (a console login) to this company"),
    ("open-users", Command::OpenUsers, Scope::Company, "u", "users", "List the users of this company"),
    ("open-system-users", Command::OpenSystemUsers, Scope::Company, "S", "", "List the system users (console logins) of this company"),
    ("copy-id", Command::CopyId, Scope::Company, "y i", "copy..", "Copy the company ID"),
    ("copy-name", Command::CopyName, Scope::Company, "y n", "", "Copy the company name"),
    ("copy-row", Command::CopyRow, Scope::Company, "y y", "", "Copy its table row"),
    ("copy-request", Command::CopyRequest, Scope::Company, "y r", "", "Copy the last request as curl, without secrets"),
    ("copy-receipt", Command::CopyReceipt, Scope::Company, "y m", "", "Copy the receipt of the last create: who, where, when, ID, seats"),
    ("copy-receipt-markdown", Command::CopyReceiptMarkdown, Scope::Company, "y M", "", "Copy the receipt of the last create as Markdown"),
    ("undo", Command::Undo, Scope::Company, "Z", "", "Undo the newest change, or all that were made with it (asks)"),
    ("note", Command::Note(NoteAct::Open), Scope::Company, "N", "", "Write aliases and a note for the company; both are kept on this machine and searched"),
    ("open-console", Command::OpenConsole, Scope::Company, "o", "", "Open the company in the web console; over ssh, copy its address"),
    ("search", Command::Search, Scope::Company, "/", "find", "Search the companies"),
    ("whose", Command::SearchOwner, Scope::Company, "w", "whose", "Find who an address, domain or name belongs to, in all companies"),
    ("close", Command::Close, Scope::Company, "q", "close", "Close the pane"),
    ("row-down", Command::RowDown, Scope::Company, "j | down", "", "Down"),
    ("row-up", Command::RowUp, Scope::Company, "k | up", "", "Up"),
    ("first-row", Command::FirstRow, Scope::Company, "g | home", "", "To the top"),
    ("last-row", Command::LastRow, Scope::Company, "G | end", "", "To the end"),
    ("half-down", Command::HalfDown, Scope::Company, "ctrl-d", "", "Half a screen down"),
    ("half-up", Command::HalfUp, Scope::Company, "ctrl-u", "", "Half a screen up"),
    ("screen-down", Command::ScreenDown, Scope::Company, "pgdn | ctrl-f", "", "A screen down"),
    ("screen-up", Command::ScreenUp, Scope::Company, "pgup | ctrl-b", "", "A screen up"),

    ("show-user", Command::ShowUser, Scope::Users, "enter", "open", "Show the details of the user under the cursor"),
    ("add-user", Command::AddUser, Scope::Users, "a", "add", "Add a target user to this company"),
    ("edit-user", Command::EditUser, Scope::Users, "e", "edit", "Edit the user in the form; what is changed is marked, with the old value"),
    ("toggle-active", Command::ToggleActive, Scope::Users, "x", "on/off", "Deactivate the user, which frees the seat and keeps the history; activate an inactive one; also for marked rows"),
    ("add-like", Command::AddLike, Scope::Users, "=", "", "Add a user like this one: department, groups, language, time zone, priority and manager are taken over"),
    ("delete-user", Command::DeleteUser, Scope::Users, "D", "", "Delete the user (asks); cannot be undone; also for marked rows"),
    ("user-history", Command::User(UserAct::History), Scope::Users, "I", "", "History of the user: who changed what, and when"),
    ("add-system-user", Command::AddSystemUser, Scope::Users, "U", "", "Add a system user (a console login) to this company"),
    ("open-console", Command::OpenConsole, Scope::Users, "o", "", "Open the user in the web console; over ssh, copy its address; also for marked rows"),
    ("search", Command::Search, Scope::Users, "/", "find", "Search as you type; Enter keeps it, Esc restores the previous one"),
    ("whose", Command::SearchOwner, Scope::Users, "w", "", "Find who an address, domain or name belongs to, in all companies"),
    ("turn-round", Command::ReverseOrder, Scope::Users, "s s", "sort..", "Reverse the sort order"),
    ("user-groups", Command::User(UserAct::Groups), Scope::Users, "T", "groups", "Groups of the user: put the user into groups and take the user out; also for marked rows"),
    ("copy-user-row", Command::CopyUser(Copied::Row), Scope::Users, "y y", "copy..", "Copy the row; also for marked rows"),
    ("copy-user-email", Command::CopyUser(Copied::Email), Scope::Users, "y e", "", "Copy the email; also for marked rows"),
    ("copy-user-id", Command::CopyUser(Copied::Id), Scope::Users, "y i", "", "Copy the user ID; also for marked rows"),
    ("copy-user-name", Command::CopyUser(Copied::Name), Scope::Users, "y n", "", "Copy the name; also for marked rows"),
    ("copy-request", Command::CopyRequest, Scope::Users, "y r", "", "Copy the last request as curl, without secrets"),
    ("copy-receipt", Command::CopyReceipt, Scope::Users, "y m", "", "Copy the receipt of the last create: who, where, when, ID, seats"),
    ("copy-receipt-markdown", Command::CopyReceiptMarkdown, Scope::Users, "y M", "", "Copy the receipt of the last create as Markdown"),
    ("copy-user-cell", Command::CopyUser(Copied::Cell), Scope::Users, "c", "", "Copy the cell under the column cursor; also for marked rows"),
    ("undo", Command::Undo, Scope::Users, "Z", "", "Undo the newest change, or all that were made with it (asks)"),
    ("next-page", Command::NextPage, Scope::Users, ".", "", "A screen down; a page, if the service pages the list"),
    ("previous-page", Command::PreviousPage, Scope::Users, ",", "", "A screen up; a page, if the service pages the list"),
    ("go-to-page", Command::GoToPage, Scope::Users, "p", "", "Go to a row by number; to a page, if the service pages the list"),
    ("page-size", Command::PageSize, Scope::Users, "z", "", "Set the number of users per page, if the service pages the list"),
    ("sort-here", Command::SortHere, Scope::Users, "O", "", "Sort by the column under the cursor; press again to reverse"),
    ("column-left", Command::ColumnLeft, Scope::Users, "h | left", "", "Column cursor to the left"),
    ("column-right", Command::ColumnRight, Scope::Users, "l | right", "", "Column cursor to the right"),
    ("scroll-left", Command::ScrollLeft, Scope::Users, "H", "", "Scroll the columns to the left, if not all fit"),
    ("scroll-right", Command::ScrollRight, Scope::Users, "L", "", "Scroll the columns to the right, if not all fit; the name stays"),
    ("row-down", Command::RowDown, Scope::Users, "j | down", "", "Down; past the last row, to the next page if the service pages the list"),
    ("row-up", Command::RowUp, Scope::Users, "k | up", "", "Up; past the first row, to the previous page if the service pages the list"),
    ("first-row", Command::FirstRow, Scope::Users, "g | home", "", "First row"),
    ("last-row", Command::LastRow, Scope::Users, "G | end", "", "Last row"),
    ("half-down", Command::HalfDown, Scope::Users, "ctrl-d", "", "Half a screen down"),
    ("half-up", Command::HalfUp, Scope::Users, "ctrl-u", "", "Half a screen up"),
    ("screen-down", Command::ScreenDown, Scope::Users, "pgdn | ctrl-f", "", "A screen down"),
    ("screen-up", Command::ScreenUp, Scope::Users, "pgup | ctrl-b", "", "A screen up"),
    ("export", Command::Export, Scope::Users, "ctrl-s", "", "Export the whole list to a CSV file in the current folder; also for marked rows"),
    ("close", Command::Close, Scope::Users, "q", "close", "Back to the companies"),
    ("mark", Command::Mark, Scope::Users, "space", "mark", "Mark the row under the cursor, or take its mark away, and go down; ends a range"),
    ("mark-all", Command::MarkAll, Scope::Users, "*", "", "Mark all rows that are shown; again: none of them"),
    ("mark-range", Command::MarkRange, Scope::Users, "V", "", "Begin a range of marks, which moving extends; again: end it"),
    ("unmark", Command::Unmark, Scope::Users, "", "", "Take all marks away"),

    ("keep-search", Command::AcceptSearch, Scope::Search, "enter", "keep", "Keep this search and go to the rows"),
    ("complete-search", Command::CompleteSearch, Scope::Search, "tab", "complete", "Complete the column or value being typed"),
    ("row-down", Command::RowDown, Scope::Search, "down | ctrl-n", "", "Down, while searching"),
    ("row-up", Command::RowUp, Scope::Search, "up | ctrl-p", "", "Up, while searching"),

    ("create", Command::Create, Scope::Form, "ctrl-s", "create", "Check the form and create the user"),
    ("create-next", Command::CreateNext, Scope::Form, "ctrl-n", "create, next", "Create, then add the next user to the same company; what cannot be created is kept"),
    ("pass-today", Command::PassToday, Scope::Form, "alt-s", "", "Create, and do not ask again about this company today"),
    ("next-field", Command::NextField, Scope::Form, "tab | down", "next", "Next field"),
    ("previous-field", Command::PreviousField, Scope::Form, "shift-tab | up", "", "Previous field"),
    ("form-enter", Command::FormEnter, Scope::Form, "enter", "", "Next field; from the last one to [Create]; on a button, press it"),
    ("pick", Command::Pick, Scope::Form, "f4 | alt-down", "pick", "Open the picker of this field; typing opens it too"),
    ("next-problem", Command::NextProblem, Scope::Form, "f8", "to fix", "Next field to fix"),
    ("take-suggestion", Command::TakeSuggestion, Scope::Form, "ctrl-t", "take it", "Take the suggested address"),
    ("last-value", Command::LastValue, Scope::Form, "alt-.", "last value", "Insert the value that the last user created here has in this field; in the ticket, the last ticket"),
    ("discard", Command::Discard, Scope::Form, "", "", "Discard this draft (asks)"),
    ("not-there", Command::MarkNotCreated, Scope::Form, "", "", "Mark as checked: the user was not created and may be sent again"),

    ("take", Command::Accept, Scope::Picker, "enter", "take", "Take the marked choices, or the one under the cursor"),
    ("mark", Command::Mark, Scope::Picker, "space", "mark", "Mark, if several can be chosen"),
    ("list-down", Command::ListDown, Scope::Picker, "down | ctrl-n", "", "Down"),
    ("list-up", Command::ListUp, Scope::Picker, "up | ctrl-p", "", "Up"),
    ("list-screen-down", Command::ListScreenDown, Scope::Picker, "pgdn", "", "Ten down"),
    ("list-screen-up", Command::ListScreenUp, Scope::Picker, "pgup", "", "Ten up"),

    ("reload", Command::Reload, Scope::Picker, "f5", "", "Load the choices again"),
    ("keys", Command::Keys, Scope::Picker, "f1", "keys", "The keys of the picker"),

    ("take", Command::Accept, Scope::List, "enter", "run", "Run the action under the cursor"),
    ("list-down", Command::ListDown, Scope::List, "down | ctrl-n", "", "Down"),
    ("list-up", Command::ListUp, Scope::List, "up | ctrl-p", "", "Up"),
    ("list-screen-down", Command::ListScreenDown, Scope::List, "pgdn", "", "Ten down"),
    ("list-screen-up", Command::ListScreenUp, Scope::List, "pgup", "", "Ten up"),

    ("take", Command::Accept, Scope::Views, "enter", "open", "Open the view under the cursor"),
    ("save-view", Command::SaveView, Scope::Views, "ctrl-s", "save", "Keep filter, order and columns as a view in the configuration"),
    ("list-down", Command::ListDown, Scope::Views, "down | ctrl-n", "", "Down"),
    ("list-up", Command::ListUp, Scope::Views, "up | ctrl-p", "", "Up"),
    ("list-screen-down", Command::ListScreenDown, Scope::Views, "pgdn", "", "Ten down"),
    ("list-screen-up", Command::ListScreenUp, Scope::Views, "pgup", "", "Ten up"),

    ("take", Command::Accept, Scope::OwnerSearch, "enter", "look, go", "Search the users of all companies; then go to the result under the cursor"),
    ("whose-go-on", Command::ContinueOwnerSearch, Scope::OwnerSearch, "f5", "go on", "Continue a stopped search, and retry the companies that failed"),
    ("keys", Command::Keys, Scope::OwnerSearch, "f1", "keys", "The keys of this search"),
    ("list-down", Command::ListDown, Scope::OwnerSearch, "down | ctrl-n", "", "Down"),
    ("list-up", Command::ListUp, Scope::OwnerSearch, "up | ctrl-p", "", "Up"),
    ("list-screen-down", Command::ListScreenDown, Scope::OwnerSearch, "pgdn", "", "Ten down"),
    ("list-screen-up", Command::ListScreenUp, Scope::OwnerSearch, "pgup", "", "Ten up"),
    ("take", Command::Accept, Scope::Activity, "enter", "open", "Open the form of the entry that needs you"),
    ("undo", Command::Undo, Scope::Activity, "Z", "undo", "Undo the entry: a queued change, or a create (asks)"),
    ("retry", Command::Retry, Scope::Activity, "r | f5", "retry", "Try again: send what is no longer held back, look up what is not known"),
    ("next-filter", Command::NextFilter, Scope::Activity, "f", "filter", "Next filter: all, under way, needs you, done"),
    ("other-tab", Command::OtherTab, Scope::Activity, "tab | shift-tab", "messages", "Show the messages"),
    ("edit-user", Command::EditUser, Scope::Activity, "e", "edit", "Edit the user of the entry in the form"),
    ("back", Command::Back, Scope::Activity, "q | J", "close", "Close the list"),
    ("toggle-active", Command::ToggleActive, Scope::Activity, "x", "on/off", "Deactivate the user of the entry, which frees the seat and keeps the history; activate an inactive one"),
    ("copy-receipt", Command::CopyReceipt, Scope::Activity, "m", "receipt", "Copy the receipt of the create under the cursor"),
    ("copy-receipt-markdown", Command::CopyReceiptMarkdown, Scope::Activity, "M", "", "Copy the receipt as Markdown"),
    ("add-like", Command::AddLike, Scope::Activity, "=", "", "Add a user like that of the entry"),
    ("delete-user", Command::DeleteUser, Scope::Activity, "D", "", "Delete the user of the entry (asks); cannot be undone"),
    ("user-history", Command::User(UserAct::History), Scope::Activity, "I", "", "History of the user of the entry: who changed what, and when"),
    ("next-needing", Command::NextNeeding, Scope::Activity, "f9", "", "Open the next user that needs you"),
    ("list-down", Command::ListDown, Scope::Activity, "j | down", "", "Down"),
    ("list-up", Command::ListUp, Scope::Activity, "k | up", "", "Up"),
    ("list-screen-down", Command::ListScreenDown, Scope::Activity, "pgdn | ctrl-f", "", "Ten down"),
    ("list-screen-up", Command::ListScreenUp, Scope::Activity, "pgup | ctrl-b", "", "Ten up"),

    ("other-tab", Command::OtherTab, Scope::Messages, "tab | shift-tab", "activity", "Show the activity"),
    ("list-down", Command::ListDown, Scope::Messages, "j | down", "", "Down"),
    ("list-up", Command::ListUp, Scope::Messages, "k | up", "", "Up"),
    ("list-screen-down", Command::ListScreenDown, Scope::Messages, "pgdn | ctrl-f", "", "Ten down"),
    ("list-screen-up", Command::ListScreenUp, Scope::Messages, "pgup | ctrl-b", "", "Ten up"),
    ("undo", Command::Undo, Scope::Messages, "Z", "undo", "Undo the create under the cursor (asks)"),
    ("copy-receipt", Command::CopyReceipt, Scope::Messages, "m", "receipt", "Copy the receipt of the create under the cursor"),
    ("copy-receipt-markdown", Command::CopyReceiptMarkdown, Scope::Messages, "M", "", "Copy the receipt as Markdown"),
    ("next-needing", Command::NextNeeding, Scope::Messages, "f9", "", "Open the next user that needs you"),
    ("back", Command::Back, Scope::Messages, "q | J | enter", "close", "Close the list"),

    ("back", Command::Back, Scope::Connection, "q | enter", "close", "Close the details"),

    ("list-down", Command::ListDown, Scope::Output, "j | down", "", "Down"),
    ("list-up", Command::ListUp, Scope::Output, "k | up", "", "Up"),
    ("list-screen-down", Command::ListScreenDown, Scope::Output, "pgdn | ctrl-f | space", "", "Ten down"),
    ("list-screen-up", Command::ListScreenUp, Scope::Output, "pgup | ctrl-b", "", "Ten up"),
    ("first-row", Command::FirstRow, Scope::Output, "g | home", "", "To the top"),
    ("last-row", Command::LastRow, Scope::Output, "G | end", "end", "To the end"),
    ("copy-output", Command::CopyOutput, Scope::Output, "y | c", "copy", "Copy the output"),
    ("back", Command::Back, Scope::Output, "q", "close", "Stop the command; if it has ended, close its output"),

    ("take", Command::Accept, Scope::Menu, "enter", "take", "Choose the line under the cursor"),
    ("list-down", Command::ListDown, Scope::Menu, "j | down", "", "Down"),
    ("list-up", Command::ListUp, Scope::Menu, "k | up", "", "Up"),
    ("back", Command::Back, Scope::Menu, "q", "", "Close the menu"),

    ("back", Command::Back, Scope::Wait, "q", "stay", "Stay in the current profile"),

    ("mark", Command::Mark, Scope::Columns, "space | enter", "show/hide", "Show or hide the column under the cursor"),
    ("column-up", Command::Arrange(Arrange::Up), Scope::Columns, "K | alt-up | shift-up", "up", "Move the column up, which is to the left in the table"),
    ("column-down", Command::Arrange(Arrange::Down), Scope::Columns, "J | alt-down | shift-down", "down", "Move the column down, which is to the right in the table"),
    ("wider", Command::Arrange(Arrange::Wider), Scope::Columns, "+ | l | right", "wider", "Make the column wider"),
    ("narrower", Command::Arrange(Arrange::Narrower), Scope::Columns, "- | h | left", "narrower", "Make the column narrower"),
    ("own-width", Command::Arrange(Arrange::OwnWidth), Scope::Columns, "0", "", "Let the column be as wide as what it holds again"),
    ("reset-columns", Command::ResetColumns, Scope::Columns, "d", "as configured", "Reset to the configured columns, in their order and with their widths"),
    ("list-down", Command::ListDown, Scope::Columns, "j | down", "", "Down"),
    ("list-up", Command::ListUp, Scope::Columns, "k | up", "", "Up"),
    ("back", Command::Back, Scope::Columns, "q | C", "close", "Close the menu"),

    ("take", Command::Accept, Scope::Preview, "ctrl-t | enter", "take", "Take the marked lines into the form"),
    ("mark", Command::Mark, Scope::Preview, "space", "keep/skip", "Keep or skip the line under the cursor"),
    ("paste-as-it-is", Command::PasteRaw, Scope::Preview, "i", "as it is", "Paste the text into the field as it is"),
    ("list-down", Command::ListDown, Scope::Preview, "down | j | ctrl-n", "", "Down"),
    ("list-up", Command::ListUp, Scope::Preview, "up | k | ctrl-p", "", "Up"),

    ("take", Command::Accept, Scope::Prompt, "enter", "go", "Go there"),

    ("take", Command::Accept, Scope::Ticket, "enter", "take", "Take this ticket, and go on"),

    ("take", Command::Accept, Scope::ViewName, "enter", "save", "Save the view under this name"),

    ("save-note", Command::Note(NoteAct::Save), Scope::Note, "ctrl-s", "save", "Save and close; it is saved as you type, and on this machine alone"),
    ("next-field", Command::NextField, Scope::Note, "tab", "aliases, note", "To the other input"),
    ("previous-field", Command::PreviousField, Scope::Note, "shift-tab", "", "To the other input"),
    ("keys", Command::Keys, Scope::Note, "f1", "keys", "The keys of this box"),

    ("take", Command::Accept, Scope::Confirm, "enter", "answer", "Choose the focused answer"),
    ("yes", Command::Yes, Scope::Confirm, "y", "yes", "Yes"),
    ("no", Command::No, Scope::Confirm, "n", "no", "No"),
    ("give-ticket", Command::GiveTicket, Scope::Confirm, "t", "", "Give the change a ticket, or another one"),
    ("flip", Command::Flip, Scope::Confirm, "tab | left | right | h | l | shift-tab", "other", "The other answer"),

    ("start-demo", Command::StartDemo, Scope::Start, "d | enter", "demo", "Try everything on the embedded demo"),

    ("palette", Command::Palette, Scope::Everywhere, ": | ctrl-k", "actions", "Find an action by name"),
    ("keys", Command::Keys, Scope::Everywhere, "? | f1", "keys", "The keys of this screen: type to search, Enter runs"),
    ("reload", Command::Reload, Scope::Everywhere, "r | f5", "", "Reload what is on the screen"),
    ("previous-company", Command::PreviousCompany, Scope::Everywhere, "-", "", "Switch to the previous company and back"),
    ("profiles", Command::Profiles, Scope::Everywhere, "", "", "Switch profile: another configured reseller"),
    ("next-needing", Command::NextNeeding, Scope::Everywhere, "f9", "", "Open the next user that needs you: refused, held back, or outcome not known"),
    ("activity", Command::Activity, Scope::Everywhere, "J", "", "All changes of this run and of the past seven days; and all messages"),
    ("connection", Command::Connection, Scope::Everywhere, "", "", "Connection details: service, latency, token, last answer"),
    ("mouse", Command::Mouse, Scope::Everywhere, "M", "", "Turn the mouse on or off; when off, the terminal selects text"),
    ("next-pane", Command::NextPane, Scope::Everywhere, "tab", "", "Next pane"),
    ("previous-pane", Command::PreviousPane, Scope::Everywhere, "shift-tab", "", "Previous pane"),
    ("suspend", Command::Suspend, Scope::Everywhere, "ctrl-z", "", "Suspend to the shell"),
    ("close", Command::Close, Scope::Everywhere, "q", "quit", "Close the pane; at the root, quit"),

    ("back", Command::Back, Scope::Always, "esc", "back", "Back one level; never discards typing, never quits"),
    ("interrupt", Command::Interrupt, Scope::Always, "ctrl-c", "", "Cancel the request under way, else go back; twice within a second at the root, quit"),
    ("redraw", Command::Redraw, Scope::Always, "ctrl-l", "", "Redraw the screen"),
];

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
