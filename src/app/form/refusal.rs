//! A refusal of the service: each of its messages is shown at its field.

use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::domain::form::field_ref::{FieldRef, field_ref};
use crate::domain::service::failure::Failure;

impl Form {
    /// The service has refused its values, with these messages.
    pub fn was_refused(&mut self, messages: &[String], failure: &Failure) {
        let about_no_field: Vec<&str> =
            messages.iter().map(String::as_str).filter(|message| !self.show_at_field(message)).collect();
        let mut failure = failure.clone();
        if self.refused_fields() == 0 {
            failure.hint = format!("Nothing was {}; what you typed is kept.", self.done_verb());
        }
        // Messages shown at a field are not repeated.
        failure.why = match (about_no_field.is_empty(), self.refused_fields()) {
            (false, _) => about_no_field.join(" "),
            (true, 1) => "The service refused the marked field.".to_owned(),
            (true, _) => "The service refused the marked fields.".to_owned(),
        };
        self.explain(failure);
        let first = self.places().find(|place| match *place {
            Focus::Field(id) => self.messages.iter().any(|(m, _)| *m == id),
            Focus::Custom(n) => self.custom_fields.rows.get(n).is_some_and(|row| row.message.is_some()),
            Focus::Ticket | Focus::Create | Focus::CreateNext | Focus::Leave => false,
        });
        if let Some(place) = first {
            self.go(place);
        }
    }

    /// Shows a message of the service at the field it is about. False: it is about no field.
    fn show_at_field(&mut self, message: &str) -> bool {
        // Several messages about one field are joined.
        let add = |said: &mut String| {
            said.push_str(if said.is_empty() { "" } else { " " });
            said.push_str(message);
        };
        match field_ref(message, self.subject, self.custom_fields.rows.iter().map(|row| &row.field)) {
            Some(FieldRef::Field(field)) => match self.messages.iter_mut().find(|(at, _)| *at == field) {
                Some((_, said)) => add(said),
                None => self.messages.push((field, message.to_owned())),
            },
            Some(FieldRef::Custom(n)) => {
                if let Some(row) = self.custom_fields.rows.get_mut(n) {
                    add(row.message.get_or_insert_default());
                }
            }
            None => return false,
        }
        true
    }
}
