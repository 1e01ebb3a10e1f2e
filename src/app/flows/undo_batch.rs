//! Undo of changes that were made together: with one key on marked users, or by an import.

use crate::app::changes::created_users::{ChangeUndo, UndoState};
use crate::app::core::effect::Effect;
use crate::app::flows::{journal, tickets};
use crate::app::model::Model;
use crate::app::overlays::batch_undo::BatchUndo;
use crate::app::overlays::overlay::{Confirmation, Overlay};
use crate::app::overlays::ticket_prompt::AfterTicket;
use crate::domain::change::batch::{in_order, reversals};
use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::ticket::BatchId;
use crate::domain::change::write::{Intent, JournalOutcome, SendContext, WriteId, WriteKind};
use crate::domain::text::count;

/// The batch of this change, if another change of it can be undone as well.
#[must_use]
pub fn batch_of(model: &Model, change: &WriteId) -> Option<BatchId> {
    let created = model.created_users.get(change).map(|job| &job.intent);
    let intent = created.or_else(|| model.created_users.finished.get(change).map(|done| &done.intent))?;
    let batch = intent.batch.clone()?;
    let undo = of_batch(model, &batch)?;
    (undo.how_many() > 1).then_some(batch)
}

/// Asks before a batch is undone.
pub fn ask(model: &mut Model, batch: &BatchId, out: &mut Vec<Effect>) {
    // Other programs may have undone some of it.
    journal::fetch_history(model, out);
    match of_batch(model, batch) {
        Some(undo) => model.overlays.push(Overlay::confirm(Confirmation::UndoBatch(Box::new(undo)))),
        None => model.notices.hint(model.now, "nothing of it is left to undo"),
    }
}

/// What is left to undo of a batch; `None` if it is nothing.
#[must_use]
pub fn of_batch(model: &Model, batch: &BatchId) -> Option<BatchUndo> {
    BatchUndo::of(batch, reversals(&history(model), batch))
}

/// What was done from this machine, as far as it is in memory, as the journal would have it.
fn history(model: &Model) -> Vec<RecordedWrite> {
    let ended = |intent: Intent, outcome, at| RecordedWrite {
        intent,
        outcome: Some((outcome, at)),
        running: false,
        not_there: Vec::new(),
        no_answer: Vec::new(),
    };
    let mut history = Vec::new();
    for job in model.created_users.all() {
        let outcome =
            job.found.clone().map_or_else(|| JournalOutcome::Created(job.user.clone()), JournalOutcome::Found);
        history.push(ended(job.intent.clone(), outcome, job.at.utc));
        // What is being undone is not undone a second time.
        if job.undo_state != UndoState::Created {
            let delete = Intent { kind: WriteKind::Delete(job.user.clone()), batch: None, ..job.intent.clone() };
            history.push(ended(delete, JournalOutcome::Deleted, job.at.utc));
        }
    }
    for done in model.created_users.finished.all() {
        let is_delete = matches!(done.intent.kind, WriteKind::Delete(_));
        let outcome = if is_delete { JournalOutcome::Deleted } else { JournalOutcome::Updated };
        history.push(ended(done.intent.clone(), outcome, done.at.utc));
        if let (ChangeUndo::By(_), WriteKind::Update(update)) = (&done.undo, &done.intent.kind) {
            let back = Intent {
                kind: WriteKind::Update(update.reversed(&done.intent.id)),
                batch: None,
                ..done.intent.clone()
            };
            history.push(ended(back, JournalOutcome::Updated, model.now.utc));
        }
    }
    in_order(&mut history);
    history
}

/// Undoes it, after a Yes, one change each.
pub fn carry_out(model: &mut Model, undo: BatchUndo) {
    if let Err(reason) = model.settings.profile_settings.access.write() {
        model.notices.hint(model.now, reason);
        return;
    }
    if tickets::is_missing(model, &undo.ticket) {
        tickets::ask(model, AfterTicket::UndoBatch(Box::new(undo)));
        return;
    }
    let mut ids: Vec<WriteId> = Vec::new();
    for change in undo.updates.iter().chain(&undo.creates) {
        // It may have been undone while the question was open.
        let Some((kind, original)) = reversal(model, change) else { continue };
        let id = model.changes.next_id();
        if let WriteKind::Delete(user) = &kind {
            model.created_users.delete_began(user);
        } else {
            model.created_users.finished.undo_began(change, id.clone());
        }
        ids.push(id.clone());
        let (at, ticket, sending) = (model.now.utc, undo.ticket.clone(), SendContext::default());
        let batch = ids.first().map(BatchId::from);
        let draft = model.drafts.next_id();
        model.changes.enqueue_change(Intent { id, kind, at, sending, ticket, batch, ..original }, draft, model.now);
    }
    let changes = count(ids.len() as u64, "change", "changes");
    if ids.is_empty() {
        model.notices.hint(model.now, "nothing of it is left to undo");
        return;
    }
    model.changes.batches.begin_undo(&undo.company, ids);
    model.notices.info(model.now, format!("Undoing {changes} in {}", undo.company));
}

/// The change that undoes this one, and the intent of this one.
fn reversal(model: &Model, change: &WriteId) -> Option<(WriteKind, Intent)> {
    let created = model.created_users.get(change).filter(|job| job.undo_state == UndoState::Created);
    if let Some(job) = created {
        return Some((WriteKind::Delete(job.user.clone()), job.intent.clone()));
    }
    let done = model.created_users.finished.get(change).filter(|done| done.is_undoable())?;
    let WriteKind::Update(update) = &done.intent.kind else { return None };
    Some((WriteKind::Update(update.reversed(change)), done.intent.clone()))
}
