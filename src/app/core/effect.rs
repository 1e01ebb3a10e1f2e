//! Effects: requested by the program, carried out by the runtime.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use crate::app::core::export::Export;
use crate::app::core::import::{ColumnChoice, PlanOrder, ResultOrder, RowOrder, RunOrder};
use crate::app::core::remote::{Call, Ticket};
use crate::domain::change::import::ImportRecord;
use crate::domain::change::ticket::BatchId;
use crate::domain::change::write::{CreateRequest, Intent, WriteId};
use crate::domain::desk::note::DeskNote;
use crate::domain::desk::own_command::ProgramCall;
use crate::domain::form::draft::{Draft, DraftId};
use crate::domain::list::named_view::NamedView;
use crate::domain::list::query::CompanyQuery;
use crate::domain::list::snapshot::Snapshot;
use crate::domain::list::user_query::UserQuery;
use crate::domain::list::view::SavedView;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::system_user::SystemUserQuery;

/// Something to be read from the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// Search companies; answered by `Msg::Companies`.
    Companies(CompanyQuery),
    /// Read all about one company; answered by `Msg::Company`.
    Company(CompanyId),
    /// Count a company's users; answered by `Msg::Counts`.
    Counts(CompanyId),
    /// List the verified mail domains of a company; answered by `Msg::Domains`.
    VerifiedDomains(CompanyId),
    /// List the unverified mail domains of a company; answered by `Msg::Domains`.
    UnverifiedDomains(CompanyId),
    /// Check a company's seats; answered by `Msg::License`.
    License(CompanyId),
    /// List a company's target groups; answered by `Msg::Choices`.
    Groups(CompanyId),
    /// List the company groups with the companies in them; answered by `Msg::CompanyGroups`.
    CompanyGroups,
    /// Search a company's users; answered by `Msg::Users`.
    Users(CompanyId, UserQuery),
    /// Read everything about one user; answered by `Msg::User`.
    User(CompanyId, UserId),
    /// List the target groups of a company with what fills them; answered by `Msg::TargetGroups`.
    TargetGroups(CompanyId),
    /// List the groups that a user is in; answered by `Msg::TargetGroups`.
    GroupsOfUser(CompanyId, UserId),
    /// Read a page of what the audit log says about a user, newest first; answered by `Msg::Audit`.
    Audit(CompanyId, UserId, u32),
    /// Ask which directories the users of a company come from; answered by `Msg::Directories`.
    Directories(CompanyId),
    /// Read all about a system user of a company, who has this address; answered by `Msg::User`.
    SystemUser(CompanyId, UserId, String),
    /// List a company's system users; answered by `Msg::Users`.
    SystemUsers(CompanyId, SystemUserQuery),
    /// List a company's mail domains; answered by `Msg::MailDomains`.
    MailDomains(CompanyId),
    /// List the custom fields of a company; answered by `Msg::CustomFields`.
    CustomFields(CompanyId),
    /// List the roles a system user of the company can have; answered by `Msg::Choices`.
    Roles(CompanyId),
    /// List time zones; answered by `Msg::Choices`.
    TimeZones,
    /// List languages; answered by `Msg::Choices`.
    Languages,
}

/// A view to be written into the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewOrder {
    /// The view.
    pub view: NamedView,
    /// The one of this name that the configuration had when it was read: another one is not replaced.
    pub known: Option<NamedView>,
}

/// A change of the aliases and the note of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteOrder {
    /// The company.
    pub company: CompanyId,
    /// What stood there when it was read: what another program has written since is kept as well.
    pub base: DeskNote,
    /// What is to stand there.
    pub note: DeskNote,
}

/// One thing to be done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Read from the service; answered by the message that its [`Read`] names, unless cancelled.
    Fetch(Ticket, Read),
    /// Record this write, send it once and determine its outcome; always answered by `Msg::Write`.
    Write(Box<CreateRequest>),
    /// Record this change of an existing user, send it once and determine its outcome; always answered by `Msg::Write`.
    Change(Box<Intent>),
    /// Determine the outcome of this write without sending it; always answered by `Msg::Write`.
    Reconcile(Box<Intent>),
    /// The user has marked this write as not carried out.
    MarkNotCreated(WriteId),
    /// Read what every program has created; answered by `Msg::History`.
    History(Ticket),
    /// Read the companies on an earlier day; answered by `Msg::EarlierDay` if there is a database.
    LoadDay(Ticket, Date),
    /// Read the used seats of a company on earlier days; answered by `Msg::Course` if there is a database.
    LoadCourse(Ticket, CompanyId),
    /// Read what earlier runs left; answered by `Msg::Restored`.
    Restore,
    /// Save this draft to disk; answered by `Msg::Kept`.
    SaveDraft(Box<Draft>),
    /// Delete this draft from disk; answered by `Msg::Kept`.
    DeleteDraft(DraftId),
    /// Save the companies for the next start, replacing those saved before; all of them also as those of today.
    SaveCompanies(Arc<Snapshot>),
    /// Save the view settings of the list.
    SaveViewState(Box<SavedView>),
    /// Write this view into the configuration; answered by `Msg::NamedViewSaved`.
    SaveNamedView(Box<ViewOrder>),
    /// Write the aliases and the note of a company to disk; answered by `Msg::NoteSaved`.
    SaveNote(Ticket, Box<NoteOrder>),
    /// Read what the desk has written; answered by `Msg::Notes`.
    LoadNotes(Ticket),
    /// Read the configuration of another profile and get its secret; answered by `Msg::Opened`.
    Open(Ticket, String),
    /// Save the drafts and connect with the profile that this ticket has opened; answered by
    /// `Msg::Switched` or `Msg::NotSwitched`.
    Switch {
        /// Of [`Effect::Open`].
        ticket: Ticket,
        /// Its name.
        profile: String,
        /// The user accepted that drafts cannot be saved.
        discard_drafts: bool,
    },
    /// List a folder, as its path is written; answered by `Msg::Folder`, unless cancelled.
    ListFolder(Ticket, String),
    /// Make the plan of an import; answered by `Msg::Plan`, the last one of which has the plan or says why there is none,
    /// unless cancelled.
    MakePlan(Ticket, Box<PlanOrder>),
    /// Prepare a run, before its first row is sent; always answered by `Msg::RunReady`.
    BeginRun(Box<RunOrder>),
    /// Send a row of a run that was prepared; always answered by `Msg::RowEnded`.
    SendRow(Box<RowOrder>),
    /// Count what became of the rows of a run, and write the files of its result; always answered by
    /// `Msg::ResultWritten`.
    WriteResult(Box<ResultOrder>),
    /// Keep an import until it has ended, replacing what was kept of it; answered by `Msg::ImportKept`.
    KeepImport(Box<ImportRecord>),
    /// An import has ended, or was given up: nothing is kept of it.
    ForgetImport(BatchId),
    /// Remember what the columns of a file are for.
    RememberColumns(Box<ColumnChoice>),
    /// Check whether the service answers again; answered by `Msg::Probed`.
    Probe(Ticket),
    /// Cancel this read.
    Cancel(Ticket),
    /// Send `Msg::Timer` after this long.
    Timer(Ticket, Duration),
    /// Put text on the clipboard; `what` names it in the notice.
    Copy {
        /// `the company ID`
        what: String,
        /// The text.
        text: String,
    },
    /// Open addresses in the browser, or copy them where there is none; answered by `Msg::Browsed` or `Msg::Copied`.
    Browse {
        /// `Cobalt Systems`, `3 companies`
        what: String,
        /// The addresses.
        addresses: Vec<String>,
    },
    /// Run a command of the configuration; answered by `Msg::Output` and then `Msg::OutputEnded`, even if cancelled.
    RunProgram(Ticket, Box<ProgramCall>),
    /// Put the last request on the clipboard, as curl, without secrets.
    CopyLastRequest,
    /// Export a list to a file; answered by `Msg::Exported`, unless cancelled.
    Export(Ticket, Box<Export>),
    /// Capture or release the mouse.
    Mouse(bool),
    /// Redraw everything.
    Redraw,
    /// Stop until the shell continues the program.
    Suspend,
    /// Load the phone tables before they are needed.
    PreloadPhoneMetadata,
    /// Start the embedded server and connect to it; answered by `Msg::Connected`.
    StartDemo,
    /// End the program.
    Quit,
}

impl Effect {
    /// The operation it starts, whose end is reported by a message of its own.
    pub(in crate::app) fn call(&self) -> Option<Call> {
        match self {
            Self::Fetch(ticket, _) | Self::Export(ticket, _) | Self::MakePlan(ticket, _) => Some(Call::Read(*ticket)),
            Self::Write(order) => Some(Call::Write(order.intent.id.clone())),
            Self::SendRow(order) => Some(Call::Write(order.context.id.clone())),
            Self::Change(intent) | Self::Reconcile(intent) => Some(Call::Write(intent.id.clone())),
            Self::MarkNotCreated(_)
            | Self::History(_)
            | Self::LoadDay(..)
            | Self::LoadCourse(..)
            | Self::Restore
            | Self::SaveDraft(_)
            | Self::DeleteDraft(_)
            | Self::SaveCompanies(_)
            | Self::SaveViewState(_)
            | Self::SaveNamedView(_)
            | Self::SaveNote(..)
            | Self::LoadNotes(_)
            | Self::ListFolder(..)
            | Self::BeginRun(_)
            | Self::WriteResult(_)
            | Self::KeepImport(_)
            | Self::ForgetImport(_)
            | Self::RememberColumns(_)
            | Self::Open(..)
            | Self::Switch { .. }
            | Self::Probe(_)
            | Self::Cancel(_)
            | Self::Timer(..)
            | Self::Copy { .. }
            | Self::Browse { .. }
            | Self::RunProgram(..)
            | Self::CopyLastRequest
            | Self::Mouse(_)
            | Self::Redraw
            | Self::Suspend
            | Self::PreloadPhoneMetadata
            | Self::StartDemo
            | Self::Quit => None,
        }
    }
}
