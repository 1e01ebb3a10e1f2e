//! What can lie over the panes.

use crate::app::core::remote::Ticket;
use crate::app::form::paste_preview::Preview;
use crate::app::form::state::After;
use crate::app::widgets::filter_list::FilterList;
use crate::app::widgets::text_input::TextInput;
use crate::domain::change::write::WriteId;
use crate::domain::company::seats::Seats;
use crate::domain::company::summary::Company;
use crate::domain::form::subject::{FormKey, Subject};

/// A layer over the panes.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The keys of the screen below: type to search, Enter runs.
    Keys(FilterList),
    /// Every action by name.
    Palette(FilterList),
    /// All messages.
    Messages {
        /// The notice under the cursor, newest first.
        cursor: usize,
    },
    /// Rows of the list per page.
    PageSize {
        /// The row under the cursor.
        cursor: usize,
    },
    /// The profiles of the configuration.
    Profiles {
        /// The row under the cursor.
        cursor: usize,
    },
    /// Another profile is being opened, which may take a keyring or a command some time.
    Opening {
        /// What is waited for.
        ticket: Ticket,
        /// Its name.
        profile: String,
        /// The person knows that drafts cannot be kept, and goes all the same.
        lose_drafts: bool,
    },
    /// Which columns show.
    Columns {
        /// The row under the cursor.
        cursor: usize,
    },
    /// What was understood of a paste.
    Preview(Box<Preview>),
    /// Everything about the user under the cursor of the list.
    User,
    /// Whose an address, a domain or a name is.
    Whose,
    /// The number of a page, or of a row where there are no pages.
    GoTo(TextInput),
    /// A question; the harmless answer is focused.
    Confirm {
        /// The question.
        question: Question,
        /// Yes is focused.
        yes: bool,
    },
}

/// A question before something that cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// End the program although something is unsent.
    Quit,
    /// Send a create although it cannot be recorded on this machine.
    SendUnrecorded {
        /// Which form.
        form: FormKey,
        /// What then.
        after: After,
    },
    /// A person says that this write was not carried out.
    NotThere {
        /// Which form.
        form: FormKey,
        /// Which write.
        write: WriteId,
    },
    /// Create a user although the mail domain is another customer's.
    WrongCustomer {
        /// Which form.
        form: FormKey,
        /// What then.
        after: After,
        /// The customer whose domain it is.
        other: String,
    },
    /// Create a user although no seat is left.
    OverLimit {
        /// Which form.
        form: FormKey,
        /// What then.
        after: After,
        /// The seats before it.
        seats: Seats,
    },
    /// Create a user without what was typed into custom fields that could not be loaded.
    WithoutCustoms {
        /// Which form.
        form: FormKey,
        /// What then.
        after: After,
        /// How many values would not be sent.
        values: usize,
    },
    /// Open the form of a company whose service may refuse it.
    OpenForm {
        /// The company.
        company: Box<Company>,
        /// Which of its forms.
        subject: Subject,
    },
    /// A person says that this write was carried out.
    IsThere {
        /// Which form.
        form: FormKey,
        /// Which write.
        write: WriteId,
    },
    /// Delete the user of this create again.
    Undo(WriteId),
    /// Throw a draft away.
    Discard(FormKey),
    /// Switch to this profile although something is under way or would be lost.
    Switch(String),
}

impl Question {
    /// A Yes goes on with a create, and then with this.
    #[must_use]
    pub fn is_before(&self, then: After) -> bool {
        match self {
            Self::WrongCustomer { after, .. }
            | Self::OverLimit { after, .. }
            | Self::WithoutCustoms { after, .. }
            | Self::SendUnrecorded { after, .. } => *after == then,
            Self::OpenForm { .. }
            | Self::Quit
            | Self::NotThere { .. }
            | Self::IsThere { .. }
            | Self::Undo(_)
            | Self::Discard(_)
            | Self::Switch(_) => false,
        }
    }

    /// It comes up where somebody may be typing already: the form it is about, or the next.
    #[must_use]
    pub fn meets_typing(&self) -> bool {
        match self {
            Self::OpenForm { .. }
            | Self::WrongCustomer { .. }
            | Self::OverLimit { .. }
            | Self::WithoutCustoms { .. }
            | Self::SendUnrecorded { .. } => true,
            Self::Quit
            | Self::NotThere { .. }
            | Self::IsThere { .. }
            | Self::Undo(_)
            | Self::Discard(_)
            | Self::Switch(_) => false,
        }
    }
}

impl Overlay {
    /// Asks, with No focused.
    #[must_use]
    pub fn confirm(question: Question) -> Self {
        Self::Confirm { question, yes: false }
    }
}
