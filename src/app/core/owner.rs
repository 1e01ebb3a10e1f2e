//! Who has asked a question or set a timer: the answer is taken there.

/// A list that the service keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListId {
    /// The companies.
    Companies,
    /// The users of a company.
    Users,
}

/// What is asked for again by itself when its turn has come.
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
    /// The menu of a prefix key shows.
    Menu,
    /// Typing in the search line of a list has rested.
    SearchDelay(ListId),
    /// The cursor has rested on a company beside its pane.
    CompanyRest,
    /// Typing in the email of a form has rested.
    EmailRest,
    /// The key that passes the gates of a form was not held down.
    Gate,
    /// What was typed is to be on disk.
    Autosave,
    /// A write is looked up again.
    Reconcile,
    /// A lost line is probed.
    Probe,
    /// What has failed may be asked again.
    Retry(Retried),
}

/// Who takes what comes of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A list: its page, or the one after.
    List(ListId),
    /// All companies, in memory.
    AllCompanies,
    /// The company pane.
    Company,
    /// The search for whose an address, a domain or a name is.
    OwnerSearch,
    /// The forms: several of one company may wait for one answer.
    Forms,
    /// Time zones and languages.
    Lookups,
    /// The list that is written to a file.
    Export,
    /// What was created from this machine.
    History,
    /// The profile that is being opened.
    Profile,
    /// The probe of a lost line.
    Probe,
    /// A timer.
    Timer(TimerId),
}
