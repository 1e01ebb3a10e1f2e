//! Text from outside (service, paste) made safe to keep and to show on one line.

use unicode_width::UnicodeWidthChar;

/// Longest name kept from the service, in characters.
pub const NAME_MAX: usize = 512;
/// Longest message kept from the service, in characters.
pub const MESSAGE_MAX: usize = 2_000;
/// Marks kept on one letter: enough for any living script, too few to flood a line.
const MARKS_MAX: usize = 8;

/// One safe line of at most `max` characters.
///
/// Line breaks and tabs become one space; control characters, bidirectional overrides, tag and
/// invisible format characters go; joiners inside a word stay, because Persian and emoji need them.
#[must_use]
pub fn clean(raw: &str, max: usize) -> String {
    let mut out = String::with_capacity(raw.len().min(max));
    let mut kept = 0;
    let mut marks = 0;
    for c in raw.chars() {
        if kept == max {
            break;
        }
        let c = match c {
            '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
            c if is_unsafe(c) => continue,
            c => c,
        };
        if c == ' ' && out.ends_with(' ') {
            continue;
        }
        if c.width() == Some(0) {
            marks += 1;
            if marks > MARKS_MAX {
                continue;
            }
        } else {
            marks = 0;
        }
        out.push(c);
        kept += 1;
    }
    out.trim().to_owned()
}

/// What a person typed or pasted into a one-line field: like [`clean`], but spaces at the ends
/// stay, because more may follow.
#[must_use]
pub fn clean_typed(raw: &str) -> String {
    raw.chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
            c if is_unsafe(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Control, direction-override and invisible format characters: never kept, never shown.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// `1 seat`, `2 seats`.
#[must_use]
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_lose_their_teeth() {
        assert_eq!(clean("a\x1b[31mb\x07\u{9b}2Jc", 99), "a[31mb2Jc");
    }

    #[test]
    fn line_breaks_become_one_space_and_ends_are_trimmed() {
        assert_eq!(clean("  Acme\r\n\tLtd \n", 99), "Acme Ltd");
    }

    #[test]
    fn overrides_tags_and_invisible_characters_go_but_joiners_stay() {
        assert_eq!(clean("a\u{202e}b\u{e0041}c\u{200b}d", 99), "abcd");
        assert_eq!(clean("می\u{200c}خواهم", 99), "می\u{200c}خواهم");
    }

    #[test]
    fn a_flood_of_marks_is_cut() {
        let flood = format!("e{}x", "\u{301}".repeat(500));
        assert_eq!(clean(&flood, 999).chars().count(), 1 + MARKS_MAX + 1);
    }

    #[test]
    fn length_is_bounded() {
        assert_eq!(clean(&"x".repeat(100_000), NAME_MAX).len(), NAME_MAX);
    }

    #[test]
    fn typed_text_keeps_its_outer_spaces() {
        assert_eq!(clean_typed("a \nb "), "a  b ");
    }
}
