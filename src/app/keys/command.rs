//! Commands: the actions of the program.

use crate::domain::change::write::Mail;
use crate::domain::form::subject::Subject;
use crate::domain::list::columns::Column;
use crate::domain::list::file_format::FileFormat;
use crate::domain::list::group::GroupBy;
use crate::domain::list::group_columns::GroupColumn;
use crate::domain::list::quick_filter::QuickFilter;
use crate::domain::list::user_columns::UserColumn;

/// An action of the program; its row of the table explains it.
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
    /// Everything known about the connection.
    Connection,
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
    AcceptSearch,
    CompleteSearch,
    /// Opens the view with this digit.
    OpenView(u8),
    /// Lists the views.
    Views,
    /// Saves the list as a view.
    SaveView,
    OverLimit,
    /// Searches for the owner of an address, a domain or a name.
    SearchOwner,
    /// Continues the search.
    ContinueOwnerSearch,
    /// Shows only companies of this kind, or all again.
    Only(QuickFilter),
    ShowAll,
    ReverseOrder,
    SortHere,
    Sort(Column),
    /// Shows the companies in groups.
    Group(GroupBy),
    Ungroup,
    /// Shows the companies of the group under the cursor.
    EnterGroup,
    SortGroups(GroupColumn),
    CopyGroup(Copied),
    ColumnLeft,
    ColumnRight,
    /// Scrolls the columns sideways.
    ScrollLeft,
    ScrollRight,
    /// In the menu of columns.
    Arrange(Arrange),
    AddUser,
    AddSystemUser,
    NextNeeding,
    PassToday,
    OpenCompany,
    OpenUsers,
    OpenSystemUsers,
    ShowUser,
    /// Changes a user.
    EditUser,
    /// Adds a user like this one.
    AddLike,
    /// Makes a user inactive, or active again.
    ToggleActive,
    /// Deletes a user.
    DeleteUser,
    /// Groups and history of a user.
    User(UserAct),
    /// Sends a system user a mail.
    SendMail(Mail),
    SortUsers(UserColumn),
    CopyUser(Copied),
    CopyRow,
    CopyId,
    CopyName,
    CopyCell,
    CopyRequest,
    Export,
    /// Exports in another form than CSV.
    ExportAs(FileFormat),
    /// Copies the rows of the list.
    CopyList,
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
    MarkNotCreated,
    Undo,
    CopyReceipt,
    CopyReceiptMarkdown,
    ListDown,
    ListUp,
    ListScreenDown,
    ListScreenUp,
    Accept,
    Mark,
    /// Marks all rows that are shown, or none of them.
    MarkAll,
    /// Begins or ends a range of marks.
    MarkRange,
    /// Takes all marks away.
    Unmark,
    PasteRaw,
    Yes,
    No,
    /// Gives the change of the question a ticket.
    GiveTicket,
    Flip,
    StartDemo,
    /// Opens the company or user in the web console.
    OpenConsole,
    /// Copies what a command of the configuration has written.
    CopyOutput,
    /// A command of the configuration.
    Own(OwnId),
    /// The aliases and the note of a company.
    Note(NoteAct),
    /// An import.
    Import(ImportAct),
}

/// What is done in an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportAct {
    /// Open it, or the one that was left.
    Open,
    /// Complete the path that is being typed.
    Complete,
    /// Take another file.
    OtherFile,
    /// Say what the columns are for.
    Columns,
    /// Choose the worksheet or the encoding of the file.
    Source,
    /// Take people as users of the company that their row names.
    ByRow,
    /// Take all people as users of the companies that were chosen.
    ToChosen,
    /// Give a value for all rows whose own cell is empty.
    Defaults,
    /// Leave the columns or the cells of a row.
    Done,
    /// Show all rows of the plan, or only those that need a person.
    ShowAll,
    /// Exceed the licence limit.
    OverLimit,
    /// Make inactive users active.
    Reactivate,
    /// Leave out what does not exist.
    SkipUnknown,
    /// Send only the first rows, as a trial.
    First,
    /// Create groups that do not exist.
    CreateGroups,
    /// Say which groups names mean.
    Groups,
    /// Take the file as the list of everybody.
    WholeList,
    /// Let as many people leave as are shown.
    Leavers,
    /// Give its changes a ticket.
    Ticket,
    /// Send the plan.
    Send,
    /// Pause the run, or go on.
    Pause,
    /// Drop the plan, or end the run here.
    Discard,
    /// Copy the receipt.
    Receipt,
    /// Undo what the run has done.
    Undo,
}

/// What is done with the aliases and the note of a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoteAct {
    /// Open them.
    Open,
    /// Save them and close their box.
    Save,
}

/// What is done with the groups and the history of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UserAct {
    /// Open the picker of groups.
    Groups,
    /// Send what was changed in the picker of groups.
    SendGroups,
    /// Open the history.
    History,
}

/// The place of a command in the configuration's list of commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OwnId(pub u16);

/// What is done with a column in the menu of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Arrange {
    /// Further to the left.
    Up,
    /// Further to the right.
    Down,
    /// Wider.
    Wider,
    /// Narrower.
    Narrower,
    /// As wide as it is by itself.
    OwnWidth,
}

/// Which part of a user is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Copied {
    /// Every cell and the ID.
    Row,
    /// The email.
    Email,
    /// The ID.
    Id,
    /// First and last name.
    Name,
    /// The cell under the column cursor.
    Cell,
}

impl Command {
    /// The command that opens the form for this kind of user.
    #[must_use]
    pub fn opening(subject: Subject) -> Self {
        match subject {
            Subject::TargetUser => Self::AddUser,
            Subject::SystemUser => Self::AddSystemUser,
        }
    }
}
