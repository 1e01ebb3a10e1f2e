//! The vocabulary in `assets/roster`: titles of columns, and words in cells.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::meaning::{Meaning, Title};
use crate::domain::form::fields::FieldId;
use crate::domain::list::folding::fold;
use crate::domain::user::target_user::Priority;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    email: Vec<String>,
    phone: Vec<String>,
    first_name: Vec<String>,
    last_name: Vec<String>,
    full_name: Vec<String>,
    infix: Vec<String>,
    department: Vec<String>,
    groups: Vec<String>,
    language: Vec<String>,
    time_zone: Vec<String>,
    priority: Vec<String>,
    active: Vec<String>,
    manager_name: Vec<String>,
    manager_first_name: Vec<String>,
    manager_last_name: Vec<String>,
    manager_email: Vec<String>,
    company: Vec<String>,
    unused: Vec<String>,
    yes: Vec<String>,
    no: Vec<String>,
    very_low: Vec<String>,
    low: Vec<String>,
    medium: Vec<String>,
    high: Vec<String>,
    very_high: Vec<String>,
    failed: Vec<String>,
}

const FILE: &str = include_str!("../../assets/roster/columns.toml");

/// An invalid file counts as empty; a test reads it.
static LISTS: LazyLock<Lists> = LazyLock::new(|| toml::from_str(FILE).unwrap_or_default());

impl Lists {
    fn titles(&self) -> impl Iterator<Item = (Meaning, &[String])> {
        let field = Meaning::Field;
        [
            (field(FieldId::Email), &self.email),
            (field(FieldId::Phone), &self.phone),
            (field(FieldId::FirstName), &self.first_name),
            (field(FieldId::LastName), &self.last_name),
            (Meaning::FullName, &self.full_name),
            (Meaning::Infix, &self.infix),
            (field(FieldId::Department), &self.department),
            (field(FieldId::Groups), &self.groups),
            (field(FieldId::Language), &self.language),
            (field(FieldId::TimeZone), &self.time_zone),
            (field(FieldId::Priority), &self.priority),
            (field(FieldId::Active), &self.active),
            (Meaning::ManagerName, &self.manager_name),
            (field(FieldId::ManagerFirstName), &self.manager_first_name),
            (field(FieldId::ManagerLastName), &self.manager_last_name),
            (field(FieldId::ManagerEmail), &self.manager_email),
            (Meaning::Company, &self.company),
        ]
        .into_iter()
        .map(|(meaning, words)| (meaning, words.as_slice()))
    }
}

static TITLES: LazyLock<HashMap<String, Title>> = LazyLock::new(|| {
    let known = LISTS.unused.iter().map(|word| (squeezed(word), Title::Known));
    let titles = LISTS.titles().flat_map(|(meaning, words)| {
        words.iter().enumerate().map(move |(rank, word)| (squeezed(word), Title::Is(meaning.clone(), rank)))
    });
    let mut found = HashMap::new();
    for (words, title) in known.chain(titles) {
        // Of two spellings of a title, the first tells how much it is meant.
        found.entry(words).or_insert(title);
    }
    found
});

/// Letters and digits without case and accents: `First Name` and `first_name` are the same.
pub(super) fn squeezed(text: &str) -> String {
    let folded = fold(text);
    // `Employee #` is a number, and no employee.
    let folded = if folded.contains('#') { folded.replace('#', "number") } else { folded };
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A title without what programs add to it: `First Name [Required]`, `E-Mail *`, `User name [upn] Required`.
fn bare(title: &str) -> String {
    let (mut depth, mut out) = (0_usize, String::new());
    for c in title.chars() {
        match c {
            '[' | '(' | '{' | '<' => depth += 1,
            ']' | ')' | '}' | '>' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    let squeezed = squeezed(&out);
    squeezed.strip_suffix("required").filter(|rest| !rest.is_empty()).unwrap_or(&squeezed).to_owned()
}

/// What a title says, if it is one of this vocabulary.
pub(super) fn title(title: &str) -> Option<Title> {
    // A sentence is no title.
    if title.len() > 120 {
        return None;
    }
    TITLES.get(&squeezed(title)).or_else(|| TITLES.get(&bare(title))).cloned()
}

fn is_one_of(words: &[String], text: &str) -> bool {
    let text = squeezed(text);
    words.iter().any(|word| squeezed(word) == text)
}

/// Whether a cell says yes or no.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match (is_one_of(&LISTS.yes, text), is_one_of(&LISTS.no, text)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// The priority that a cell says.
pub(super) fn priority(text: &str) -> Option<Priority> {
    let lists = &*LISTS;
    let words = [&lists.very_low, &lists.low, &lists.medium, &lists.high, &lists.very_high];
    let at = words.iter().position(|words| is_one_of(words, text))?;
    Priority::ALL.get(at).copied()
}

/// A formula has failed in this cell.
pub(super) fn is_failed_formula(text: &str) -> bool {
    text.starts_with('#') && LISTS.failed.iter().any(|failed| failed.eq_ignore_ascii_case(text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_can_be_read_and_no_title_has_two_meanings() {
        let lists: Lists = toml::from_str(FILE).expect("lists");
        let mut seen: HashMap<String, Title> = HashMap::new();
        let unused = lists.unused.iter().map(|word| (word, Title::Known));
        let titles = lists.titles().flat_map(|(meaning, words)| {
            assert!(!words.is_empty(), "{meaning:?}");
            words.iter().map(move |word| (word, Title::Is(meaning.clone(), 0)))
        });
        for (word, meaning) in titles.chain(unused) {
            let before = seen.insert(squeezed(word), meaning.clone());
            assert!(before.is_none_or(|before| before == meaning), "{word}");
        }
        for word in lists.yes.iter().chain(&lists.no) {
            assert!(yes_or_no(word).is_some(), "{word} is both");
        }
    }

    #[test]
    fn titles_are_known_however_they_are_written() {
        let is = |text: &str| match title(text) {
            Some(Title::Is(meaning, _)) => meaning.label(),
            Some(Title::Known) => "known".to_owned(),
            other => format!("{other:?}"),
        };
        for (text, label) in [
            ("First Name [Required]", "First name"),
            ("first_name", "First name"),
            ("firstName", "First name"),
            ("User name [userPrincipalName] Required", "Email"),
            ("E-Mail *", "Email"),
            ("CEP TELEFONU", "Phone"),
            ("ADI SOYADI", "Name"),
            ("Téléphone (mobile)", "Phone"),
            ("Manager's Name", "Manager"),
            ("BIZ_PHONE", "Phone"),
            ("Job Title", "known"),
        ] {
            assert_eq!(is(text), label, "{text}");
        }
        assert_eq!(title("Shoe size"), None);
    }

    #[test]
    fn cells_are_understood() {
        assert_eq!(
            ["Ja", "AKTİF", "True", "1", "hayır", "Suspended", "Elternzeit", ""].map(yes_or_no),
            [Some(true), Some(true), Some(true), Some(true), Some(false), Some(false), None, None]
        );
        assert_eq!(priority("Sehr hoch"), Some(Priority::VeryHigh));
        assert_eq!(priority("VeryLow"), Some(Priority::VeryLow));
        assert!(is_failed_formula("#N/A") && is_failed_formula("#bezug!") && !is_failed_formula("#1 fan"));
    }
}
