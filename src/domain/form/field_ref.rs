//! The field that a message of the service refers to: a standard field or a custom one.

use crate::domain::form::custom_field::CustomField;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;

/// Shorter names are also ordinary words (`No`): they count only in quotes.
const PLAIN_MIN: usize = 4;

/// The field that a message refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldRef {
    /// A field of the field table.
    Field(FieldId),
    /// The custom field at this index.
    Custom(usize),
}

/// The field that a message refers to, if it can be determined: a custom field by its ID, otherwise the longest name in
/// the message. A name that is both is the custom field's if the message contains `custom`.
pub fn field_ref<'a>(
    message: &str,
    subject: Subject,
    fields: impl Iterator<Item = &'a CustomField>,
) -> Option<FieldRef> {
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
        (Some((_, own)), Some((n, length))) if length > own || length == own && says_custom => {
            Some(FieldRef::Custom(n))
        }
        (Some((id, _)), _) => Some(FieldRef::Field(id)),
        (None, Some((n, _))) => Some(FieldRef::Custom(n)),
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

/// The standard field that a message refers to, if it can be determined.
///
/// The longest name that occurs as whole words wins, so that `Manager email is invalid` does not refer to the email.
#[must_use]
pub fn named_in(message: &str, subject: Subject) -> Option<FieldId> {
    longest_in(message, subject).map(|(id, _)| id)
}

/// The same, with the length of the matching name.
fn longest_in(message: &str, subject: Subject) -> Option<(FieldId, usize)> {
    let message = message.to_lowercase();
    subject
        .fields()
        .iter()
        .flat_map(|f| {
            let own = [f.wire.to_lowercase(), f.label.to_lowercase()];
            own.into_iter().chain(f.aliases.iter().map(|a| (*a).to_owned())).map(move |name| (f.id, name))
        })
        .filter(|(_, name)| has_word(&message, name))
        .max_by_key(|(id, name)| (name.len(), std::cmp::Reverse(id.index())))
        .map(|(id, name)| (id, name.len()))
}

/// Whether the word is in the text as a whole word; both are in lower case.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::custom_field::DataType;
    use crate::domain::service::ids::CustomFieldId;
    use rstest::rstest;

    #[rstest]
    #[case("'Employee no' must not be empty.", Some(FieldRef::Custom(0)))]
    #[case("Employee NO is odd", Some(FieldRef::Custom(0)))]
    #[case("'No' must be a number.", Some(FieldRef::Custom(1)))]
    #[case("There is no such thing", None)]
    #[case("CustomFields: the custom field 'f-3' is not active.", Some(FieldRef::Custom(2)))]
    #[case("The Email field is required.", Some(FieldRef::Field(FieldId::Email)))]
    #[case("The custom field Email is required.", Some(FieldRef::Custom(3)))]
    #[case("'Email of the assistant' is not a valid e-mail address.", Some(FieldRef::Custom(4)))]
    #[case("Something went wrong", None)]
    fn messages_find_their_field(#[case] message: &str, #[case] expected: Option<FieldRef>) {
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
        assert_eq!(field_ref(message, Subject::TargetUser, fields.iter()), expected);
    }

    #[rstest]
    #[case("The Email field is required.", Some(FieldId::Email))]
    #[case("'Phone Number' must not be empty.", Some(FieldId::Phone))]
    #[case("PhoneNumber is not valid", Some(FieldId::Phone))]
    #[case("phoneNumber: must be in international form", Some(FieldId::Phone))]
    #[case("The length of 'First Name' must be 256 characters or fewer.", Some(FieldId::FirstName))]
    #[case("ManagerEmail is not a valid e-mail address", Some(FieldId::ManagerEmail))]
    #[case("Manager Email is required", Some(FieldId::ManagerEmail))]
    #[case("A user with this email already exists", Some(FieldId::Email))]
    #[case("One or more target groups do not exist", Some(FieldId::Groups))]
    #[case("TimeZoneId is unknown", Some(FieldId::TimeZone))]
    #[case("PreferredLanguageId is unknown", Some(FieldId::Language))]
    #[case("Priority is unknown", Some(FieldId::Priority))]
    #[case("Mailbox full", None)]
    #[case("Something went wrong", None)]
    fn a_message_names_a_field_of_the_table(#[case] message: &str, #[case] field: Option<FieldId>) {
        assert_eq!(named_in(message, Subject::TargetUser), field);
    }
}
