//! A change that was not carried out, or whose end is not known, keeps its form, with everything that was typed.

use crate::app::changes::change::Change;
use crate::app::core::focus::Pane;
use crate::app::form::parked::{Parked, Why};
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::domain::change::write::{Intent, WriteId};
use crate::domain::form::draft::{Draft, DraftId, Stage};
use crate::domain::form::fields::FieldId;
use crate::domain::service::failure::Failure;

/// The person has to see to what this change was to create: its form is kept, with everything that was typed.
pub fn needs_you(model: &mut Model, change: Change, why: Why, failure: &Failure) -> DraftId {
    let Change { intent, draft, .. } = change;
    let now = model.now.utc;
    let said = told(model, &intent, failure);
    let in_sight = in_sight(model, &intent.id);
    let id = if let Some(form) = model.forms.doubting(&intent.id) {
        form.id
    } else if draft.is_none()
        && let Some(id) = sent_again(model, &intent)
    {
        tell(model, said, id, false);
        return id;
    } else {
        let id = draft.unwrap_or_else(|| model.forms.draw());
        model.forms.insert(Form::restored(id, &intent.company, &intent.company_name, intent.entry)).id
    };
    if let Some(form) = model.forms.get_mut(id) {
        form.doubt = None;
        form.park(Parked::NeedsYou(why), now);
        form.failure = Some(failure.clone());
        form.visit_all();
    }
    tell(model, said, id, in_sight);
    id
}

/// The draft of a later try of the same user, in a form that is kept or in a change: the user is not kept twice.
fn sent_again(model: &Model, intent: &Intent) -> Option<DraftId> {
    let mut forms = model.forms.drafts().filter(|form| form.parked.is_some());
    let form = forms.find(|form| intent.creates(&form.key(), form.text(FieldId::Email))).map(|form| form.id);
    let is_it = |draft: &Draft| {
        matches!(&draft.stage, Stage::Change(id) if *id != intent.id)
            && intent.creates(&draft.form(), draft.entry.text(FieldId::Email))
    };
    form.or_else(|| model.changes.drafts().find(is_it).map(|draft| draft.id))
}

/// A form with what was typed stays until it is known whether its user was created.
pub fn keep_in_doubt(model: &mut Model, intent: &Intent, failure: &Failure, first: bool) {
    if let Some(form) = model.forms.doubting(&intent.id) {
        form.failure = Some(failure.clone());
        return;
    }
    let (said, now) = (told(model, intent, failure), model.now.utc);
    let draft = match model.changes.give_draft(&intent.id) {
        Some(draft) => draft,
        None if sent_again(model, intent).is_some() => return,
        None => model.forms.draw(),
    };
    let form = Form::restored(draft, &intent.company, &intent.company_name, intent.entry.clone());
    let form = model.forms.insert(form);
    form.doubt = Some(intent.id.clone());
    form.park(Parked::NeedsYou(Why::Unknown), now);
    form.failure = Some(failure.clone());
    if first {
        tell(model, said, draft, false);
    }
}

/// The form of a change went out for another user: what only a person can find out about it needs a form of its own.
pub fn left_unknown(model: &mut Model, id: &WriteId, failure: &Failure) {
    let Some(intent) = model.changes.get(id).map(|change| change.intent.clone()) else { return };
    if !intent.deed.can_be_looked_up() {
        keep_in_doubt(model, &intent, failure, false);
    }
}

/// The form of this change is on the screen.
#[must_use]
pub fn in_sight(model: &Model, id: &WriteId) -> bool {
    model.pane == Pane::Form && model.forms.current().is_some_and(|form| form.doubt.as_ref() == Some(id))
}

/// What is said of a create that needs a person.
fn told(model: &Model, intent: &Intent, failure: &Failure) -> String {
    let next = model.say(Command::NextNeeding, Scope::Table);
    format!("{} in {}: {failure} ({next} opens it)", intent.whom(), intent.company_name)
}

/// Says it, unless it stands in the form that is on the screen.
fn tell(model: &mut Model, said: String, draft: DraftId, in_sight: bool) {
    if in_sight {
        model.notices.record(model.now, said);
    } else {
        model.notices.needs_you(model.now, said, draft);
    }
}
