//! What a person pastes from a ticket, told apart into the fields of a target user.
//!
//! A signature block, `Name <address>`, the head of a mail, rows of a spreadsheet, a form of labels
//! and values, or a sentence. Every value is a part of the paste, or derived from one as
//! [`Finding::why`] says; nothing is looked up, kept or sent. The work grows with the size of the
//! paste, of which at most [`READ_KIB`] KiB are looked at.

use crate::domain::form::fields::FieldId;
use crate::domain::user::phone::PhoneRegion;

/// How much of a paste is read, in KiB.
pub const READ_KIB: usize = lines::TEXT_MAX / 1024;

/// What is known where the paste goes to. All of it may be empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The region in whose national form phones are written.
    pub region: Option<PhoneRegion>,
    /// The company's mail domains (`contoso.com`).
    pub domains: &'a [String],
    /// The names of its groups.
    pub groups: &'a [String],
    /// The names of the languages that can be chosen.
    pub languages: &'a [String],
}

/// How far a finding can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// The paste says so.
    Sure,
    /// It is likely; somebody should look at it.
    Guess,
}

/// A value for one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The field it is for.
    pub field: FieldId,
    /// One clean line: a phone in international form where that is known, groups with `; ` between
    /// them, a priority by its [label](super::domain::user::target_user::Priority::label), active as `yes` or `no`.
    pub value: String,
    /// How far it can be relied on.
    pub certainty: Certainty,
    /// Where it comes from in a few words, as `guess from a title`.
    pub why: String,
    /// The lines it was taken from, counted from 1, in order.
    pub lines: Vec<usize>,
    /// What stands beside it and the field cannot hold, as `extension 231`; may be empty.
    pub lost: String,
}

/// A line that nothing was taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// Its number, from 1.
    pub line: usize,
    /// Its cleaned text.
    pub text: String,
}

/// One person, as far as a paste describes them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// At least one, at most one per field, in the order of the form.
    pub findings: Vec<Finding>,
}

impl Person {
    /// What was found for a field.
    #[must_use]
    pub fn get(&self, field: FieldId) -> Option<&Finding> {
        self.findings.iter().find(|f| f.field == field)
    }
}

/// What a paste says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Understood {
    /// Whom it describes, in its order: nobody, one, or several (the rows of a table, a list of
    /// recipients, forms in a row, a sentence that names several).
    pub people: Vec<Person>,
    /// The lines that nobody was found in and that are not empty.
    pub leftover: Vec<Leftover>,
    /// The paste was too long and its end was not looked at.
    pub cut: bool,
    plain: bool,
}

impl Understood {
    /// There is nothing to preview: the paste is a single value (an address, a phone, a word) or
    /// describes nobody, and belongs into the focused field as it is.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.plain
    }
}

/// Understands a paste.
///
/// ```
/// use keepnet_tui::domain::form::fields::FieldId;
/// use keepnet_tui::paste::{Certainty, Context, understand};
///
/// let found = understand("Please add Jane Doe (jane.doe@contoso.com) from Finance.", &Context::default());
/// let department = found.people[0].get(FieldId::Department).expect("a department");
/// assert_eq!((department.value.as_str(), department.certainty), ("Finance", Certainty::Guess));
/// ```
#[must_use]
pub fn understand(text: &str, context: &Context<'_>) -> Understood {
    let (lines, cut) = lines::lines(text);
    let (groups, languages) = (known::Known::new(context.groups), known::Known::new(context.languages));
    let scene = person::Scene::new(&lines, context, &groups, &languages);
    let crowd = people::find(&lines, &scene);
    let used = crowd.used();
    let rest = lines.iter().filter(|l| !l.text.trim().is_empty() && used.binary_search(&l.number).is_err());
    let leftover: Vec<Leftover> = rest
        .map(|l| Leftover {
            line: l.number,
            text: super::domain::text::clean(&l.text, super::domain::text::MESSAGE_MAX),
        })
        .filter(|l| !l.text.is_empty())
        .collect();
    let plain = crowd.people.is_empty() || is_single(&lines, context);
    Understood { people: crowd.people, leftover, cut, plain }
}

/// A single address or phone and nothing else.
fn is_single(lines: &[lines::Line], context: &Context<'_>) -> bool {
    let mut texts = lines.iter().map(|l| l.text.trim()).filter(|t| !t.is_empty());
    let (Some(only), None) = (texts.next(), texts.next()) else { return false };
    let whole = |start: usize, end: usize| start == 0 && end == only.len();
    let address = mail::find(only).first().is_some_and(|m| whole(m.start, m.end));
    address || number::find(only, &[], None, context.region).first().is_some_and(|d| whole(d.start, d.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters that were folded or spelled for a paste of so many bytes: what understanding costs.
    fn work(unit: &str, bytes: usize, groups: &[String]) -> usize {
        let context = Context { groups, ..Context::default() };
        fold::WORK.set(0);
        let _ = understand(&unit.repeat(bytes / unit.len()), &context);
        fold::WORK.get()
    }

    #[test]
    fn the_work_grows_with_the_paste_and_not_faster() {
        let groups: Vec<String> = (0..10_000).map(|n| format!("Group {n}")).collect();
        for unit in [
            "a@b.co ",
            "Jane Doe <jane.doe@contoso.com>; ",
            "Jane Doe <jane.doe@contoso.com>\n",
            "Jane;Doe;jane.doe@contoso.com\n",
            "Jane\tDoe\tjane.doe@contoso.com\n\n",
            "Name: Jane Doe ",
            "First name\nJane\n",
            "Please add Jane Doe to the group Finance. ",
            "reports to Bob ",
            "Tel +44 20 7946 0018 ",
            "• x ",
            "&&&&",
            "=C3=BC=\n",
            "jane@\nx.co\n",
            "BEGIN:VCARD\nN:Doe;Jane\nEMAIL:jane@\n x.co\n",
        ] {
            let (half, whole) = (work(unit, 4_096, &[]), work(unit, 8_192, &[]));
            assert!(whole <= half * 5 / 2 + 1_000, "{unit:?}: {half}, then {whole}");
            assert!(whole <= 8_192 * 200, "{unit:?}: {whole}");
        }
        let folded: usize = groups.iter().map(String::len).sum();
        for unit in ["a;", "group 9999;", "add to group x. "] {
            let text = |bytes: usize| format!("Groups: {}", unit.repeat(bytes / unit.len()));
            let (half, whole) = (work(&text(4_096), 4_200, &groups), work(&text(8_192), 8_300, &groups));
            assert!(whole <= half * 5 / 2 + 1_000, "{unit:?}: {half}, then {whole}");
            assert!(whole <= folded + 8_300 * 200, "{unit:?}: {whole}");
        }
    }

    #[test]
    fn a_label_names_no_more_than_a_field_holds_and_says_so() {
        let names: Vec<String> = (0..100).map(|n| format!("Group {n}")).collect();
        let text = format!("Email: jane@contoso.com\nGroups: {}", names.join("; "));
        let found = understand(&text, &Context::default());
        let groups = found.people.first().and_then(|p| p.get(FieldId::Groups)).expect("groups");
        let told = groups.value.split("; ").count();
        assert!(groups.value.chars().count() <= 320 && groups.value.ends_with(&format!("Group {}", told - 1)));
        assert_eq!(
            (groups.certainty, groups.lost.as_str()),
            (Certainty::Guess, format!("{} more groups", 100 - told).as_str())
        );
    }
}
pub mod absence;
pub mod address;
pub mod card;
pub mod casing;
pub mod couple;
pub mod department;
pub mod details;
pub mod findings;
pub mod fold;
pub mod known;
pub mod label;
pub mod lines;
pub mod local;
pub mod mail;
pub mod manager;
pub mod name;
pub mod naming;
pub mod number;
pub mod owner;
pub mod people;
pub mod person;
pub mod piece;
pub mod robot;
pub mod table;
pub mod tongue;
pub mod words;
pub mod wrapped;
