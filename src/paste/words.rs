//! The small vocabularies: what is no name, what ends a letter, what asks for an account.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::vocabulary::{PHRASES, WORDS};
use crate::paste::fold::{Script, key, script};

/// Words, folded when first asked for.
pub(super) struct Words(LazyLock<HashSet<String>>);

impl Words {
    /// One of the words is exactly this, folded or not.
    pub(super) fn has(&self, word: &str) -> bool {
        let folded = word.bytes().all(|b| b.is_ascii_lowercase());
        self.0.contains(word) || (!folded && self.0.contains(&key(word)))
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $list:ident;)*) => {
        $($(#[$doc])* pub(super) static $name: Words =
            Words(LazyLock::new(|| WORDS.$list.iter().map(|word| key(word)).collect()));)*
    };
}

words! {
    /// Before a name, never part of it. Compared without the dots.
    HONORIFICS = honorifics;
    /// The same, but only with a dot: without it they can be names.
    ABBREVIATED = abbreviated;
    /// Behind a name, never part of it, however it is written.
    BEHIND = behind;
    /// The same, but only behind a comma or with a dot.
    DEGREES = degrees;
    /// Begin or join a surname.
    PARTICLES = particles;
    /// The rest of a name that begins with one of these is its second half (`عبد الله`).
    BOUND = bound;
    /// Companies call themselves this.
    COMPANY = company;
    /// Streets and what else stands in an address.
    ADDRESS = address;
    /// What people are at work.
    TITLES = titles;
    /// Words of letters and sentences that begin with a capital and are no name.
    SENTENCE = sentence;
    /// Greetings: whoever is named behind one is written to, not written about.
    GREETINGS = greetings;
    /// What is answered where there is nothing to say.
    NOTHING = nothing;
    /// Mailboxes that are nobody's own.
    SHARED = shared;
    /// A mark of outsiders or of second accounts in an address.
    MARKERS = markers;
}

/// A line that says what somebody is at work: some of its words are a title and it is no sentence.
pub(super) fn is_title(line: &str) -> bool {
    line.len() < 100 && line.split([' ', ',', '-', '/']).any(|w| TITLES.has(w))
}

static CLOSING_KEYS: LazyLock<Vec<String>> = LazyLock::new(|| PHRASES.closings.iter().map(|c| key(c)).collect());

/// A line that ends a letter: a formula and at most a name behind it, or the two dashes.
pub(super) fn closes(line: &str) -> bool {
    if line.len() > 120 {
        return false;
    }
    if line.len() > 1 && line.chars().all(|c| c == '-' || c == '_') {
        return true;
    }
    let folded = key(line);
    let words = folded.split(' ').count();
    CLOSING_KEYS.iter().any(|closing| {
        folded.strip_prefix(closing.as_str()).is_some_and(|rest| {
            let more = words - closing.split(' ').count();
            rest.is_empty()
                || (rest.starts_with(' ') && (more <= 2 || line.contains(" / ")) && ends_itself(line, closing))
        })
    })
}

/// Behind the formula stands a comma, a dash or a slash, as in `Thanks, Bob`, or a name behind one
/// that begins no sentence: it is none that happens to begin so (`Thanks for adding her`).
fn ends_itself(line: &str, closing: &str) -> bool {
    let words = closing.split(' ').count();
    let mut behind = line.split_whitespace().skip(words);
    let formal = words > 1 || is_formal(closing);
    line.split_whitespace().nth(words - 1).is_some_and(|w| w.ends_with([',', '!', '.', '-', ';']))
        || line.contains(" / ")
        || behind.clone().next().is_some_and(|w| w == "-" || w == "–")
        || (formal && behind.all(|w| w.starts_with(char::is_uppercase)))
}

/// A single word that ends a letter and begins no sentence, folded.
fn is_formal(word: &str) -> bool {
    PHRASES.formal.iter().any(|formal| formal == word)
}

/// Where in a sentence its closing formula begins: `… from Finance. Thanks, Grace, 020 7946 0555`.
pub(super) fn closing_at(text: &str) -> Option<usize> {
    let ends = text.match_indices(". ").chain(text.match_indices("! ")).chain(text.match_indices("? "));
    ends.map(|(at, end)| at + end.len()).filter(|at| opens(text.get(*at..).unwrap_or_default())).min()
}

/// The text begins with a closing formula and what ends one.
fn opens(text: &str) -> bool {
    let front: Vec<&str> = text.split_whitespace().take(5).collect();
    (1..=front.len().min(4)).any(|n| {
        let (formula, rest) = front.split_at(n);
        let ended = formula.last().is_some_and(|w| w.ends_with([',', '!', '.', '-'])) || rest.is_empty();
        let folded = key(&formula.join(" "));
        let formal = n > 1 || is_formal(&folded);
        let named = formal && rest.first().is_some_and(|w| w.starts_with(char::is_uppercase));
        (ended || named) && CLOSING_KEYS.contains(&folded)
    })
}

/// A legal notice: long, and about secrecy.
pub(super) fn is_notice(text: &str) -> bool {
    let folded = key(text);
    folded.split(' ').count() > 9 && PHRASES.notices.iter().any(|n| folded.contains(n.as_str()))
}

static ASK_KEYS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let spaced = |c: char| c.is_ascii() || script(c) == Script::Cyrillic;
    let folded = |ask: &String| {
        let end = if ask.ends_with(' ') { " " } else { "" };
        let start = if ask.chars().all(spaced) { " " } else { "" };
        format!("{start}{}{end}", key(ask))
    };
    PHRASES.requests.iter().map(folded).collect()
});

/// Where in a text, in bytes, the words begin that ask for an account.
pub(super) fn asks_at(text: &str) -> Option<usize> {
    let mut folded = String::from(" ");
    // Where each word begins in the folded text, and in the text.
    let mut starts = Vec::new();
    let mut at = 0;
    for word in text.split(char::is_whitespace) {
        starts.push((folded.len(), at));
        let part = key(word);
        if !part.is_empty() {
            folded.push_str(&part);
            folded.push(' ');
        }
        at += word.len() + text.get(at + word.len()..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
    }
    let found = ASK_KEYS.iter().filter_map(|ask| Some(folded.find(ask)? + usize::from(ask.starts_with(' ')))).min()?;
    starts.iter().rev().find(|(f, _)| *f <= found).map(|(_, at)| *at)
}

/// The text asks for an account to be made.
pub(super) fn asks(text: &str) -> bool {
    let folded = format!(" {} ", key(text));
    ASK_KEYS.iter().any(|ask| folded.contains(ask))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Mit freundlichen Grüßen", true)]
    #[case("Thanks, Bob", true)]
    #[case("Venlig hilsen / Kind regards", true)]
    #[case("--", true)]
    #[case("Best,", true)]
    #[case("Thanks for adding her", false)]
    #[case("Danke für die Hilfe", false)]
    #[case("Best Buy", false)]
    #[case("-", false)]
    fn closings(#[case] line: &str, #[case] closes_it: bool) {
        assert_eq!(closes(line), closes_it);
    }

    #[rstest]
    #[case("Please add Jane", true)]
    #[case("den de alta a Carlos", true)]
    #[case("bitte anlegen", true)]
    #[case("请添加新用户", true)]
    #[case("her address", false)]
    fn requests(#[case] text: &str, #[case] asks_it: bool) {
        assert_eq!(asks(text), asks_it);
    }

    #[test]
    fn words_are_found_folded() {
        assert!(HONORIFICS.has("Sayın") && HONORIFICS.has("sayin") && !HONORIFICS.has("Jane"));
        assert!(DEGREES.has("M.Sc."));
    }
}
