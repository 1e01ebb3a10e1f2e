//! What was done from this machine: creates, which can be undone and have a receipt for the ticket, and changes of
//! existing users.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::domain::change::write::{FoundUser, Intent, WriteId, WriteKind};
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::time::now::Now;

/// How many are kept.
const KEPT: usize = 500;

/// Whether a created user was deleted again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoState {
    /// The user exists.
    Created,
    /// It is being deleted again.
    Undoing,
    /// It was deleted again.
    Undone,
}

/// One user who was created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatedUser {
    /// The create.
    pub intent: Intent,
    /// ID of the user.
    pub user: UserId,
    /// When the create was confirmed.
    pub at: Now,
    /// The seats after it, if known.
    pub seats: Option<Seats>,
    /// Whether it was undone.
    pub undo_state: UndoState,
    /// The user as found by a look-up, if it is not proved that this create made them.
    pub found: Option<FoundUser>,
}

/// All of them, oldest first.
#[derive(Debug, Clone, Default)]
pub struct CreatedUsers {
    users: Vec<CreatedUser>,
    /// Completed changes of earlier runs, with the time of their outcome.
    earlier: Vec<(Intent, Timestamp)>,
    /// Changes that were not carried out, with the time of their outcome.
    not_applied: Vec<(Intent, Timestamp)>,
    /// Those of them of which nobody will know whether they were.
    unanswered: BTreeSet<WriteId>,
    /// Changes of existing users.
    pub finished: FinishedChanges,
}

impl CreatedUsers {
    /// Adds a created user.
    pub fn add(&mut self, job: CreatedUser) {
        if self.users.len() == KEPT {
            self.users.remove(0);
        }
        self.users.push(job);
    }

    /// The create with this ID.
    #[must_use]
    pub fn get(&self, id: &WriteId) -> Option<&CreatedUser> {
        self.users.iter().find(|job| job.intent.id == *id)
    }

    /// All of them, oldest first.
    pub fn all(&self) -> impl Iterator<Item = &CreatedUser> {
        self.users.iter()
    }

    /// Changes that were not carried out, oldest first.
    pub fn not_applied(&self) -> impl Iterator<Item = &(Intent, Timestamp)> {
        self.not_applied.iter()
    }

    /// Adds a change of another run or program that was not carried out.
    pub fn add_not_applied(&mut self, intent: Intent, at: Timestamp) {
        if self.not_applied.iter().all(|(known, _)| known.id != intent.id) {
            if self.not_applied.len() == KEPT {
                self.not_applied.remove(0);
            }
            self.not_applied.push((intent, at));
        }
    }

    /// Adds a write without an answer that cannot be looked up: nobody will know whether it was carried out.
    pub fn add_unanswered(&mut self, intent: Intent, at: Timestamp) {
        self.unanswered.insert(intent.id.clone());
        self.add_not_applied(intent, at);
    }

    /// Nobody will know whether this write was carried out.
    #[must_use]
    pub fn is_unanswered(&self, id: &WriteId) -> bool {
        self.unanswered.contains(id)
    }

    /// The newest one.
    #[must_use]
    pub fn last(&self) -> Option<&CreatedUser> {
        self.users.last()
    }

    /// The newest one that can be undone.
    #[must_use]
    pub fn undoable(&self) -> Option<&CreatedUser> {
        self.users.iter().rev().find(|job| job.undo_state == UndoState::Created)
    }

    /// Whether this user was undone.
    #[must_use]
    pub fn undo_state(&self, user: &UserId) -> Option<UndoState> {
        self.users.iter().rev().find(|job| job.user == *user).map(|job| job.undo_state)
    }

    /// Adds a create of another run or program, ordered by time. True if it was new.
    pub fn add_from_journal(&mut self, job: CreatedUser) -> bool {
        if self.users.iter().any(|known| known.intent.id == job.intent.id || known.user == job.user) {
            return false;
        }
        let place = self.users.iter().position(|known| known.at.utc > job.at.utc).unwrap_or(self.users.len());
        self.users.insert(place, job);
        if self.users.len() > KEPT {
            self.users.remove(0);
        }
        true
    }

    /// Adds a completed change of an earlier run.
    pub fn add_earlier(&mut self, intent: Intent, at: Timestamp) {
        // The journal is read again on the return to a profile.
        if !self.earlier.iter().any(|(known, _)| known.id == intent.id) {
            self.earlier.push((intent, at));
        }
    }

    /// Changes made from this machine in a company, newest first: when, and what.
    pub fn doings<'a>(&'a self, company: &'a CompanyId, now: Now) -> impl Iterator<Item = (DateTime, String)> + 'a {
        let made = self.users.iter().rev().filter(move |job| job.intent.company == *company).map(|job| {
            let what = match job.undo_state {
                UndoState::Created if job.found.is_some() => "found after an unanswered create:",
                UndoState::Created => "created",
                UndoState::Undoing => "being deleted:",
                UndoState::Undone => "created, then deleted:",
            };
            (job.at.local, format!("{what} {}", job.intent.user_label()))
        });
        let is_listed = |intent: &Intent| {
            self.users
                .iter()
                .any(|job| job.intent.id == intent.id || intent.kind == WriteKind::Delete(job.user.clone()))
        };
        let earlier =
            self.earlier.iter().rev().filter(move |(intent, _)| intent.company == *company && !is_listed(intent));
        made.chain(earlier.map(move |(intent, at)| {
            let what = match &intent.kind {
                WriteKind::Create | WriteKind::CreateGroup(_) => "created",
                WriteKind::Update(update) => update.done_verb(),
                WriteKind::Delete(_) => "deleted:",
                WriteKind::Mail(_, mail) => mail.done_verb(),
            };
            (now.local_at(*at), format!("{what} {}", intent.user_label()))
        }))
    }

    /// The delete of this user is queued or under way.
    pub fn delete_began(&mut self, user: &UserId) {
        self.set(user, UndoState::Undoing);
    }

    /// This user was deleted.
    pub fn was_deleted(&mut self, user: &UserId) {
        self.set(user, UndoState::Undone);
    }

    /// The delete of this user was taken back, or has not deleted it.
    pub fn still_exists(&mut self, user: &UserId) {
        self.set(user, UndoState::Created);
    }

    fn set(&mut self, user: &UserId, fate: UndoState) {
        for job in self.users.iter_mut().filter(|job| job.user == *user) {
            job.undo_state = fate;
        }
    }
}

/// Whether a change was undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeUndo {
    /// No.
    No,
    /// By this change, which is queued or under way.
    By(WriteId),
    /// Yes.
    Done,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinishedChange {
    /// The intent.
    pub intent: Intent,
    /// When it was confirmed.
    pub at: Now,
    /// Whether it was undone.
    pub undo: ChangeUndo,
}

impl FinishedChange {
    /// `edited`, `deactivated`, `deleted`.
    #[must_use]
    pub fn done_verb(&self) -> &'static str {
        match &self.intent.kind {
            WriteKind::Create | WriteKind::CreateGroup(_) => "created",
            WriteKind::Update(update) => update.done_verb(),
            WriteKind::Delete(_) => "deleted",
            WriteKind::Mail(..) => "sent",
        }
    }

    /// This change puts it back.
    fn is_undone_by(&self, undo: &Intent) -> bool {
        match (&self.intent.kind, &undo.kind) {
            (WriteKind::Update(update), WriteKind::Update(undo)) => undo.is_undo_of(update, &self.intent.id),
            _ => false,
        }
    }

    /// It was not undone, and can be.
    #[must_use]
    pub fn is_undoable(&self) -> bool {
        matches!(self.intent.kind, WriteKind::Update(_)) && self.undo == ChangeUndo::No
    }
}

/// All of them, oldest first.
#[derive(Debug, Clone, Default)]
pub struct FinishedChanges(Vec<FinishedChange>);

impl FinishedChanges {
    /// All of them, oldest first.
    #[must_use]
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &FinishedChange> {
        self.0.iter()
    }

    /// The change with this ID.
    #[must_use]
    pub fn get(&self, id: &WriteId) -> Option<&FinishedChange> {
        self.0.iter().find(|done| done.intent.id == *id)
    }

    /// Adds a change, ordered by time, unless it is known. True if it was new.
    pub fn add(&mut self, intent: Intent, at: Now) -> bool {
        if self.get(&intent.id).is_some() {
            return false;
        }
        let undoes = self.undone_by(&intent).cloned();
        if let Some(done) = undoes.and_then(|id| self.0.iter_mut().find(|done| done.intent.id == id)) {
            done.undo = ChangeUndo::Done;
        }
        let place = self.0.iter().position(|known| known.at.utc > at.utc).unwrap_or(self.0.len());
        self.0.insert(place, FinishedChange { intent, at, undo: ChangeUndo::No });
        if self.0.len() > KEPT {
            self.0.remove(0);
        }
        true
    }

    /// The newest change that can be undone and is not itself an undo.
    #[must_use]
    pub fn undoable(&self) -> Option<&FinishedChange> {
        let is_undo = |done: &FinishedChange| {
            self.0.iter().any(|other| other.undo == ChangeUndo::Done && other.is_undone_by(&done.intent))
        };
        self.0.iter().rfind(|done| done.is_undoable() && !is_undo(done))
    }

    /// The newest change that this one puts back.
    fn undone_by(&self, intent: &Intent) -> Option<&WriteId> {
        let is_it = |done: &&FinishedChange| done.undo != ChangeUndo::Done && done.is_undone_by(intent);
        self.0.iter().rfind(is_it).map(|done| &done.intent.id)
    }

    /// The undo of this change is queued or under way.
    pub fn undo_began(&mut self, id: &WriteId, by: WriteId) {
        if let Some(done) = self.0.iter_mut().find(|done| done.intent.id == *id) {
            done.undo = ChangeUndo::By(by);
        }
    }

    /// This change puts back what another one has changed.
    #[must_use]
    pub fn is_undo(&self, by: &WriteId) -> bool {
        self.0.iter().any(|done| done.undo == ChangeUndo::By(by.clone()))
    }

    /// This undo was taken back, or has not been carried out.
    pub fn undo_failed(&mut self, by: &WriteId) {
        for done in self.0.iter_mut().filter(|done| done.undo == ChangeUndo::By(by.clone())) {
            done.undo = ChangeUndo::No;
        }
    }
}

/// Who, where, when, ID, seats left: for the ticket.
#[must_use]
pub fn receipt(job: &CreatedUser, markdown: bool) -> String {
    let entry = &job.intent.entry;
    let name = [FieldId::FirstName, FieldId::LastName].map(|f| entry.text(f)).join(" ").trim().to_owned();
    let who = if name.is_empty() { job.intent.email().to_owned() } else { format!("{name}, {}", job.intent.email()) };
    let at = job.at.local;
    let what = match job.undo_state {
        UndoState::Created if job.found.is_some() => "found, not known who created it",
        UndoState::Created => "created",
        UndoState::Undoing | UndoState::Undone => "created, then deleted",
    };
    let what = match job.intent.entry.subject {
        Subject::TargetUser => format!("Target user {what}"),
        Subject::SystemUser => format!("System user {what}"),
    };
    let mut lines = vec![
        ("Who", who),
        ("Company", format!("{} (id {})", job.intent.company_name, job.intent.company)),
        ("When", format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())),
        ("User ID", job.user.to_string()),
    ];
    if !job.intent.ticket.is_empty() {
        lines.insert(0, ("Ticket", job.intent.ticket.to_string()));
    }
    let roles = entry.choices(FieldId::Roles);
    if !roles.is_empty() {
        let roles: Vec<_> = roles.iter().map(|role| role.name.as_str()).collect();
        lines.push(("Roles", roles.join(", ")));
    }
    if let Some(seats) = job.seats {
        lines.push(("Seats", seats_line(seats)));
    }
    let body = lines.iter().map(|(label, text)| {
        if markdown { format!("- **{label}:** {}", escaped(text)) } else { format!("{label}: {text}") }
    });
    let head = if markdown { format!("**{what}**\n") } else { what };
    std::iter::once(head).chain(body).collect::<Vec<_>>().join("\n")
}

fn seats_line(seats: Seats) -> String {
    match (seats.limit, seats.left()) {
        (Limit::Of(limit), Some(left)) if left < 0 => format!("{} of {limit} used, {} over", seats.used, -left),
        (Limit::Of(limit), Some(left)) => format!("{} of {limit} used, {left} left", seats.used),
        (Limit::Unlimited, _) => format!("{} used, no limit", seats.used),
        (Limit::Of(_) | Limit::Unknown, _) => format!("{} used", seats.used),
    }
}

/// Escapes Markdown in a text.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>#|".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
