//! A line of a paste.

use crate::domain::text;

/// A line of the paste with its number, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub number: usize,
    /// How many spaces it began with.
    pub indent: usize,
    pub text: String,
}

impl Line {
    /// A line that begins with its text.
    pub(super) fn new(number: usize, text: &str) -> Self {
        Self { number, indent: 0, text: text.to_owned() }
    }
}

/// One line that was coded, cleaned like all that comes in.
pub(super) fn plain(line: &str) -> String {
    text::clean_typed(line).chars().map(plain_char).collect()
}

pub(super) fn plain_char(c: char) -> char {
    match c {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{660}'..='\u{669}' => char::from_digit(u32::from(c) - 0x660, 10).unwrap_or(c),
        '\u{6f0}'..='\u{6f9}' => char::from_digit(u32::from(c) - 0x6f0, 10).unwrap_or(c),
        '\u{60c}' | '\u{3001}' => ',',
        '\u{61b}' => ';',
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}'..='\u{2012}' | '\u{2212}' | '\u{fe63}' => '-',
        c => c,
    }
}
