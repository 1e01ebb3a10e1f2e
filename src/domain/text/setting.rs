//! Cleans configuration values: an ID, a secret, a URL or a region, whatever the source.

use super::invisible::{is_ignorable, is_unsafe};

/// Quotation marks that are often copied along.
const QUOTES: [(char, char); 7] = [
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('\u{201c}', '\u{201d}'),
    ('\u{201e}', '\u{201c}'),
    ('\u{2018}', '\u{2019}'),
    ('\u{ab}', '\u{bb}'),
];

/// The value without surrounding spaces, line breaks, a byte-order mark and other invisible characters, and a pair of
/// quotation marks.
#[must_use]
pub fn setting(raw: &str) -> &str {
    let mut value = raw;
    loop {
        value = value.trim_matches(|c: char| c.is_whitespace() || is_unsafe(c) || is_ignorable(c));
        let inner = QUOTES.iter().find_map(|(open, close)| value.strip_prefix(*open)?.strip_suffix(*close));
        match inner {
            Some(inner) => value = inner,
            None => return value,
        }
    }
}

/// The first character that is invalid in an ID, secret or URL: anything but visible ASCII.
#[must_use]
pub fn invalid_setting_char(value: &str) -> Option<char> {
    value.chars().find(|c| !c.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("abc", "abc")]
    #[case(" \tabc\r\n", "abc")]
    #[case("\u{feff}abc\u{200b}", "abc")]
    #[case("\"abc\"", "abc")]
    #[case("\u{feff}\" 'abc' \"\r", "abc")]
    #[case("“abc” ", "abc")]
    #[case("a\"b\"c", "a\"b\"c")]
    #[case("\"abc", "\"abc")]
    #[case("\"", "\"")]
    #[case("\"\"", "")]
    #[case(" \u{3164}\u{a0}", "")]
    #[case("a b", "a b")]
    fn only_what_came_along_goes(#[case] raw: &str, #[case] expected: &str) {
        assert_eq!(setting(raw), expected);
        assert_eq!(setting(expected), expected);
    }

    #[rstest]
    #[case("https://api.example/x?y=%20", None)]
    #[case("ab\u{200b}c", Some('\u{200b}'))]
    #[case("ab c", Some(' '))]
    #[case("аbc", Some('а'))]
    fn what_remains_odd(#[case] value: &str, #[case] odd: Option<char>) {
        assert_eq!(invalid_setting_char(value), odd);
    }
}
