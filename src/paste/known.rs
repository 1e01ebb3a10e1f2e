//! Recognises the names of available choices (groups, languages) in a paste.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::paste::normalize::key;

/// Longest name that is searched for in a sentence, in words.
const WORDS_MAX: usize = 8;
/// Longest text that may be one name, in bytes; no name of the service is longer.
const NAME_MAX: usize = 2_048;

/// The names, folded once on first use.
pub(super) struct Known<'a> {
    names: &'a [String],
    by_key: OnceCell<HashMap<String, usize>>,
}

impl<'a> Known<'a> {
    pub(super) fn new(names: &'a [String]) -> Self {
        Self { names, by_key: OnceCell::new() }
    }

    /// There are no choices.
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The choice with this name, ignoring accents and case.
    pub(super) fn find(&self, typed: &str) -> Option<&'a str> {
        if self.names.is_empty() || typed.len() > NAME_MAX {
            return None;
        }
        self.named(&key(typed))
    }

    /// The first choice in a folded sentence, the longest of those that begin at one word.
    pub(super) fn in_sentence(&self, folded: &str) -> Option<&'a str> {
        if self.names.is_empty() {
            return None;
        }
        let starts = std::iter::once(0).chain(folded.match_indices(' ').map(|(at, _)| at + 1));
        starts.filter_map(|start| folded.get(start..)).find_map(|rest| {
            let ends = rest.match_indices(' ').map(|(at, _)| at).chain([rest.len()]).take(WORDS_MAX);
            ends.collect::<Vec<_>>().into_iter().rev().find_map(|end| self.named(rest.get(..end)?))
        })
    }

    fn named(&self, folded: &str) -> Option<&'a str> {
        let by_key = self.by_key.get_or_init(|| {
            // Of two with the same spelling the first is taken.
            self.names
                .iter()
                .enumerate()
                .rev()
                .map(|(at, name)| (key(name), at))
                .filter(|(k, _)| !k.is_empty())
                .collect()
        });
        self.names.get(*by_key.get(folded)?).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_folded_alone_and_in_a_sentence() {
        let names = ["All staff", "Finance", "Finance UK", "Köln"].map(str::to_owned);
        let known = Known::new(&names);
        assert_eq!(known.find("finance uk"), Some("Finance UK"));
        assert_eq!(known.find("KOLN"), Some("Köln"));
        assert_eq!(known.find("finance us"), None);
        assert_eq!(known.in_sentence("to the group finance uk please"), Some("Finance UK"));
        assert_eq!(known.in_sentence("to the financeuk group"), None);
        assert_eq!(Known::new(&[]).find("Finance"), None);
    }
}
