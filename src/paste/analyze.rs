//! Analyses a paste: lines, then people, then their properties.

use super::contact::Contact;
use super::context::Context;
use super::facts::Document;
use super::line::Line;
use super::{known, lines, mail, number, people};
use crate::domain::text;

/// How much of a paste is read, in KiB.
pub const READ_KIB: usize = lines::TEXT_MAX / 1024;

/// A line that was not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// Its number, from 1.
    pub line: usize,
    /// Its cleaned text.
    pub text: String,
}

/// The result of the analysis.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Analysis {
    /// The people, in order: none, one, or several (rows of a table, a list of recipients, consecutive forms, a
    /// sentence with several people).
    pub people: Vec<Contact>,
    /// The non-empty lines that were not used.
    pub leftover: Vec<Leftover>,
    /// The paste was too long and its end was ignored.
    pub cut: bool,
    plain: bool,
}

impl Analysis {
    /// There is nothing to preview: the paste is a single value (an address, a phone, a word) or describes nobody, and
    /// is inserted into the focused field.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.plain
    }
}

/// Analyses a paste.
///
/// ```
/// use keepnet_tui::paste::{Certainty, Context, Part, analyze};
///
/// let found = analyze("Please add Jane Doe (jane.doe@contoso.com) from Finance.", &Context::default());
/// let department = found.people[0].get(Part::Department).expect("a department");
/// assert_eq!((department.value.as_str(), department.certainty), ("Finance", Certainty::Guess));
/// ```
#[must_use]
pub fn analyze(paste: &str, context: &Context<'_>) -> Analysis {
    let (lines, cut) = lines::lines(paste);
    let (groups, languages) = (known::Known::new(context.groups), known::Known::new(context.languages));
    let scene = Document::new(&lines, context, &groups, &languages);
    let crowd = people::find(&lines, &scene);
    let used = crowd.used();
    let rest = lines.iter().filter(|l| !l.text.trim().is_empty() && used.binary_search(&l.number).is_err());
    let leftover: Vec<Leftover> = rest
        .map(|l| Leftover { line: l.number, text: text::clean(&l.text, text::MESSAGE_MAX) })
        .filter(|l| !l.text.is_empty())
        .collect();
    let plain = crowd.people.is_empty() || is_single(&lines, context);
    Analysis { people: crowd.people, leftover, cut, plain }
}

/// A single address or phone and nothing else.
fn is_single(lines: &[Line], context: &Context<'_>) -> bool {
    let mut texts = lines.iter().map(|l| l.text.trim()).filter(|t| !t.is_empty());
    let (Some(only), None) = (texts.next(), texts.next()) else { return false };
    let whole = |start: usize, end: usize| start == 0 && end == only.len();
    let address = mail::find(only).first().is_some_and(|m| whole(m.start, m.end));
    address || number::find(only, &[], None, context.region).first().is_some_and(|d| whole(d.start, d.end))
}

#[cfg(test)]
mod tests {
    use super::super::contact::{Certainty, Part};
    use super::super::normalize;
    use super::*;

    /// Characters that were folded or spelled for a paste of so many bytes: what understanding costs.
    fn work(unit: &str, bytes: usize, groups: &[String]) -> usize {
        let context = Context { groups, ..Context::default() };
        normalize::WORK.set(0);
        let _ = analyze(&unit.repeat(bytes / unit.len()), &context);
        normalize::WORK.get()
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
        let found = analyze(&text, &Context::default());
        let groups = found.people.first().and_then(|p| p.get(Part::Groups)).expect("groups");
        let told = groups.value.split("; ").count();
        assert!(groups.value.chars().count() <= 320 && groups.value.ends_with(&format!("Group {}", told - 1)));
        assert_eq!(
            (groups.certainty, groups.lost.as_str()),
            (Certainty::Guess, format!("{} more groups", 100 - told).as_str())
        );
    }
}
