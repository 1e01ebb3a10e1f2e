//! What can lie over the panes.

use crate::app::core::remote::Ticket;
use crate::app::form::gates::GateKind;
use crate::app::form::paste_preview::Preview;
use crate::app::widgets::filter_list::FilterList;
use crate::app::widgets::text_input::TextInput;
use crate::domain::change::write::WriteId;
use crate::domain::form::draft::DraftId;

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
    /// A person says that this write was not carried out.
    NotThere {
        /// Which form.
        form: DraftId,
        /// Which write.
        write: WriteId,
    },
    /// A person says that this write was carried out.
    IsThere {
        /// Which form.
        form: DraftId,
        /// Which write.
        write: WriteId,
    },
    /// One answer for all forms that one gate keeps.
    PassAll {
        /// The forms.
        forms: Vec<DraftId>,
        /// The gate.
        gate: GateKind,
    },
    /// Delete the user of this create again.
    Undo(WriteId),
    /// Throw a draft away.
    Discard(DraftId),
    /// Switch to this profile although something is under way or would be lost.
    Switch(String),
}

impl Overlay {
    /// Asks, with No focused.
    #[must_use]
    pub fn confirm(question: Question) -> Self {
        Self::Confirm { question, yes: false }
    }
}
