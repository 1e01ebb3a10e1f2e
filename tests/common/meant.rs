//! For whom a key was meant, and whom it has changed.

use std::collections::BTreeSet;

use keepnet_tui::app::core::focus::Pane;
use keepnet_tui::app::form::parked::Parked;
use keepnet_tui::app::form::state::Form;
use keepnet_tui::app::overlays::overlay::{Confirmation, Overlay};
use keepnet_tui::domain::change::update::{Conflict, FieldChange, Update};
use keepnet_tui::domain::change::write::WriteId;
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::domain::user::detail::StoredValue;

use super::Story;
use super::walk::{Step, must};

/// The changes of existing users that are queued or under way.
pub fn changes(s: &Story) -> BTreeSet<WriteId> {
    let all = s.model.changes.all().into_iter();
    all.filter(|change| change.intent.kind.target().is_some()).map(|change| change.intent.id.clone()).collect()
}

/// The users whom the next key may be for: the one under the cursor and the marked ones, those whom the open question
/// names, and those of what can be undone.
pub fn meant(s: &Story) -> BTreeSet<UserId> {
    let model = &s.model;
    let mut meant: BTreeSet<UserId> = BTreeSet::new();
    if model.users.is_open {
        let list = &model.users.list;
        // Nobody has chosen the user on whom the cursor is now if another one was there, or another list was asked for.
        let is_chosen = list.target_moved.is_none() && !list.rows_are_of_another_search();
        let selected = list.selected().filter(|_| is_chosen);
        meant.extend(selected.into_iter().chain(list.marked_rows().iter()).map(|user| user.id.clone()));
    }
    if let Some(Overlay::Confirm { question, .. }) = model.overlays.last() {
        // Nobody else: an answer is about the question.
        meant = match question {
            Confirmation::ChangeUsers(plan) => plan.users.iter().map(|user| user.id.clone()).collect(),
            Confirmation::Conflict(id) => {
                model.changes.get(id).and_then(|change| change.intent.kind.target()).cloned().into_iter().collect()
            }
            Confirmation::UndoBatch(undo) => {
                let created =
                    undo.creates.iter().filter_map(|id| model.created_users.get(id)).map(|job| job.user.clone());
                let updates = undo.updates.iter().filter_map(|id| model.created_users.finished.get(id));
                created.chain(updates.filter_map(|done| done.intent.kind.target().cloned())).collect()
            }
            Confirmation::Undo(id) => model.created_users.get(id).map(|job| job.user.clone()).into_iter().collect(),
            _ => BTreeSet::new(),
        };
        return meant;
    }
    let edited = |form: &Form| form.edits().map(|edits| edits.user().clone());
    // Ctrl-S in the form, or the key that tries one again in the list of changes.
    meant.extend(model.drafts.current().filter(|_| model.pane == Pane::Form).and_then(edited));
    if matches!(model.overlays.last(), Some(Overlay::Activity { .. })) {
        meant.extend(model.drafts.drafts().filter_map(edited));
    }
    meant.extend(of_row(s));
    let undoable = model.created_users.finished.all().filter(|done| done.is_undoable());
    meant.extend(undoable.filter_map(|done| done.intent.kind.target().cloned()));
    meant
}

/// The user of the row that the cursor of the activity was put on.
fn of_row(s: &Story) -> Option<UserId> {
    let Some(Overlay::Activity { on: Some(on), .. }) = s.model.overlays.last() else { return None };
    let (id, done) = (on.write_id()?, &s.model.created_users);
    let created = done.get(id).map(|job| job.user.clone());
    let under_way = || s.model.changes.get(id).map(|change| &change.intent);
    let finished = || done.finished.get(id).map(|done| &done.intent);
    let failed = || done.not_applied().map(|(intent, _)| intent).find(|intent| intent.id == *id);
    created.or_else(|| under_way().or_else(finished).or_else(failed)?.kind.target().cloned())
}

/// The users whose forms were submitted, and go as soon as the answer or the time that they wait for has come.
pub fn waiting(s: &Story) -> BTreeSet<UserId> {
    let waits = |form: &&Form| form.parked() == Some(Parked::Waiting) || form.confirming().is_some();
    let forms = s.model.drafts.drafts().filter(waits);
    forms.filter_map(|form| form.edits().map(|edits| edits.user().clone())).collect()
}

/// Only a key changes an existing user, and only one it was meant for.
pub fn check_meant(
    s: &Story,
    step: &Step,
    (meant, waits): (&BTreeSet<UserId>, &BTreeSet<UserId>),
    known: &BTreeSet<WriteId>,
) -> Result<(), String> {
    for change in s.model.changes.all().into_iter().filter(|change| !known.contains(&change.intent.id)) {
        let Some(user) = change.intent.kind.target() else { continue };
        let by_hand =
            matches!(step, Step::Key(_) | Step::Press(_) | Step::Text(_) | Step::Click(..) | Step::MarkingClick(..));
        must(waits.contains(user) || by_hand && meant.contains(user), || {
            format!("{user} is changed by {step:?}, meant was {meant:?}")
        })?;
    }
    Ok(())
}

/// Somebody else has changed every field.
pub fn conflicts(update: &Update) -> Vec<Conflict> {
    let conflict = |change: &FieldChange| Conflict { change: change.clone(), now: StoredValue::new("theirs") };
    update.changes.iter().map(conflict).collect()
}
