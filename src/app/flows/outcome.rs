//! Outcomes of writes: always reported, whatever is on the screen by then; typed values are kept until success.

use crate::app::changes::change::Change;
use crate::app::changes::created_users::{CreatedUser, UndoState};
use crate::app::core::effect::Effect;
use crate::app::flows::changed::{deleted, mailed, updated};
use crate::app::flows::keep_form::{is_visible, keep_uncertain, needs_you, users_changed};
use crate::app::flows::new_group;
use crate::app::form::parked::AttentionReason;
use crate::app::keys::command::Command;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::cx;
use crate::domain::change::outcome::{CreateEnd, WriteOutcome, WriteUpdate};
use crate::domain::change::write::{FoundUser, Intent, WriteId};
use crate::domain::company::seats::Seats;
use crate::domain::form::draft::DraftId;
use crate::domain::form::gate::GateKind;
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::{Applied, Failure, Remedy};
use crate::domain::service::ids::UserId;
use crate::domain::text::count;
use crate::domain::user::existing::TargetUser;

/// News about a write.
pub fn handle_update(model: &mut Model, id: &WriteId, news: WriteUpdate, out: &mut Vec<Effect>) {
    if super::profiles::handle_other_profile(model, id, &news) {
        return;
    }
    match news {
        WriteUpdate::Checking { attempt, of } => model.changes.checking(id, attempt, of),
        WriteUpdate::NotRecorded => {
            let whom = model.changes.get(id).map_or_else(|| "a write".to_owned(), |p| p.intent.user_label());
            let said =
                format!("The outcome for {whom} could not be recorded on this machine; the next start looks it up.");
            model.notices.error(model.now, said);
        }
        WriteUpdate::Ended(WriteOutcome::Create(end)) => create_ended(model, id, end, out),
        WriteUpdate::Ended(WriteOutcome::Update(end)) => updated(model, id, &end, out),
        WriteUpdate::Ended(WriteOutcome::Delete(end)) => deleted(model, id, end, out),
        WriteUpdate::Ended(WriteOutcome::Mail(end)) => mailed(model, id, &end, out),
        WriteUpdate::Ended(WriteOutcome::Group(end)) => new_group::ended(model, id, &end, out),
    }
}

/// The outcome of a create.
fn create_ended(model: &mut Model, id: &WriteId, end: CreateEnd, out: &mut Vec<Effect>) {
    match end {
        CreateEnd::Created(user) => created(model, id, &user, out),
        CreateEnd::Proved(user) => proven(model, id, &user.id, out),
        CreateEnd::Found(user) => found(model, id, &user, out),
        CreateEnd::WasThere(user) => was_there(model, id, &user),
        CreateEnd::Refused(failure) | CreateEnd::InDoubt(failure) => refused(model, id, &failure),
        CreateEnd::Pending => pending(model, id, out),
        CreateEnd::Absent => absent(model, id),
        CreateEnd::Unknown(failure) => unknown(model, id, &failure, out),
        CreateEnd::Unrecorded(failure) => unrecorded(model, id, &failure),
    }
}

/// The service has confirmed the create.
fn created(model: &mut Model, id: &WriteId, user: &UserId, out: &mut Vec<Effect>) {
    let Some(Change { intent, .. }) = model.changes.settled(id) else { return };
    let mut seats = None;
    if intent.entry.subject == Subject::TargetUser {
        let is_counted = model.companies.count_created(&intent, cx!(model, out));
        if intent.entry.is_active() {
            model.drafts.count_created(&intent.company);
        }
        seats = seats_of(model, &intent, is_counted);
    }
    let left = seats.map(seats_words).unwrap_or_default();
    let said = format!("Created {} in {} (id {user}){left}", intent.user_label(), intent.company_name);
    model.notices.created(model.now, said, id);
    remember(model, &intent, user, seats, out);
    first_attempt_created(model, &intent);
}

/// The seats of the company after this create, as far as known. Rows that are newer than the create may or
/// may not include its user.
fn seats_of(model: &Model, intent: &Intent, is_counted: bool) -> Option<Seats> {
    let loaded = model.drafts.drafts().filter(|form| *form.company() == intent.company);
    let loaded = loaded.filter_map(|form| form.license().value.map(|license| license.seats)).last();
    loaded.or_else(|| model.companies.row_of(&intent.company).filter(|_| is_counted).map(|company| company.seats))
}

/// There was no clear answer, but the create is proved.
fn proven(model: &mut Model, id: &WriteId, user: &UserId, out: &mut Vec<Effect>) {
    let otherwise = model.changes.get(id).is_some_and(|p| model.changes.differs_from_earlier(&p.intent));
    let Some(Change { intent, .. }) = model.changes.settled(id) else { return };
    let (email, name) = (intent.user_label(), &intent.company_name);
    let difference = if otherwise { "; an earlier attempt created it, without your changes since then" } else { "" };
    let said = format!(
        "Created {email} in {name} (id {user}): no clear answer came, but the service has what was sent{difference}"
    );
    model.notices.created(model.now, said, id);
    remember(model, &intent, user, None, out);
    first_attempt_created(model, &intent);
    // Only the service knows whether the rows on the screen already include this user.
    model.companies.refresh(cx!(model, out));
}

/// There was no clear answer, and a user with the address exists. It may be a colleague's: it is never claimed as ours.
fn found(model: &mut Model, id: &WriteId, user: &TargetUser, out: &mut Vec<Effect>) {
    let Some(change) = model.changes.settled(id) else { return };
    let intent = change.intent.clone();
    let sighting = FoundUser::from(user);
    let failure = Failure {
        what: format!("{} is in {}; it is not known whether you created it", intent.user_label(), intent.company_name),
        why: format!("No clear answer came, and this user now exists: {sighting}."),
        hint: format!("Nothing is sent again. Check who it is; if you created it, {}.", discard(model)),
        remedy: Remedy::Nothing,
        applied: Applied::Maybe,
    };
    users_changed(model, &intent, out);
    model.companies.refresh(cx!(model, out));
    model.created_users.add(CreatedUser {
        intent,
        user: user.id.clone(),
        at: model.now,
        seats: None,
        undo_state: UndoState::Created,
        found: Some(sighting),
    });
    needs_you(model, change, AttentionReason::Unknown, &failure);
    model.notices.about_created(id);
}

/// How to discard a draft.
fn discard(model: &Model) -> String {
    format!("discard this draft ({} in its form)", model.describe_keys(Command::Discard, Scope::Form))
}

/// Records the created user, for undo, receipt and the next user of the company.
fn remember(model: &mut Model, intent: &Intent, user: &UserId, seats: Option<Seats>, out: &mut Vec<Effect>) {
    model.drafts.remember(&intent.company, intent.entry.clone());
    users_changed(model, intent, out);
    let (intent, user) = (intent.clone(), user.clone());
    model.created_users.add(CreatedUser {
        intent,
        user,
        at: model.now,
        seats,
        undo_state: UndoState::Created,
        found: None,
    });
}

/// The user of a form kept for an unknown outcome was created.
pub(super) fn first_attempt_created(model: &mut Model, intent: &Intent) {
    let in_sight = is_visible(model, &intent.id);
    let Some(form) = model.drafts.awaiting_outcome_of(&intent.id) else { return };
    let id = form.id();
    // What is left to do is said where the user looks.
    if form.was_created(&intent.entry) && !in_sight {
        model.drafts.remove(id);
    }
}

/// The user existed before.
fn was_there(model: &mut Model, id: &WriteId, user: &TargetUser) {
    let Some(change) = model.changes.settled(id) else { return };
    let intent = &change.intent;
    let failure = Failure {
        what: "No user was created".to_owned(),
        why: format!(
            "{} is already a {} of {}: {}.",
            intent.email(),
            intent.entry.subject.short_name(),
            intent.company_name,
            FoundUser::from(user)
        ),
        hint: format!("If nothing is left to do, {}.", discard(model)),
        remedy: Remedy::Nothing,
        applied: Applied::No,
    };
    needs_you(model, change, AttentionReason::Refused, &failure);
}

/// The service has refused the write.
fn refused(model: &mut Model, id: &WriteId, failure: &Failure) {
    let Some(change) = model.changes.finish(id) else { return };
    let draft = needs_you(model, change, AttentionReason::Refused, failure);
    if let Remedy::Correct(messages) = &failure.remedy
        && let Some(form) = model.drafts.get_mut(draft)
    {
        form.was_refused(messages, failure);
    }
}

/// There was no clear answer, and the user does not exist so far.
fn pending(model: &mut Model, id: &WriteId, out: &mut Vec<Effect>) {
    let Some((intent, first)) = model.changes.not_visible(id, cx!(model, out)) else { return };
    let failure = Failure {
        what: format!("It is not known whether {} will be created", intent.user_label()),
        why: "No clear answer came, and the service has no such user so far.".to_owned(),
        hint: "It is checked again automatically after 1, 5 and 15 minutes.".to_owned(),
        remedy: Remedy::SendAgain,
        applied: Applied::Maybe,
    };
    keep_uncertain(model, &intent, &failure, first);
}

/// There was no clear answer, and the user was not created within the time limit.
fn absent(model: &mut Model, id: &WriteId) {
    let Some(change) = model.changes.finish(id) else { return };
    let failure = Failure {
        what: format!("{} was not created", change.intent.user_label()),
        why: "No clear answer came, and the service has no such user, a quarter of an hour later.".to_owned(),
        hint: String::new(),
        remedy: Remedy::SendAgain,
        applied: Applied::No,
    };
    needs_you(model, change, AttentionReason::Refused, &failure);
}

/// There was no clear answer, and the user cannot be looked up now.
fn unknown(model: &mut Model, id: &WriteId, failure: &Failure, out: &mut Vec<Effect>) {
    let Some(intent) = model.changes.get(id).map(|p| p.intent.clone()) else { return };
    let first = model.changes.lookup_failed(id, cx!(model, out));
    let failure = in_doubt(&intent, failure, &model.settings.keys);
    keep_uncertain(model, &intent, &failure, first);
}

/// A write of an earlier run with an unknown outcome.
pub fn restored(model: &mut Model, intent: Intent, draft: Option<DraftId>, out: &mut Vec<Effect>) {
    model.changes.restore(intent, draft, cx!(model, out));
}

/// The intent could not be recorded: nothing was sent, and a gate asks the user.
fn unrecorded(model: &mut Model, id: &WriteId, failure: &Failure) {
    let Some(change) = model.changes.finish(id) else { return };
    let draft = needs_you(model, change, AttentionReason::Gate(GateKind::NotRecorded), failure);
    if let Some(form) = model.drafts.get_mut(draft) {
        form.cannot_be_recorded(&failure.why);
    }
}

fn in_doubt(intent: &Intent, failure: &Failure, keys: &KeyMap) -> Failure {
    Failure {
        what: format!("It is not known whether {} was created", intent.user_label()),
        why: format!("No clear answer came, and it could not be looked up: {}", failure.why),
        hint: format!(
            "It is looked up again automatically, or with {}. Until then it is not sent again.",
            keys.describe_keys(Command::Reload, Scope::Form)
        ),
        remedy: Remedy::Retry,
        applied: Applied::Maybe,
    }
}

/// `: 60 of 60 seats used, none left`.
fn seats_words(seats: Seats) -> String {
    match seats.left() {
        Some(left) if left < 0 => format!(": {} seats used, {} over the limit", seats.used, left.unsigned_abs()),
        Some(0) => format!(": {} seats used, none left", seats.used),
        Some(left) => format!(": {} left", count(left.unsigned_abs(), "seat", "seats")),
        None => String::new(),
    }
}
