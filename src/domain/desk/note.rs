//! What a desk writes about a company itself, on this machine: other names for it, and a note.

use crate::domain::list::folding::fold;
use crate::domain::text;

/// Longest note, in bytes.
pub const NOTE_MAX: usize = 4_096;
/// Most aliases of a company.
pub const ALIASES_MAX: usize = 20;
/// Longest alias, in characters.
pub const ALIAS_MAX: usize = 64;
/// The line between two notes of which neither may be lost.
const BOTH: &str = "--- written by another program meanwhile ---";

/// Aliases and note of a company. Every text is clean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeskNote {
    /// Other names for it, as written, each once.
    pub aliases: Vec<String>,
    /// The note: lines, without blanks at the end.
    pub text: String,
}

/// An alias as it is kept: one line, single blanks.
#[must_use]
pub fn alias(typed: &str) -> String {
    text::line(typed).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An alias as it is compared: as names are, without case and accents.
#[must_use]
pub fn folded_alias(alias: &str) -> String {
    fold(alias).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a note as it is kept.
#[must_use]
pub fn note_text(typed: &str) -> String {
    note_typed(typed).trim_end().to_owned()
}

/// Text that was typed or pasted into a note: lines, without tabs, which have no width of their own.
#[must_use]
pub fn note_typed(typed: &str) -> String {
    text::incoming_lines(typed).replace('\t', "    ")
}

impl DeskNote {
    /// Cleaned; an alias that is there already, or is empty, is left out.
    #[must_use]
    pub fn new<'a>(aliases: impl IntoIterator<Item = &'a str>, note: &str) -> Self {
        let mut kept: Vec<String> = Vec::new();
        for one in aliases.into_iter().map(alias) {
            if !one.is_empty() && !has(&kept, &one) {
                kept.push(one);
            }
        }
        Self { aliases: kept, text: note_text(note) }
    }

    /// With the aliases of a line, between commas.
    #[must_use]
    pub fn typed(aliases: &str, note: &str) -> Self {
        Self::new(aliases.split(','), note)
    }

    /// The aliases as a line.
    #[must_use]
    pub fn alias_line(&self) -> String {
        self.aliases.join(", ")
    }

    /// There is neither an alias nor a note.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.aliases.is_empty() && self.text.is_empty()
    }

    /// What is too much, as a sentence.
    #[must_use]
    pub fn excess(&self) -> Option<String> {
        let long = self.aliases.iter().map(|alias| alias.chars().count()).max().unwrap_or(0);
        if self.aliases.len() > ALIASES_MAX {
            Some(format!("a company has at most {ALIASES_MAX} aliases; these would be {}", self.aliases.len()))
        } else if long > ALIAS_MAX {
            Some(format!("an alias has at most {ALIAS_MAX} characters; this one would have {long}"))
        } else if self.text.len() > NOTE_MAX {
            Some(format!("a note has at most {NOTE_MAX} bytes; this one would have {}", self.text.len()))
        } else {
            None
        }
    }

    /// How much there is, to tell whether a change makes it more.
    #[must_use]
    pub fn size(&self) -> (usize, usize, usize) {
        let longest = self.aliases.iter().map(|alias| alias.chars().count()).max().unwrap_or(0);
        (self.aliases.len(), longest, self.text.len())
    }

    /// My change of `base` and the change of another program, `theirs`, together: what either has added is there, what
    /// either has taken away is gone, and of two notes that do not fit together both are there.
    #[must_use]
    pub fn merged(base: &Self, mine: &Self, theirs: &Self) -> Self {
        let gone = |one: &String| has(&base.aliases, one) && !has(&mine.aliases, one);
        let new = |one: &&String| !has(&base.aliases, one) && !has(&theirs.aliases, one);
        let kept = theirs.aliases.iter().filter(|one| !gone(one));
        let aliases: Vec<&str> = kept.chain(mine.aliases.iter().filter(new)).map(String::as_str).collect();
        Self::new(aliases, &merged_text(&base.text, &mine.text, &theirs.text))
    }
}

/// Whether the alias is among these, in whatever case.
fn has(aliases: &[String], one: &str) -> bool {
    let folded = folded_alias(one);
    aliases.iter().any(|other| folded_alias(other) == folded)
}

fn merged_text(base: &str, mine: &str, theirs: &str) -> String {
    if mine == theirs || theirs == base {
        return mine.to_owned();
    }
    if mine == base {
        return theirs.to_owned();
    }
    // Something was only added at the end.
    let added = |to: &str| to.strip_prefix(base).filter(|_| !base.is_empty()).map(str::to_owned);
    match (added(theirs), added(mine)) {
        (Some(end), _) => joined(mine, &end),
        (None, Some(end)) => joined(theirs, &end),
        // Kept apart, neither is inside the other.
        (None, None) if mine.contains(theirs) => mine.to_owned(),
        (None, None) if theirs.contains(mine) => theirs.to_owned(),
        (None, None) => format!("{mine}\n\n{BOTH}\n{theirs}"),
    }
}

fn joined(text: &str, end: &str) -> String {
    let gap = if end.starts_with('\n') || text.ends_with('\n') { "" } else { "\n" };
    format!("{text}{gap}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn aliases_are_cleaned_and_each_is_there_once() {
        let note = DeskNote::typed(" Cob ,cobalt  ins,\u{1b}[31mCÖB,,COB , x\u{202e}y", "a\tb\r\nc \n\n");
        assert_eq!(note.aliases, ["Cob", "cobalt ins", "xy"]);
        assert_eq!(note.text, "a    b\nc");
        assert_eq!(DeskNote::typed(&note.alias_line(), &note.text), note);
    }

    #[rstest]
    #[case("a,b", "x", None)]
    #[case(&(0..21).map(|n| n.to_string()).collect::<Vec<_>>().join(","), "", Some("at most 20 aliases; these would be 21"))]
    #[case(&"é".repeat(64), &"x".repeat(4096), None)]
    #[case(&"é".repeat(65), "", Some("at most 64 characters; this one would have 65"))]
    #[case("", &"é".repeat(2049), Some("at most 4096 bytes; this one would have 4098"))]
    fn what_is_too_much_is_told(#[case] aliases: &str, #[case] text: &str, #[case] told: Option<&str>) {
        let excess = DeskNote::typed(aliases, text).excess();
        match told {
            Some(told) => assert!(excess.as_deref().is_some_and(|said| said.contains(told)), "{excess:?}"),
            None => assert_eq!(excess, None),
        }
    }

    #[rstest]
    #[case::only_mine(("a", "x"), ("a,b", "x y"), ("a", "x"), ("a,b", "x y"))]
    #[case::only_theirs(("a", "x"), ("a", "x"), ("a,b", "x y"), ("a,b", "x y"))]
    #[case::one_adds_the_other_takes_away(("a,b", "x"), ("a", "x"), ("A,b,c", "x"), ("A,c", "x"))]
    #[case::both_add(("a", ""), ("a,b", ""), ("a,c", ""), ("a,c,b", ""))]
    #[case::each_another_part(("a", "x"), ("a,b", "x"), ("a", "y"), ("a,b", "y"))]
    #[case::both_add_at_the_end(("", "x"), ("", "x\n1"), ("", "x\n2"), ("", "x\n1\n2"))]
    #[case::they_add_at_the_end(("", "x"), ("", "new x"), ("", "x, and more"), ("", "new x\n, and more"))]
    #[case::i_add_at_the_end(("", "x"), ("", "x\nmine"), ("", "theirs"), ("", "theirs\nmine"))]
    #[case::both_write(("", "x"), ("", "1"), ("", "2"), ("", "1\n\n--- written by another program meanwhile ---\n2"))]
    #[case::both_begin(("", ""), ("", "1"), ("", "2"), ("", "1\n\n--- written by another program meanwhile ---\n2"))]
    #[case::the_same(("", "x"), ("", "1"), ("", "1"), ("", "1"))]
    #[case::i_take_it_away_they_write(("", "x"), ("", ""), ("", "2"), ("", "2"))]
    fn two_changes_lose_nothing(
        #[case] base: (&str, &str),
        #[case] mine: (&str, &str),
        #[case] theirs: (&str, &str),
        #[case] both: (&str, &str),
    ) {
        let [base, mine, theirs, both] = [base, mine, theirs, both].map(|(a, t)| DeskNote::typed(a, t));
        assert_eq!(DeskNote::merged(&base, &mine, &theirs), both);
    }
}
