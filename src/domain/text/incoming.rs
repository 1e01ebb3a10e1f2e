//! Cleans text from outside.

use icu_normalizer::ComposingNormalizerBorrowed;
use unicode_width::UnicodeWidthChar;

use super::escapes::without_escapes;
use super::invisible::{is_ignorable, is_unsafe, without_ignorables};

/// Combining marks kept on one letter: enough for any living script, too few to flood a line.
const MARKS_MAX: usize = 8;

/// Cleans multi-line text that was typed, pasted or given as a flag, a file or a variable.
///
/// Escape sequences are removed or decoded (Enter and Tab as terminals encode them), line breaks become `\n` (`\r\r\n`
/// is one break), tabs are kept, text is composed (NFC), and control and invisible characters are removed. Nothing
/// visible is lost, except spaces at both ends.
#[must_use]
pub fn incoming(raw: &str) -> String {
    incoming_lines(raw).trim().to_owned()
}

/// Like [`incoming`], but keeps the spaces at both ends.
#[must_use]
pub fn incoming_lines(raw: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(&lines(raw)).into_owned()
}

/// Cleans text for a one-line field: like [`incoming`], with a space for each line break and tab; spaces at the ends
/// are kept, because more may follow.
#[must_use]
pub fn clean_typed(raw: &str) -> String {
    let text = lines(raw).replace(['\n', '\t'], " ");
    ComposingNormalizerBorrowed::new_nfc().normalize(&text).into_owned()
}

/// A line as it is sent: [`clean_typed`], trimmed.
#[must_use]
pub fn line(typed: &str) -> String {
    clean_typed(typed).trim().to_owned()
}

/// A person's name as it is sent: [`line()`] with typographic apostrophes replaced by the plain one. An acute accent
/// between two letters counts as an apostrophe too.
#[must_use]
pub fn name(typed: &str) -> String {
    let line = line(typed);
    if line.chars().all(|c| c.is_ascii() && c != '`') {
        return line;
    }
    let mut before = None;
    let mut chars = line.chars().peekable();
    let mut out = String::with_capacity(line.len());
    while let Some(c) = chars.next() {
        let inside = before.is_some_and(char::is_alphabetic) && chars.peek().copied().is_some_and(char::is_alphabetic);
        out.push(match c {
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{ff07}' => '\'',
            '`' | '\u{b4}' | '\u{2032}' if inside => '\'',
            c => c,
        });
        before = Some(c);
    }
    out
}

/// A text of the service as one safe line of at most `max` characters.
///
/// Line breaks and tabs become one space; what [`incoming`] removes is removed. Letters and accents are unchanged.
#[must_use]
pub fn clean(raw: &str, max: usize) -> String {
    if is_clean(raw, max) {
        return raw.to_owned();
    }
    cleaned(raw, max)
}

/// The same for any text.
fn cleaned(raw: &str, max: usize) -> String {
    // Ten characters for each one are more than enough for what is removed from a genuine text.
    let bounded = raw.char_indices().nth(max.saturating_mul(10)).map_or(raw, |(end, _)| &raw[..end]);
    let mut out = String::with_capacity(bounded.len().min(max));
    let mut kept = 0;
    let mut marks = 0;
    for c in lines(bounded).chars() {
        let c = if matches!(c, '\n' | '\t') { ' ' } else { c };
        if out.is_empty() && c.is_whitespace() || c == ' ' && out.ends_with(' ') {
            continue;
        }
        if kept == max {
            // A trailing joiner or selector has nothing to join any more.
            return out.trim_end_matches(|c: char| c.is_whitespace() || is_ignorable(c)).to_owned();
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

/// Most texts of the service: nothing but characters that can be seen, with single spaces between words.
fn is_clean(raw: &str, max: usize) -> bool {
    let mut kept = 0;
    let mut before = ' ';
    let is_plain = raw.chars().all(|c| {
        let is_word = matches!(c, '!'..='~') || !c.is_ascii() && is_visible(c);
        let stays = is_word || c == ' ' && before != ' ';
        kept += 1;
        before = c;
        stays
    });
    is_plain && kept <= max && before != ' '
}

/// A character that has a width of its own, whatever is beside it.
fn is_visible(c: char) -> bool {
    !c.is_whitespace() && !is_unsafe(c) && !is_ignorable(c) && c.width() != Some(0)
}

/// Removes escape sequences, control characters other than `\n` and tab, and invisible characters.
fn lines(raw: &str) -> String {
    if raw.bytes().all(|b| matches!(b, b' '..=b'~' | b'\n' | b'\t')) {
        return raw.to_owned();
    }
    let text = without_escapes(raw);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // Any number of carriage returns before a line feed is one line break.
            '\r' => {
                let mut returns = 1;
                while chars.next_if_eq(&'\r').is_some() {
                    returns += 1;
                }
                let ends = if chars.next_if_eq(&'\n').is_some() { 1 } else { returns };
                out.extend(std::iter::repeat_n('\n', ends));
            }
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\n' | '\t' => out.push(c),
            c if is_unsafe(c) => {}
            c => out.push(c),
        }
    }
    if out.is_ascii() { out } else { without_ignorables(&out) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::NAME_MAX;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("  Acme\r\n\tLtd \n", "Acme\n\tLtd")]
    #[case("a\r\nb\rc\nd\u{2028}e\u{2029}f\u{85}g\u{b}h\u{c}i", "a\nb\nc\nd\ne\nf\ng\nh\ni")]
    #[case("a\r\r\nb\r\rc\n\nd\r\r\r\n\r\ne", "a\nb\n\nc\n\nd\n\ne")]
    #[case("Jane Doe\x1b[13;1ujane@acme.example\x1b[13;1u+44", "Jane Doe\njane@acme.example\n+44")]
    #[case("\u{feff}Jane\0 D\u{8}oe\x7f\u{9c}", "Jane Doe")]
    #[case("Mu\u{308}ller \u{212b}ngstro\u{308}m", "Müller Ångström")]
    #[case("\u{1112}\u{1161}\u{11ab}\u{3164}", "한")]
    #[case("zoe.f\u{3164}@x.example", "zoe.f@x.example")]
    // NFC does not compose over what stands between.
    #[case("e\u{200b}\u{301}", "é")]
    #[case("\u{a0}\u{3000}x y\u{2003}", "x y")]
    #[case("O’Brien – „x“ ｆ ﬁ ²", "O’Brien – „x“ ｆ ﬁ ²")]
    #[case("", "")]
    fn what_comes_in(#[case] raw: &str, #[case] expected: &str) {
        assert_eq!(incoming(raw), expected);
    }

    #[test]
    fn typed_text_keeps_its_outer_spaces() {
        assert_eq!(clean_typed("a \nb\x1b[9u "), "a  b  ");
    }

    #[rstest]
    #[case("O’Brien", "O'Brien")]
    #[case("D`Angelo d\u{b4}Or ‘t", "D'Angelo d'Or 't")]
    #[case("Мар\u{2bc}яна", "Мар'яна")]
    #[case("Ka\u{2bb}iulani", "Ka\u{2bb}iulani")]
    #[case(" Mu\u{308}ller–Lüdenscheidt\u{200b} ", "Müller–Lüdenscheidt")]
    #[case("`x` a´", "`x` a´")]
    fn a_name_has_plain_apostrophes(#[case] typed: &str, #[case] sent: &str) {
        assert_eq!(name(typed), sent);
        assert_eq!(name(sent), sent);
    }

    #[test]
    fn escape_sequences_go_whole() {
        assert_eq!(clean("a\x1b[31mb\x07\u{9b}2Jc", 99), "abc");
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

    /// Pieces that are hard in many ways, and any text.
    fn text() -> impl Strategy<Value = String> {
        let scripts = [
            "Łódź",
            "Işık",
            "Ñandú",
            "Ελλάς",
            "Київ",
            "שלום",
            "العربية",
            "می\u{200c}خواهم",
            "हिन्दी",
            "ශ\u{dca}\u{200d}රී",
            "ไทย",
            "한국어",
            "\u{1112}\u{1161}",
            "日本語",
            "中文",
            "ქართული",
            "Հայերեն",
            "አማርኛ",
            "தமிழ்",
            "བོད",
            "e\u{301}",
            "👩\u{200d}💻",
            "\x1b[13;1u",
            "\x1b[31m",
            "\x1b]0;",
            "\x07",
            "\r\r\n",
            "\r",
            "\n",
            "\t",
            "\u{3164}",
            "\u{200d}",
            "\u{fe0f}",
            "\u{202e}",
            "\u{9b}",
            " ",
            "\u{a0}",
            "’",
            "ﬁ",
            "Å",
            "\x1bP",
            "\x1b\\",
            "\x1bO",
            "[",
            "u",
            "1",
        ];
        prop::collection::vec(prop_oneof![3 => prop::sample::select(scripts.to_vec()).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)], 0..12)
            .prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn cleaning_once_is_enough(raw in text()) {
            let once = incoming(&raw);
            prop_assert_eq!(incoming(&once), once);
            let once = clean_typed(&raw);
            prop_assert_eq!(clean_typed(&once), once);
            for max in [3, 20, NAME_MAX] {
                let once = clean(&raw, max);
                prop_assert_eq!(clean(&once, max), once);
            }
        }

        #[test]
        fn clean_text_is_known_without_being_cleaned(raw in "(\\PC{0,2}( ?[a-zé株ш]{1,3}){0,8}[ é\\t\u{301}]{0,2})|\\PC{0,9}") {
            for max in [3, 20, NAME_MAX] {
                prop_assert_eq!(clean(&raw, max), cleaned(&raw, max));
            }
        }

        #[test]
        fn nothing_that_acts_on_a_terminal_comes_out(raw in text()) {
            prop_assert!(!incoming(&raw).contains(|c: char| is_unsafe(c) && !matches!(c, '\n' | '\t')));
            prop_assert!(!clean_typed(&raw).contains(is_unsafe) && !clean(&raw, NAME_MAX).contains(is_unsafe));
        }

        /// What can be seen stays, in its order, where no escape sequence takes its letters.
        #[test]
        fn nothing_that_can_be_seen_is_lost(raw in text()) {
            let plain: String = raw.chars().filter(|c| !c.is_control()).collect();
            let seen = |text: &str| -> String {
                let seen = text.chars().filter(|c| !c.is_whitespace() && !is_ignorable(*c) && !is_unsafe(*c));
                ComposingNormalizerBorrowed::new_nfc().normalize(&seen.collect::<String>()).into_owned()
            };
            prop_assert_eq!(seen(&incoming(&plain)), seen(&plain));
            prop_assert_eq!(seen(&clean_typed(&plain)), seen(&plain));
        }
    }
}
