//! Scopes: where keys are active, and which of them are text there.

/// Where the keys of a command are active.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In every scope.
    Always,
    /// In the panes, and in their inputs unless they are text.
    Everywhere,
    /// On the start screen, without credentials.
    Start,
    /// In the company table.
    Table,
    /// In the company pane.
    Company,
    /// In the groups of companies.
    Groups,
    /// In the list of a company's users.
    Users,
    /// In the list of a company's system users.
    SystemUsers,
    /// In the box with one user.
    User,
    /// In the picker of a user's groups.
    UserGroups,
    /// In the history of a user.
    UserHistory,
    /// In the search line.
    Search,
    /// In the form.
    Form,
    /// In a picker of the form.
    Picker,
    /// In the key list and the palette.
    List,
    /// In the list of views.
    Views,
    /// In the prompt for the name of a view.
    ViewName,
    /// In the aliases and the note of a company.
    Note,
    /// In the activity list.
    Activity,
    /// In the list of messages.
    Messages,
    /// In the connection details.
    Connection,
    /// In a short menu.
    Menu,
    /// While the program waits and takes no other key.
    Wait,
    /// In the menu of columns.
    Columns,
    /// In the preview of a paste.
    Preview,
    /// In the search through all companies.
    OwnerSearch,
    /// In a one-line prompt.
    Prompt,
    /// In the prompt for a ticket.
    Ticket,
    /// In the output of a command of the configuration.
    Output,
    /// In the prompt for the file of an import.
    ImportFile,
    /// In the columns of an import.
    ImportColumns,
    /// In a list of an import of which one is taken: what a column is for, worksheets, encodings.
    ImportChoice,
    /// In the plan of an import.
    ImportPlan,
    /// In the cells of a row of an import, and in the values for all rows.
    ImportRow,
    /// In the run of an import, and while its plan is made.
    ImportRun,
    /// In a question.
    Confirm,
}

impl Scope {
    /// Printable keys are text here.
    #[must_use]
    pub fn is_text(self) -> bool {
        match self {
            Self::Search
            | Self::Form
            | Self::Picker
            | Self::List
            | Self::Views
            | Self::ViewName
            | Self::Note
            | Self::Prompt
            | Self::Ticket
            | Self::ImportFile
            | Self::ImportChoice
            | Self::ImportRow
            | Self::UserGroups
            | Self::OwnerSearch => true,
            Self::Always
            | Self::Everywhere
            | Self::Start
            | Self::Table
            | Self::Company
            | Self::Groups
            | Self::Users
            | Self::SystemUsers
            | Self::User
            | Self::UserHistory
            | Self::Activity
            | Self::Messages
            | Self::Connection
            | Self::Menu
            | Self::Wait
            | Self::Columns
            | Self::Preview
            | Self::Output
            | Self::ImportColumns
            | Self::ImportPlan
            | Self::ImportRun
            | Self::Confirm => false,
        }
    }

    /// Its rows can be marked.
    #[must_use]
    pub fn has_marks(self) -> bool {
        matches!(self, Self::Table | Self::Users)
    }

    /// Its name as a heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Always | Self::Everywhere => "Everywhere",
            Self::Start => "Start screen",
            Self::Table => "Company table",
            Self::Company => "Company pane",
            Self::Groups => "Groups of companies",
            Self::Users => "Users of a company",
            Self::SystemUsers => "System users of a company",
            Self::User => "One user",
            Self::UserGroups => "Groups of a user",
            Self::UserHistory => "History of a user",
            Self::Search => "Search line",
            Self::Form => "Form",
            Self::Picker => "Picker",
            Self::List => "Key list and palette",
            Self::Views => "Views",
            Self::ViewName => "Name of a view",
            Self::Note => "Aliases and note",
            Self::Activity => "Activity",
            Self::Messages => "Messages",
            Self::Connection => "Connection details",
            Self::Menu => "Menu",
            Self::Wait => "Opening a profile",
            Self::Columns => "Column menu",
            Self::Preview => "Paste preview",
            Self::OwnerSearch => "Whose is this?",
            Self::Prompt => "Prompt",
            Self::Ticket => "Ticket of a change",
            Self::Output => "Output of a command",
            Self::ImportFile => "Import: the file",
            Self::ImportColumns => "Import: the columns",
            Self::ImportChoice => "Import: a choice",
            Self::ImportPlan => "Import: the plan",
            Self::ImportRow => "Import: a row, and values for all rows",
            Self::ImportRun => "Import: the run",
            Self::Confirm => "Question",
        }
    }

    /// The scopes whose keys are active while this one is innermost, in order of precedence.
    #[must_use]
    pub fn active(self) -> &'static [Self] {
        match self {
            Self::Start => &[Self::Start, Self::Everywhere, Self::Always],
            Self::Table => &[Self::Table, Self::Everywhere, Self::Always],
            Self::Company => &[Self::Company, Self::Everywhere, Self::Always],
            Self::Groups => &[Self::Groups, Self::Everywhere, Self::Always],
            Self::Users => &[Self::Users, Self::Everywhere, Self::Always],
            Self::SystemUsers => &[Self::SystemUsers, Self::Everywhere, Self::Always],
            Self::User => &[Self::User, Self::Always],
            Self::UserGroups => &[Self::UserGroups, Self::Always],
            Self::UserHistory => &[Self::UserHistory, Self::Always],
            Self::Search => &[Self::Search, Self::Everywhere, Self::Always],
            Self::Form => &[Self::Form, Self::Everywhere, Self::Always],
            Self::Picker => &[Self::Picker, Self::Always],
            Self::List => &[Self::List, Self::Always],
            Self::Views => &[Self::Views, Self::Always],
            Self::ViewName => &[Self::ViewName, Self::Always],
            Self::Note => &[Self::Note, Self::Always],
            Self::Activity => &[Self::Activity, Self::Always],
            Self::Messages => &[Self::Messages, Self::Always],
            Self::Connection => &[Self::Connection, Self::Always],
            Self::Menu => &[Self::Menu, Self::Always],
            Self::Wait => &[Self::Wait, Self::Always],
            Self::Columns => &[Self::Columns, Self::Always],
            Self::OwnerSearch => &[Self::OwnerSearch, Self::Always],
            Self::Preview => &[Self::Preview, Self::Always],
            Self::Prompt => &[Self::Prompt, Self::Always],
            Self::Ticket => &[Self::Ticket, Self::Always],
            Self::Output => &[Self::Output, Self::Always],
            Self::ImportFile => &[Self::ImportFile, Self::Always],
            Self::ImportColumns => &[Self::ImportColumns, Self::Always],
            Self::ImportChoice => &[Self::ImportChoice, Self::Always],
            Self::ImportPlan => &[Self::ImportPlan, Self::Always],
            Self::ImportRow => &[Self::ImportRow, Self::Always],
            Self::ImportRun => &[Self::ImportRun, Self::Always],
            Self::Confirm => &[Self::Confirm, Self::Always],
            Self::Everywhere => &[Self::Everywhere, Self::Always],
            Self::Always => &[Self::Always],
        }
    }
}
