//! What could be typed next: keys, then the values that occur.

use std::ops::Range;

use super::language::{Key, Language};
use super::parse::operator;
use crate::domain::list::folding::fold;

/// One way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The bytes of the typed text that it replaces.
    pub at: Range<usize>,
    /// What it puts there.
    pub text: String,
    /// How many rows have this value; `None` for a key.
    pub count: Option<u64>,
    /// What the key is; empty for a value.
    pub help: &'static str,
}

/// Ways to go on at this byte of the text; `values` gives the values of a column that occur, most frequent first.
#[must_use]
pub fn complete<L: Language>(
    typed: &str,
    cursor: usize,
    values: impl Fn(Key<L>) -> Vec<(String, u64)>,
) -> Vec<Completion> {
    let Some(before) = typed.get(..cursor) else { return Vec::new() };
    let start = token_start(before);
    let from = start + usize::from(before[start..].starts_with('-'));
    let token = &before[from..];
    let name_ends = token.find(|c: char| !(c.is_ascii_alphabetic() || c == '_')).unwrap_or(token.len());
    match operator(&token[name_ends..]) {
        Some((_, len)) => {
            let Some(key) = Key::<L>::named(&token[..name_ends]) else { return Vec::new() };
            let value = from + name_ends + len;
            let value = before[value..].rfind(',').map_or(value, |comma| value + comma + 1);
            let wanted = fold(before[value..].trim_start_matches('"'));
            let fits = |text: &str| {
                fold(text).split_whitespace().any(|word| word.starts_with(&wanted)) || fold(text).starts_with(&wanted)
            };
            values(key)
                .into_iter()
                .filter(|(text, _)| fits(text))
                .map(|(text, count)| Completion {
                    at: value..cursor,
                    text: quoted(&text),
                    count: Some(count),
                    help: "",
                })
                .collect()
        }
        None if name_ends == token.len() && !token.is_empty() => {
            let typed = token.to_ascii_lowercase();
            L::KEYS
                .iter()
                .filter_map(|spec| {
                    let name = spec.names.iter().find(|name| name.starts_with(&typed))?;
                    // Numbers and days are compared in several ways.
                    let sign = if matches!(spec.key, Key::Text(_) | Key::State | Key::Changed) { ":" } else { "" };
                    let text = format!("{name}{sign}");
                    Some(Completion { at: from..cursor, text, count: None, help: spec.help })
                })
                .collect()
        }
        None => Vec::new(),
    }
}

/// The text has a term that compares this key.
#[must_use]
pub fn names_key<L: Language>(typed: &str, key: Key<L>) -> bool {
    typed.split_whitespace().any(|token| {
        let token = token.trim_start_matches('-');
        let name_ends = token.find(|c: char| !(c.is_ascii_alphabetic() || c == '_')).unwrap_or(token.len());
        operator(&token[name_ends..]).is_some() && Key::named(&token[..name_ends]) == Some(key)
    })
}

/// Where the piece begins that ends here; quotes hold blanks.
fn token_start(before: &str) -> usize {
    let (mut start, mut quoted) = (0, false);
    for (n, c) in before.char_indices() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => start = n + c.len_utf8(),
            _ => {}
        }
    }
    start
}

/// In quotes if it has a blank or a comma.
fn quoted(text: &str) -> String {
    let plain = text.replace('"', "");
    if plain.contains(|c: char| c.is_whitespace() || c == ',') { format!("\"{plain}\"") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::list::filter::key::TextKey;
    use rstest::rstest;

    fn completions(typed: &str) -> String {
        let values = |key: Key| match key {
            Key::Text(TextKey::Reseller) => {
                vec![("Southgate".to_owned(), 12), ("North Star".to_owned(), 3), ("Østre, Ltd".to_owned(), 1)]
            }
            Key::State => vec![("over".to_owned(), 9), ("ok".to_owned(), 100)],
            Key::Text(_) | Key::Number(_) | Key::Date(_) | Key::Changed => Vec::new(),
        };
        let found = complete(typed, typed.len(), values);
        let whole = found.iter().map(|one| format!("{}{}", &typed[..one.at.start], one.text));
        whole.collect::<Vec<_>>().join(" | ")
    }

    #[rstest]
    #[case("", "")]
    #[case("acme ", "")]
    #[case("st", "state:")]
    #[case("acme -st", "acme -state:")]
    #[case("li", "limit | license_type:")]
    #[case("le", "left")]
    #[case("reseller:", "reseller:Southgate | reseller:\"North Star\" | reseller:\"Østre, Ltd\"")]
    #[case("reseller:so", "reseller:Southgate")]
    #[case("reseller:STAR", "reseller:\"North Star\"")]
    #[case("reseller:\"north s", "reseller:\"North Star\"")]
    #[case("reseller:ost", "reseller:\"Østre, Ltd\"")]
    #[case("-reseller:southgate,n", "-reseller:southgate,\"North Star\"")]
    #[case("state:o", "state:over | state:ok")]
    #[case("left<", "")]
    #[case("nothing:x", "")]
    #[case("12", "")]
    fn ways_to_go_on(#[case] typed: &str, #[case] expected: &str) {
        assert_eq!(completions(typed), expected);
    }
}
