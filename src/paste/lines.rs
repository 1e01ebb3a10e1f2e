//! Cleans a paste, truncates it, and splits it into lines.

use super::bounds::floor;
use super::line::{Line, plain_char};
use super::wrapped;
use crate::domain::text;

/// Bytes that are read; the rest of a longer paste is ignored.
pub(super) const TEXT_MAX: usize = 64 * 1024;

/// The lines, without quotation marks of mail programs; and whether the paste was truncated.
///
/// In addition to the general cleaning, wide and Arabic digits and signs become plain ones, every space but the tab a
/// plain space, and every hyphen and minus a hyphen. Mail and HTML encodings are decoded.
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

/// The line without `> ` marks and surrounding spaces; and the number of leading spaces after the marks.
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
    fn wide_and_arabic_digits_and_accents_are_normalized() {
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
