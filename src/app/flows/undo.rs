//! Undo: of the newest create, of a line of the activity, of what another program has created.

use crate::app::changes::change::Change;
use crate::app::changes::history::{Fate, Job};
use crate::app::core::effect::Effect;
use crate::app::core::notices::Notice;
use crate::app::flows::journal;
use crate::app::form::parked::{Parked, Why};
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::{Entry, Overlay, Question};
use crate::domain::change::write::{Deed, Intent, WriteId};
use crate::domain::service::ids::UserId;

/// The create that a line of the messages tells of, the cursor counted from the newest.
#[must_use]
pub fn under_cursor(model: &Model) -> Option<&Job> {
    let Some(Overlay::Messages { cursor }) = model.overlays.last() else { return None };
    let Notice { about, .. } = model.notices.newest_first().nth(*cursor)?;
    model.jobs.get(about.as_ref()?)
}

/// The create that undo and receipt are about here: the one under the cursor of the messages, else the newest.
#[must_use]
pub fn meant(model: &Model) -> Option<&Job> {
    match model.overlays.last() {
        Some(Overlay::Messages { .. }) => under_cursor(model),
        Some(Overlay::Activity { .. }) => match crate::app::screen::activity::under_cursor(model)? {
            Entry::Job(id) => model.jobs.get(&id),
            Entry::Change(_) | Entry::Form(_) | Entry::Ended(_) => None,
        },
        // Whoever has just created a system user must not be offered to delete somebody else.
        _ => model.jobs.last().filter(|job| job.is_final()).or(model.jobs.undoable()).or(model.jobs.last()),
    }
}

/// The change that undo takes back without a question, outside the lists: the one queued last, unless a user was created
/// since. Undo is about the newest thing done, decided by time: a change counts from when it was queued, a user from when
/// it was known that they were created. Of two at the same time it is about the user, because that asks first.
#[must_use]
pub fn newest_to_take_back(model: &Model) -> Option<&WriteId> {
    let change = model.changes.newest_queued().filter(|_| model.overlays.is_empty())?;
    let created = meant(model).filter(|job| job.fate == Fate::Created);
    created.is_none_or(|job| change.since.utc > job.at.utc).then_some(&change.intent.id)
}

/// Takes back what was queued last, or asks before the user who was created since is deleted again.
pub fn ask_undo(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(id) = newest_to_take_back(model).cloned() {
        take_back(model, &id);
        return;
    }
    journal::ask_history(model, out);
    if let Some(job) = meant(model) {
        let question = Question::Undo(job.intent.id.clone());
        model.overlays.push(Overlay::confirm(question));
    }
}

/// The delete of the user whom this change has created, while it waits for its turn.
#[must_use]
pub fn queued_undo<'a>(model: &'a Model, create: &WriteId) -> Option<&'a WriteId> {
    model.jobs.get(create).and_then(|job| model.changes.queued_undo_of(&job.user))
}

/// A queued change is taken back: what was typed stays, and nothing is sent.
pub(in crate::app) fn take_back(model: &mut Model, id: &WriteId) {
    let Some(change) = model.changes.take_back(id) else { return };
    let (whom, now) = (change.intent.whom(), model.now.utc);
    if let Deed::Undo(user) = &change.intent.deed {
        undone(model, user, false);
        model.notices.info(model.now, format!("{whom} is not deleted: that was taken back, nothing was sent"));
        return;
    }
    let Change { intent, draft, .. } = change;
    let draft = draft.unwrap_or_else(|| model.forms.draw());
    let form = Form::restored(draft, &intent.company, &intent.company_name, intent.entry);
    model.forms.insert(form).park(Parked::NeedsYou(Why::Fix), now);
    let next = model.say(Command::NextNeeding, Scope::Table);
    model.notices.info(model.now, format!("{whom} taken back, nothing was sent ({next} opens it)"));
}

/// Deletes the user again, after a Yes.
pub fn undo(model: &mut Model, create: &WriteId) {
    if let Err(reason) = model.settings.desk.access.write() {
        model.notices.hint(model.now, reason);
        return;
    }
    let Some(job) = model.jobs.get(create).filter(|job| job.fate == Fate::Created && !job.is_final()).cloned() else {
        return;
    };
    let intent =
        Intent { id: model.changes.draw(), deed: Deed::Undo(job.user.clone()), at: model.now.utc, ..job.intent };
    model.jobs.set(&job.user, Fate::Undoing);
    model.notices.info(model.now, format!("Deleting {} from {} again", intent.email(), intent.company_name));
    let draft = model.forms.draw();
    model.changes.enqueue_undo(intent, draft, model.now);
}

/// The end of an undo is known.
pub fn undone(model: &mut Model, user: &UserId, deleted: bool) {
    model.jobs.set(user, if deleted { Fate::Undone } else { Fate::Created });
}
