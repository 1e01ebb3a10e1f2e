//! A paste cut to size, cleaned, and taken apart into lines.

use super::wrapped;
use crate::domain::text;

/// Most bytes looked at; the rest of a longer paste is left out.
pub(super) const TEXT_MAX: usize = 64 * 1024;

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

/// The lines, without what a mail program put before them when it quoted; and whether the end is missing.
///
/// On top of the cleaning of all that comes in, wide and Arabic digits and signs are plain ones, every space but
/// the tab a plain space, every hyphen and minus a hyphen. What was coded for a mail or a page is read.
pub(super) fn lines(raw: &str) -> (Vec<Line>, bool) {
    let end = floor(raw, TEXT_MAX);
    let (raw, cut) = (raw.get(..end).unwrap_or(raw), end < raw.len());
    let text = text::incoming_lines(raw);
    let plain = |line: &str| line.chars().map(plain_char).collect::<String>();
    let lines = (1..).zip(text.split('\n')).map(|(number, line)| {
        let line = plain(line);
        let (text, indent) = unquoted(&line);
        Line { number, indent, text: text.to_owned() }
    });
    (wrapped::read(lines.collect()), cut)
}

/// The nearest place at or before `at` that is between characters.
pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// The nearest place at or behind `at` that is between characters.
pub(super) fn ceil(text: &str, at: usize) -> usize {
    (at..text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(text.len())
}

/// One line that was coded, cleaned like all that comes in.
pub(super) fn plain(line: &str) -> String {
    text::clean_typed(line).chars().map(plain_char).collect()
}

fn plain_char(c: char) -> char {
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

/// The line without `> ` marks, without spaces at its ends; and how many it began with behind the marks.
fn unquoted(line: &str) -> (&str, usize) {
    let mut rest = line.trim_start_matches(' ');
    let mut indent = line.len() - rest.len();
    while let Some(inner) = rest.strip_prefix('>') {
        rest = inner.trim_start_matches(' ');
        indent = (inner.len() - rest.len()).saturating_sub(1);
    }
    let tabbed = usize::from(rest.starts_with('\t'));
    (rest.trim_end_matches(' '), indent + tabbed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(raw: &str) -> Vec<String> {
        lines(raw).0.into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn every_kind_of_line_break_breaks_once() {
        assert_eq!(texts("a\r\nb\rc\nd\u{2028}e\n"), ["a", "b", "c", "d", "e", ""]);
    }

    #[test]
    fn quote_marks_go_however_many_there_are() {
        assert_eq!(texts("> > Jane\n>>Doe\n>\n  x"), ["Jane", "Doe", "", "x"]);
    }

    #[test]
    fn wide_and_arabic_digits_are_digits_and_accents_join_their_letter() {
        assert_eq!(texts("電話：０３－１２ ٥٠\nMu\u{308}ller\u{3000}x"), ["電話:03-12 50", "Müller x"]);
    }

    #[test]
    fn what_could_harm_goes_and_tabs_stay() {
        assert_eq!(texts("a\u{1b}]2J\u{202e}b\tc\u{200b}\u{1b}[1;31mred\u{1b}[m"), ["a2Jb\tcred"]);
    }

    #[test]
    fn hyphens_are_one_and_keys_of_a_terminal_are_what_they_write() {
        assert_eq!(texts("12\u{2212}3\u{2011}4\u{1b}[13;1uJane\u{1b}[9;1uDoe"), ["12-3-4", "Jane\tDoe"]);
    }

    #[test]
    fn a_long_paste_is_cut_between_characters() {
        let (lines, cut) = lines(&"ü".repeat(TEXT_MAX));
        assert!(cut);
        assert_eq!(lines.first().map(|l| l.text.len()), Some(TEXT_MAX));
    }
}
