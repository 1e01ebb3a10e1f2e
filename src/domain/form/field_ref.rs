//! What a message of the service is about: one of the fields everybody has, or one of the company's own.

use crate::domain::form::custom_field::CustomField;
use crate::domain::form::fields::{FieldId, has_word, longest_in};
use crate::domain::form::subject::Subject;

/// A name shorter than this is also an ordinary word (`No`): it counts in quotes alone.
const PLAIN_MIN: usize = 4;

/// The field a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A row of the field table.
    Field(FieldId),
    /// The custom field at this place of the list.
    Custom(usize),
}

/// The field a message is about, when that can be told: a custom field by its ID, else the longest name
/// that stands in the message. A name that both have is the custom field's where the message says `custom`.
pub fn about<'a>(message: &str, subject: Subject, fields: impl Iterator<Item = &'a CustomField>) -> Option<About> {
    let lower = message.to_lowercase();
    let says_custom = lower.contains("custom");
    let named = fields.enumerate().filter_map(|(n, field)| {
        let name = field.name.to_lowercase();
        if message.contains(&format!("'{}'", field.id)) {
            return Some((n, usize::MAX));
        }
        let quoted = || ["''", "\"\"", "“”"].iter().any(|marks| in_marks(&lower, &name, marks));
        let stands = if name.chars().count() < PLAIN_MIN { quoted() } else { has_word(&lower, &name) };
        (stands && !name.is_empty()).then_some((n, name.len()))
    });
    let custom = named.max_by_key(|(n, length)| (*length, std::cmp::Reverse(*n)));
    match (longest_in(message, subject), custom) {
        (Some((_, own)), Some((n, length))) if length > own || length == own && says_custom => Some(About::Custom(n)),
        (Some((id, _)), _) => Some(About::Field(id)),
        (None, Some((n, _))) => Some(About::Custom(n)),
        (None, None) => None,
    }
}

fn in_marks(text: &str, name: &str, marks: &str) -> bool {
    let mut marks = marks.chars();
    match (marks.next(), marks.next()) {
        (Some(open), Some(close)) => text.contains(&format!("{open}{name}{close}")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::custom_field::DataType;
    use crate::domain::service::ids::CustomFieldId;
    use rstest::rstest;

    #[rstest]
    #[case("'Employee no' must not be empty.", Some(About::Custom(0)))]
    #[case("Employee NO is odd", Some(About::Custom(0)))]
    #[case("'No' must be a number.", Some(About::Custom(1)))]
    #[case("There is no such thing", None)]
    #[case("CustomFields: the custom field 'f-3' is not active.", Some(About::Custom(2)))]
    #[case("The Email field is required.", Some(About::Field(FieldId::Email)))]
    #[case("The custom field Email is required.", Some(About::Custom(3)))]
    #[case("'Email of the assistant' is not a valid e-mail address.", Some(About::Custom(4)))]
    #[case("Something went wrong", None)]
    fn messages_find_their_field(#[case] message: &str, #[case] expected: Option<About>) {
        let names = ["Employee no", "No", "Badge", "Email", "Email of the assistant", ""];
        let fields: Vec<CustomField> = names
            .iter()
            .enumerate()
            .map(|(n, name)| CustomField {
                id: CustomFieldId::new(format!("f-{}", n + 1)),
                name: (*name).to_owned(),
                data_type: DataType::String,
                required: true,
                order: 0,
            })
            .collect();
        assert_eq!(about(message, Subject::TargetUser, fields.iter()), expected);
    }
}
