//! Drafts and changes of earlier runs come back, and what is typed now goes to disk.

use std::collections::BTreeMap;

use crate::app::changes::history::Fate;
use crate::app::core::effect::Effect;
use crate::app::flows::{journal, outcome, submit};
use crate::app::form::parked::{Parked, Why};
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::cx;
use crate::domain::change::recovered::Left;
use crate::domain::change::write::{Deed, Intent, Outcome, Sending, WriteId};
use crate::domain::form::draft::{Draft, DraftId, Stage};
use crate::domain::service::failure::{Done, Failure, Remedy};
use crate::domain::service::ids::UserId;
use crate::domain::text::count;

/// Whatever is not on disk yet, because the program ends.
#[must_use]
pub fn flush(model: &mut Model) -> Vec<Effect> {
    let mut out = Vec::new();
    let Model { forms, changes, keeper, .. } = model;
    keeper.write(forms, &changes.drafts().collect::<Vec<_>>(), cx!(model, &mut out));
    out
}

/// The disk has answered. What it does not take is said once, and stays in memory.
pub fn kept(model: &mut Model, draft: DraftId, outcome: Result<(), Failure>) {
    let now = model.now;
    match outcome {
        Ok(()) if model.keeper.trouble => {
            model.keeper.trouble = false;
            model.notices.info(now, "Drafts are kept on disk again.");
        }
        Ok(()) => {}
        Err(failure) => {
            model.keeper.refused(draft);
            if !std::mem::replace(&mut model.keeper.trouble, true) {
                model.notices.failure(now, &failure);
            }
        }
    }
}

/// What earlier runs left: drafts go into their forms, what was queued goes out, unfinished writes are looked up.
pub fn restored(model: &mut Model, left: Left, out: &mut Vec<Effect>) {
    let now = model.now;
    if let Some(why) = left.unkept {
        model.keeper.trouble = true;
        let said = format!(
            "Drafts are not kept, and creates are not recorded: {why}. What you type is gone when the program ends."
        );
        model.notices.error(now, said);
    }
    for remark in left.remarks {
        model.notices.error(now, remark);
    }
    let came = Came { unfinished: &left.unfinished, finished: &left.finished };
    let (mut back, mut sent) = (Back::default(), BTreeMap::new());
    for draft in left.drafts {
        model.keeper.came(&draft);
        let (id, name) = (draft.id, draft.name.clone());
        match restore_draft(model, draft, &came) {
            Restored::Typed => back.typed.push(name),
            Restored::Queued => back.queued += 1,
            Restored::Deleting(whom) => back.deleting.push(whom),
            Restored::Needing => back.needing += 1,
            Restored::Unfinished(change) => drop(sent.insert(change, id)),
            Restored::InDoubt | Restored::Over => {}
        }
    }
    journal::take_history(model, left.finished.clone());
    for user in model.changes.queued_undos() {
        model.jobs.set(user, Fate::Undoing);
    }
    for (intent, outcome, at) in left.finished {
        match outcome {
            Outcome::Created(_) | Outcome::Seen => {
                model.changes.was_created(&intent);
                model.forms.remember(&intent.company, intent.entry.clone());
                model.jobs.add_earlier(intent, at);
            }
            Outcome::Deleted => model.jobs.add_earlier(intent, at),
            Outcome::Found(_) | Outcome::NotCreated | Outcome::Absent | Outcome::NotDeleted => {}
        }
    }
    back.unfinished = left.unfinished.iter().filter(|intent| intent.deed.can_be_looked_up()).count();
    for intent in left.unfinished {
        let draft = sent.remove(&intent.id);
        outcome::restored(model, intent, draft, out);
    }
    submit::send_waiting(model, out);
    say_what_is_back(model, &back);
}

/// What an earlier run left, as it is told.
#[derive(Default)]
struct Back {
    /// Writes that are looked up.
    unfinished: usize,
    /// Users who are created now.
    queued: u64,
    /// Who is deleted now.
    deleting: Vec<String>,
    /// Users who need a person.
    needing: u64,
    /// The companies of what was being typed.
    typed: Vec<String>,
}

fn say_what_is_back(model: &mut Model, back: &Back) {
    let now = model.now;
    let Back { unfinished, queued, needing, ref deleting, ref typed } = *back;
    let mut said = Vec::new();
    if queued > 0 {
        let n = count(queued, "user", "users");
        said.push(format!("{n} queued in an earlier run will be created now"));
    }
    if !deleting.is_empty() {
        let n = count(deleting.len() as u64, "delete", "deletes");
        said.push(format!("{n} queued in an earlier run will be sent now: {}", deleting.join(", ")));
    }
    if !typed.is_empty() {
        let n = count(typed.len() as u64, "draft is", "drafts are");
        let opens = model.say(Command::AddUser, Scope::Table);
        said.push(format!("{n} back: {} (marked *, {opens} opens it)", typed.join(", ")));
    }
    // What has to be done stands at the end, which shows however long the names before it are.
    if needing > 0 {
        let n = count(needing, "user", "users");
        let next = model.say(Command::NextNeeding, Scope::Table);
        said.push(format!("{n} to see to ({next})"));
    }
    let said = said.join("; ");
    if unfinished > 0 {
        let n = count(unfinished as u64, "write", "writes");
        let more = if said.is_empty() { said } else { format!(" Also: {said}.") };
        let doubt = format!("The outcome of {n} from an earlier run is not known; it is being looked up.{more}");
        model.notices.in_doubt(now, doubt);
    } else if !said.is_empty() {
        model.notices.info(now, said);
    }
}

/// The writes that came with the drafts.
struct Came<'a> {
    unfinished: &'a [Intent],
    finished: &'a [(Intent, Outcome, jiff::Timestamp)],
}

impl Came<'_> {
    /// It has no end yet, and the draft holds what was sent.
    fn is_unfinished(&self, id: &WriteId, draft: &Draft) -> bool {
        self.unfinished.iter().any(|intent| intent.id == *id && intent.entry == draft.entry)
    }

    /// The change without an end that was made from this draft, whatever its stage on disk: the last one may not have
    /// reached it, or an end is known that the journal has not heard of.
    fn made_from(&self, draft: &Draft) -> Option<WriteId> {
        let sent = draft.entry.clone().as_sent();
        let is_it =
            |intent: &&Intent| intent.deed.creates().is_some() && intent.form() == draft.form() && intent.entry == sent;
        self.unfinished.iter().find(is_it).map(|intent| intent.id.clone())
    }

    /// How a change that was made from it ended, and its last stage did not reach the disk any more.
    fn ended_since(&self, draft: &Draft) -> Option<&Outcome> {
        let sent = draft.entry.clone().as_sent();
        let is_it = |(intent, _, at): &&(Intent, Outcome, jiff::Timestamp)| {
            let same = intent.form() == draft.form() && intent.entry == sent && *at >= draft.changed;
            same && intent.deed.creates().is_some()
        };
        self.finished.iter().rfind(is_it).map(|(_, outcome, _)| outcome)
    }

    fn has_no_end(&self, id: &WriteId) -> bool {
        self.unfinished.iter().any(|intent| intent.id == *id)
    }

    fn outcome(&self, id: &WriteId) -> Option<&Outcome> {
        self.finished.iter().find(|(intent, _, _)| intent.id == *id).map(|(_, outcome, _)| outcome)
    }
}

/// What has become of a draft.
enum Restored {
    Typed,
    Queued,
    Needing,
    /// It was sent as this change, which has no end yet.
    Unfinished(WriteId),
    /// The same, and something was typed since.
    InDoubt,
    /// It is in the queue: who is deleted.
    Deleting(String),
    /// What it stood for was done, or said not to be done: it goes.
    Over,
}

fn restore_draft(model: &mut Model, draft: Draft, came: &Came<'_>) -> Restored {
    let changed = draft.changed;
    let is_its_own = match &draft.stage {
        Stage::Change(id) => came.has_no_end(id),
        Stage::Delete { .. } => true,
        Stage::Typing | Stage::Waiting | Stage::NeedsYou(_) => false,
    };
    if !is_its_own && let Some(change) = came.made_from(&draft) {
        model.forms.go_on_from(draft.id);
        return Restored::Unfinished(change);
    }
    let (parked, why, restored) = match &draft.stage {
        // A company has one draft; another one is kept beside it.
        Stage::Typing if model.forms.draft_of(&draft.form()).is_some() => {
            (Some(Parked::NeedsYou(Why::Fix)), String::new(), Restored::Needing)
        }
        Stage::Typing => (None, String::new(), Restored::Typed),
        Stage::Waiting if came.ended_since(&draft).is_none() => {
            (Some(Parked::Waiting), String::new(), Restored::Queued)
        }
        Stage::Waiting => ended(came.ended_since(&draft)),
        Stage::NeedsYou(why) => (Some(Parked::NeedsYou(Why::Refused)), why.clone(), Restored::Needing),
        Stage::Change(id) if came.is_unfinished(id, &draft) => {
            model.forms.go_on_from(draft.id);
            return Restored::Unfinished(id.clone());
        }
        Stage::Change(id) if came.has_no_end(id) => {
            let doubt = Some(id.clone());
            let form = model.forms.restore(draft);
            form.park(Parked::NeedsYou(Why::Unknown), changed);
            form.doubt = doubt;
            return Restored::InDoubt;
        }
        Stage::Change(id) => match came.outcome(id).or_else(|| came.ended_since(&draft)) {
            None => (Some(Parked::Waiting), String::new(), Restored::Queued),
            outcome => ended(outcome),
        },
        Stage::Delete { user, change } => {
            let (user, change) = (user.clone(), change.clone());
            return restore_delete(model, draft, &user, change, came);
        }
    };
    let was_created = matches!(&draft.stage, Stage::Change(id) if came.outcome(id).is_some_and(creates));
    let form: &mut Form = model.forms.restore(draft);
    form.parked = parked;
    form.parked_at = changed;
    if !why.is_empty() {
        let email = form.text(crate::domain::form::fields::FieldId::Email);
        let what =
            if was_created { format!("{email} was created as first sent") } else { format!("{email} was not created") };
        form.failure = Some(Failure { what, why, hint: String::new(), remedy: Remedy::Nothing, done: Done::No });
    }
    restored
}

/// A delete that was queued goes into the queue again, under its name, unless it was sent or somebody else has deleted the
/// user meanwhile.
fn restore_delete(model: &mut Model, draft: Draft, user: &UserId, change: WriteId, came: &Came<'_>) -> Restored {
    model.forms.go_on_from(draft.id);
    let deed = Deed::Undo(user.clone());
    let in_doubt = came.unfinished.iter().filter(|intent| intent.deed == deed);
    if let Some(intent) = in_doubt.max_by_key(|intent| intent.id == change) {
        return Restored::Unfinished(intent.id.clone());
    }
    let is_deleted =
        |(intent, outcome, _): &(Intent, Outcome, jiff::Timestamp)| intent.deed == deed && *outcome == Outcome::Deleted;
    let is_over = came.outcome(&change).is_some()
        || came.finished.iter().any(is_deleted)
        || model.jobs.ended_otherwise().any(|(intent, _)| intent.id == change)
        || model.changes.queued_undos().any(|queued| queued == user);
    if is_over {
        return Restored::Over;
    }
    let Draft { id, company, name, entry, changed, .. } = draft;
    let intent =
        Intent { id: change, deed, company, company_name: name, entry, at: changed, sending: Sending::default() };
    let whom = format!("{} in {}", intent.whom(), intent.company_name);
    model.changes.enqueue_undo(intent, id, model.now);
    Restored::Deleting(whom)
}

fn ended(outcome: Option<&Outcome>) -> (Option<Parked>, String, Restored) {
    let why = outcome.map(ended_words).unwrap_or_default().to_owned();
    (Some(Parked::NeedsYou(Why::Refused)), why, Restored::Needing)
}

/// The user is there as it was sent.
fn creates(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Created(_) | Outcome::Seen)
}

fn ended_words(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Created(_) | Outcome::Seen => "Your changes since then were not sent.",
        Outcome::Found(_) => "An earlier run got no clear answer; a user with this address is there.",
        Outcome::Absent => "An earlier run got no clear answer, and the service has no such user.",
        Outcome::NotCreated | Outcome::Deleted | Outcome::NotDeleted => "The service refused it in an earlier run.",
    }
}
