//! Undo of changes that were made together: with one key on marked users, or by an import.

use std::collections::BTreeSet;

use crate::app::changes::created_users::{CreatedUser, FinishedChange, UndoState};
use crate::app::core::effect::Effect;
use crate::app::flows::{journal, tickets};
use crate::app::model::Model;
use crate::app::overlays::batch_undo::BatchUndo;
use crate::app::overlays::overlay::{Confirmation, Overlay};
use crate::app::overlays::ticket_prompt::AfterTicket;
use crate::domain::change::ticket::BatchId;
use crate::domain::change::write::{Intent, SendContext, WriteId, WriteKind};
use crate::domain::text::count;

/// The batch of this change, if another change of it can be undone as well.
#[must_use]
pub fn batch_of(model: &Model, change: &WriteId) -> Option<BatchId> {
    let created = model.created_users.get(change).map(|job| &job.intent);
    let intent = created.or_else(|| model.created_users.finished.get(change).map(|done| &done.intent))?;
    let batch = intent.batch.clone()?;
    let undo = of_batch(model, &batch)?;
    (undo.count() > 1).then_some(batch)
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
    let is_in = |intent: &Intent| intent.batch.as_ref() == Some(batch);
    let created: Vec<&CreatedUser> = model.created_users.all().filter(|job| is_in(&job.intent)).collect();
    let finished: Vec<&FinishedChange> =
        model.created_users.finished.all().filter(|done| is_in(&done.intent)).collect();
    let mut left_out = Vec::new();
    let mut creates = Vec::new();
    for job in created.iter().rev().filter(|job| job.undo_state == UndoState::Created) {
        let who = job.intent.user_label();
        if job.found.is_some() {
            left_out.push(format!("it is not known who created {who}"));
        } else if is_changed_since(model, job) {
            left_out.push(format!("{who} was changed since"));
        } else {
            creates.push(job.intent.id.clone());
        }
    }
    let undoable = finished.iter().rev().filter(|done| done.is_undoable());
    let updates: Vec<WriteId> = undoable.map(|done| done.intent.id.clone()).collect();
    left_out.extend(finished.iter().rev().filter_map(|done| stays(done)));
    let intents = || created.iter().map(|job| &job.intent).chain(finished.iter().map(|done| &done.intent));
    let first = intents().next()?;
    let companies: BTreeSet<_> = intents().map(|intent| &intent.company).collect();
    let company = match companies.len() {
        1 => first.company_name.clone(),
        n => count(n as u64, "company", "companies"),
    };
    let undo = BatchUndo { batch: batch.clone(), company, creates, updates, left_out, ticket: first.ticket.clone() };
    (undo.count() > 0).then_some(undo)
}

/// Whoever was changed later is more than the batch has made of it.
fn is_changed_since(model: &Model, job: &CreatedUser) -> bool {
    let later = model.created_users.finished.all().filter(|done| done.intent.batch != job.intent.batch);
    later.filter(|done| done.is_undoable()).any(|done| done.intent.kind.target() == Some(&job.user))
}

/// Why a change that was carried out cannot be undone.
fn stays(done: &FinishedChange) -> Option<String> {
    let who = done.intent.user_label();
    match &done.intent.kind {
        WriteKind::Delete(_) => Some(format!("{who} is deleted, and a deleted user cannot be restored")),
        WriteKind::Mail(_, mail) => Some(format!("the {} to {who} cannot be taken back", mail.name())),
        WriteKind::CreateGroup(_) => Some(format!("the {who} can only be deleted in the console")),
        WriteKind::Create | WriteKind::Update(_) => None,
    }
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
        match &kind {
            WriteKind::Delete(user) => model.created_users.delete_began(user),
            _ => model.created_users.finished.undo_began(change, id.clone()),
        }
        ids.push(id.clone());
        let (at, ticket, sending) = (model.now.utc, undo.ticket.clone(), SendContext::default());
        let batch = ids.first().map(BatchId::from);
        let draft = model.drafts.next_id();
        model.changes.enqueue_change(Intent { id, kind, at, ticket, batch, sending, ..original }, draft, model.now);
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
    Some((WriteKind::Update(update.reversed()), done.intent.clone()))
}
