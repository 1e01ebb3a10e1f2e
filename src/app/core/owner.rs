//! Owners of requests and timers, who take the answers.

/// A list of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListId {
    /// The companies.
    Companies,
    /// The users of a company.
    Users,
}

/// What is retried automatically.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Retried {
    /// The list of companies.
    Companies,
    /// The list of users.
    Users,
    /// The company pane.
    Company,
}

/// A timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimerId {
    /// The menu of a prefix key is shown.
    Menu,
    /// Good news has been on the line for long enough.
    Notice,
    /// Debounce of the search line of a list.
    SearchDelay(ListId),
    /// The cursor has rested on a company beside its pane.
    CompanyRest,
    /// The cursor has rested on a user whose details are open.
    UserRest,
    /// Debounce of the email of a form.
    EmailRest,
    /// The key that passes the gates of a form was not held down.
    Gate,
    /// Autosave.
    Autosave,
    /// Autosave of notes.
    Notes,
    /// A write is looked up again.
    Reconcile,
    /// A lost connection is probed.
    Probe,
    /// A failed request may be retried.
    Retry(Retried),
}

/// Who takes the answer of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// The place at which the program starts.
    Start,
    /// A list: its page, or the one after.
    List(ListId),
    /// All companies, in memory, and on earlier days.
    AllCompanies,
    /// The company groups.
    CompanyGroups,
    /// The company pane.
    Company,
    /// One user: its details, its groups, its history.
    User,
    /// The owner search.
    OwnerSearch,
    /// The forms: several of one company may wait for one answer.
    Forms,
    /// Time zones and languages.
    Lookups,
    /// The export.
    Export,
    /// The import.
    Import,
    /// What was created from this machine.
    History,
    /// The output of a command of the configuration.
    Output,
    /// Aliases and notes of the desk.
    Notes,
    /// The profile that is being opened.
    Profile,
    /// The probe of a lost connection.
    Probe,
    /// A timer.
    Timer(TimerId),
}
