//! Forms about existing users: one that edits a user, and one of a new user who is like another. The first is kept until
//! the end of its change is known.

use crate::app::changes::change::Change;
use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::core::remote::Ticket;
use crate::app::flows::change_users::{changeable, fixed, may_change};
use crate::app::flows::keep_form::needs_you;
use crate::app::flows::open_form::entered;
use crate::app::flows::submit;
use crate::app::form::parked::{AttentionReason, Parked};
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::cx;
use crate::domain::change::user_plan::{label, listed_as};
use crate::domain::change::write::{Intent, WriteKind};
use crate::domain::company::summary::Company;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::{Failure, Remedy};
use crate::domain::user::detail::UserDetail;
use crate::domain::user::existing::TargetUser;

/// The users of this company can be changed, and this user as well.
///
/// # Errors
///
/// The reason, for the user.
pub fn editable(model: &Model, company: &Company, user: &TargetUser, subject: Subject) -> Result<(), String> {
    model.settings.profile_settings.access.write()?;
    may_change(company)?;
    if subject == Subject::SystemUser && user.managed.is_some() {
        return Err(fixed(user));
    }
    changeable(model, user, subject)
}

/// A new user can be like this one.
///
/// # Errors
///
/// The reason, for the user.
pub fn imitable(model: &Model, company: &Company, user: &TargetUser, subject: Subject) -> Result<(), String> {
    if subject == Subject::SystemUser {
        return Err("a system user shares nothing with others".to_owned());
    }
    model.settings.profile_settings.access.write()?;
    may_change(company)?;
    if user.id.is_missing() {
        return Err(format!("the service gives {} no ID, so it cannot be read", label(user)));
    }
    Ok(())
}

/// The command for the user under the cursor of the users' list: `e` or `=`.
pub fn run(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    let (Some(company), Some(user)) = (model.users.company.clone(), model.users.list.selected().cloned()) else {
        return;
    };
    model.overlays.retain(|over| !matches!(over, Overlay::User));
    if command == Command::AddLike {
        open_like(model, &company, &user, out);
    } else {
        open_edit(model, &company, &user, model.users.listed_subject(), out);
    }
}

/// Opens the form that edits this user, filled with what the list says; the user is read meanwhile.
pub fn open_edit(model: &mut Model, company: &Company, user: &TargetUser, subject: Subject, out: &mut Vec<Effect>) {
    if let Err(reason) = editable(model, company, user, subject) {
        model.notices.hint(model.now, reason);
        return;
    }
    model.notices.clear_line();
    model.companies.history.mark_visited();
    model.drafts.open_edit(company, &user.id, listed_as(user, subject), cx!(model, out));
    if model.drafts.current().is_some_and(|form| !form.is_blank()) {
        model.notices.hint(model.now, format!("your changes of {} were restored", label(user)));
    }
    entered(model, out);
}

/// Opens the form of a new user who has what this one shares with others; it is read meanwhile.
pub fn open_like(model: &mut Model, company: &Company, user: &TargetUser, out: &mut Vec<Effect>) {
    if let Err(reason) = imitable(model, company, user, Subject::TargetUser) {
        model.notices.hint(model.now, reason);
        return;
    }
    model.notices.clear_line();
    model.companies.history.mark_visited();
    let begin = shared(&listed_as(user, Subject::TargetUser));
    let who = label(user);
    let is_new = model.drafts.open_like(company, (user.id.clone(), who.clone()), begin, cx!(model, out));
    let said = if is_new {
        format!("a new user like {who}")
    } else {
        format!("your draft for {} was restored; nothing was taken over from {who}", company.name)
    };
    model.notices.hint(model.now, said);
    entered(model, out);
}

/// The values that users have in common.
fn shared(entry: &Entry) -> Entry {
    let mut begin = Entry::for_subject(entry.subject);
    for field in entry.subject.fields().iter().filter(|field| field.shared) {
        begin.set(field.id, entry.value(field.id).clone());
    }
    begin
}

/// A user was read, or could not be.
pub fn user_read(model: &mut Model, ticket: Ticket, answer: &Result<Box<UserDetail>, Failure>, out: &mut Vec<Effect>) {
    if let Some(name) = model.drafts.settle_like(ticket, answer) {
        if let Err(failure) = answer {
            model.notices.error(model.now, format!("What {name} has was not taken over: {failure}"));
        }
        return;
    }
    let in_sight = model.drafts.current().filter(|_| model.pane == Pane::Form).map(Form::id);
    let Some(id) = model.drafts.settle_user(ticket, answer, in_sight) else { return };
    if model.drafts.get(id).is_none_or(|form| form.parked() != Some(Parked::Waiting)) {
        return;
    }
    if submit::send_parked(model, id, out) {
        return;
    }
    let next = model.describe_keys(Command::NextNeeding, Scope::Table);
    let now = model.now;
    let Some(form) = model.drafts.get_mut(id) else { return };
    let said = format!("{} in {}", form.initial().text(FieldId::Email), form.name());
    if let Err(failure) = answer {
        form.needs_you(AttentionReason::Refused, failure, now.utc);
    }
    model.notices.needs_you(now, format!("{said} needs you before it is changed ({next} opens it)"), id);
}

/// The change was made in a form, which is kept if it is not carried out: what was typed is more than a key.
#[must_use]
pub fn is_edit(model: &Model, intent: &Intent) -> bool {
    let is_undo = || model.created_users.finished.is_undo(&intent.id);
    matches!(&intent.kind, WriteKind::Update(update) if update.only_activity().is_none() && update.group().is_none())
        && intent.batch.is_none()
        && !is_undo()
}

/// The change of an existing user was not carried out: its form needs the user, with everything that was typed.
pub fn keep(model: &mut Model, change: Change, failure: &Failure) {
    let draft = needs_you(model, change, AttentionReason::Refused, failure);
    if let Remedy::Correct(messages) = &failure.remedy
        && let Some(form) = model.drafts.get_mut(draft)
    {
        form.was_refused(messages, failure);
    }
}

/// The choices of the open form get their names.
pub fn follow(model: &mut Model) {
    let Model { drafts, lookups, .. } = model;
    if let Some(languages) = &lookups.languages.value {
        drafts.name_choices(FieldId::Language, languages);
    }
    if let Some(zones) = &lookups.time_zones.value {
        drafts.name_choices(FieldId::TimeZone, zones);
    }
    let roles = drafts.current().and_then(|form| form.roles().value.clone());
    if let Some(roles) = roles {
        drafts.name_choices(FieldId::Roles, &roles);
    }
}
