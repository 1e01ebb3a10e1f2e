//! Keys that are no commands, in the form and its picker.

use crate::app::form::edit::Typed;
use crate::app::form::focus::Focus;
use crate::app::keys::command::Command;
use crate::app::keys::press::{Key, KeyPress};
use crate::app::keys::scope::Scope;
use crate::app::keys::table::{CommandRow, sequence};
use crate::app::model::Model;
use crate::app::screen::scope::innermost;
use crate::app::widgets::text_input::{Edit, TYPED_MAX};

/// A key press in the form.
pub fn type_in_form(model: &mut Model, press: KeyPress) {
    match model.drafts.current_mut().map(|form| form.press(press)) {
        Some(Typed::Done) | None => {}
        Some(Typed::Full) => model.notices.hint(model.now, format!("a field holds at most {TYPED_MAX} characters")),
        Some(Typed::Nothing) => means_nothing(model, press),
    }
}

/// A key press in the open picker.
pub fn type_in_picker(model: &mut Model, press: KeyPress) {
    let edit = model.drafts.current_mut().map(|form| form.press_in_picker(press));
    if edit == Some(Edit::Ignored) {
        let takes = model.describe_keys(Command::Accept, Scope::Picker);
        model.notices.hint(model.now, format!("the picker is open: {takes} takes, Esc leaves the field as it was"));
    }
}

/// Marks the choice under the cursor of the picker if several can be chosen; else types a space.
pub fn mark_in_picker(model: &mut Model) {
    let Model { drafts: forms, lookups, .. } = model;
    match forms.current_mut() {
        Some(form) if form.picks_many() => form.mark_in_picker(lookups),
        Some(_) => type_in_picker(model, KeyPress::plain(Key::Char(' '))),
        None => {}
    }
}

/// Takes the marked choices of the picker, or the one under its cursor if none is marked.
pub fn take_picked(model: &mut Model) {
    let Model { drafts: forms, lookups, .. } = model;
    if forms.current_mut().is_some_and(|form| !form.take_picked(lookups)) {
        model.notices.hint(model.now, "nothing matches; change the filter, or Esc leaves the field as it was");
    }
}

/// Reports that the key has no action, and which key lists those that have.
pub fn means_nothing(model: &mut Model, press: KeyPress) {
    let (keys, scope) = (&model.settings.keys, innermost(model));
    let rows = keys.active_rows(scope).filter(|r| r.command == Command::Keys);
    let presses =
        |row: &CommandRow| row.keys.iter().filter(|k| keys.do_it(row.command, k, scope)).map(|k| sequence(k)).collect();
    let list = rows.map(presses).find(|presses: &Vec<String>| !presses.is_empty());
    let list = list.map(|presses| format!("; {} shows the keys", presses.join(" or ")));
    model.notices.hint(model.now, format!("no action on {press}{}", list.unwrap_or_default()));
}

/// Goes to the next or previous stop of the form.
pub fn step_field(model: &mut Model, forward: bool) {
    if let Some(form) = model.drafts.current_mut() {
        form.step_focus(forward);
    }
}

/// A command that affects only the open form.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
pub fn in_form(model: &mut Model, command: Command) {
    if crate::app::flows::notes::step(model) || crate::app::flows::import::stepped(model, command) {
        return;
    }
    let rules = model.settings.rules;
    let last = model.drafts.current().and_then(|form| model.drafts.last_in(&form.key())).cloned();
    let ticket = model.changes.last_ticket().clone();
    let Some(form) = model.drafts.current_mut() else { return };
    match command {
        Command::NextField | Command::PreviousField => form.step_focus(command == Command::NextField),
        Command::NextProblem => form.go_to_next_problem(rules),
        Command::TakeSuggestion => form.take_suggestion(),
        Command::Pick => {
            if let Some(field) = form.focused() {
                form.open_picker(field, "");
            }
        }
        Command::LastValue if form.focus() == Focus::Ticket => {
            if !ticket.is_empty() {
                form.put_ticket(&ticket);
            }
        }
        // The value of the field for the user created last in this company.
        _ => {
            if let Some(last) = last {
                form.repeat(&last);
            }
        }
    }
}
