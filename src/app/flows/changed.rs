//! Outcomes of changes of existing users: edits, deactivations, activations, deletes, mails.

use crate::app::changes::change::{BatchEnd, BatchNews};
use crate::app::changes::created_users::UndoState;
use crate::app::core::effect::Effect;
use crate::app::flows::edit_form;
use crate::app::flows::keep_form::users_changed;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::cx;
use crate::domain::change::outcome::{DeleteEnd, MailEnd, UpdateEnd};
use crate::domain::change::update::{Conflict, SeatChange, Update};
use crate::domain::change::write::{Intent, Mail, WriteId, WriteKind};
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::{Applied, Failure, Remedy};
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::UserStatus;

/// The outcome of an update.
pub fn updated(model: &mut Model, id: &WriteId, end: &UpdateEnd, out: &mut Vec<Effect>) {
    let Some(intent) = model.changes.get(id).map(|change| change.intent.clone()) else { return };
    let WriteKind::Update(update) = &intent.kind else { return };
    let now = model.now;
    let said = words(&intent, update, end);
    match end {
        UpdateEnd::Unknown(_) => {
            if model.changes.lookup_failed(id, cx!(model, out)) {
                model.notices.error(now, format!("{said} It is looked up again automatically."));
            }
            return;
        }
        UpdateEnd::Pending => {
            let Some((_, first)) = model.changes.not_visible(id, cx!(model, out)) else { return };
            if first {
                model
                    .notices
                    .error(now, format!("{said} It is checked again automatically after 1, 5 and 15 minutes."));
            }
            return;
        }
        UpdateEnd::Updated => {
            tell(model, id, BatchEnd::Done, said);
            model.created_users.finished.add(intent.clone(), now);
            count_seat(model, &intent, update.seat(), out);
        }
        UpdateEnd::AlreadySo => {
            tell(model, id, BatchEnd::Done, said);
            model.created_users.finished.undo_failed(id);
        }
        UpdateEnd::Conflict(found) => {
            keep_conflict(model, id, found, &said);
            users_changed(model, &intent, out);
            return;
        }
        UpdateEnd::Changed(_) | UpdateEnd::Unchanged | UpdateEnd::Refused(_) | UpdateEnd::InDoubt(_) => {
            if edit_form::is_edit(model, &intent) {
                let Some(change) = model.changes.finish(id) else { return };
                edit_form::keep(model, change, &failure_of(end, &said));
            } else {
                tell(model, id, BatchEnd::Failed, said);
                model.created_users.finished.undo_failed(id);
            }
            model.created_users.add_not_applied(intent.clone(), now.utc);
        }
    }
    model.changes.finish(id);
    users_changed(model, &intent, out);
}

/// Why an update was not carried out.
fn failure_of(end: &UpdateEnd, said: &str) -> Failure {
    if let UpdateEnd::Refused(failure) | UpdateEnd::InDoubt(failure) = end {
        return failure.clone();
    }
    Failure {
        what: "The user was not changed".to_owned(),
        why: format!("{}.", said.trim_end_matches('.')),
        hint: String::new(),
        remedy: Remedy::SendAgain,
        applied: Applied::No,
    }
}

/// Tells that a change has ended, by itself or with the others of its batch; `said` is about it alone.
pub(super) fn tell(model: &mut Model, id: &WriteId, how: BatchEnd, said: String) {
    let now = model.now;
    let good = how == BatchEnd::Done;
    match model.changes.batches.ended(id, how) {
        BatchNews::Alone if good => model.notices.info(now, said),
        BatchNews::Alone => model.notices.error(now, said),
        BatchNews::Going if good => model.notices.log_only(now, said),
        BatchNews::Going => model.notices.record(now, said),
        BatchNews::Over(all, is_good) => {
            if good {
                model.notices.log_only(now, said);
            } else {
                model.notices.record(now, said);
            }
            if is_good {
                model.notices.info(now, all);
            } else {
                let shows = model.describe_keys(Command::Activity, Scope::Table);
                model.notices.error(now, format!("{all}; {shows} shows them"));
            }
        }
    }
}

/// Keeps the update until somebody decides, with what was found.
fn keep_conflict(model: &mut Model, id: &WriteId, found: &[Conflict], said: &str) {
    model.changes.conflicts_with(id, found);
    let next = model.describe_keys(Command::NextNeeding, Scope::Table);
    tell(model, id, BatchEnd::Failed, format!("{said} {next} asks whose values stay."));
    if let Some(draft) = model.changes.get(id).and_then(|change| change.draft) {
        model.notices.about_needing(draft);
    }
}

/// Counts the seat that an update has freed or taken.
fn count_seat(model: &mut Model, intent: &Intent, seat: Option<SeatChange>, out: &mut Vec<Effect>) {
    let Some(seat) = seat else { return };
    let takes = seat == SeatChange::Takes;
    if let Some(user) = intent.kind.target() {
        model.users.set_status(user, if takes { &UserStatus::Active } else { &UserStatus::Inactive });
    }
    model.companies.count_activity(intent, takes, cx!(model, out));
    if takes {
        model.drafts.count_created(&intent.company);
    } else {
        model.drafts.count_freed(&intent.company);
    }
}

/// The outcome of a delete.
pub fn deleted(model: &mut Model, id: &WriteId, end: DeleteEnd, out: &mut Vec<Effect>) {
    let Some(intent) = model.changes.get(id).map(|p| p.intent.clone()) else { return };
    let WriteKind::Delete(user) = &intent.kind else { return };
    let (email, name) = (intent.user_label(), &intent.company_name);
    let now = model.now;
    let is_deleted = matches!(end, DeleteEnd::Deleted);
    match end {
        DeleteEnd::Unknown(failure) => {
            if model.changes.lookup_failed(id, cx!(model, out)) {
                let why = failure.why;
                model.notices.error(now, format!("It is not known whether {email} was deleted from {name}: {why} It is looked up again automatically."));
            }
            return;
        }
        DeleteEnd::Pending => {
            let Some((_, first)) = model.changes.not_visible(id, cx!(model, out)) else { return };
            model.created_users.still_exists(user);
            if first {
                let again = deletes_again(model, user);
                let said = format!(
                    "It is not known whether {email} will be deleted from {name}: no clear answer came, and the user still exists. It is checked again automatically; {again} tries again."
                );
                model.notices.error(now, said);
            }
            return;
        }
        DeleteEnd::Deleted if model.created_users.undo_state(user) == Some(UndoState::Undone) => {}
        DeleteEnd::Deleted => {
            let said = count_deleted(model, &intent, out);
            tell(model, id, BatchEnd::Done, said);
        }
        DeleteEnd::Refused(failure) => {
            tell(model, id, BatchEnd::Failed, format!("{email} in {name}: {failure}"));
        }
        DeleteEnd::StillThere => {
            let again = deletes_again(model, user);
            let said = format!(
                "{email} was not deleted from {name}: no clear answer came, and the user still exists. {again} tries again."
            );
            tell(model, id, BatchEnd::Failed, said);
        }
    }
    model.changes.finish(id);
    if !is_deleted && model.created_users.undo_state(user).is_none() {
        model.created_users.add_not_applied(intent.clone(), now.utc);
    }
    if is_deleted {
        model.users.set_status(user, &UserStatus::Deleted);
        if model.created_users.undo_state(user).is_none() {
            model.created_users.finished.add(intent.clone(), now);
        }
        model.created_users.was_deleted(user);
    } else {
        model.created_users.still_exists(user);
    }
    users_changed(model, &intent, out);
    if intent.entry.subject == Subject::SystemUser {
        return;
    }
    let Model { drafts: forms, .. } = model;
    if let Some(form) = forms.current_mut().filter(|form| *form.company() == intent.company) {
        form.reload(cx!(model, out));
    }
}

/// Counts the seat that a delete has freed, and tells it.
fn count_deleted(model: &mut Model, intent: &Intent, out: &mut Vec<Effect>) -> String {
    let said = format!("{} deleted from {}", intent.user_label(), intent.company_name);
    if intent.entry.subject == Subject::SystemUser {
        return said;
    }
    model.companies.count_deleted(intent, cx!(model, out));
    format!("{said}; the seat is free, the user still counts in this month's usage")
}

/// The key that deletes this user again: undo for one who was created here.
fn deletes_again(model: &Model, user: &UserId) -> String {
    match model.created_users.undo_state(user) {
        Some(_) => model.describe_keys(Command::Undo, Scope::Table),
        None => model.describe_keys(Command::DeleteUser, Scope::Users),
    }
}

/// What became of it, in a sentence.
#[must_use]
pub fn words(intent: &Intent, update: &Update, end: &UpdateEnd) -> String {
    let (whom, name) = (intent.user_label(), &intent.company_name);
    let done = update.done();
    match end {
        UpdateEnd::Updated => {
            let is_said = update.only_activity().is_some() || update.group().is_some();
            let what = if is_said { String::new() } else { format!(": {}", update.words()) };
            format!("{whom} {done} in {name}{what}{}", seat_words(update))
        }
        UpdateEnd::AlreadySo => format!("{whom} in {name} is so already; nothing was sent"),
        UpdateEnd::Conflict(found) => format!(
            "{whom} in {name} was not {done}: somebody has changed the user since you looked. {}. Nothing was sent.",
            conflict_words(found)
        ),
        UpdateEnd::Changed(found) => format!(
            "It is not known whether {whom} in {name} was {done}: no clear answer came, and somebody has changed the user since. {}.",
            conflict_words(found)
        ),
        UpdateEnd::Unknown(failure) => {
            format!("It is not known whether {whom} was {done} in {name}: {}", failure.why)
        }
        UpdateEnd::Pending => format!(
            "It is not known whether {whom} will be {done} in {name}: no clear answer came, and the wanted values are not there so far."
        ),
        UpdateEnd::Refused(failure) | UpdateEnd::InDoubt(failure) => format!("{whom} in {name}: {failure}"),
        UpdateEnd::Unchanged => {
            format!("{whom} was not {done} in {name}: no clear answer came, and nothing has changed")
        }
    }
}

/// The outcome of a mail to a system user. It was sent once; without an answer nobody will know whether it was.
pub fn mailed(model: &mut Model, id: &WriteId, end: &MailEnd, out: &mut Vec<Effect>) {
    let Some(intent) = model.changes.get(id).map(|change| change.intent.clone()) else { return };
    let WriteKind::Mail(_, mail) = intent.kind else { return };
    let said = mail_words(&intent, mail, end);
    match end {
        // Another program is sending it.
        MailEnd::Pending => drop(model.changes.not_visible(id, cx!(model, out))),
        MailEnd::Unknown(_) => {
            if model.changes.lookup_failed(id, cx!(model, out)) {
                model.notices.error(model.now, said);
            }
        }
        MailEnd::Sent => {
            tell(model, id, BatchEnd::Done, said);
            model.changes.finish(id);
            model.created_users.finished.add(intent, model.now);
        }
        MailEnd::Unanswered(_) => {
            tell(model, id, BatchEnd::Failed, said);
            model.changes.finish(id);
            model.created_users.add_unanswered(intent, model.now.utc);
        }
        MailEnd::NotSent | MailEnd::Refused(_) => {
            tell(model, id, BatchEnd::Failed, said);
            model.changes.finish(id);
            model.created_users.add_not_applied(intent, model.now.utc);
        }
    }
}

/// What became of it, in a sentence.
#[must_use]
pub fn mail_words(intent: &Intent, mail: Mail, end: &MailEnd) -> String {
    let (email, name, mail) = (intent.email(), &intent.company_name, mail.name());
    match end {
        MailEnd::Sent => format!("Sent the {mail} to {email} in {name}"),
        MailEnd::Unanswered(failure) | MailEnd::Unknown(failure) | MailEnd::Refused(failure) => {
            format!("{email} in {name}: {failure}")
        }
        MailEnd::Pending => format!("Another program is sending the {mail} to {email} in {name}"),
        MailEnd::NotSent => format!("The {mail} to {email} in {name} was not sent"),
    }
}

fn seat_words(update: &Update) -> &'static str {
    match update.seat() {
        Some(SeatChange::Frees) => "; the seat is free, the user still counts in this month's usage",
        Some(SeatChange::Takes) => "; takes a seat",
        None => "",
    }
}

fn conflict_words(found: &[Conflict]) -> String {
    found.iter().map(Conflict::words).collect::<Vec<_>>().join("; ")
}
