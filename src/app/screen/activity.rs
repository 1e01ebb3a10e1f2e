//! The lines of the activity, and the details of each.

use jiff::Timestamp;

use crate::app::changes::change::{Change, ChangeState};
use crate::app::changes::created_users::{ChangeUndo, CreatedUser, FinishedChange, UndoState};
use crate::app::core::notices::Notice;
use crate::app::form::gates::Gate;
use crate::app::form::parked::{AttentionReason, Parked};
use crate::app::form::state::Form;
use crate::app::form::ticket;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::{ActivityEntry, ActivityFilter, Overlay};
use crate::domain::change::write::{Intent, WriteKind};
use crate::domain::company::seats::Seats;
use crate::domain::form::fields::FieldId;

/// The progress of a change, as shown in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// It waits for its turn.
    Queued,
    /// It was sent.
    Sending,
    /// Being looked up: which attempt, of how many.
    Checking(u32, u32),
    /// It waits for the custom fields of its company.
    Waiting,
    /// Its outcome is unknown.
    Unknown,
    /// It needs the user.
    NeedsYou(AttentionReason),
    /// The user exists.
    Created,
    /// A user exists; it is not known who created it.
    Found,
    /// It is being deleted.
    Removing,
    /// It was deleted.
    Deleted,
    /// Somebody else has changed the same fields: the user decides.
    Conflict,
    /// It was changed: how, in a word.
    Changed(&'static str),
    /// It was changed, and changed back.
    ChangeUndone,
    /// It was not carried out.
    NotDone,
    /// Nobody will know whether it was carried out.
    NotKnown,
}

impl Progress {
    /// One word for the column.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Queued => "queued".to_owned(),
            Self::Sending => "sending".to_owned(),
            Self::Checking(0, _) => "checking".to_owned(),
            Self::Checking(attempt, of) => format!("checking {attempt}/{of}"),
            Self::Waiting => "waiting".to_owned(),
            Self::Unknown => "unknown".to_owned(),
            Self::NeedsYou(_) => "needs you".to_owned(),
            Self::Created => "created".to_owned(),
            Self::Found => "found".to_owned(),
            Self::Removing => "removing".to_owned(),
            Self::Deleted => "deleted".to_owned(),
            Self::Conflict => "conflict".to_owned(),
            Self::Changed(how) => how.to_owned(),
            Self::ChangeUndone => "undone".to_owned(),
            Self::NotDone => "not done".to_owned(),
            Self::NotKnown => "not known".to_owned(),
        }
    }

    /// The word of its line: why it needs the user, if it does.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::NeedsYou(AttentionReason::Fix) => "to fix".to_owned(),
            Self::NeedsYou(AttentionReason::Gate(_)) => "held back".to_owned(),
            Self::NeedsYou(AttentionReason::Refused) => "refused".to_owned(),
            Self::Queued
            | Self::Sending
            | Self::Checking(..)
            | Self::Waiting
            | Self::Unknown
            | Self::NeedsYou(AttentionReason::Unknown)
            | Self::Created
            | Self::Found
            | Self::Removing
            | Self::Deleted
            | Self::Conflict
            | Self::Changed(_)
            | Self::ChangeUndone
            | Self::NotDone
            | Self::NotKnown => self.word(),
        }
    }

    /// The filter it is listed under.
    #[must_use]
    pub fn filter(self) -> ActivityFilter {
        match self {
            Self::Queued | Self::Sending | Self::Checking(..) | Self::Waiting | Self::Removing => {
                ActivityFilter::OnTheWay
            }
            Self::Unknown | Self::NeedsYou(_) | Self::Conflict => ActivityFilter::NeedsYou,
            Self::Created
            | Self::Found
            | Self::Deleted
            | Self::Changed(_)
            | Self::ChangeUndone
            | Self::NotDone
            | Self::NotKnown => ActivityFilter::Done,
        }
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityRow {
    /// What it is about.
    pub entry: ActivityEntry,
    /// When it last changed.
    pub at: Timestamp,
    /// How far it is.
    pub progress: Progress,
    /// `jane@x.example`, `system user jane@x.example`.
    pub user_label: String,
    /// The company's name.
    pub company: String,
}

/// The lines that match the filter, newest first; those under way before finished ones.
#[must_use]
pub fn lines(model: &Model, filter: ActivityFilter) -> Vec<ActivityRow> {
    let changes = model.changes.all().into_iter().filter(|change| !is_told_by_its_user(model, change)).map(of_change);
    let forms = model.drafts.drafts().filter_map(of_form);
    let jobs = model.created_users.all().map(of_job);
    let ended = model.created_users.not_applied().filter(|(intent, _)| model.changes.get(&intent.id).is_none());
    let ended = ended.map(|(intent, at)| of_ended(model, intent, *at));
    let finished = model.created_users.finished.all().map(of_finished);
    let mut lines: Vec<_> = changes.chain(forms).chain(jobs).chain(finished).chain(ended).collect();
    lines.retain(|line| filter == ActivityFilter::All || line.progress.filter() == filter);
    lines.sort_by_key(|line| (line.progress.filter() == ActivityFilter::Done, std::cmp::Reverse(line.at)));
    lines
}

/// The line of the created user shows that it is being deleted.
fn is_told_by_its_user(model: &Model, change: &Change) -> bool {
    let WriteKind::Delete(user) = &change.intent.kind else { return false };
    !change.is_unknown() && model.created_users.undo_state(user) == Some(UndoState::Undoing)
}

fn of_change(change: &Change) -> ActivityRow {
    let progress = match change.state {
        ChangeState::Queued => Progress::Queued,
        ChangeState::Sent => Progress::Sending,
        ChangeState::Checking { attempt, of } => Progress::Checking(attempt, of),
        ChangeState::Unknown { .. } | ChangeState::NotVisible { .. } => Progress::Unknown,
        ChangeState::Conflict(_) => Progress::Conflict,
    };
    line(ActivityEntry::Change(change.intent.id.clone()), change.since.utc, progress, &change.intent)
}

fn of_form(form: &Form) -> Option<ActivityRow> {
    // A form with an unknown outcome is listed as its change.
    let progress = match form.parked() {
        Some(_) if form.uncertain_write().is_some() => return None,
        Some(Parked::Waiting) => Progress::Waiting,
        Some(Parked::NeedsYou(why)) => Progress::NeedsYou(why),
        None => return None,
    };
    let email = form.text(FieldId::Email);
    let whom = if email.is_empty() { "a user without an email" } else { email };
    Some(ActivityRow {
        entry: ActivityEntry::Form(form.id()),
        at: form.parked_at(),
        progress,
        user_label: format!("{}{whom}", form.subject().prefix()),
        company: form.name().to_owned(),
    })
}

fn of_job(job: &CreatedUser) -> ActivityRow {
    let progress = match job.undo_state {
        UndoState::Created if job.found.is_some() => Progress::Found,
        UndoState::Created => Progress::Created,
        UndoState::Undoing => Progress::Removing,
        UndoState::Undone => Progress::Deleted,
    };
    line(ActivityEntry::Created(job.intent.id.clone()), job.at.utc, progress, &job.intent)
}

fn of_finished(done: &FinishedChange) -> ActivityRow {
    let progress = match (&done.intent.kind, &done.undo) {
        (WriteKind::Delete(_), _) => Progress::Deleted,
        (_, ChangeUndo::Done) => Progress::ChangeUndone,
        (_, ChangeUndo::No | ChangeUndo::By(_)) => Progress::Changed(done.done_verb()),
    };
    if let WriteKind::Mail(..) = &done.intent.kind {
        return line(ActivityEntry::Finished(done.intent.id.clone()), done.at.utc, progress, &done.intent);
    }
    ActivityRow {
        entry: ActivityEntry::Finished(done.intent.id.clone()),
        at: done.at.utc,
        progress,
        user_label: done.intent.user_label(),
        company: done.intent.company_name.clone(),
    }
}

fn of_ended(model: &Model, intent: &Intent, at: Timestamp) -> ActivityRow {
    let is_unanswered = model.created_users.is_unanswered(&intent.id);
    let progress = if is_unanswered { Progress::NotKnown } else { Progress::NotDone };
    line(ActivityEntry::NotApplied(intent.id.clone()), at, progress, intent)
}

fn line(entry: ActivityEntry, at: Timestamp, progress: Progress, intent: &Intent) -> ActivityRow {
    let what = match &intent.kind {
        WriteKind::Create => String::new(),
        WriteKind::Mail(_, mail) => format!("{} ", mail.verb()),
        WriteKind::CreateGroup(_) => "create ".to_owned(),
        WriteKind::Update(update) => format!("{} ", update.verb()),
        WriteKind::Delete(_) => "delete ".to_owned(),
    };
    ActivityRow {
        entry,
        at,
        progress,
        user_label: format!("{what}{}", intent.user_label()),
        company: intent.company_name.clone(),
    }
}

/// The line under the cursor: the one it was put on, or what has become of it, else the first.
#[must_use]
pub fn cursor(lines: &[ActivityRow], on: Option<&ActivityEntry>) -> usize {
    on.and_then(|on| line_of(lines, on)).unwrap_or(0)
}

fn line_of(lines: &[ActivityRow], on: &ActivityEntry) -> Option<usize> {
    let same_write = |line: &ActivityRow| on.write_id().is_some_and(|id| line.entry.write_id() == Some(id));
    lines.iter().position(|line| line.entry == *on).or_else(|| lines.iter().position(same_write))
}

/// The cursor is on the line that it was put on: no other has come there.
#[must_use]
pub fn is_where_it_was_put(model: &Model) -> bool {
    let Some(Overlay::Activity { on: Some(on), filter }) = model.overlays.last() else { return false };
    line_of(&lines(model, *filter), on).is_some()
}

/// The entry under the cursor of the list that is open.
#[must_use]
pub fn under_cursor(model: &Model) -> Option<ActivityEntry> {
    let Some(Overlay::Activity { on, filter }) = model.overlays.last() else { return None };
    let lines = lines(model, *filter);
    lines.get(cursor(&lines, on.as_ref())).map(|line| line.entry.clone())
}

/// The details of an entry, in lines of a label and a text.
#[must_use]
pub fn details(model: &Model, entry: &ActivityEntry) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    match entry {
        ActivityEntry::Change(id) => {
            let Some(change) = model.changes.get(id) else { return facts };
            of_intent(&change.intent, &mut facts);
            facts.push(("Since", change.since.clock_with_seconds()));
            if let Some(form) = model.drafts.drafts().find(|form| form.uncertain_write() == Some(id)) {
                facts.extend(form.failure().map(|failure| ("Why", failure.why.clone())));
            }
        }
        ActivityEntry::Form(id) => {
            let Some(form) = model.drafts.get(*id) else { return facts };
            facts.extend(form.failure().map(|failure| ("Why", failure.why.clone())));
            let gates = form.closed_gates(&model.drafts.passes, model.now.local.date());
            facts.extend(gates.into_iter().map(|Gate { text, .. }| ("Gate", text)));
            let problems = form.problems(model.settings.rules);
            if !problems.is_empty() {
                facts.push(("Fix", problems.iter().map(|place| form.label(*place)).collect::<Vec<_>>().join(", ")));
            }
        }
        ActivityEntry::Created(id) => {
            let Some(job) = model.created_users.get(id) else { return facts };
            facts.push(("User ID", job.user.to_string()));
            of_intent(&job.intent, &mut facts);
            facts.extend(job.found.as_ref().map(|found| ("Found", found.to_string())));
        }
        ActivityEntry::Finished(id) => {
            if let Some(done) = model.created_users.finished.get(id) {
                of_intent(&done.intent, &mut facts);
            }
        }
        ActivityEntry::NotApplied(id) => {
            if let Some((intent, _)) = model.created_users.not_applied().find(|(intent, _)| intent.id == *id) {
                of_intent(intent, &mut facts);
            }
        }
    }
    facts
}

/// What happened, in a few words.
#[must_use]
pub fn happened(model: &Model, row: &ActivityRow) -> String {
    match &row.entry {
        ActivityEntry::Form(_) | ActivityEntry::Change(_) => {
            let told =
                details(model, &row.entry).into_iter().find(|(label, _)| matches!(*label, "Why" | "Gate" | "Fix"));
            told.map(|(label, text)| if label == "Fix" { format!("fix {text}") } else { text }).unwrap_or_default()
        }
        ActivityEntry::Created(id) => {
            let Some(job) = model.created_users.get(id) else { return String::new() };
            let left = job.seats.and_then(Seats::left).map(|left| format!("{left} left"));
            let ticket = Some(job.intent.ticket.to_string()).filter(|ticket| !ticket.is_empty());
            [ticket, Some(job.user.to_string()), left].into_iter().flatten().collect::<Vec<_>>().join("  ")
        }
        ActivityEntry::Finished(id) => {
            let Some(Intent { kind, ticket, .. }) = model.created_users.finished.get(id).map(|done| &done.intent)
            else {
                return String::new();
            };
            let words = if let WriteKind::Update(update) = kind { update.words() } else { String::new() };
            format!("{ticket}  {words}").trim().to_owned()
        }
        ActivityEntry::NotApplied(_) => String::new(),
    }
}

/// The command that does something about a line, and its verb.
#[must_use]
pub fn remedy(model: &Model, row: &ActivityRow) -> Option<(Command, &'static str)> {
    match (row.progress, &row.entry) {
        (Progress::NeedsYou(_), _) => Some((Command::Accept, "fix it")),
        (Progress::Conflict, _) => Some((Command::Accept, "decide")),
        (Progress::Unknown, _) => Some((Command::Retry, "look again")),
        (Progress::Queued, _) => Some((Command::Undo, "take back")),
        (Progress::Created | Progress::Found, ActivityEntry::Created(_)) => Some((Command::Undo, "undo")),
        (Progress::Changed(_), ActivityEntry::Finished(id)) => {
            let done = model.created_users.finished.get(id)?;
            done.is_undoable().then_some((Command::Undo, "undo"))
        }
        _ => None,
    }
}

/// What has become of the create that a notice is about, with the keys that do something about it.
#[must_use]
pub fn fate(model: &Model, notice: &Notice) -> String {
    let keys = &model.settings.keys;
    let undo = keys.describe_keys(Command::Undo, Scope::Messages);
    let receipt = keys.describe_keys(Command::CopyReceipt, Scope::Messages);
    let job = notice.about.as_ref().and_then(|id| model.created_users.get(id));
    match job.map(|job| job.undo_state) {
        Some(UndoState::Created) => format!(" [{undo} undoes it, {receipt} copies its receipt]"),
        Some(UndoState::Undoing) => " [being deleted]".to_owned(),
        Some(UndoState::Undone) => " [deleted]".to_owned(),
        None => String::new(),
    }
}

/// The typed values, without empty ones.
fn of_intent(intent: &Intent, facts: &mut Vec<(&'static str, String)>) {
    if !intent.ticket.is_empty() {
        facts.push((ticket::LABEL, intent.ticket.to_string()));
    }
    if let WriteKind::Update(update) = &intent.kind {
        facts.push(("Change", update.words()));
    }
    if let Some(user) = intent.kind.target() {
        facts.push(("User ID", user.to_string()));
    }
    let fields = intent.entry.subject.fields().iter();
    let texts = fields.map(|field| (field.label, intent.entry.text(field.id).to_owned()));
    facts.extend(texts.filter(|(_, text)| !text.is_empty()));
    facts.push(("Company ID", intent.company.to_string()));
}

/// Number of lines per filter.
#[must_use]
pub fn counts(model: &Model) -> [(ActivityFilter, usize); 4] {
    let all = lines(model, ActivityFilter::All);
    [ActivityFilter::All, ActivityFilter::OnTheWay, ActivityFilter::NeedsYou, ActivityFilter::Done].map(|filter| {
        let of = |line: &&ActivityRow| filter == ActivityFilter::All || line.progress.filter() == filter;
        (filter, all.iter().filter(of).count())
    })
}
