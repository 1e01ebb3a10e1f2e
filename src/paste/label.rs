//! Labels before a colon or over a column, in common languages.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::vocabulary::LABELS;
use crate::paste::normalize::key;

/// The meaning of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Label {
    /// The full name; the surname beside a first name, the first name beside a surname.
    Name,
    First,
    Last,
    /// The part between first name and surname (`van der`).
    Infix,
    Email,
    Phone(Line),
    Department,
    Title,
    Groups,
    Language,
    TimeZone,
    Priority,
    Active,
    /// The manager's name, address or both.
    Manager,
    ManagerFirst,
    ManagerLast,
    ManagerEmail,
    /// Mail headers.
    From,
    To,
    Sent,
    Subject,
    /// About the requester, not the requested person.
    Requester,
    /// Known, but not used by this program.
    Ignored,
}

/// The kind of phone number, the most useful first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Line {
    Mobile,
    Direct,
    Any,
    Switchboard,
    Fax,
}

/// The words of each label.
fn table() -> impl Iterator<Item = (Label, &'static [String])> {
    let lists = &*LABELS;
    [
        (Label::Name, &lists.name),
        (Label::First, &lists.first),
        (Label::Last, &lists.last),
        (Label::Infix, &lists.infix),
        (Label::Email, &lists.email),
        (Label::Phone(Line::Mobile), &lists.phone_mobile),
        (Label::Phone(Line::Direct), &lists.phone_direct),
        (Label::Phone(Line::Any), &lists.phone),
        (Label::Phone(Line::Switchboard), &lists.phone_switchboard),
        (Label::Phone(Line::Fax), &lists.phone_fax),
        (Label::Department, &lists.department),
        (Label::Title, &lists.title),
        (Label::Groups, &lists.groups),
        (Label::Language, &lists.language),
        (Label::TimeZone, &lists.time_zone),
        (Label::Priority, &lists.priority),
        (Label::Active, &lists.active),
        (Label::Manager, &lists.manager),
        (Label::ManagerFirst, &lists.manager_first),
        (Label::ManagerLast, &lists.manager_last),
        (Label::ManagerEmail, &lists.manager_email),
        (Label::From, &lists.from),
        (Label::To, &lists.to),
        (Label::Sent, &lists.sent),
        (Label::Subject, &lists.subject),
        (Label::Requester, &lists.requester),
        (Label::Ignored, &lists.ignored),
    ]
    .into_iter()
    .map(|(label, words)| (label, words.as_slice()))
}

static BY_WORDS: LazyLock<HashMap<String, Label>> =
    LazyLock::new(|| table().flat_map(|(label, words)| words.iter().map(move |w| (key(w), label))).collect());

static BEFORE_KEYS: LazyLock<Vec<String>> = LazyLock::new(|| LABELS.before.iter().map(|w| key(w)).collect());

/// The meaning of these words as a label; brackets may add to it (`Telefon (mobil)`).
pub(super) fn of(words: &str) -> Option<Label> {
    let (outer, inner) = bracketed(words);
    let label = by_key(&key(&outer))?;
    match (label, inner.as_deref().and_then(|i| by_key(&key(i)))) {
        (Label::Phone(_), Some(Label::Phone(line))) => Some(Label::Phone(line)),
        _ => Some(label),
    }
}

/// The meaning of folded words.
fn by_key(words: &str) -> Option<Label> {
    if words.is_empty() || words.len() > 60 {
        return None;
    }
    if let Some(label) = BY_WORDS.get(words) {
        return Some(*label);
    }
    if let Some(rest) =
        LABELS.managers.iter().filter_map(|m| words.strip_prefix(m.as_str())).find_map(|r| r.strip_prefix(' '))
    {
        return Some(match BY_WORDS.get(rest) {
            Some(Label::Name) => Label::Manager,
            Some(Label::First) => Label::ManagerFirst,
            Some(Label::Last) => Label::ManagerLast,
            Some(Label::Email) => Label::ManagerEmail,
            _ => Label::Ignored,
        });
    }
    // Address books number their columns: `E-mail 1 - Value`.
    if let Some(plain) =
        words.strip_suffix(" value").map(|w| w.trim_end_matches(|c: char| c == ' ' || c.is_ascii_digit()))
    {
        return by_key(plain);
    }
    let (first, rest) = words.split_once(' ')?;
    if BY_WORDS.get(first) == Some(&Label::Requester) || words.starts_with("requested by ") {
        return Some(Label::Requester);
    }
    let known = by_key(rest).filter(|_| BEFORE_KEYS.iter().any(|w| w == first))?;
    // `Business Manager` or `Staff Manager` is a title, not a supervisor.
    let whose = ["new", "users", "employees", "their", "her", "his", "the", "ihre", "su"].contains(&first);
    let manager = matches!(known, Label::Manager | Label::ManagerFirst | Label::ManagerLast | Label::ManagerEmail);
    Some(if manager && !whose { Label::Ignored } else { known })
}

/// The text without its bracketed parts, and the first of those.
fn bracketed(words: &str) -> (String, Option<String>) {
    let Some((before, rest)) = words.split_once(['(', '[']) else {
        return (words.to_owned(), None);
    };
    let (inner, after) = rest.split_once([')', ']']).unwrap_or((rest, ""));
    (format!("{before} {after}"), Some(inner.to_owned()))
}

impl Label {
    /// It describes a person, and not a mail or a letter.
    pub(super) fn names_a_person(self) -> bool {
        matches!(self, Self::Name | Self::First | Self::Last)
    }

    /// It is a mail header.
    pub(super) fn is_head(self) -> bool {
        matches!(self, Self::From | Self::To | Self::Sent | Self::Subject)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("E-Mail", Some(Label::Email))]
    #[case("First Name*", Some(Label::First))]
    #[case("SOYADI", Some(Label::Last))]
    #[case("Adı Soyadı", Some(Label::Name))]
    #[case("Telefon (mobil)", Some(Label::Phone(Line::Mobile)))]
    #[case("Telefon (geschäftlich)", Some(Label::Phone(Line::Any)))]
    #[case("New user's name", Some(Label::Name))]
    #[case("user name", Some(Label::Ignored))]
    #[case("Line manager's email", Some(Label::ManagerEmail))]
    #[case("Manager phone", Some(Label::Ignored))]
    #[case("Requester email", Some(Label::Requester))]
    #[case("Work e-mail address", Some(Label::Email))]
    #[case("Staff manager", Some(Label::Ignored))]
    #[case("Her manager", Some(Label::Manager))]
    #[case("E-mail 1 - Value", Some(Label::Email))]
    #[case("Project name", None)]
    #[case("", None)]
    fn labels(#[case] words: &str, #[case] label: Option<Label>) {
        assert_eq!(of(words), label);
    }

    #[test]
    fn no_words_have_two_meanings() {
        let mut seen: HashMap<String, Label> = HashMap::new();
        for (label, words) in table() {
            for word in words {
                let before = seen.insert(key(word), label);
                assert!(before.is_none_or(|b| b == label), "{word}: {before:?} and {label:?}");
            }
        }
    }

    #[test]
    fn the_service_s_own_field_names_are_known() {
        for field in crate::domain::form::fields::FIELDS {
            assert!(of(field.wire).is_some(), "{}", field.wire);
            assert!(of(field.label).is_some(), "{}", field.label);
        }
    }
}
