//! Fits text into terminal cells: columns stay aligned, whatever the names contain.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::is_unsafe;
use crate::domain::list::columns::Align;

/// Characters on whose width terminals disagree: joiners, variation selectors and skin tones. Without them an emoji
/// family is a sequence of its members, equally wide in every terminal.
fn is_disputed(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Takes one cell in every terminal, and joins no character beside it: Latin letters, and the program's own signs.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~'
        | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}'
        | '\u{2010}'..='\u{2027}' | '\u{2190}'..='\u{22ff}'
        | '\u{2500}'..='\u{25fc}' | '\u{2713}'..='\u{2717}')
}

/// The cells of a text that is drawn as it is, character by character; `None` if it needs a closer look.
#[must_use]
pub fn plain_width(text: &str) -> Option<usize> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Some(text.len());
    }
    text.chars().try_fold(0, |count, c| is_plain(c).then_some(count + 1))
}

/// The text as it is drawn: without unsafe characters and those of disputed width.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    if plain_width(text).is_none() && text.chars().any(|c| is_unsafe(c) || is_disputed(c)) {
        Cow::Owned(text.chars().filter(|c| !is_unsafe(*c) && !is_disputed(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// The width of the text in cells.
#[must_use]
pub fn width(text: &str) -> usize {
    plain_width(text).unwrap_or_else(|| cells(&shown(text)))
}

/// By grapheme, as cells are filled: measured as a whole, Arabic ligatures would count less.
fn cells(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.graphemes(true).map(UnicodeWidthStr::width).sum() }
}

/// The text in exactly `room` cells: padded, or truncated with `mark` between graphemes.
#[must_use]
pub fn fit(text: &str, room: usize, align: Align, mark: char) -> String {
    let text = shown(text);
    let wide = cells(&text);
    if wide <= room {
        let pad = " ".repeat(room - wide);
        return match align {
            Align::Left => format!("{text}{pad}"),
            Align::Right => format!("{pad}{text}"),
        };
    }
    if room == 0 {
        return String::new();
    }
    let mut out = String::with_capacity(room + 4);
    let mut used = 0;
    for letter in text.graphemes(true) {
        let w = letter.width();
        if used + w > room - 1 {
            break;
        }
        out.push_str(letter);
        used += w;
    }
    out.push(mark);
    out.push_str(&" ".repeat(room - 1 - used));
    out
}

/// The text in at most `room` cells: what is too long keeps its beginning and its end, with `…` between them.
#[must_use]
pub fn shortened(text: &str, room: usize) -> Cow<'_, str> {
    let text = shown(text);
    if cells(&text) <= room {
        return text;
    }
    let letters: Vec<&str> = text.graphemes(true).collect();
    let within = |letters: &mut dyn Iterator<Item = &&str>, room: usize| {
        let mut used = 0;
        letters
            .take_while(|letter| {
                used += letter.width();
                used <= room
            })
            .count()
    };
    let end = within(&mut letters.iter().rev(), room.saturating_sub(1) / 2);
    let taken: usize = letters[letters.len() - end..].iter().map(|letter| letter.width()).sum();
    let begin = within(&mut letters.iter(), room.saturating_sub(1 + taken));
    Cow::Owned(format!("{}…{}", letters[..begin].concat(), letters[letters.len() - end..].concat()))
}

/// The text in pieces of at most `room` cells each; one piece if it is empty. For text that is [`shown`] as it is.
#[must_use]
pub fn chunks(text: &str, room: usize) -> Vec<&str> {
    if text.is_ascii() && text.len() <= room {
        return vec![text];
    }
    let (mut pieces, mut start, mut used) = (Vec::new(), 0, 0);
    for (at, letter) in text.grapheme_indices(true) {
        let wide = letter.width();
        if used + wide > room && at > start {
            pieces.push(&text[start..at]);
            (start, used) = (at, 0);
        }
        used += wide;
    }
    pieces.push(&text[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Acme")]
    #[case("上海雲端網路安全科技有限公司")]
    #[case("شركة الأمل للتجارة والمقاولات العامة")]
    #[case("👨\u{200d}👩\u{200d}👧 Family ❤\u{fe0f} Office 👍🏽")]
    #[case("Ze\u{301}phyr e\u{301}\u{302}\u{303}")]
    #[case("บริษัท กรุงเทพ จำกัด")]
    #[case("")]
    fn every_name_takes_exactly_its_cells(#[case] name: &str) {
        use ratatui::{buffer::Buffer, layout::Rect, style::Style};
        for cells in 0..40 {
            for align in [Align::Left, Align::Right] {
                let mut buffer = Buffer::empty(Rect::new(0, 0, 99, 1));
                let (end, _) = buffer.set_stringn(0, 0, fit(name, cells, align, '…'), 99, Style::new());
                assert_eq!(usize::from(end), cells, "{name} in {cells}");
            }
        }
    }

    #[test]
    fn plain_characters_take_a_cell_each() {
        let plain: Vec<char> = ('\0'..=char::MAX).filter(|c| is_plain(*c)).collect();
        assert!(plain.contains(&'ş') && plain.contains(&'…') && !plain.contains(&'\u{ad}'), "{}", plain.len());
        for pair in plain.windows(2).flat_map(|pair| [[pair[0], pair[1]], [pair[1], pair[0]], [pair[0], 'e']]) {
            let text: String = pair.iter().collect();
            let safe: String = text.chars().filter(|c| !is_unsafe(*c) && !is_disputed(*c)).collect();
            assert_eq!(text, safe);
            let widths: Vec<usize> = text.graphemes(true).map(UnicodeWidthStr::width).collect();
            assert_eq!(widths, [1, 1], "{text}");
        }
        assert_eq!(plain_width("株"), None);
        assert_eq!(plain_width("e\u{301}"), None);
    }

    #[rstest]
    #[case("jane@contoso.com", 16, "jane@contoso.com")]
    #[case("jane.doe@contoso.com", 13, "jane.d…so.com")]
    #[case("日本語日本語", 12, "日本語日本語")]
    #[case("日本語日本語", 7, "日本…語")]
    #[case("日本語日本語", 1, "…")]
    fn a_long_text_keeps_its_beginning_and_its_end(#[case] text: &str, #[case] room: usize, #[case] shown: &str) {
        assert_eq!(shortened(text, room), shown);
        assert!(width(shown) <= room);
    }

    #[rstest]
    #[case("", 5, &[""])]
    #[case("abcde", 5, &["abcde"])]
    #[case("abcdef  g", 3, &["abc", "def", "  g"])]
    #[case("日本語", 3, &["日", "本", "語"])]
    #[case("日本語", 1, &["日", "本", "語"])]
    #[case("a\u{301}b", 1, &["a\u{301}", "b"])]
    fn chunks_lose_nothing(#[case] text: &str, #[case] room: usize, #[case] pieces: &[&str]) {
        assert_eq!(chunks(text, room), pieces);
    }

    #[test]
    fn a_wide_letter_is_never_cut_in_half() {
        assert_eq!(fit("日本語", 4, Align::Left, '…'), "日… ");
        assert_eq!(fit("日本語", 5, Align::Left, '…'), "日本…");
    }
}
