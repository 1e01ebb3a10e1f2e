//! Restores drafts and changes of earlier runs, and handles the answers of autosave.

use std::collections::BTreeMap;

use crate::app::core::effect::Effect;
use crate::app::flows::keep_form::form_of;
use crate::app::flows::{conflicts, import_run, journal, outcome, submit};
use crate::app::form::parked::{AttentionReason, Parked};
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::domain::change::recovered::Recovered;
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::write::{Intent, JournalOutcome, SendContext, WriteId, WriteKind};
use crate::domain::form::draft::{Draft, DraftId, Stage};
use crate::domain::form::fields::FieldId;
use crate::domain::service::failure::{Applied, Failure, Remedy};
use crate::domain::text::count;

/// A save succeeded or failed. A failure is reported once, and the draft stays in memory.
pub fn draft_saved(model: &mut Model, draft: DraftId, outcome: Result<(), Failure>) {
    let now = model.now;
    match outcome {
        Ok(()) => {
            if model.autosave.works() {
                model.notices.info(now, "Drafts are saved to disk again.");
            }
        }
        Err(failure) => {
            model.autosave.refused(draft);
            if model.autosave.fails() {
                model.notices.failure(now, &failure);
            }
        }
    }
}

/// Restores what earlier runs left: drafts become forms, queued changes are sent, unfinished writes are looked up.
pub fn restored(model: &mut Model, left: Recovered, out: &mut Vec<Effect>) {
    let now = model.now;
    if let Some(why) = left.unkept {
        model.autosave.fails();
        let said = format!(
            "Drafts are not saved and creates are not recorded: {why}. What you type is lost when the program ends."
        );
        model.notices.error(now, said);
    }
    for remark in left.remarks {
        model.notices.error(now, remark);
    }
    let came = RestoredWrites { unfinished: &left.unfinished, finished: &left.finished };
    let (mut back, mut sent) = (Back::default(), BTreeMap::new());
    for draft in left.drafts {
        model.autosave.loaded(&draft);
        let (id, name) = (draft.id, draft.name.clone());
        let edited = draft.edits.as_ref().map(|edited| edited.begun.text(FieldId::Email).to_owned());
        match restore_draft(model, draft, &came) {
            Restored::Typed => match edited {
                Some(email) => back.edited.push(format!("{email} in {name}")),
                None => back.typed.push(name),
            },
            Restored::Queued => back.queued += 1,
            Restored::Deleting(whom) => back.deleting.push(whom),
            Restored::Changing(whom) => back.changing.push(whom),
            Restored::Needing => back.needing += 1,
            Restored::Unfinished(change) => drop(sent.insert(change, id)),
            Restored::InDoubt | Restored::Over => {}
        }
    }
    journal::merge_history(model, left.finished.clone());
    for user in model.changes.queued_undos() {
        model.created_users.delete_began(user);
    }
    for (intent, outcome, at) in left.finished {
        match outcome {
            JournalOutcome::Created(_) | JournalOutcome::Seen => {
                model.changes.was_created(&intent);
                model.drafts.remember(&intent.company, intent.entry.clone());
                model.created_users.add_earlier(intent, at);
            }
            JournalOutcome::Deleted | JournalOutcome::Updated => model.created_users.add_earlier(intent, at),
            JournalOutcome::Found(_)
            | JournalOutcome::NotCreated
            | JournalOutcome::Absent
            | JournalOutcome::AlreadySo
            | JournalOutcome::NotUpdated
            | JournalOutcome::Conflict(_)
            | JournalOutcome::Changed(_)
            | JournalOutcome::Unanswered
            | JournalOutcome::NotDeleted => {}
        }
    }
    back.unfinished = left.unfinished.len();
    for intent in left.unfinished {
        let draft = sent.remove(&intent.id);
        outcome::restored(model, intent, draft, out);
    }
    submit::send_waiting(model, out);
    report_restored(model, &back);
    import_run::restored(model, left.imports);
}

/// Summary of what was restored.
#[derive(Default)]
struct Back {
    /// Number of writes that are looked up.
    unfinished: usize,
    /// Number of users who are created now.
    queued: u64,
    /// Users who are deleted now.
    deleting: Vec<String>,
    /// Users who are changed now.
    changing: Vec<String>,
    /// Number of users that need attention.
    needing: u64,
    /// The companies with a draft.
    typed: Vec<String>,
    /// The existing users with unfinished changes.
    edited: Vec<String>,
}

fn report_restored(model: &mut Model, back: &Back) {
    let now = model.now;
    let Back { unfinished, queued, needing, ref deleting, ref changing, ref typed, ref edited } = *back;
    let mut said = Vec::new();
    if queued > 0 {
        let n = count(queued, "user", "users");
        said.push(format!("{n} queued in an earlier run will be created now"));
    }
    if !deleting.is_empty() {
        let n = count(deleting.len() as u64, "delete", "deletes");
        said.push(format!("{n} queued in an earlier run will be sent now: {}", deleting.join(", ")));
    }
    if !changing.is_empty() {
        let n = count(changing.len() as u64, "change", "changes");
        said.push(format!("{n} queued in an earlier run will be sent now: {}", changing.join(", ")));
    }
    if !typed.is_empty() {
        let n = count(typed.len() as u64, "draft", "drafts");
        let opens = model.describe_keys(Command::AddUser, Scope::Table);
        said.push(format!("{n} restored: {} (marked *, {opens} opens it)", typed.join(", ")));
    }
    if !edited.is_empty() {
        let n = count(edited.len() as u64, "edit", "edits");
        let opens = model.describe_keys(Command::EditUser, Scope::Users);
        said.push(format!("{n} restored: {} ({opens} on the user opens it)", edited.join(", ")));
    }
    // What needs action comes last: the end is always visible, however long the names before it are.
    if needing > 0 {
        let n = count(needing, "user needs", "users need");
        let next = model.describe_keys(Command::NextNeeding, Scope::Table);
        said.push(format!("{n} you ({next})"));
    }
    let said = said.join("; ");
    if unfinished > 0 {
        let n = count(unfinished as u64, "write", "writes");
        let more = if said.is_empty() { said } else { format!(" Also: {said}.") };
        let doubt = format!("The outcome of {n} from an earlier run is not known; it is being looked up.{more}");
        model.notices.uncertain(now, doubt);
    } else if !said.is_empty() {
        model.notices.info(now, said);
    }
}

/// The writes restored with the drafts.
struct RestoredWrites<'a> {
    unfinished: &'a [Intent],
    finished: &'a [(Intent, JournalOutcome, jiff::Timestamp)],
}

impl RestoredWrites<'_> {
    /// It has no outcome yet, and the draft holds what was sent.
    fn is_unfinished(&self, id: &WriteId, draft: &Draft) -> bool {
        self.unfinished.iter().any(|intent| intent.id == *id && intent.entry == draft.entry)
    }

    /// The change without an outcome made from this draft, whatever its stage on disk: the last stage may not have been
    /// saved, or an outcome may be missing in the journal.
    fn made_from(&self, draft: &Draft) -> Option<WriteId> {
        let sent = draft.entry.clone().as_sent();
        let is_it = |intent: &&Intent| {
            intent.kind == WriteKind::Create && intent.form() == draft.form() && intent.entry == sent
        };
        self.unfinished.iter().find(is_it).map(|intent| intent.id.clone())
    }

    /// The outcome of a change made from it whose last stage was not saved.
    fn ended_since(&self, draft: &Draft) -> Option<&JournalOutcome> {
        let sent = draft.entry.clone().as_sent();
        let is_it = |(intent, _, at): &&(Intent, JournalOutcome, jiff::Timestamp)| {
            let same = intent.form() == draft.form() && intent.entry == sent && *at >= draft.changed;
            same && intent.kind == WriteKind::Create
        };
        self.finished.iter().rfind(is_it).map(|(_, outcome, _)| outcome)
    }

    fn has_no_end(&self, id: &WriteId) -> bool {
        self.unfinished.iter().any(|intent| intent.id == *id)
    }

    fn outcome(&self, id: &WriteId) -> Option<&JournalOutcome> {
        self.finished.iter().find(|(intent, _, _)| intent.id == *id).map(|(_, outcome, _)| outcome)
    }
}

/// State of a restored draft.
enum Restored {
    Typed,
    Queued,
    Needing,
    /// It was sent as this change, which has no outcome yet.
    Unfinished(WriteId),
    /// The same, and something was typed since.
    InDoubt,
    /// It is a queued delete of this user.
    Deleting(String),
    /// It is a queued update of this user.
    Changing(String),
    /// Its change was done or cancelled: the draft is removed.
    Over,
}

fn restore_draft(model: &mut Model, draft: Draft, came: &RestoredWrites<'_>) -> Restored {
    let changed = draft.changed;
    let is_its_own = match &draft.stage {
        Stage::Change(WriteKind::Create, id) => came.has_no_end(id),
        Stage::Change(..) => true,
        Stage::Typing | Stage::Waiting | Stage::NeedsYou(_) => false,
    };
    if !is_its_own && let Some(change) = came.made_from(&draft) {
        model.drafts.reserve_id(draft.id);
        return Restored::Unfinished(change);
    }
    let (parked, why, restored) = match &draft.stage {
        // A company has one draft; a second one is parked.
        Stage::Typing if model.drafts.draft_of(&draft.form()).is_some() => {
            (Some(Parked::NeedsYou(AttentionReason::Fix)), String::new(), Restored::Needing)
        }
        Stage::Typing => (None, String::new(), Restored::Typed),
        Stage::Waiting if came.ended_since(&draft).is_none() => {
            (Some(Parked::Waiting), String::new(), Restored::Queued)
        }
        Stage::Waiting => ended(came.ended_since(&draft)),
        Stage::NeedsYou(why) => (Some(Parked::NeedsYou(AttentionReason::Refused)), why.clone(), Restored::Needing),
        Stage::Change(WriteKind::Create, id) if came.is_unfinished(id, &draft) => {
            model.drafts.reserve_id(draft.id);
            return Restored::Unfinished(id.clone());
        }
        Stage::Change(WriteKind::Create, id) if came.has_no_end(id) => {
            let id = id.clone();
            let form = model.drafts.restore(draft);
            form.await_outcome(id, changed);
            return Restored::InDoubt;
        }
        Stage::Change(WriteKind::Create, id) => match came.outcome(id).or_else(|| came.ended_since(&draft)) {
            None => (Some(Parked::Waiting), String::new(), Restored::Queued),
            outcome => ended(outcome),
        },
        Stage::Change(kind, id) => {
            let (kind, id) = (kind.clone(), id.clone());
            return restore_change(model, draft, kind, id, came);
        }
    };
    let was_created =
        matches!(&draft.stage, Stage::Change(WriteKind::Create, id) if came.outcome(id).is_some_and(creates));
    let form: &mut Form = model.drafts.restore(draft);
    if let Some(parked) = parked {
        form.park(parked, changed);
    }
    if !why.is_empty() {
        let email = form.text(FieldId::Email);
        let what = if was_created {
            format!("{email} was created as first sent")
        } else {
            format!("{email} was not {}", form.done_verb())
        };
        form.explain(Failure { what, why, hint: String::new(), remedy: Remedy::Nothing, applied: Applied::No });
    }
    restored
}

/// Queues a change of an existing user again under its ID, unless it was sent or the user was deleted by somebody else
/// meanwhile.
fn restore_change(
    model: &mut Model,
    draft: Draft,
    deed: WriteKind,
    change: WriteId,
    came: &RestoredWrites<'_>,
) -> Restored {
    model.drafts.reserve_id(draft.id);
    let in_doubt = came.unfinished.iter().filter(|intent| intent.kind == deed);
    if let Some(intent) = in_doubt.max_by_key(|intent| intent.id == change) {
        return Restored::Unfinished(intent.id.clone());
    }
    if let Some(JournalOutcome::Conflict(found)) = came.outcome(&change) {
        let found = found.clone();
        let id = draft.id;
        conflicts::restored(model, intent_of(draft, deed, change), id, &found);
        return Restored::Needing;
    }
    let is_deleted = |(intent, outcome, _): &(Intent, JournalOutcome, jiff::Timestamp)| {
        deed.target().is_some_and(|user| intent.kind.target() == Some(user)) && *outcome == JournalOutcome::Deleted
    };
    let deletes = matches!(deed, WriteKind::Delete(_));
    let is_edit = matches!(&deed, WriteKind::Update(update) if update.only_activity().is_none());
    if let Some(JournalOutcome::NotUpdated | JournalOutcome::Changed(_)) = came.outcome(&change)
        && is_edit
        && draft.batch.is_none()
    {
        let (id, changed) = (draft.id, draft.changed);
        let form = model.drafts.insert(form_of(id, intent_of(draft, deed, change)));
        form.park(Parked::NeedsYou(AttentionReason::Refused), changed);
        let why = "It was not carried out in an earlier run.".to_owned();
        let what = "The user was not changed".to_owned();
        form.explain(Failure { what, why, hint: String::new(), remedy: Remedy::Nothing, applied: Applied::No });
        return Restored::Needing;
    }
    let is_over = came.outcome(&change).is_some()
        || came.finished.iter().any(is_deleted)
        || model.created_users.not_applied().any(|(intent, _)| intent.id == change)
        || model.changes.queued().any(|queued| queued.intent.kind == deed);
    if is_over {
        return Restored::Over;
    }
    let id = draft.id;
    let intent = intent_of(draft, deed, change);
    let whom = format!("{} in {}", intent.user_label(), intent.company_name);
    model.changes.enqueue_change(intent, id, model.now);
    if deletes { Restored::Deleting(whom) } else { Restored::Changing(whom) }
}

/// The change that this draft stands for.
fn intent_of(draft: Draft, kind: WriteKind, id: WriteId) -> Intent {
    Intent {
        id,
        kind,
        company: draft.company,
        company_name: draft.name,
        entry: draft.entry,
        at: draft.changed,
        sending: SendContext::default(),
        ticket: TicketNumber::recorded(&draft.ticket),
        batch: draft.batch,
    }
}

fn ended(outcome: Option<&JournalOutcome>) -> (Option<Parked>, String, Restored) {
    let why = outcome.map(outcome_text).unwrap_or_default().to_owned();
    (Some(Parked::NeedsYou(AttentionReason::Refused)), why, Restored::Needing)
}

/// The user exists as sent.
fn creates(outcome: &JournalOutcome) -> bool {
    matches!(outcome, JournalOutcome::Created(_) | JournalOutcome::Seen)
}

fn outcome_text(outcome: &JournalOutcome) -> &'static str {
    match outcome {
        JournalOutcome::Created(_) | JournalOutcome::Seen => "Your changes since then were not sent.",
        JournalOutcome::Found(_) => "An earlier run got no clear answer; a user with this address exists.",
        JournalOutcome::Absent => "An earlier run got no clear answer, and the service has no such user.",
        JournalOutcome::NotCreated
        | JournalOutcome::Deleted
        | JournalOutcome::NotDeleted
        | JournalOutcome::Updated
        | JournalOutcome::AlreadySo
        | JournalOutcome::NotUpdated
        | JournalOutcome::Conflict(_)
        | JournalOutcome::Changed(_)
        | JournalOutcome::Unanswered => "The service refused it in an earlier run.",
    }
}
