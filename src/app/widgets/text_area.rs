//! A text of several lines, edited with the keys of an input line; Enter breaks the line.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::app::keys::press::{Key, KeyPress};
use crate::app::widgets::text_input::{Edit, TextInput};
use crate::domain::desk::note::note_typed;
use crate::domain::text::cells::width;

/// Rows that a screen key moves.
const SCREEN: usize = 10;

/// The text and its cursor.
#[derive(Debug, Clone, Default)]
pub struct TextArea {
    input: TextInput,
}

/// The rows of a text in so many cells, as ranges of its bytes: broken after blanks where possible. Blanks at the end of
/// a row may stand outside.
#[must_use]
pub fn rows(text: &str, cells: usize) -> Vec<Range<usize>> {
    let cells = cells.max(1);
    let mut rows = Vec::new();
    let mut begin = 0;
    for line in text.split('\n') {
        let (mut start, mut used, mut gap) = (begin, 0, None);
        for (at, letter) in line.grapheme_indices(true).map(|(at, letter)| (begin + at, letter)) {
            let wide = width(letter);
            let is_blank = letter.chars().all(char::is_whitespace);
            // What follows a blank may be too wide itself.
            while !is_blank && used + wide > cells && at > start {
                let end = gap.filter(|gap| *gap > start).unwrap_or(at);
                rows.push(start..end);
                used = width(text.get(end..at).unwrap_or_default());
                (start, gap) = (end, None);
            }
            used += wide;
            if is_blank {
                gap = Some(at + letter.len());
            }
        }
        rows.push(start..begin + line.len());
        begin += line.len() + 1;
    }
    rows
}

impl TextArea {
    /// A text, the cursor behind it.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { input: TextInput::new(text) }
    }

    /// The text.
    #[must_use]
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// The row of the cursor, and the cells before it there.
    #[must_use]
    pub fn place(&self, cells: usize) -> (usize, usize) {
        let (text, at) = (self.value(), self.input.byte_cursor());
        let rows = rows(text, cells);
        let row = rows.iter().rposition(|row| row.start <= at).unwrap_or(0);
        let before = rows.get(row).and_then(|row| text.get(row.start..at)).map_or(0, width);
        (row, before.min(cells))
    }

    /// The first row to draw in `height` rows, so that the cursor is visible.
    #[must_use]
    pub fn top(&self, cells: usize, height: usize) -> usize {
        (self.place(cells).0 + 1).saturating_sub(height.max(1))
    }

    /// Applies a key press to the text, which is drawn in so many cells.
    pub fn press(&mut self, press: KeyPress, cells: usize) -> Edit {
        let KeyPress { key, ctrl, alt, shift: _ } = press;
        let (text, at) = (self.value(), self.input.byte_cursor());
        let line_start = text[..at].rfind('\n').map_or(0, |before| before + 1);
        let line_end = text[at..].find('\n').map_or(text.len(), |after| at + after);
        match (key, ctrl, alt) {
            (Key::Enter, false, _) | (Key::Char('j'), true, false) => self.input.replace_range(at..at, "\n"),
            (Key::Up, false, false) => return self.move_rows(-1, cells),
            (Key::Down, false, false) => return self.move_rows(1, cells),
            (Key::PageUp, false, false) => return self.move_rows(-isize::try_from(SCREEN).unwrap_or(1), cells),
            (Key::PageDown, false, false) => return self.move_rows(isize::try_from(SCREEN).unwrap_or(1), cells),
            (Key::Home, false, false) | (Key::Char('a'), true, false) => {
                self.input.put_cursor(line_start);
                return Edit::Moved;
            }
            (Key::End, false, false) | (Key::Char('e'), true, false) => {
                self.input.put_cursor(line_end);
                return Edit::Moved;
            }
            (Key::Char('u'), true, false) if line_start < at => self.input.replace_range(line_start..at, ""),
            // At the end of a line, the next one is joined to it.
            (Key::Char('k'), true, false) if at < text.len() => {
                self.input.replace_range(at..line_end.max(at + 1), "");
            }
            (Key::Char('u' | 'k'), true, false) => return Edit::Moved,
            _ => return self.input.press(press),
        }
        Edit::Changed
    }

    /// Inserts pasted text at the cursor as one step, with its lines.
    pub fn paste(&mut self, pasted: &str) {
        let at = self.input.byte_cursor();
        self.input.replace_range(at..at, &note_typed(pasted));
    }

    /// Replaces the text; the cursor stays where it is, and undo restores the previous text.
    pub fn replace(&mut self, text: &str) {
        let at = self.input.byte_cursor();
        self.input.replace(text);
        let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        self.input.put_cursor(at);
    }

    /// Puts the cursor at this cell of a row.
    pub fn click(&mut self, (row, cell): (usize, usize), cells: usize) {
        let text = self.value();
        let rows = rows(text, cells);
        let Some(row) = rows.get(row.min(rows.len().saturating_sub(1))).cloned() else { return };
        let mut at = row.end;
        let mut used = 0;
        for (n, letter) in text.get(row.clone()).unwrap_or_default().grapheme_indices(true) {
            if used + width(letter) > cell {
                at = row.start + n;
                break;
            }
            used += width(letter);
        }
        // The end of a broken row is the start of the next one.
        let is_broken = at == row.end && text.get(at..).is_some_and(|rest| !rest.is_empty() && !rest.starts_with('\n'));
        let last = text.get(row.clone()).and_then(|text| text.grapheme_indices(true).next_back()).map(|(n, _)| n);
        self.input.put_cursor(if is_broken { row.start + last.unwrap_or(0) } else { at });
    }

    fn move_rows(&mut self, by: isize, cells: usize) -> Edit {
        let (row, cell) = self.place(cells);
        let last = rows(self.value(), cells).len().saturating_sub(1);
        let to = row.saturating_add_signed(by).min(last);
        if to != row {
            self.click((to, cell), cells);
        }
        Edit::Moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn press(area: &mut TextArea, keys: &str) {
        for key in keys.split(' ') {
            area.press(KeyPress::parse(key).expect("key"), 10);
        }
    }

    #[rstest]
    #[case("", &[""])]
    #[case("one two three", &["one two ", "three"])]
    #[case("one two    three", &["one two    ", "three"])]
    #[case("abcdefghijklm no", &["abcdefghij", "klm no"])]
    #[case("a\n\nb\n", &["a", "", "b", ""])]
    #[case("上海雲端網路 x", &["上海雲端網", "路 x"])]
    #[case("one twothreefour", &["one ", "twothreefo", "ur"])]
    fn text_is_broken_after_blanks(#[case] text: &str, #[case] expected: &[&str]) {
        let rows: Vec<&str> = rows(text, 10).into_iter().map(|row| &text[row]).collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn keys_edit_lines() {
        let mut area = TextArea::new("first");
        press(&mut area, "enter s e c enter t");
        assert_eq!(area.value(), "first\nsec\nt");
        press(&mut area, "up home x ctrl-e y");
        assert_eq!(area.value(), "first\nxsecy\nt");
        press(&mut area, "ctrl-u");
        assert_eq!(area.value(), "first\n\nt");
        press(&mut area, "ctrl-k ctrl-k");
        assert_eq!(area.value(), "first\n");
        press(&mut area, "ctrl-k backspace ctrl-u ctrl-u");
        assert_eq!(area.value(), "");
        press(&mut area, "ctrl-z ctrl-z");
        assert_eq!(area.value(), "first\n");
    }

    #[test]
    fn cursor_moves_by_rows_as_they_are_drawn() {
        let mut area = TextArea::new("one two three\nfour");
        assert_eq!(area.place(10), (2, 4));
        press(&mut area, "up");
        assert_eq!(area.place(10), (1, 4));
        press(&mut area, "up up up");
        assert_eq!(area.place(10), (0, 4));
        press(&mut area, "pgdn home");
        assert_eq!(area.place(10), (2, 0));
        assert_eq!((area.top(10, 2), area.top(10, 9)), (1, 0));
        area.click((0, 99), 10);
        assert_eq!(area.place(10), (0, 7), "not at the start of the next row");
        area.click((9, 99), 10);
        assert_eq!(area.place(10), (2, 4));
    }

    #[test]
    fn paste_keeps_its_lines_and_no_control_characters() {
        let mut area = TextArea::new("<>");
        press(&mut area, "left");
        area.paste("a\r\n\tb\u{1b}[31m\u{7}\u{202e}");
        assert_eq!(area.value(), "<a\n    b>");
        press(&mut area, "ctrl-z");
        assert_eq!(area.value(), "<>");
        area.replace("x");
        assert_eq!(area.place(10), (0, 1));
    }

    proptest! {
        #[test]
        fn every_byte_is_in_one_row(text in "[a-c 上é\\n]{0,60}", cells in 1..12usize) {
            let rows = rows(&text, cells);
            let joined: String = text.split('\n').collect();
            prop_assert_eq!(rows.iter().map(|row| &text[row.clone()]).collect::<String>(), joined);
            for row in &rows {
                let shown = text[row.clone()].trim_end();
                prop_assert!(width(shown) <= cells || shown.graphemes(true).count() == 1, "{:?}", shown);
            }
        }
    }
}
