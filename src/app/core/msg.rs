//! Messages: everything that can happen to the program.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::app::core::folder::Folder;
use crate::app::core::import::{ImportResult, PlanEvent, ReadyRun, RowEnd};
use crate::app::core::remote::{Call, Ticket};
use crate::app::core::settings::{Connection, Settings, Size};
use crate::app::keys::press::KeyPress;
use crate::domain::change::outcome::WriteUpdate;
use crate::domain::change::recovered::Recovered;
use crate::domain::change::ticket::BatchId;
use crate::domain::change::write::{Intent, JournalOutcome, WriteId};
use crate::domain::company::detail::CompanyDetail;
use crate::domain::company::directory_sync::DirectorySync;
use crate::domain::company::domains::Domains;
use crate::domain::company::license::LicenseCheck;
use crate::domain::company::summary::Company;
use crate::domain::company::user_counts::UserCounts;
use crate::domain::desk::note::DeskNote;
use crate::domain::desk::notes::LoadedNotes;
use crate::domain::desk::own_command::CallEnd;
use crate::domain::form::custom_field::CustomField;
use crate::domain::form::draft::DraftId;
use crate::domain::history::day::Day;
use crate::domain::list::company_groups::CompanyGroup;
use crate::domain::list::named_view::NamedView;
use crate::domain::list::page::Page;
use crate::domain::service::failure::Failure;
use crate::domain::service::lookup::Choice;
use crate::domain::service::session::Session;
use crate::domain::user::audit::AuditEntry;
use crate::domain::user::detail::UserDetail;
use crate::domain::user::existing::TargetUser;
use crate::domain::user::target_group::TargetGroup;

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseAct {
    /// The left button went down.
    Click,
    /// The left button went down with Control.
    Mark,
    /// The left button went down with Shift.
    MarkRange,
    /// The wheel turned towards the top.
    WheelUp,
    /// The wheel turned towards the bottom.
    WheelDown,
    /// The wheel turned to the left, or towards the top with Shift.
    WheelLeft,
    /// The wheel turned to the right, or towards the bottom with Shift.
    WheelRight,
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key was pressed or repeated.
    Key(KeyPress),
    /// A burst: these keys arrived together, or too soon after the previous one for a reaction to the screen:
    /// they type and move, but confirm nothing.
    Quick(Vec<KeyPress>),
    /// Text was pasted; it never presses Enter.
    Paste(String),
    /// A mouse event at this cell.
    Mouse(MouseAct, u16, u16),
    /// The screen has this size now.
    Resize(Size),
    /// The program continues after a suspension.
    Resumed,
    /// A timer expired.
    Timer(Ticket),
    /// Companies arrived, or failed to.
    Companies(Ticket, Result<Page<Company>, Failure>),
    /// The page of one company arrived, or failed to.
    Company(Ticket, Result<Box<CompanyDetail>, Failure>),
    /// User counts of a company arrived, or failed to.
    Counts(Ticket, Result<UserCounts, Failure>),
    /// Mail domains of a company arrived, or failed to.
    Domains(Ticket, Result<Vec<String>, Failure>),
    /// Seats of a company arrived, or failed to.
    License(Ticket, Result<LicenseCheck, Failure>),
    /// Groups, time zones or languages arrived, or failed to.
    Choices(Ticket, Result<Vec<Choice>, Failure>),
    /// The company groups arrived, or failed to.
    CompanyGroups(Ticket, Result<Vec<CompanyGroup>, Failure>),
    /// A company's users arrived, or failed to.
    Users(Ticket, Result<Page<TargetUser>, Failure>),
    /// Everything about one user arrived, or failed to.
    User(Ticket, Result<Box<UserDetail>, Failure>),
    /// Target groups with what fills them arrived, or failed to.
    TargetGroups(Ticket, Result<Vec<TargetGroup>, Failure>),
    /// A page of the audit log arrived, or failed to.
    Audit(Ticket, Result<Page<AuditEntry>, Failure>),
    /// The directories of a company arrived, or failed to.
    Directories(Ticket, Result<DirectorySync, Failure>),
    /// A company's mail domains arrived, or failed to.
    MailDomains(Ticket, Result<Domains, Failure>),
    /// A company's custom fields arrived, or failed to.
    CustomFields(Ticket, Result<Vec<CustomField>, Failure>),
    /// News about a write.
    Write(WriteId, WriteUpdate),
    /// Creates of all programs, with their outcomes.
    History(Ticket, Vec<(Intent, JournalOutcome, Timestamp)>),
    /// The companies on an earlier day; `None` if it cannot be read.
    EarlierDay(Ticket, Date, Option<Arc<Day>>),
    /// The used seats of a company on earlier days, in order.
    Course(Ticket, Vec<(Date, u64)>),
    /// What earlier runs left.
    Restored(Box<Recovered>),
    /// A draft was saved or deleted on disk, or could not be.
    DraftSaved(DraftId, Result<(), Failure>),
    /// A probe was answered, or not.
    Probed(Ticket, bool),
    /// News about the connection.
    Connection(ConnectionEvent),
    /// Something was copied: what, and how.
    Copied(Result<String, Failure>),
    /// A browser was started with addresses, or could not be.
    Browsed {
        /// Of what they are the addresses.
        what: String,
        /// The addresses, or those that were not opened.
        addresses: Vec<String>,
        /// Why there is no browser.
        failed: Option<String>,
    },
    /// Lines of a command of the configuration, clean; true: older ones were dropped.
    Output(Ticket, Vec<String>, bool),
    /// A command of the configuration has ended.
    OutputEnded(Ticket, CallEnd),
    /// Progress of an export.
    Exporting(Ticket, (u64, u64)),
    /// An export has ended: how many rows, and where.
    Exported(Ticket, Result<String, Failure>),
    /// What is in a folder.
    Folder(Ticket, Folder),
    /// News about the plan of an import.
    Plan(Ticket, PlanEvent),
    /// A run can begin: the files of its result have this path, without their endings. Or why it cannot.
    RunReady(BatchId, Result<ReadyRun, Failure>),
    /// A row of a run has ended.
    RowEnded(Box<RowEnd>),
    /// What became of the rows of a run, and the files that say so.
    ResultWritten(BatchId, Box<ImportResult>),
    /// An import was kept on disk, or could not be.
    ImportKept(BatchId, Result<(), Failure>),
    /// This view was written into the configuration, or why not.
    NamedViewSaved(Box<NamedView>, Result<(), Failure>),
    /// The aliases and the note of a company were written: what stands there now. Or why not.
    NoteSaved(Ticket, Result<DeskNote, Failure>),
    /// What the desk has written.
    Notes(Ticket, Box<LoadedNotes>),
    /// The program is connected to another service than before (from the start screen).
    Connected(Connection),
    /// Another profile was opened, or failed to.
    ProfileUnlocked(Ticket, Result<(), Failure>),
    /// The program is connected with this other profile.
    Switched(Box<Settings>),
    /// The switch failed, for this reason.
    NotSwitched(Failure),
}

impl Msg {
    /// The failure that the message carries, if any.
    #[expect(clippy::wildcard_enum_match_arm, reason = "most messages tell of no failure")]
    pub(in crate::app) fn failure_mut(&mut self) -> Option<&mut Failure> {
        match self {
            Self::Companies(_, Err(failure))
            | Self::Company(_, Err(failure))
            | Self::Counts(_, Err(failure))
            | Self::Domains(_, Err(failure))
            | Self::MailDomains(_, Err(failure))
            | Self::License(_, Err(failure))
            | Self::Choices(_, Err(failure))
            | Self::CompanyGroups(_, Err(failure))
            | Self::Users(_, Err(failure))
            | Self::User(_, Err(failure))
            | Self::TargetGroups(_, Err(failure))
            | Self::Audit(_, Err(failure))
            | Self::Directories(_, Err(failure))
            | Self::CustomFields(_, Err(failure))
            | Self::Exported(_, Err(failure))
            | Self::Plan(_, PlanEvent::Failed(failure, _))
            | Self::RunReady(_, Err(failure)) => Some(failure),
            Self::Write(_, WriteUpdate::Ended(end)) => end.failure_mut(),
            _ => None,
        }
    }

    /// The operation it ends.
    #[must_use]
    pub fn completed_call(&self) -> Option<Call> {
        match self {
            Self::Companies(ticket, _)
            | Self::Company(ticket, _)
            | Self::Counts(ticket, _)
            | Self::Domains(ticket, _)
            | Self::License(ticket, _)
            | Self::Choices(ticket, _)
            | Self::CompanyGroups(ticket, _)
            | Self::Users(ticket, _)
            | Self::User(ticket, _)
            | Self::TargetGroups(ticket, _)
            | Self::Audit(ticket, _)
            | Self::Directories(ticket, _)
            | Self::MailDomains(ticket, _)
            | Self::CustomFields(ticket, _)
            | Self::Exported(ticket, _)
            | Self::Plan(ticket, PlanEvent::Made(_) | PlanEvent::Failed(..)) => Some(Call::Read(*ticket)),
            Self::RowEnded(row) => Some(Call::Write(row.change.clone())),
            Self::Write(id, WriteUpdate::Ended(_)) => Some(Call::Write(id.clone())),
            Self::Write(_, WriteUpdate::Checking { .. } | WriteUpdate::NotRecorded)
            | Self::Key(_)
            | Self::Quick(_)
            | Self::Paste(_)
            | Self::Mouse(..)
            | Self::Resize(_)
            | Self::Resumed
            | Self::Timer(_)
            | Self::History(..)
            | Self::EarlierDay(..)
            | Self::Course(..)
            | Self::Restored(_)
            | Self::DraftSaved(..)
            | Self::Probed(..)
            | Self::Connection(_)
            | Self::Copied(_)
            | Self::Browsed { .. }
            | Self::Output(..)
            | Self::OutputEnded(..)
            | Self::Exporting(..)
            | Self::Folder(..)
            | Self::Plan(_, PlanEvent::Progress { .. })
            | Self::RunReady(..)
            | Self::ResultWritten(..)
            | Self::ImportKept(..)
            | Self::NamedViewSaved(..)
            | Self::NoteSaved(..)
            | Self::Notes(..)
            | Self::Connected(_)
            | Self::ProfileUnlocked(..)
            | Self::Switched(_)
            | Self::NotSwitched(_) => None,
        }
    }
}

/// News about the connection, for the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectionEvent {
    /// A fresh token.
    Token(Session),
    /// A request is retried after this many milliseconds.
    Retrying {
        /// What it is part of.
        call: Call,
        /// Number of the next attempt, from 2.
        attempt: u32,
        /// The wait before it.
        wait_ms: u64,
    },
    /// The service answered a request after this many milliseconds, and what that was part of.
    Reached(u64, Option<Call>),
    /// The service did not answer.
    Unreachable,
}
