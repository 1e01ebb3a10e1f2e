//! THE command table: every action with its scope, keys, words, and when it is refused.
//!
//! Dispatch, footer, key list, palette, prefix menus and the chapter of keys come from it.

use std::sync::LazyLock;

use crate::app::keys::press::Press;
use crate::app::model::Model;
use crate::app::screen::scope::{heard, innermost};
use crate::app::shell::available::{
    all_at_hand, always, can_undo, connected, exportable, has_created, has_last, has_more_rows, has_needing, has_next,
    has_panes, has_previous, has_previous_company, has_problems, has_suggestion, in_doubt, is_filtered, may_create,
    on_company, on_row, on_row_soon, on_user, only_a_person_knows, paged_by_the_service, passable_today, pickable,
    sortable_here,
};
use crate::app::users::list::Copied;
use crate::domain::list::columns::{COLUMNS, Column};
use crate::domain::list::quick_filter::{QUICK_FILTERS, QuickFilter};
use crate::domain::list::user_columns::{USER_COLUMNS, UserColumn};

/// Something the program can be told to do; each is explained by its row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    Back,
    Interrupt,
    Redraw,
    Keys,
    Palette,
    Reload,
    /// Everything done or under way.
    Activity,
    OtherTab,
    NextFilter,
    Retry,
    Mouse,
    Suspend,
    NextPane,
    PreviousPane,
    PreviousCompany,
    Profiles,
    Close,
    RowDown,
    RowUp,
    FirstRow,
    LastRow,
    HalfDown,
    HalfUp,
    ScreenDown,
    ScreenUp,
    NextPage,
    PreviousPage,
    GoToPage,
    PageSize,
    Columns,
    ResetColumns,
    Search,
    KeepSearch,
    OverLimit,
    /// Looks for whoever has an address, a domain or a name.
    Whose,
    /// Goes on looking.
    WhoseGoOn,
    /// Shows only companies of this kind, or all again.
    Only(QuickFilter),
    ShowAll,
    TurnRound,
    SortHere,
    Sort(Column),
    ColumnLeft,
    ColumnRight,
    AddUser,
    AddSystemUser,
    NextNeeding,
    PassToday,
    OpenCompany,
    OpenUsers,
    ShowUser,
    SortUsers(UserColumn),
    CopyUser(Copied),
    CopyRow,
    CopyId,
    CopyName,
    CopyCell,
    CopyRequest,
    Export,
    FormEnter,
    NextField,
    PreviousField,
    Create,
    CreateNext,
    NextProblem,
    LastValue,
    TakeSuggestion,
    Pick,
    Discard,
    NotThere,
    IsThere,
    Undo,
    CopyReceipt,
    CopyReceiptMarkdown,
    ListDown,
    ListUp,
    ListScreenDown,
    ListScreenUp,
    Take,
    Mark,
    PasteAsItIs,
    Yes,
    No,
    Flip,
    StartDemo,
}

/// Where a command's keys are heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In every scope.
    Always,
    /// In the panes, and in their inputs as far as they are no text.
    Everywhere,
    /// On the start screen, without credentials.
    Start,
    /// In the company table.
    Table,
    /// In the company pane.
    Company,
    /// In the list of a company's users.
    Users,
    /// In the box with one user.
    User,
    /// In the search line.
    Search,
    /// In the form.
    Form,
    /// In a picker of the form.
    Picker,
    /// In the key list and the palette.
    List,
    /// In the list of messages.
    Activity,
    Messages,
    /// In a short menu.
    Menu,
    /// While something is waited for before anything else can be done.
    Wait,
    /// In the menu of columns.
    Columns,
    /// In the preview of a paste.
    Preview,
    /// In the search through all companies.
    Whose,
    /// In a one-line prompt.
    Prompt,
    /// In a question.
    Confirm,
}

impl Scope {
    /// Printable keys are text here.
    #[must_use]
    pub fn is_text(self) -> bool {
        match self {
            Self::Search | Self::Form | Self::Picker | Self::List | Self::Prompt | Self::Whose => true,
            Self::Always
            | Self::Everywhere
            | Self::Start
            | Self::Table
            | Self::Company
            | Self::Users
            | Self::User
            | Self::Activity
            | Self::Messages
            | Self::Menu
            | Self::Wait
            | Self::Columns
            | Self::Preview
            | Self::Confirm => false,
        }
    }

    /// Its name as a heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Always | Self::Everywhere => "Everywhere",
            Self::Start => "Start screen",
            Self::Table => "Company table",
            Self::Company => "Company pane",
            Self::Users => "Users of a company",
            Self::User => "One user",
            Self::Search => "Search line",
            Self::Form => "Form",
            Self::Picker => "Picker",
            Self::List => "Key list and palette",
            Self::Activity => "Activity",
            Self::Messages => "Messages",
            Self::Menu => "Menu",
            Self::Wait => "While a profile is opened",
            Self::Columns => "Menu of columns",
            Self::Preview => "Paste preview",
            Self::Whose => "Whose is this?",
            Self::Prompt => "Prompt",
            Self::Confirm => "Question",
        }
    }
}

/// Says why a command cannot be run now.
pub type When = fn(&Model) -> Result<(), String>;

/// A row of the command table.
#[derive(Clone)]
pub struct Row {
    /// What it does.
    pub command: Command,
    /// Where its keys are heard.
    pub scope: Scope,
    /// Key sequences, the first one is shown.
    pub keys: Vec<Vec<Press>>,
    /// One or two words for the footer; empty: not in the footer.
    pub label: &'static str,
    /// A sentence for key list, palette and documents.
    pub help: String,
    /// When it is refused.
    pub when: When,
}

impl Row {
    /// Its keys as shown: `j, Down`.
    #[must_use]
    pub fn keys_text(&self) -> String {
        self.keys.iter().map(|k| sequence(k)).collect::<Vec<_>>().join(", ")
    }

    /// Its first keys as shown.
    #[must_use]
    pub fn first_keys(&self) -> String {
        self.keys.first().map(|k| sequence(k)).unwrap_or_default()
    }
}

/// A key sequence as shown: `s u`.
#[must_use]
pub fn sequence(presses: &[Press]) -> String {
    presses.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The table, built once: the rows below, and one to sort by each column.
pub static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let fixed = TABLE.iter().map(|(command, scope, keys, label, help, when)| Row {
        command: *command,
        scope: *scope,
        keys: keys.split(" | ").filter(|k| !k.is_empty()).map(parse_sequence).collect(),
        label,
        help: (*help).to_owned(),
        when: *when,
    });
    let filters = QUICK_FILTERS.iter().map(|spec| Row {
        command: Command::Only(spec.filter),
        scope: Scope::Table,
        keys: vec![parse_sequence(&format!("f {}", spec.letter))],
        label: "",
        help: spec.help.to_owned(),
        when: all_at_hand,
    });
    let sorts = COLUMNS.iter().filter_map(|spec| {
        let letter = spec.letter?;
        Some(Row {
            command: Command::Sort(spec.column),
            scope: Scope::Table,
            keys: vec![parse_sequence(&format!("s {letter}"))],
            label: "",
            help: format!("Sort by {}", spec.title),
            when: if spec.order_by.is_some() { connected } else { all_at_hand },
        })
    });
    let user_sorts = USER_COLUMNS.iter().filter_map(|spec| {
        Some(Row {
            command: Command::SortUsers(spec.column),
            scope: Scope::Users,
            keys: vec![parse_sequence(&format!("s {}", spec.letter?))],
            label: "",
            help: format!("Sort by {}", spec.title),
            when: connected,
        })
    });
    fixed.chain(filters).chain(sorts).chain(user_sorts).collect()
});

fn parse_sequence(keys: &str) -> Vec<Press> {
    keys.split(' ').filter_map(Press::parse).collect()
}

/// The rows of one scope, in the order of the table.
pub fn of_scope(scope: Scope) -> impl Iterator<Item = &'static Row> {
    ROWS.iter().filter(move |r| r.scope == scope)
}

/// Why the command cannot be run now: as its row says whose keys are heard here.
#[must_use]
pub fn refusal(command: Command, model: &Model) -> Option<String> {
    let rows = || ROWS.iter().filter(|row| row.command == command);
    let here = heard(innermost(model)).iter().find_map(|scope| rows().find(|row| row.scope == *scope));
    here.or_else(|| rows().next()).and_then(|row| (row.when)(model).err())
}

type Line = (Command, Scope, &'static str, &'static str, &'static str, When);

/// Command, scope, keys, footer label, help, when. Keys of one row are divided by ` | `, keys of a
/// sequence by a space. The footer takes labels in this order as far as they fit.
#[rustfmt::skip]
const TABLE: &[Line] = &[
    (Command::AddUser,       Scope::Table, "a", "add user", "Add a target user to the selected company", on_row_soon),
    (Command::OpenCompany,   Scope::Table, "enter", "company", "Everything about the selected company; beside the table from 120 columns", on_company),
    (Command::AddSystemUser, Scope::Table, "U", "", "Add a system user, who logs in to the console of the selected company", on_company),
    (Command::OpenUsers,     Scope::Table, "u", "users", "The users of the selected company", on_company),
    (Command::Search,        Scope::Table, "/", "search", "Search while typing; Enter keeps it, Esc restores the search before", connected),
    (Command::Whose,         Scope::Table, "w", "whose", "Whose is this address, domain or name? Looks in all companies", connected),
    (Command::OverLimit,     Scope::Table, "! | f o", "over limit", "Only OVER: companies over their licence limit", connected),
    (Command::ShowAll,       Scope::Table, "f x", "", "All companies again: no filter, no search", is_filtered),
    (Command::TurnRound,     Scope::Table, "s s", "sort..", "Reverse the sort order", connected),
    (Command::CopyRow,       Scope::Table, "y y", "copy..", "Copy the row", on_row),
    (Command::CopyId,        Scope::Table, "y i", "", "Copy the company ID", on_company),
    (Command::CopyName,      Scope::Table, "y n", "", "Copy the company name", on_row),
    (Command::CopyRequest,   Scope::Table, "y r", "", "Copy the last request as curl, without secrets", connected),
    (Command::CopyReceipt,   Scope::Table, "y m", "", "Copy the last receipt", has_created),
    (Command::CopyReceiptMarkdown, Scope::Table, "y M", "", "Copy the last receipt as Markdown", has_created),
    (Command::CopyCell,      Scope::Table, "c", "", "Copy the cell under the column cursor", on_row),
    (Command::Undo,          Scope::Table, "Z", "", "Undo the last create, after a question", can_undo),
    (Command::NextPage,      Scope::Table, ".", "", "A screen down; the next page, where the service pages", has_next),
    (Command::PreviousPage,  Scope::Table, ",", "", "A screen up; the page before, where the service pages", has_previous),
    (Command::GoToPage,      Scope::Table, "p", "go to", "Go to a row by its number; to a page, where the service pages", has_more_rows),
    (Command::PageSize,      Scope::Table, "z", "", "Choose how many companies a page has, where the service pages", paged_by_the_service),
    (Command::Columns,       Scope::Table, "C", "", "Choose which columns show", connected),
    (Command::SortHere,      Scope::Table, "O", "", "Sort by the column under the cursor; again reverses it", sortable_here),
    (Command::ColumnLeft,    Scope::Table, "h | left", "", "Column cursor to the left", always),
    (Command::ColumnRight,   Scope::Table, "l | right", "", "Column cursor to the right", always),
    (Command::RowDown,       Scope::Table, "j | down", "", "Down; where the service pages the next page follows the last row", always),
    (Command::RowUp,         Scope::Table, "k | up", "", "Up; where the service pages the page before follows the first row", always),
    (Command::FirstRow,      Scope::Table, "g | home", "", "First row", always),
    (Command::LastRow,       Scope::Table, "G | end", "", "Last row", always),
    (Command::HalfDown,      Scope::Table, "ctrl-d", "", "Half a screen down", always),
    (Command::HalfUp,        Scope::Table, "ctrl-u", "", "Half a screen up", always),
    (Command::ScreenDown,    Scope::Table, "pgdn | ctrl-f", "", "A screen down", always),
    (Command::ScreenUp,      Scope::Table, "pgup | ctrl-b", "", "A screen up", always),
    (Command::Export,        Scope::Table, "ctrl-s", "", "Write the list, all of it, to a CSV file in the current folder", exportable),

    (Command::AddUser,       Scope::Company, "a", "add user", "Add a target user to this company", on_company),
    (Command::AddSystemUser, Scope::Company, "U", "", "Add a system user, who logs in to the console of this company", on_company),
    (Command::OpenUsers,     Scope::Company, "u", "users", "The users of this company", on_company),
    (Command::CopyId,        Scope::Company, "y i", "copy..", "Copy the company ID", on_company),
    (Command::CopyName,      Scope::Company, "y n", "", "Copy the company name", on_row),
    (Command::CopyRow,       Scope::Company, "y y", "", "Copy its row of the table", on_row),
    (Command::CopyRequest,   Scope::Company, "y r", "", "Copy the last request as curl, without secrets", connected),
    (Command::CopyReceipt,   Scope::Company, "y m", "", "Copy the receipt of the last create: who, where, when, ID, seats", has_created),
    (Command::CopyReceiptMarkdown, Scope::Company, "y M", "", "Copy the receipt of the last create as Markdown", has_created),
    (Command::Undo,          Scope::Company, "Z", "", "Undo the last create, after a question", can_undo),
    (Command::Search,        Scope::Company, "/", "search", "Search the companies", connected),
    (Command::Whose,         Scope::Company, "w", "whose", "Whose is this address, domain or name? Looks in all companies", connected),
    (Command::Close,         Scope::Company, "q", "close", "Close the pane", always),
    (Command::RowDown,       Scope::Company, "j | down", "", "Down", always),
    (Command::RowUp,         Scope::Company, "k | up", "", "Up", always),
    (Command::FirstRow,      Scope::Company, "g | home", "", "To the top", always),
    (Command::LastRow,       Scope::Company, "G | end", "", "To the end", always),
    (Command::HalfDown,      Scope::Company, "ctrl-d", "", "Half a screen down", always),
    (Command::HalfUp,        Scope::Company, "ctrl-u", "", "Half a screen up", always),
    (Command::ScreenDown,    Scope::Company, "pgdn | ctrl-f", "", "A screen down", always),
    (Command::ScreenUp,      Scope::Company, "pgup | ctrl-b", "", "A screen up", always),

    (Command::ShowUser,      Scope::Users, "enter", "one user", "Everything about the user under the cursor", on_user),
    (Command::AddUser,       Scope::Users, "a", "add user", "Add a target user to this company", on_company),
    (Command::AddSystemUser, Scope::Users, "U", "", "Add a system user, who logs in to the console of this company", on_company),
    (Command::Search,        Scope::Users, "/", "search", "Search while typing; Enter keeps it, Esc restores the search before", connected),
    (Command::Whose,         Scope::Users, "w", "", "Whose is this address, domain or name? Looks in all companies", connected),
    (Command::TurnRound,     Scope::Users, "s s", "sort..", "Reverse the sort order", connected),
    (Command::CopyUser(Copied::Row), Scope::Users, "y y", "copy..", "Copy the row", on_user),
    (Command::CopyUser(Copied::Email), Scope::Users, "y e", "", "Copy the email", on_user),
    (Command::CopyUser(Copied::Id), Scope::Users, "y i", "", "Copy the user ID", on_user),
    (Command::CopyUser(Copied::Name), Scope::Users, "y n", "", "Copy the name", on_user),
    (Command::CopyRequest,   Scope::Users, "y r", "", "Copy the last request as curl, without secrets", connected),
    (Command::CopyReceipt,   Scope::Users, "y m", "", "Copy the receipt of the last create: who, where, when, ID, seats", has_created),
    (Command::CopyReceiptMarkdown, Scope::Users, "y M", "", "Copy the receipt of the last create as Markdown", has_created),
    (Command::CopyUser(Copied::Cell), Scope::Users, "c", "", "Copy the cell under the column cursor", on_user),
    (Command::Undo,          Scope::Users, "Z", "", "Undo the last create, after a question", can_undo),
    (Command::NextPage,      Scope::Users, ".", "", "A screen down; the next page, where the service pages", has_next),
    (Command::PreviousPage,  Scope::Users, ",", "", "A screen up; the page before, where the service pages", has_previous),
    (Command::GoToPage,      Scope::Users, "p", "go to", "Go to a row by its number; to a page, where the service pages", has_more_rows),
    (Command::PageSize,      Scope::Users, "z", "", "Choose how many users a page has, where the service pages", connected),
    (Command::SortHere,      Scope::Users, "O", "", "Sort by the column under the cursor; again reverses it", sortable_here),
    (Command::ColumnLeft,    Scope::Users, "h | left", "", "Column cursor to the left", always),
    (Command::ColumnRight,   Scope::Users, "l | right", "", "Column cursor to the right", always),
    (Command::RowDown,       Scope::Users, "j | down", "", "Down; where the service pages the next page follows the last row", always),
    (Command::RowUp,         Scope::Users, "k | up", "", "Up; where the service pages the page before follows the first row", always),
    (Command::FirstRow,      Scope::Users, "g | home", "", "First row", always),
    (Command::LastRow,       Scope::Users, "G | end", "", "Last row", always),
    (Command::HalfDown,      Scope::Users, "ctrl-d", "", "Half a screen down", always),
    (Command::HalfUp,        Scope::Users, "ctrl-u", "", "Half a screen up", always),
    (Command::ScreenDown,    Scope::Users, "pgdn | ctrl-f", "", "A screen down", always),
    (Command::ScreenUp,      Scope::Users, "pgup | ctrl-b", "", "A screen up", always),
    (Command::Export,        Scope::Users, "ctrl-s", "", "Write the list, all of it, to a CSV file in the current folder", exportable),
    (Command::Close,         Scope::Users, "q", "close", "Back to the companies", always),

    (Command::CopyUser(Copied::Row), Scope::User, "y y", "copy..", "Copy the row", on_user),
    (Command::CopyUser(Copied::Email), Scope::User, "y e", "", "Copy the email", on_user),
    (Command::CopyUser(Copied::Id), Scope::User, "y i", "", "Copy the user ID", on_user),
    (Command::CopyUser(Copied::Name), Scope::User, "y n", "", "Copy the name", on_user),
    (Command::RowDown,       Scope::User, "j | down", "next", "The next user", always),
    (Command::RowUp,         Scope::User, "k | up", "previous", "The user before", always),
    (Command::Back,          Scope::User, "q | enter", "close", "Close the box", always),

    (Command::KeepSearch,    Scope::Search, "enter", "keep", "Keep this search and go to the rows", always),
    (Command::RowDown,       Scope::Search, "down | ctrl-n", "", "Down, while searching", always),
    (Command::RowUp,         Scope::Search, "up | ctrl-p", "", "Up, while searching", always),

    (Command::Create,        Scope::Form, "ctrl-s", "create", "Check the form and create the user", may_create),
    (Command::CreateNext,    Scope::Form, "ctrl-n", "create, next", "Create, and go on with the next user of the same company; what cannot be created is kept", may_create),
    (Command::PassToday,     Scope::Form, "alt-s", "", "Create, and do not ask again about this company today", passable_today),
    (Command::NextField,     Scope::Form, "tab | down", "next", "Next field", always),
    (Command::PreviousField, Scope::Form, "shift-tab | up", "", "Previous field", always),
    (Command::FormEnter,     Scope::Form, "enter", "", "Next field; on the last one to [Create]; on a button: press it", always),
    (Command::Pick,          Scope::Form, "f4 | alt-down", "pick", "Open the picker of this field; typing opens it too", pickable),
    (Command::NextProblem,   Scope::Form, "f8", "problem", "Next field to fix", has_problems),
    (Command::TakeSuggestion, Scope::Form, "ctrl-t", "", "Take the suggested address", has_suggestion),
    (Command::LastValue,     Scope::Form, "alt-.", "last value", "The value of this field in the user created last here", has_last),
    (Command::Discard,       Scope::Form, "", "", "Throw this draft away, after a question", always),
    (Command::NotThere,      Scope::Form, "", "", "I have looked: this user was not created; it may be sent again", in_doubt),
    (Command::IsThere,       Scope::Form, "", "", "I have looked in the console: the system user is there", only_a_person_knows),

    (Command::Take,          Scope::Picker, "enter", "take", "Take the marked choices, or the one under the cursor", always),
    (Command::Mark,          Scope::Picker, "space", "mark", "Mark, where several can be chosen", always),
    (Command::ListDown,      Scope::Picker, "down | ctrl-n", "", "Down", always),
    (Command::ListUp,        Scope::Picker, "up | ctrl-p", "", "Up", always),
    (Command::ListScreenDown, Scope::Picker, "pgdn", "", "Ten down", always),
    (Command::ListScreenUp,  Scope::Picker, "pgup", "", "Ten up", always),

    (Command::Reload,        Scope::Picker, "f5", "", "Load the choices again", connected),
    (Command::Keys,          Scope::Picker, "f1", "keys", "The keys of the picker", always),

    (Command::Take,          Scope::List, "enter", "run", "Run the action under the cursor", always),
    (Command::ListDown,      Scope::List, "down | ctrl-n", "", "Down", always),
    (Command::ListUp,        Scope::List, "up | ctrl-p", "", "Up", always),
    (Command::ListScreenDown, Scope::List, "pgdn", "", "Ten down", always),
    (Command::ListScreenUp,  Scope::List, "pgup", "", "Ten up", always),

    (Command::Take,          Scope::Whose, "enter", "look, go", "Look for users in all companies; once that is done, go to what is under the cursor", always),
    (Command::WhoseGoOn,     Scope::Whose, "f5", "go on", "Go on where it stopped, and ask again who could not be asked", always),
    (Command::Keys,          Scope::Whose, "f1", "keys", "The keys of this search", always),
    (Command::ListDown,      Scope::Whose, "down | ctrl-n", "", "Down", always),
    (Command::ListUp,        Scope::Whose, "up | ctrl-p", "", "Up", always),
    (Command::ListScreenDown, Scope::Whose, "pgdn", "", "Ten down", always),
    (Command::ListScreenUp,  Scope::Whose, "pgup", "", "Ten up", always),
    (Command::Take,          Scope::Activity, "enter", "open", "Open the form of what needs you", always),
    (Command::Undo,          Scope::Activity, "Z", "undo", "Take back what is queued, undo what was created, after a question", can_undo),
    (Command::Retry,         Scope::Activity, "r | f5", "retry", "Try again: send what nothing keeps any more, look up what is not known", always),
    (Command::NextFilter,    Scope::Activity, "f", "filter", "All, on the way, needs you, done", always),
    (Command::OtherTab,      Scope::Activity, "tab | shift-tab", "messages", "The messages", always),
    (Command::CopyReceipt,   Scope::Activity, "m", "receipt", "Copy the receipt of the create under the cursor", has_created),
    (Command::CopyReceiptMarkdown, Scope::Activity, "M", "", "Copy it as Markdown", has_created),
    (Command::NextNeeding,   Scope::Activity, "f9", "", "Open the next user that needs you", has_needing),
    (Command::ListDown,      Scope::Activity, "j | down", "", "Down", always),
    (Command::ListUp,        Scope::Activity, "k | up", "", "Up", always),
    (Command::ListScreenDown, Scope::Activity, "pgdn | ctrl-f", "", "Ten down", always),
    (Command::ListScreenUp,  Scope::Activity, "pgup | ctrl-b", "", "Ten up", always),
    (Command::Back,          Scope::Activity, "q | J", "close", "Close the list", always),

    (Command::OtherTab,      Scope::Messages, "tab | shift-tab", "activity", "The activity", always),
    (Command::ListDown,      Scope::Messages, "j | down", "", "Down", always),
    (Command::ListUp,        Scope::Messages, "k | up", "", "Up", always),
    (Command::ListScreenDown, Scope::Messages, "pgdn | ctrl-f", "", "Ten down", always),
    (Command::ListScreenUp,  Scope::Messages, "pgup | ctrl-b", "", "Ten up", always),
    (Command::Undo,          Scope::Messages, "Z", "undo", "Undo the create under the cursor, after a question", can_undo),
    (Command::CopyReceipt,   Scope::Messages, "m", "receipt", "Copy the receipt of the create under the cursor", has_created),
    (Command::CopyReceiptMarkdown, Scope::Messages, "M", "", "Copy it as Markdown", has_created),
    (Command::Back,          Scope::Messages, "q | J | enter", "close", "Close the list", always),

    (Command::Take,          Scope::Menu, "enter", "take", "Choose the line under the cursor", always),
    (Command::ListDown,      Scope::Menu, "j | down", "", "Down", always),
    (Command::ListUp,        Scope::Menu, "k | up", "", "Up", always),
    (Command::Back,          Scope::Menu, "q", "", "Close the menu", always),

    (Command::Back,          Scope::Wait, "q", "stay", "Stay in the present profile", always),

    (Command::Mark,          Scope::Columns, "space | enter", "show/hide", "Show or hide the column under the cursor", always),
    (Command::ResetColumns,  Scope::Columns, "d", "as configured", "Reset to the columns of the configuration", always),
    (Command::ListDown,      Scope::Columns, "j | down", "", "Down", always),
    (Command::ListUp,        Scope::Columns, "k | up", "", "Up", always),
    (Command::Back,          Scope::Columns, "q | C", "close", "Close the menu", always),

    (Command::Take,          Scope::Preview, "ctrl-t | enter", "take", "Take what is marked into the form", always),
    (Command::Mark,          Scope::Preview, "space", "keep/skip", "Keep or skip the line under the cursor", always),
    (Command::PasteAsItIs,   Scope::Preview, "i", "as it is", "Paste the text as it is into the field", always),
    (Command::ListDown,      Scope::Preview, "down | j | ctrl-n", "", "Down", always),
    (Command::ListUp,        Scope::Preview, "up | k | ctrl-p", "", "Up", always),

    (Command::Take,          Scope::Prompt, "enter", "go", "Go there", always),

    (Command::Take,          Scope::Confirm, "enter", "answer", "Give the focused answer", always),
    (Command::Yes,           Scope::Confirm, "y", "yes", "Yes", always),
    (Command::No,            Scope::Confirm, "n", "no", "No", always),
    (Command::Flip,          Scope::Confirm, "tab | left | right | h | l | shift-tab", "other", "The other answer", always),

    (Command::StartDemo,     Scope::Start, "d | enter", "demo", "Try everything on the embedded demo", always),

    (Command::Palette,       Scope::Everywhere, ": | ctrl-k", "actions", "Every action by name", always),
    (Command::Keys,          Scope::Everywhere, "? | f1", "keys", "The keys of this screen: type to search, Enter runs", always),
    (Command::Reload,        Scope::Everywhere, "r | f5", "", "Reload what is on the screen", connected),
    (Command::PreviousCompany, Scope::Everywhere, "-", "", "The company before this one, and back", has_previous_company),
    (Command::Profiles,      Scope::Everywhere, "", "", "Switch profile: another reseller of the configuration", crate::app::flows::profiles::can_switch),
    (Command::NextNeeding,   Scope::Everywhere, "f9", "", "Open the next user that needs you: refused, held back, or not known", has_needing),
    (Command::Activity,      Scope::Everywhere, "J", "", "Everything done or under way, of this run and the seven days before; and all messages", always),
    (Command::Mouse,         Scope::Everywhere, "M", "", "Mouse on and off; off, the terminal selects text", always),
    (Command::NextPane,      Scope::Everywhere, "tab", "", "Next pane", has_panes),
    (Command::PreviousPane,  Scope::Everywhere, "shift-tab", "", "Previous pane", has_panes),
    (Command::Suspend,       Scope::Everywhere, "ctrl-z", "", "Suspend to the shell", always),
    (Command::Close,         Scope::Everywhere, "q", "quit", "Close the pane; at the root, quit", always),

    (Command::Back,          Scope::Always, "esc", "back", "Back one level; never discards typing, never quits", always),
    (Command::Interrupt,     Scope::Always, "ctrl-c", "", "Cancel the call under way, else back; twice within a second at the root: quit", always),
    (Command::Redraw,        Scope::Always, "ctrl-l", "", "Redraw the screen", always),
];

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
