//! Removes terminal escape sequences from text.
//!
//! Text copied from a terminal or a log contains colours, and a paste through a multiplexer contains keys. Sequences
//! for Enter and Tab are replaced by what they mean; all others are removed completely.

use std::borrow::Cow;

const ESC: char = '\u{1b}';

/// The text without escape sequences. Enter and Tab as encoded by CSI-u, `modifyOtherKeys` and the keypad become a line
/// break and a tab.
///
/// A sequence without an end is cut after its introducer; the rest is text.
pub(super) fn without_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains(introduces) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(introduces) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = match introducer(rest) {
            (Introducer::Control, after) => {
                let (key, after) = control(after);
                out.extend(key);
                after
            }
            (Introducer::Shift, after) => {
                let (key, after) = shift(after);
                out.extend(key);
                after
            }
            (Introducer::String { breaks }, after) => after_string(after, breaks).unwrap_or(after),
            (Introducer::Nothing, after) => after,
        };
    }
    out.push_str(rest);
    Cow::Owned(out)
}

enum Introducer {
    /// CSI: parameters and a final byte follow.
    Control,
    /// SS3: one character follows.
    Shift,
    /// OSC, DCS, SOS, PM, APC: text up to a terminator; some may contain line breaks.
    String { breaks: bool },
    /// A complete sequence, or none at all.
    Nothing,
}

/// ESC, and the C1 control characters that start sequences.
fn introduces(c: char) -> bool {
    matches!(c, ESC | '\u{8f}' | '\u{90}' | '\u{98}' | '\u{9b}' | '\u{9d}'..='\u{9f}')
}

/// The kind of sequence at the beginning of a text, and the rest of the text.
fn introducer(text: &str) -> (Introducer, &str) {
    let mut chars = text.chars();
    let first = chars.next();
    let single = chars.as_str();
    if first != Some(ESC) {
        return match first {
            Some('\u{9b}') => (Introducer::Control, single),
            Some('\u{8f}') => (Introducer::Shift, single),
            Some('\u{9d}') => (Introducer::String { breaks: false }, single),
            _ => (Introducer::String { breaks: true }, single),
        };
    }
    let second = chars.next();
    let double = chars.as_str();
    match second {
        Some('[') => (Introducer::Control, double),
        Some('O') => (Introducer::Shift, double),
        Some(']') => (Introducer::String { breaks: false }, double),
        Some('P' | 'X' | '^' | '_') => (Introducer::String { breaks: true }, double),
        // Keypad mode, saved cursor, string terminator.
        Some('=' | '>' | '7' | '8' | '\\') => (Introducer::Nothing, double),
        // A character set.
        Some('(' | ')' | '*' | '+') => match (chars.next(), chars.clone().next()) {
            (Some('0'), Some('0'..='9')) => (Introducer::Nothing, single),
            (Some('A' | 'B' | 'K' | 'U' | '0'), _) => (Introducer::Nothing, chars.as_str()),
            _ => (Introducer::Nothing, single),
        },
        // The Esc key before something else, or an unknown sequence.
        _ => (Introducer::Nothing, single),
    }
}

/// The replacement of a control sequence, and the rest of the text.
fn control(text: &str) -> (Option<char>, &str) {
    // The function keys of the Linux console have a second bracket and a letter.
    if let Some(letter) = text.strip_prefix('[') {
        return (None, letter.strip_prefix(|c: char| matches!(c, 'A'..='E')).unwrap_or(letter));
    }
    let behind = text.trim_start_matches(|c| matches!(c, '0'..='?'));
    let parameters = &text[..text.len() - behind.len()];
    let last = behind.trim_start_matches(|c| matches!(c, ' '..='/'));
    let mut chars = last.chars();
    match chars.next() {
        Some(end @ '@'..='~') => {
            let plain = last.len() == behind.len();
            (if plain { key(parameters, end) } else { None }, chars.as_str())
        }
        // Truncated or invalid: removes what certainly belongs to it.
        _ => (None, behind),
    }
}

/// The character of `ESC [ 13 ; 2 u` and `ESC [ 27 ; 2 ; 13 ~`, if there is one.
fn key(parameters: &str, end: char) -> Option<char> {
    let mut fields = parameters.split(';');
    let (code, modifiers, typed) = match end {
        'u' => (fields.next()?, fields.next().unwrap_or_default(), fields.next()),
        '~' if fields.next()? == "27" => {
            let modifiers = fields.next()?;
            (fields.next()?, modifiers, None)
        }
        _ => return None,
    };
    let number = |text: &str| text.parse::<u32>().ok();
    let (held, event) = modifiers.split_once(':').unwrap_or((modifiers, ""));
    if event == "3" {
        // A key release.
        return None;
    }
    let held = if held.is_empty() { 0 } else { number(held)?.checked_sub(1)? };
    let mut codes = code.split(':');
    let base = number(codes.next()?)?;
    let shifted = codes.next().and_then(number);
    let written =
        |code: u32| char::from_u32(code).filter(|c| !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(c));
    // Shift is 1, Alt 2, Ctrl 4; the locks do not matter.
    match (base, held & 0b11_1111) {
        // Enter, also of the keypad and with any modifier; and Tab. Ctrl-J, Ctrl-M and Ctrl-I are the keys of line
        // feed, carriage return and tab.
        (13 | 57_414, _) | (106 | 109, 4) => Some('\n'),
        (9, _) | (105, 4) => Some('\t'),
        (base, 0 | 1) => match (typed.and_then(|typed| typed.split(':').next()).and_then(number), shifted) {
            (Some(code), _) => written(code),
            (None, Some(code)) if held & 1 == 1 => written(code),
            (None, _) if held & 1 == 1 => written(base).map(|c| c.to_ascii_uppercase()),
            (None, _) => written(base),
        },
        _ => None,
    }
}

/// The replacement of a keypad or function key, and the rest of the text.
fn shift(text: &str) -> (Option<char>, &str) {
    let letter = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
    let mut chars = letter.chars();
    match chars.next() {
        Some('M') => (Some('\n'), chars.as_str()),
        Some('I') => (Some('\t'), chars.as_str()),
        Some(' ') => (Some(' '), chars.as_str()),
        Some('@'..='~') => (None, chars.as_str()),
        _ => (None, text),
    }
}

/// The text after a control string, if that ends. Another sequence interrupts it, so that the time stays linear.
fn after_string(text: &str, breaks: bool) -> Option<&str> {
    let stops = |c: char| {
        introduces(c)
            || matches!(c, '\u{7}' | '\u{9c}' | '\u{18}' | '\u{1a}')
            || !breaks && matches!(c, '\n' | '\r' | '\u{85}')
    };
    let end = &text[text.find(stops)?..];
    end.strip_prefix("\u{1b}\\").or_else(|| end.strip_prefix(['\u{7}', '\u{9c}']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    // Colours and other control sequences, in either writing.
    #[case("a\x1b[31mb\x1b[0m", "ab")]
    #[case("a\u{9b}2Jb", "ab")]
    #[case("\x1b[38;2;1;2;3mJane\x1b[m Doe\x1b[K", "Jane Doe")]
    #[case("\x1b[38:2::1:2:3mJane", "Jane")]
    #[case("\x1b[?25l\x1b[>4;2m\x1b[2 qJane\x1b[!p", "Jane")]
    #[case("\x1b[200~Jane\x1b[201~", "Jane")]
    #[case("\x1b[I\x1b[1;5CJane\x1b[[A", "Jane")]
    // Enter and Tab.
    #[case("Jane\x1b[13;1uDoe", "Jane\nDoe")]
    #[case("Jane\x1b[13uDoe\x1b[9;1ux", "Jane\nDoe\tx")]
    #[case("Jane\x1b[13;1:1u\x1b[13;1:3uDoe", "Jane\nDoe")]
    #[case("Jane\x1b[13;2uDoe\x1b[57414;129u", "Jane\nDoe\n")]
    #[case("Jane\x1b[27;1;13~Doe\x1b[27;5;9~x", "Jane\nDoe\tx")]
    #[case("Jane\x1b[106;5uDoe\x1b[27;5;106~x\x1b[109;5uy\x1b[105;69uz", "Jane\nDoe\nx\ny\tz")]
    #[case("Jane\u{9b}13;1uDoe", "Jane\nDoe")]
    #[case("Jane\x1bOMDoe\x1bOIx", "Jane\nDoe\tx")]
    // Other keys.
    #[case("j\x1b[64;2ux\x1b[97;1u\x1b[97;2u\x1b[50:64;2u\x1b[97;2;196u", "j@xaA@Ä")]
    #[case("a\x1b[97;5u\x1b[27u\x1b[57350u\x1b[13~\x1b[u\x1b[?1u\x1b[>1ub", "ab")]
    #[case("a\x1bOA\x1bO5P\x1bOpb", "ab")]
    // Titles, links, colours of the palette, the clipboard, pictures.
    #[case("\x1b]0;title\x07Jane", "Jane")]
    #[case("\x1b]8;;https://x.example\x1b\\Jane\x1b]8;;\x1b\\ Doe", "Jane Doe")]
    #[case("\u{9d}52;c;SmFuZQ==\u{9c}Jane", "Jane")]
    #[case("\x1bPq#0;2;0\n~~\x1b\\Jane\x1b_G\x1b\\\x1b^x\x07\x1bXy\x1b\\", "Jane")]
    #[case("\u{90}x\u{9c}Jane", "Jane")]
    // Character sets and modes.
    #[case("\x1b(BJane\x1b)0\x1b=\x1b>\x1b7\x1b8", "Jane")]
    // Not to their end: what follows is text.
    #[case("a\x1b]2J b\nc\x07", "a2J b\nc\u{7}")]
    #[case("a\x1b]x\x1b[mb", "axb")]
    #[case("a\x1b[31", "a")]
    #[case("a\x1b[é\x1b", "aé")]
    #[case("a\x1bJane", "aJane")]
    #[case("a\x1b(030) 12", "a(030) 12")]
    #[case("\x1b", "")]
    #[case("plain", "plain")]
    fn a_sequence_goes_whole_or_is_read(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(without_escapes(text), expected);
    }

    #[test]
    fn no_text_is_looked_at_twice() {
        for unit in ["\x1b]", "\u{9d}", "\x1b[", "\x1bP", "\x1bO1", "\x1b[1;", "\u{90}x"] {
            assert!(without_escapes(&unit.repeat(200_000)).len() <= 600_000, "{unit:?}");
        }
    }
}
