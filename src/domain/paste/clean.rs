//! A paste cut to size, cleaned, and taken apart into lines.

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::domain::text;

/// Most bytes looked at; the rest of a longer paste is left out.
pub(super) const TEXT_MAX: usize = 64 * 1024;

/// A line of the paste with its number, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub number: usize,
    pub text: String,
}

/// The lines, without what a mail program put before them when it quoted; and whether the end is missing.
///
/// Letters and their accents become one character, wide and Arabic digits and signs plain ones, every
/// space but the tab a plain space. What could harm a terminal goes.
pub(super) fn lines(raw: &str) -> (Vec<Line>, bool) {
    let end = floor(raw, TEXT_MAX);
    let (raw, cut) = (raw.get(..end).unwrap_or(raw), end < raw.len());
    let raw = raw.replace("\r\n", "\n");
    let breaks = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    let lines = (1..).zip(raw.split(breaks)).map(|(number, line)| Line { number, text: unquoted(&plain(line)) });
    (lines.collect(), cut)
}

/// The nearest place at or before `at` that is between characters.
pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// The nearest place at or behind `at` that is between characters.
pub(super) fn ceil(text: &str, at: usize) -> usize {
    (at..text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(text.len())
}

fn plain(line: &str) -> String {
    let plain: String = without_colours(line).chars().filter_map(plain_char).collect();
    ComposingNormalizerBorrowed::new_nfc().normalize(&plain).into_owned()
}

/// Without the sequences that set colours, which copies from a terminal or a log may hold.
fn without_colours(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').trim_start_matches('m'));
    }
    out
}

fn plain_char(c: char) -> Option<char> {
    Some(match c {
        '\t' => '\t',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0)?,
        '\u{660}'..='\u{669}' => char::from_digit(u32::from(c) - 0x660, 10)?,
        '\u{6f0}'..='\u{6f9}' => char::from_digit(u32::from(c) - 0x6f0, 10)?,
        '\u{60c}' | '\u{3001}' => ',',
        '\u{61b}' => ';',
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}' | '\u{2011}' => '-',
        c if text::is_unsafe(c) => return None,
        c => c,
    })
}

/// The line without `> ` marks, without spaces at its ends.
fn unquoted(line: &str) -> String {
    let mut rest = line.trim_start_matches(' ');
    while let Some(inner) = rest.strip_prefix('>') {
        rest = inner.trim_start_matches(' ');
    }
    rest.trim_end_matches(' ').to_owned()
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
        assert_eq!(texts("a\u{1b}]2J\u{202e}b\tc\u{200b}\u{1b}[1;31mred\u{1b}[m"), ["a]2Jb\tcred"]);
    }

    #[test]
    fn a_long_paste_is_cut_between_characters() {
        let (lines, cut) = lines(&"ü".repeat(TEXT_MAX));
        assert!(cut);
        assert_eq!(lines.first().map(|l| l.text.len()), Some(TEXT_MAX));
    }
}
