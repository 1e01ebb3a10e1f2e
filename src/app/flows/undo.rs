//! Undo: of the newest create, of an activity entry, of what another program has created.

use crate::app::changes::change::{BatchEnd, Change, ChangeState};
use crate::app::changes::created_users::{CreatedUser, FinishedChange, UndoState};
use crate::app::core::effect::Effect;
use crate::app::core::notices::Notice;
use crate::app::flows::keep_form::form_of;
use crate::app::flows::{edit_form, journal, tickets, undo_batch};
use crate::app::form::parked::{AttentionReason, Parked};
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::{ActivityEntry, Confirmation, Overlay};
use crate::app::overlays::ticket_prompt::AfterTicket;
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::write::{Intent, WriteId, WriteKind};
use crate::domain::text::count;

/// The create that a message refers to; the cursor counts from the newest.
#[must_use]
pub fn under_cursor(model: &Model) -> Option<&CreatedUser> {
    let Some(Overlay::Messages { cursor }) = model.overlays.last() else { return None };
    let Notice { about, .. } = model.notices.newest_first().nth(*cursor)?;
    model.created_users.get(about.as_ref()?)
}

/// The create that undo and receipt apply to: the one under the cursor of the messages, else the newest.
#[must_use]
pub fn target(model: &Model) -> Option<&CreatedUser> {
    match model.overlays.last() {
        Some(Overlay::Messages { .. }) => under_cursor(model),
        Some(Overlay::Activity { .. }) => match crate::app::screen::activity::under_cursor(model)? {
            ActivityEntry::Created(id) => model.created_users.get(&id),
            ActivityEntry::Change(_)
            | ActivityEntry::Form(_)
            | ActivityEntry::Finished(_)
            | ActivityEntry::NotApplied(_) => None,
        },
        _ => model.created_users.undoable().or(model.created_users.last()),
    }
}

/// What undo applies to outside the lists: the newest action. The time of a change is when it was queued, that of a user
/// when the create was confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewestAction {
    /// This queued change is taken back, and those that were made with it.
    Queued(WriteId),
    /// This change of an existing user was sent: it has to finish first.
    Sent(WriteId),
    /// This change of an existing user is put back.
    Finished(WriteId),
    /// The user whom this change has created is deleted again. Of two at the same time it is this one, because it asks.
    Created,
}

/// The newest action.
#[must_use]
pub fn newest(model: &Model) -> NewestAction {
    let offers_commands = |overlay: &Overlay| matches!(overlay, Overlay::Keys(_) | Overlay::Palette(_) | Overlay::User);
    if !model.overlays.iter().all(offers_commands) {
        return NewestAction::Created;
    }
    let created = target(model).filter(|job| job.undo_state == UndoState::Created).map(|job| job.at.utc);
    let finished = model.created_users.finished.undoable();
    let queued = model.changes.newest_queued();
    // The delete of a user who was created here is told with the create.
    let is_own = |change: &&Change| {
        change.intent.kind.target().is_some_and(|user| model.created_users.undo_state(user).is_some())
    };
    let sent = model.changes.newest_sent_change().filter(|change| !is_own(change));
    let candidates = [
        queued.map(|change| (change.since.utc, NewestAction::Queued(change.intent.id.clone()))),
        sent.map(|change| (change.since.utc, NewestAction::Sent(change.intent.id.clone()))),
        finished.map(|done| (done.at.utc, NewestAction::Finished(done.intent.id.clone()))),
    ];
    // The first of several at the same time.
    let newest = candidates.into_iter().flatten().reduce(|best, next| if next.0 > best.0 { next } else { best });
    match newest {
        Some((at, action)) if created.is_none_or(|created| at > created) => action,
        Some(_) | None => NewestAction::Created,
    }
}

/// Takes back what was queued last, puts back what was changed last, or asks before the user created since is deleted
/// again.
pub fn confirm_undo(model: &mut Model, out: &mut Vec<Effect>) {
    match newest(model) {
        NewestAction::Queued(id) => withdraw_all(model, &id),
        NewestAction::Sent(_) => {}
        NewestAction::Finished(id) => match undo_batch::batch_of(model, &id) {
            Some(batch) => undo_batch::ask(model, &batch, out),
            None => undo_change(model, &id),
        },
        NewestAction::Created => {
            let Some(create) = target(model).map(|job| job.intent.id.clone()) else { return };
            let is_of_row = matches!(model.overlays.last(), Some(Overlay::Messages { .. }));
            if let Some(batch) = undo_batch::batch_of(model, &create).filter(|_| !is_of_row) {
                undo_batch::ask(model, &batch, out);
            } else {
                journal::fetch_history(model, out);
                model.overlays.push(Overlay::confirm(Confirmation::Undo(create)));
            }
        }
    }
}

/// Takes back a queued change, and the queued ones of its batch.
fn withdraw_all(model: &mut Model, id: &WriteId) {
    let batch = model.changes.batches.with(id);
    let is_queued = |id: &&WriteId| model.changes.get(id).is_some_and(|change| change.state == ChangeState::Queued);
    let queued: Vec<WriteId> = batch.iter().filter(is_queued).cloned().collect();
    if queued.len() < 2 {
        withdraw(model, id);
        return;
    }
    for id in &queued {
        withdraw(model, id);
    }
    let taken = count(queued.len() as u64, "change", "changes");
    let said = match batch.len() - queued.len() {
        0 => format!("{taken} taken back: nothing was sent"),
        sent => format!("{taken} taken back; {} already sent", count(sent as u64, "was", "were")),
    };
    model.notices.info(model.now, said);
}

/// The queued delete of the user whom this change has created.
#[must_use]
pub fn queued_undo<'a>(model: &'a Model, create: &WriteId) -> Option<&'a WriteId> {
    model.created_users.get(create).and_then(|job| model.changes.queued_undo_of(&job.user))
}

/// Takes a queued change back: typed values stay, and nothing is sent.
pub(in crate::app) fn withdraw(model: &mut Model, id: &WriteId) {
    let Some(change) = model.changes.withdraw(id) else { return };
    let (whom, now) = (change.intent.user_label(), model.now.utc);
    model.changes.batches.ended(id, BatchEnd::TakenBack);
    if let WriteKind::Delete(user) = &change.intent.kind {
        model.created_users.still_exists(user);
        model.notices.info(model.now, format!("{whom} will not be deleted: nothing was sent"));
        return;
    }
    if let WriteKind::Update(update) = &change.intent.kind
        && !edit_form::is_edit(model, &change.intent)
    {
        model.created_users.finished.undo_failed(id);
        model.notices.info(model.now, format!("{whom} will not be {}: nothing was sent", update.done_verb()));
        return;
    }
    if let WriteKind::CreateGroup(_) = &change.intent.kind {
        model.notices.info(model.now, format!("The {whom} will not be created: nothing was sent"));
        return;
    }
    if let WriteKind::Mail(_, mail) = &change.intent.kind {
        model.notices.info(model.now, format!("{whom} will not get the {}: nothing was sent", mail.name()));
        return;
    }
    let Change { intent, draft, .. } = change;
    let draft = draft.unwrap_or_else(|| model.drafts.next_id());
    model.drafts.insert(form_of(draft, intent)).park(Parked::NeedsYou(AttentionReason::Fix), now);
    let next = model.describe_keys(Command::NextNeeding, Scope::Table);
    model.notices.info(model.now, format!("{whom} taken back, nothing was sent ({next} opens it)"));
}

/// Puts back what this change has changed, if it is still so when its turn comes.
pub fn undo_change(model: &mut Model, change: &WriteId) {
    if let Err(reason) = model.settings.profile_settings.access.write() {
        model.notices.hint(model.now, reason);
        return;
    }
    let Some(done) = model.created_users.finished.get(change) else { return };
    let ticket = done.intent.ticket.clone();
    if tickets::is_missing(model, &ticket) {
        tickets::ask(model, AfterTicket::PutBack(change.clone()));
    } else {
        put_back(model, change, ticket);
    }
}

/// The same, for this ticket.
pub fn put_back(model: &mut Model, change: &WriteId, ticket: TicketNumber) {
    let done = model.created_users.finished.get(change).filter(|done| done.is_undoable()).cloned();
    let Some(FinishedChange { intent: Intent { kind: WriteKind::Update(update), .. }, .. }) = &done else { return };
    let kind = WriteKind::Update(update.reversed(change));
    let Some(done) = done else { return };
    let id = model.changes.next_id();
    let intent = Intent { id, kind, at: model.now.utc, ticket, batch: None, ..done.intent };
    model.created_users.finished.undo_began(change, intent.id.clone());
    model.notices.info(model.now, format!("Putting back {} in {}", intent.user_label(), intent.company_name));
    let draft = model.drafts.next_id();
    model.changes.enqueue_change(intent, draft, model.now);
}

/// Deletes the user again, after a Yes.
pub fn undo(model: &mut Model, create: &WriteId) {
    if let Err(reason) = model.settings.profile_settings.access.write() {
        model.notices.hint(model.now, reason);
        return;
    }
    let Some(job) = model.created_users.get(create) else { return };
    let ticket = job.intent.ticket.clone();
    if tickets::is_missing(model, &ticket) {
        tickets::ask(model, AfterTicket::DeleteAgain(create.clone()));
    } else {
        delete_again(model, create, ticket);
    }
}

/// The same, for this ticket.
pub fn delete_again(model: &mut Model, create: &WriteId, ticket: TicketNumber) {
    let Some(job) = model.created_users.get(create).filter(|job| job.undo_state == UndoState::Created).cloned() else {
        return;
    };
    let intent = Intent {
        id: model.changes.next_id(),
        kind: WriteKind::Delete(job.user.clone()),
        at: model.now.utc,
        ticket,
        batch: None,
        ..job.intent
    };
    model.created_users.delete_began(&job.user);
    model.notices.info(model.now, format!("Deleting {} from {} again", intent.user_label(), intent.company_name));
    let draft = model.drafts.next_id();
    model.changes.enqueue_change(intent, draft, model.now);
}
