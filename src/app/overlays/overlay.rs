//! Overlays: layers over the panes.

use crate::app::core::remote::Ticket;
use crate::app::overlays::batch_undo::BatchUndo;
use crate::app::overlays::note_prompt::NotePrompt;
use crate::app::overlays::output::CommandOutput;
use crate::app::overlays::preview::PastePreview;
use crate::app::overlays::ticket_prompt::TicketPrompt;
use crate::app::overlays::view_prompt::ViewPrompt;
use crate::app::widgets::filter_list::FilterList;
use crate::app::widgets::text_input::TextInput;
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::user_plan::UserPlan;
use crate::domain::change::write::WriteId;
use crate::domain::desk::own_command::SubjectCall;
use crate::domain::form::draft::DraftId;
use crate::domain::form::gate::GateKind;
use crate::domain::list::columns::Column;

/// A layer over the panes.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The keys of the screen below: type to search, Enter runs.
    Keys(FilterList),
    /// Every action by name.
    Palette(FilterList),
    /// The named views: type to filter, Enter opens.
    Views(FilterList),
    /// The prompt for the name of a view that is to be saved.
    SaveView(Box<ViewPrompt>),
    /// The prompt for the ticket of a change.
    Ticket(Box<TicketPrompt>),
    /// The aliases and the note of a company.
    Note(Box<NotePrompt>),
    /// What was done and what is under way.
    Activity {
        /// The entry under the cursor; none: the first.
        on: Option<ActivityEntry>,
        /// The filter.
        filter: ActivityFilter,
    },
    /// All messages.
    Messages {
        /// The notice under the cursor, newest first.
        cursor: usize,
    },
    /// Everything known about the connection.
    Connection,
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
    /// Another profile is being opened; its keyring or command may take a while.
    UnlockingProfile {
        /// The ticket of the request.
        ticket: Ticket,
        /// Its name.
        profile: String,
        /// The user accepted that drafts cannot be saved.
        discard_drafts: bool,
    },
    /// The menu of columns.
    Columns {
        /// The row under the cursor.
        cursor: usize,
        /// Every column, in the order of the menu.
        order: Vec<Column>,
    },
    /// The preview of a paste.
    PastePreview(Box<PastePreview>),
    /// Details of the user under the cursor of the list.
    User,
    /// The picker of groups.
    UserGroups,
    /// The history of a user.
    UserHistory,
    /// The search for the owner of an address, a domain or a name.
    OwnerSearch,
    /// The prompt for the number of a page, or of a row if the list has no pages.
    GoTo(TextInput),
    /// The output of a command of the configuration.
    Output(Box<CommandOutput>),
    /// The import.
    Import,
    /// A question; the harmless answer is focused.
    Confirm {
        /// The question.
        question: Confirmation,
        /// Yes is focused.
        yes: bool,
    },
}

/// What an activity entry refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActivityEntry {
    /// A change under way, or whose outcome is unknown.
    Change(WriteId),
    /// A form that waits or needs the user.
    Form(DraftId),
    /// A user who was created.
    Created(WriteId),
    /// A change of an existing user that was carried out.
    Finished(WriteId),
    /// A change that was not carried out.
    NotApplied(WriteId),
}

impl ActivityEntry {
    /// The write it is about, which stays the same from the queue to the end.
    #[must_use]
    pub fn write_id(&self) -> Option<&WriteId> {
        match self {
            Self::Change(id) | Self::Created(id) | Self::Finished(id) | Self::NotApplied(id) => Some(id),
            Self::Form(_) => None,
        }
    }
}

/// The filter of the activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityFilter {
    /// All entries.
    All,
    /// Entries queued or under way.
    OnTheWay,
    /// Entries that need the user.
    NeedsYou,
    /// Finished entries.
    Done,
}

impl ActivityFilter {
    /// The next filter, wrapping around.
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
            Self::OnTheWay => "under way",
            Self::NeedsYou => "needs you",
            Self::Done => "done",
        }
    }
}

/// A question asked before an action that cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmation {
    /// Quit with unsent work.
    Quit,
    /// Mark this write as not carried out.
    MarkNotCreated {
        /// Which form.
        form: DraftId,
        /// Which write.
        write: WriteId,
    },
    /// One answer for all forms held by the same gate.
    PassAll {
        /// The forms.
        forms: Vec<DraftId>,
        /// The gate.
        gate: GateKind,
    },
    /// Delete the user of this create again.
    Undo(WriteId),
    /// Undo changes that were made together.
    UndoBatch(Box<BatchUndo>),
    /// Whose values stay, after somebody else has changed the same fields.
    Conflict(WriteId),
    /// Change or delete these users.
    ChangeUsers(Box<UserPlan>),
    /// Discard a draft.
    Discard(DraftId),
    /// Run this command of the configuration.
    RunCommand {
        /// Its name.
        name: String,
        /// What it is run for: `Cobalt`, `3 companies`.
        what: String,
        /// What is run: what is shown is what is run, whatever the list does meanwhile.
        calls: Vec<SubjectCall>,
    },
    /// Open these addresses.
    OpenAddress {
        /// Of what they are the addresses: `Cobalt`, `7 companies`.
        what: String,
        /// The addresses.
        addresses: Vec<String>,
    },
    /// About the import.
    Import(ImportQuestion),
    /// Switch to this profile although changes are under way or work would be lost.
    Switch(String),
}

impl Confirmation {
    /// The ticket of what it asks about, if that can have one.
    #[must_use]
    pub fn ticket(&self) -> Option<&TicketNumber> {
        if let Self::ChangeUsers(plan) = self {
            return Some(&plan.ticket);
        }
        if let Self::UndoBatch(undo) = self { Some(&undo.ticket) } else { None }
    }

    /// The same, to be changed.
    pub fn ticket_mut(&mut self) -> Option<&mut TicketNumber> {
        if let Self::ChangeUsers(plan) = self {
            return Some(&mut plan.ticket);
        }
        if let Self::UndoBatch(undo) = self { Some(&mut undo.ticket) } else { None }
    }
}

/// A question about the import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportQuestion {
    /// Send the plan.
    Send,
    /// Drop it, although somebody has worked on it.
    Discard,
}

impl Overlay {
    /// Asks, with No focused.
    #[must_use]
    pub fn confirm(question: Confirmation) -> Self {
        Self::Confirm { question, yes: false }
    }

    /// The output of a command.
    pub fn output_mut(&mut self) -> Option<&mut CommandOutput> {
        if let Self::Output(output) = self { Some(output) } else { None }
    }

    /// The aliases and the note of a company.
    pub fn note_mut(&mut self) -> Option<&mut NotePrompt> {
        if let Self::Note(prompt) = self { Some(prompt) } else { None }
    }

    /// The list filtered by typing.
    pub fn filter_mut(&mut self) -> Option<&mut FilterList> {
        match self {
            Self::Keys(list) | Self::Palette(list) | Self::Views(list) => Some(list),
            Self::SaveView(_)
            | Self::Ticket(_)
            | Self::Note(_)
            | Self::Activity { .. }
            | Self::Messages { .. }
            | Self::Connection
            | Self::PageSize { .. }
            | Self::Profiles { .. }
            | Self::UnlockingProfile { .. }
            | Self::Columns { .. }
            | Self::User
            | Self::UserGroups
            | Self::UserHistory
            | Self::OwnerSearch
            | Self::PastePreview(_)
            | Self::GoTo(_)
            | Self::Output(_)
            | Self::Import
            | Self::Confirm { .. } => None,
        }
    }
}
