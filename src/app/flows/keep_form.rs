//! Keeps the form of a change that was not carried out or whose outcome is unknown, with everything that was typed.

use crate::app::changes::change::{Change, ChangeState};
use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::form::parked::AttentionReason;
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::cx;
use crate::domain::change::user_plan::done_verb;
use crate::domain::change::write::{Intent, WriteId, WriteKind};
use crate::domain::form::draft::{Draft, DraftId, Stage};
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::UserId;

/// This create needs the user: its form is kept, with everything that was typed.
pub fn needs_you(model: &mut Model, change: Change, why: AttentionReason, failure: &Failure) -> DraftId {
    let Change { intent, draft, .. } = change;
    let now = model.now.utc;
    let said = describe(model, &intent, failure);
    let in_sight = is_visible(model, &intent.id);
    let id = if let Some(form) = model.drafts.awaiting_outcome_of(&intent.id) {
        form.id()
    } else if draft.is_none()
        && let Some(id) = resent_draft(model, &intent)
    {
        report(model, said, id, false);
        return id;
    } else {
        let id = draft.unwrap_or_else(|| model.drafts.next_id());
        model.drafts.insert(form_of(id, intent)).id()
    };
    if let Some(form) = model.drafts.get_mut(id) {
        form.needs_you(why, failure, now);
    }
    report(model, said, id, in_sight);
    id
}

/// The form that this change was made from.
#[must_use]
pub fn form_of(id: DraftId, intent: Intent) -> Form {
    let form = Form::restored(id, &intent.company, &intent.company_name, intent.entry);
    let form = form.with_ticket(intent.ticket.as_str());
    if let WriteKind::Update(update) = &intent.kind { form.of_change(update) } else { form }
}

/// The draft of a later attempt for the same user, in a parked form or a change: the user is not kept twice.
fn resent_draft(model: &Model, intent: &Intent) -> Option<DraftId> {
    let mut forms = model.drafts.drafts().filter(|form| form.parked().is_some());
    let form = forms.find(|form| intent.creates(&form.key(), form.text(FieldId::Email))).map(Form::id);
    let is_it = |draft: &Draft| {
        matches!(&draft.stage, Stage::Change(WriteKind::Create, id) if *id != intent.id)
            && intent.creates(&draft.form(), draft.entry.text(FieldId::Email))
    };
    form.or_else(|| model.changes.drafts().find(is_it).map(|draft| draft.id))
}

/// Keeps the form until it is known whether its user was created.
pub fn keep_uncertain(model: &mut Model, intent: &Intent, failure: &Failure, first: bool) {
    if let Some(form) = model.drafts.awaiting_outcome_of(&intent.id) {
        form.explain(failure.clone());
        return;
    }
    let (said, now) = (describe(model, intent, failure), model.now.utc);
    let draft = match model.changes.take_draft(&intent.id) {
        Some(draft) => draft,
        None if resent_draft(model, intent).is_some() => return,
        None => model.drafts.next_id(),
    };
    let form = model.drafts.insert(form_of(draft, intent.clone()));
    form.await_outcome(intent.id.clone(), now);
    form.explain(failure.clone());
    if first {
        report(model, said, draft, false);
    }
}

/// The form of this change is open.
#[must_use]
pub fn is_visible(model: &Model, id: &WriteId) -> bool {
    model.pane == Pane::Form && model.drafts.current().is_some_and(|form| form.uncertain_write() == Some(id))
}

/// The message for a create that needs the user.
fn describe(model: &Model, intent: &Intent, failure: &Failure) -> String {
    let next = model.describe_keys(Command::NextNeeding, Scope::Table);
    format!("{} in {}: {failure} ({next} opens it)", intent.user_label(), intent.company_name)
}

/// Shows it, unless it is shown in the open form.
fn report(model: &mut Model, said: String, draft: DraftId, in_sight: bool) {
    if in_sight {
        model.notices.record(model.now, said);
    } else {
        model.notices.needs_you(model.now, said, draft);
    }
}

/// Marks what is known of the users of a company as out of date.
pub fn users_changed(model: &mut Model, intent: &Intent, out: &mut Vec<Effect>) {
    if intent.entry.subject == Subject::TargetUser {
        model.drafts.users_changed(&intent.company);
        model.company.users_changed(&intent.company, cx!(model, out));
    }
    model.users.users_changed(&intent.company, intent.entry.subject, cx!(model, out));
}

/// No other change of this user is under way or undecided.
///
/// # Errors
///
/// The reason, for the user.
pub(super) fn busy(model: &Model, user: &UserId, who: &str) -> Result<(), String> {
    let Some(change) = model.changes.of_user(user) else { return Ok(()) };
    let doing = done_verb(&change.intent.kind);
    Err(match change.state {
        ChangeState::Queued => {
            let undo = model.describe_keys(Command::Undo, Scope::Users);
            format!("{who} is being {doing} already; {undo} takes it back")
        }
        ChangeState::Sent => format!("{who} is being {doing} already; wait for the answer"),
        ChangeState::Conflict(_) => {
            let next = model.describe_keys(Command::NextNeeding, Scope::Users);
            format!("somebody else has changed {who}; {next} asks whose values stay")
        }
        ChangeState::Checking { .. } | ChangeState::Unknown { .. } | ChangeState::NotVisible { .. } => {
            format!("it is not known yet whether {who} was {doing}; it is being looked up")
        }
    })
}
