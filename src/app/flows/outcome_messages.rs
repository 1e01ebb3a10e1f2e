//! Messages about the outcome of a change, and the fields they belong to.

use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::scope::Scope;
use crate::domain::change::write::Intent;
use crate::domain::company::seats::Seats;
use crate::domain::form::field_ref::{FieldRef, field_ref};
use crate::domain::service::failure::{Applied, Failure, Remedy};
use crate::domain::text::count;

/// Moves each message of the service to its field; the others stay in `said`.
pub fn assign_to_fields(form: &mut Form, messages: &[String], said: &mut Failure) {
    let mut about_no_field = Vec::new();
    for message in messages {
        // Several messages about one field are joined.
        let add = |said: &mut String| {
            said.push_str(if said.is_empty() { "" } else { " " });
            said.push_str(message);
        };
        match field_ref(message, form.subject, form.custom_fields.rows.iter().map(|row| &row.field)) {
            Some(FieldRef::Field(field)) => match form.messages.iter_mut().find(|(at, _)| *at == field) {
                Some((_, said)) => add(said),
                None => form.messages.push((field, message.clone())),
            },
            Some(FieldRef::Custom(n)) => {
                if let Some(row) = form.custom_fields.rows.get_mut(n) {
                    add(row.message.get_or_insert_default());
                }
            }
            None => about_no_field.push(message.clone()),
        }
    }
    if form.refused_fields() == 0 {
        "Nothing was created; what you typed is kept.".clone_into(&mut said.hint);
    }
    // Messages shown at a field are not repeated.
    said.why = match (about_no_field.is_empty(), form.refused_fields()) {
        (false, _) => about_no_field.join(" "),
        (true, 1) => "The service refused the marked field.".to_owned(),
        (true, _) => "The service refused the marked fields.".to_owned(),
    };
    let first = form.places().find(|place| match *place {
        Focus::Field(id) => form.messages.iter().any(|(m, _)| *m == id),
        Focus::Custom(n) => form.custom_fields.rows.get(n).is_some_and(|row| row.message.is_some()),
        Focus::Create | Focus::CreateNext | Focus::Leave => false,
    });
    if let Some(place) = first {
        form.go(place);
    }
}

#[must_use]
pub fn in_doubt(intent: &Intent, failure: &Failure, keys: &KeyMap) -> Failure {
    Failure {
        what: format!("It is not known whether {} was created", intent.email()),
        why: format!("No clear answer came, and it could not be looked up: {}", failure.why),
        hint: format!(
            "It is looked up again automatically, or with {}. Until then it is not sent again.",
            keys.describe_keys(Command::Reload, Scope::Form)
        ),
        remedy: Remedy::Retry,
        applied: Applied::Maybe,
    }
}

/// The same for a system user, whose outcome only the user can find out.
#[must_use]
pub fn needs_console_check(intent: &Intent, failure: &Failure, keys: &KeyMap) -> Failure {
    Failure {
        what: format!("It is not known whether {} was created", intent.user_label()),
        why: format!("{} The service offers no way to look up a system user.", failure.why),
        hint: format!(
            "Look for the address in the console, then choose Mark as checked ({}). Until then it is not sent again.",
            keys.describe_keys(Command::Keys, Scope::Form)
        ),
        remedy: Remedy::Nothing,
        applied: Applied::Maybe,
    }
}

/// `: 60 of 60 seats used, none left`.
#[must_use]
pub fn seats_words(seats: Seats) -> String {
    match seats.left() {
        Some(left) if left < 0 => format!(": {} seats used, {} over the limit", seats.used, left.unsigned_abs()),
        Some(0) => format!(": {} seats used, none left", seats.used),
        Some(left) => format!(": {} left", count(left.unsigned_abs(), "seat", "seats")),
        None => String::new(),
    }
}
