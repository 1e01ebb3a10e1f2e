//! Activity: all changes of this run and of the past seven days, newest first.

use crate::app::changes::change::ChangeState;
use crate::app::core::effect::Effect;
use crate::app::flows::{conflicts, journal, open_form, submit, undo};
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::{ActivityEntry, ActivityFilter, Confirmation, Overlay};
use crate::app::screen::activity::{cursor, lines, under_cursor};
use crate::cx;
use crate::domain::change::write::WriteId;
use crate::domain::form::draft::DraftId;

/// Runs a command of the activity.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
pub fn run(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    match command {
        Command::OtherTab => other_tab(model),
        Command::NextFilter => next_filter(model),
        _ => retry(model, out),
    }
}

/// Opens the list, or the messages if there is an unread error that no entry shows. Requests what other programs
/// have done meanwhile.
pub fn open(model: &mut Model, out: &mut Vec<Effect>) {
    journal::fetch_history(model, out);
    if model.notices.unread_errors() > 0 && model.needing() == 0 {
        show_messages(model);
        return;
    }
    show(model);
}

fn show(model: &mut Model) {
    model.overlays.push(Overlay::Activity { on: None, filter: ActivityFilter::All });
    move_by(model, 0);
}

fn show_messages(model: &mut Model) {
    model.notices.read();
    model.overlays.push(Overlay::Messages { cursor: 0 });
}

/// Moves the cursor. It stays on its row when others come above it.
pub fn move_by(model: &mut Model, by: isize) {
    let Some(Overlay::Activity { on, filter }) = model.overlays.last() else { return };
    let lines = lines(model, *filter);
    let to = cursor(&lines, on.as_ref()).saturating_add_signed(by).min(lines.len().saturating_sub(1));
    let entry = lines.get(to).map(|line| line.entry.clone());
    if let Some(Overlay::Activity { on, .. }) = model.overlays.last_mut() {
        *on = entry;
    }
}

/// The next filter.
fn next_filter(model: &mut Model) {
    if let Some(Overlay::Activity { on, filter }) = model.overlays.last_mut() {
        *filter = filter.next();
        *on = None;
    }
    move_by(model, 0);
}

/// Lists what passes this filter.
pub fn choose_filter(model: &mut Model, chosen: ActivityFilter) {
    if let Some(Overlay::Activity { on, filter }) = model.overlays.last_mut() {
        *filter = chosen;
        *on = None;
    }
    move_by(model, 0);
}

/// Puts the cursor on an entry.
pub fn put_on(model: &mut Model, entry: ActivityEntry) {
    if let Some(Overlay::Activity { on, .. }) = model.overlays.last_mut() {
        *on = Some(entry);
    }
}

/// The other tab: the messages, or the activity again.
fn other_tab(model: &mut Model) {
    match model.overlays.pop() {
        Some(Overlay::Activity { .. }) => show_messages(model),
        Some(Overlay::Messages { .. }) => show(model),
        Some(other) => model.overlays.push(other),
        None => {}
    }
}

/// Enter: opens the form of an entry that needs the user; otherwise shows a hint.
pub fn take(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(id) = conflict_of(model) {
        conflicts::ask(model, id);
        return;
    }
    match form_of(model) {
        Some(id) => {
            model.overlays.pop();
            open_form::show_form(model, id, out);
        }
        None => model.notices.hint(model.now, "nothing needs to be done here"),
    }
}

/// The update under the cursor that waits for a decision.
#[must_use]
pub fn conflict_of(model: &Model) -> Option<WriteId> {
    let Some(ActivityEntry::Change(id)) = under_cursor(model) else { return None };
    model.changes.conflict(&id).map(|_| id)
}

/// The form of the entry under the cursor, if it needs the user.
#[must_use]
pub fn form_of(model: &Model) -> Option<DraftId> {
    match under_cursor(model) {
        Some(ActivityEntry::Form(id)) => Some(id),
        Some(ActivityEntry::Change(id)) => uncertain_draft(model, &id),
        Some(ActivityEntry::Created(_) | ActivityEntry::Finished(_) | ActivityEntry::NotApplied(_)) | None => None,
    }
}

fn uncertain_draft(model: &Model, id: &WriteId) -> Option<DraftId> {
    model.drafts.drafts().find(|form| form.uncertain_write() == Some(id)).map(Form::id)
}

/// Retries the entry: a parked form is queued if nothing holds it, an unknown outcome is looked up.
fn retry(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.now;
    match under_cursor(model) {
        Some(ActivityEntry::Form(id)) => {
            open_form::renew(model, id);
            if submit::send_parked(model, id, out) {
                model.notices.hint(now, "sent again");
            } else {
                let opens = model.describe_keys(Command::Accept, Scope::Activity);
                model.notices.hint(now, format!("it needs you first: {opens} opens its form"));
            }
        }
        Some(ActivityEntry::Change(id)) => {
            let is_looked_up = model.changes.look_up_now(&id, cx!(model, out));
            let said = model.changes.get(&id).map_or("there is nothing to retry", |change| match change.state {
                ChangeState::Queued => "it is sent automatically when its turn comes",
                ChangeState::Sent => "it is under way; its outcome will be reported",
                ChangeState::Conflict(_) => "somebody else has changed the user; decide whose values stay",
                ChangeState::NotVisible { .. } if !is_looked_up => {
                    "the same user is on the way again; it is looked up after that"
                }
                ChangeState::Checking { .. } | ChangeState::Unknown { .. } | ChangeState::NotVisible { .. } => {
                    "being looked up"
                }
            });
            model.notices.hint(now, said);
        }
        Some(ActivityEntry::Created(_) | ActivityEntry::Finished(_) | ActivityEntry::NotApplied(_)) | None => {
            model.notices.hint(now, "there is nothing to retry");
        }
    }
}

/// Takes a queued change back, or asks before a created user is deleted.
pub fn undo(model: &mut Model) {
    match under_cursor(model) {
        Some(ActivityEntry::Change(id)) => undo::withdraw(model, &id),
        Some(ActivityEntry::Created(id)) => match undo::queued_undo(model, &id).cloned() {
            Some(delete) => undo::withdraw(model, &delete),
            None => model.overlays.push(Overlay::confirm(Confirmation::Undo(id))),
        },
        Some(ActivityEntry::Form(id)) => model.overlays.push(Overlay::confirm(Confirmation::Discard(id))),
        Some(ActivityEntry::Finished(id)) => undo::undo_change(model, &id),
        Some(ActivityEntry::NotApplied(_)) | None => {}
    }
}
