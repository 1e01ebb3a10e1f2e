//! Small vocabularies: words that are not names, closings, requests.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::vocabulary::{PHRASES, WORDS};
use crate::paste::normalize::{Script, key, script};

/// Words, folded on first use.
pub(super) struct Words(LazyLock<HashSet<String>>);

impl Words {
    /// Exactly one of the words, folded or not.
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
    /// Before a name, never part of it. Compared without dots.
    HONORIFICS = honorifics;
    /// The same, but only with a dot: otherwise they can be names.
    ABBREVIATED = abbreviated;
    /// After a name, never part of it.
    BEHIND = behind;
    /// The same, but only after a comma or with a dot.
    DEGREES = degrees;
    /// Start or join a surname.
    PARTICLES = particles;
    /// A name that begins with one of these ends with its second half (`عبد الله`).
    BOUND = bound;
    /// Company suffixes.
    COMPANY = company;
    /// Words of postal addresses.
    ADDRESS = address;
    /// Job titles.
    TITLES = titles;
    /// Capitalised words of letters and sentences that are not names.
    SENTENCE = sentence;
    /// Greetings, followed by the recipient's name.
    GREETINGS = greetings;
    /// Placeholders for an empty value.
    NOTHING = nothing;
    /// Shared mailboxes.
    SHARED = shared;
    /// Markers of external or secondary accounts in an address.
    MARKERS = markers;
}

/// A line with a job title: some of its words are one, and it is not a sentence.
pub(super) fn is_title(line: &str) -> bool {
    line.len() < 100 && line.split([' ', ',', '-', '/']).any(|w| TITLES.has(w))
}

static CLOSING_KEYS: LazyLock<Vec<String>> = LazyLock::new(|| PHRASES.closings.iter().map(|c| key(c)).collect());

/// A closing line: a formula and at most a name, or the two dashes.
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

/// After the formula comes a comma, a dash or a slash, as in `Thanks, Bob`, or a name, so it does not just start a
/// sentence (`Thanks for adding her`).
fn ends_itself(line: &str, closing: &str) -> bool {
    let words = closing.split(' ').count();
    let mut behind = line.split_whitespace().skip(words);
    let formal = words > 1 || is_formal(closing);
    line.split_whitespace().nth(words - 1).is_some_and(|w| w.ends_with([',', '!', '.', '-', ';']))
        || line.contains(" / ")
        || behind.clone().next().is_some_and(|w| w == "-" || w == "–")
        || (formal && behind.all(|w| w.starts_with(char::is_uppercase)))
}

/// A single word that is a closing and starts no sentence, folded.
fn is_formal(word: &str) -> bool {
    PHRASES.formal.iter().any(|formal| formal == word)
}

/// The position of a closing within a sentence: `… from Finance. Thanks, Grace, 020 7946 0555`.
pub(super) fn closing_at(text: &str) -> Option<usize> {
    let ends = text.match_indices(". ").chain(text.match_indices("! ")).chain(text.match_indices("? "));
    ends.map(|(at, end)| at + end.len()).filter(|at| opens(text.get(*at..).unwrap_or_default())).min()
}

/// The text begins with a closing and what ends one.
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

/// A legal notice: long, and about confidentiality.
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

/// The position of the words that request an account, in bytes.
pub(super) fn account_request_at(text: &str) -> Option<usize> {
    let mut folded = String::from(" ");
    // The position of each word in the folded and in the original text.
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

/// The text requests an account.
pub(super) fn requests_account(text: &str) -> bool {
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
        assert_eq!(requests_account(text), asks_it);
    }

    #[test]
    fn words_are_found_folded() {
        assert!(HONORIFICS.has("Sayın") && HONORIFICS.has("sayin") && !HONORIFICS.has("Jane"));
        assert!(DEGREES.has("M.Sc."));
    }
}
