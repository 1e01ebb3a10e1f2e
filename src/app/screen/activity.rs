//! The lines of the activity, and what there is to say about each.

use jiff::Timestamp;

use crate::app::changes::change::{Change, State};
use crate::app::changes::history::{Fate, Job};
use crate::app::form::gates::Gate;
use crate::app::form::parked::{Parked, Why};
use crate::app::form::state::Form;
use crate::app::model::Model;
use crate::app::overlays::overlay::{Entry, Filter, Overlay};
use crate::domain::change::write::{Deed, Intent};
use crate::domain::form::fields::FieldId;

/// How far a change is, as its line tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// It waits for its turn.
    Queued,
    /// It was sent.
    Sending,
    /// Being looked up: which try, of how many.
    Checking(u32, u32),
    /// It waits for the custom fields of its company.
    Waiting,
    /// Nobody knows how it ended.
    Unknown,
    /// A person has to see to it.
    NeedsYou(Why),
    /// The user is there.
    Created,
    /// A user is there; by whom created is not known.
    Found,
    /// It is being deleted.
    Removing,
    /// It was deleted.
    Removed,
    /// It was not carried out.
    NotDone,
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
            Self::Removed => "removed".to_owned(),
            Self::NotDone => "not done".to_owned(),
        }
    }

    /// Where it is listed.
    #[must_use]
    pub fn filter(self) -> Filter {
        match self {
            Self::Queued | Self::Sending | Self::Checking(..) | Self::Waiting | Self::Removing => Filter::OnTheWay,
            Self::Unknown | Self::NeedsYou(_) => Filter::NeedsYou,
            Self::Created | Self::Found | Self::Removed | Self::NotDone => Filter::Done,
        }
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub entry: Entry,
    /// When it last changed.
    pub at: Timestamp,
    /// How far it is.
    pub progress: Progress,
    /// `jane@x.example`, `system user jane@x.example`.
    pub whom: String,
    /// The company's name.
    pub company: String,
}

/// The lines that the filter lets through, newest first; what is under way before what has ended.
#[must_use]
pub fn lines(model: &Model, filter: Filter) -> Vec<Line> {
    let changes = model.changes.all().into_iter().filter(|change| !is_told_by_its_user(model, change)).map(of_change);
    let forms = model.forms.drafts().filter_map(of_form);
    let jobs = model.jobs.all().map(of_job);
    let ended = model.jobs.ended_otherwise().map(of_ended);
    let mut lines: Vec<_> = changes.chain(forms).chain(jobs).chain(ended).collect();
    lines.retain(|line| filter == Filter::All || line.progress.filter() == filter);
    lines.sort_by_key(|line| (line.progress.filter() == Filter::Done, std::cmp::Reverse(line.at)));
    lines
}

/// The line of the created user says that it is being deleted.
fn is_told_by_its_user(model: &Model, change: &Change) -> bool {
    let Deed::Undo(user) = &change.intent.deed else { return false };
    !change.is_unknown() && model.jobs.fate(user) == Some(Fate::Undoing)
}

fn of_change(change: &Change) -> Line {
    let progress = match change.state {
        State::Queued => Progress::Queued,
        State::Sent => Progress::Sending,
        State::Checking { attempt, of } => Progress::Checking(attempt, of),
        State::Unknown { .. } | State::NotYet { .. } => Progress::Unknown,
    };
    line(Entry::Change(change.intent.id.clone()), change.since.utc, progress, &change.intent)
}

fn of_form(form: &Form) -> Option<Line> {
    // One whose end is not known stands there as its change.
    let progress = match form.parked {
        Some(_) if form.doubt.is_some() => return None,
        Some(Parked::Waiting) => Progress::Waiting,
        Some(Parked::NeedsYou(why)) => Progress::NeedsYou(why),
        None => return None,
    };
    let email = form.text(FieldId::Email);
    let whom = if email.is_empty() { "a user without an email" } else { email };
    Some(Line {
        entry: Entry::Form(form.id),
        at: form.parked_at,
        progress,
        whom: format!("{}{whom}", form.subject.prefix()),
        company: form.name.clone(),
    })
}

fn of_job(job: &Job) -> Line {
    let progress = match job.fate {
        Fate::Created if job.found.is_some() => Progress::Found,
        Fate::Created => Progress::Created,
        Fate::Undoing => Progress::Removing,
        Fate::Undone => Progress::Removed,
    };
    line(Entry::Job(job.intent.id.clone()), job.at.utc, progress, &job.intent)
}

fn of_ended((intent, at): &(Intent, Timestamp)) -> Line {
    line(Entry::Ended(intent.id.clone()), *at, Progress::NotDone, intent)
}

fn line(entry: Entry, at: Timestamp, progress: Progress, intent: &Intent) -> Line {
    let what = if matches!(intent.deed, Deed::Undo(_)) { "delete " } else { "" };
    Line { entry, at, progress, whom: format!("{what}{}", intent.whom()), company: intent.company_name.clone() }
}

/// The line under the cursor: the one it was put on, else the first.
#[must_use]
pub fn cursor(lines: &[Line], on: Option<&Entry>) -> usize {
    on.and_then(|on| lines.iter().position(|line| line.entry == *on)).unwrap_or(0)
}

/// The entry under the cursor of the list that is open.
#[must_use]
pub fn under_cursor(model: &Model) -> Option<Entry> {
    let Some(Overlay::Activity { on, filter }) = model.overlays.last() else { return None };
    let lines = lines(model, *filter);
    lines.get(cursor(&lines, on.as_ref())).map(|line| line.entry.clone())
}

/// Everything there is to say about an entry, in lines of a label and a text.
#[must_use]
pub fn details(model: &Model, entry: &Entry) -> Vec<(&'static str, String)> {
    let mut told = Vec::new();
    match entry {
        Entry::Change(id) => {
            let Some(change) = model.changes.get(id) else { return told };
            of_intent(&change.intent, &mut told);
            told.push(("Since", change.since.clock_with_seconds()));
            if let Some(form) = model.forms.drafts().find(|form| form.doubt.as_ref() == Some(id)) {
                told.extend(form.failure.as_ref().map(|failure| ("Why", failure.why.clone())));
            }
        }
        Entry::Form(id) => {
            let Some(form) = model.forms.get(*id) else { return told };
            told.extend(form.failure.as_ref().map(|failure| ("Why", failure.why.clone())));
            let gates = form.closed_gates(&model.forms.passes, model.now.local.date());
            told.extend(gates.into_iter().map(|Gate { text, .. }| ("Gate", text)));
            let problems = form.problems(model.settings.rules);
            if !problems.is_empty() {
                told.push(("Fix", problems.iter().map(|place| form.label(*place)).collect::<Vec<_>>().join(", ")));
            }
        }
        Entry::Job(id) => {
            let Some(job) = model.jobs.get(id) else { return told };
            told.push(("User ID", job.user.to_string()));
            of_intent(&job.intent, &mut told);
            told.extend(job.found.as_ref().map(|found| ("Found", found.to_string())));
        }
        Entry::Ended(id) => {
            if let Some((intent, _)) = model.jobs.ended_otherwise().find(|(intent, _)| intent.id == *id) {
                of_intent(intent, &mut told);
            }
        }
    }
    told
}

/// What was typed, without what is empty.
fn of_intent(intent: &Intent, told: &mut Vec<(&'static str, String)>) {
    let fields = intent.entry.subject.fields().iter();
    let texts = fields.map(|field| (field.label, intent.entry.text(field.id).to_owned()));
    told.extend(texts.filter(|(_, text)| !text.is_empty()));
    told.push(("Company ID", intent.company.to_string()));
}

/// How many lines stand in each filter.
#[must_use]
pub fn counts(model: &Model) -> [(Filter, usize); 4] {
    let all = lines(model, Filter::All);
    [Filter::All, Filter::OnTheWay, Filter::NeedsYou, Filter::Done].map(|filter| {
        let of = |line: &&Line| filter == Filter::All || line.progress.filter() == filter;
        (filter, all.iter().filter(of).count())
    })
}
