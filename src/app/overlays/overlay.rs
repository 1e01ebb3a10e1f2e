//! What can lie over the panes.

use crate::app::core::remote::Ticket;
use crate::app::overlays::preview::PastePreview;
use crate::app::widgets::filter_list::FilterList;
use crate::app::widgets::text_input::TextInput;
use crate::domain::change::write::WriteId;
use crate::domain::form::draft::DraftId;
use crate::domain::form::gate::GateKind;

/// A layer over the panes.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The keys of the screen below: type to search, Enter runs.
    Keys(FilterList),
    /// Every action by name.
    Palette(FilterList),
    /// What was done and what is under way.
    Activity {
        /// The entry under the cursor; none: the first.
        on: Option<ActivityEntry>,
        /// Which show.
        filter: ActivityFilter,
    },
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
    UnlockingProfile {
        /// What is waited for.
        ticket: Ticket,
        /// Its name.
        profile: String,
        /// The person knows that drafts cannot be kept, and goes all the same.
        discard_drafts: bool,
    },
    /// Which columns show.
    Columns {
        /// The row under the cursor.
        cursor: usize,
    },
    /// What was understood of a paste.
    PastePreview(Box<PastePreview>),
    /// Details of the user under the cursor of the list.
    User,
    /// Whose an address, a domain or a name is.
    OwnerSearch,
    /// The number of a page, or of a row where there are no pages.
    GoTo(TextInput),
    /// A question; the harmless answer is focused.
    Confirm {
        /// The question.
        question: Confirmation,
        /// Yes is focused.
        yes: bool,
    },
}

/// What a line of the activity is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActivityEntry {
    /// A change that is on its way, or whose end is not known.
    Change(WriteId),
    /// A form that waits, or needs somebody.
    Form(DraftId),
    /// A user who was created.
    Created(WriteId),
    /// A change that was not carried out.
    NotApplied(WriteId),
}

/// Which lines of the activity show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityFilter {
    /// All.
    All,
    /// What is queued or under way.
    OnTheWay,
    /// What needs somebody.
    NeedsYou,
    /// What has ended.
    Done,
}

impl ActivityFilter {
    /// The one after it, round the end.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::All => Self::OnTheWay,
            Self::OnTheWay => Self::NeedsYou,
            Self::NeedsYou => Self::Done,
            Self::Done => Self::All,
        }
    }

    /// `needs you`
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::OnTheWay => "on the way",
            Self::NeedsYou => "needs you",
            Self::Done => "done",
        }
    }
}

/// A question before something that cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmation {
    /// End the program although something is unsent.
    Quit,
    /// A person says that this write was not carried out.
    MarkNotCreated {
        /// Which form.
        form: DraftId,
        /// Which write.
        write: WriteId,
    },
    /// A person says that this write was carried out.
    MarkCreated {
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
    pub fn confirm(question: Confirmation) -> Self {
        Self::Confirm { question, yes: false }
    }

    /// The list that what is typed filters.
    pub fn filter_mut(&mut self) -> Option<&mut FilterList> {
        match self {
            Self::Keys(list) | Self::Palette(list) => Some(list),
            Self::Activity { .. }
            | Self::Messages { .. }
            | Self::PageSize { .. }
            | Self::Profiles { .. }
            | Self::UnlockingProfile { .. }
            | Self::Columns { .. }
            | Self::User
            | Self::OwnerSearch
            | Self::PastePreview(_)
            | Self::GoTo(_)
            | Self::Confirm { .. } => None,
        }
    }
}
