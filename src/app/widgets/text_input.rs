//! A single-line text input: tui-input with readline keys, paste and undo.

use tui_input::{Input, InputRequest};
use unicode_width::UnicodeWidthChar;

use crate::app::keys::press::{Key, KeyPress};
use crate::domain::text::clean_typed;

/// Maximum characters of a field: far beyond any limit of the service, so that what was typed
/// can be corrected, but no paste fills the memory.
pub const TYPED_MAX: usize = 4_096;
/// Maximum bytes of a paste that are read.
pub const PASTE_MAX: usize = 256 * 1024;
const UNDO_MAX: usize = 200;

/// An input line.
#[derive(Debug, Clone, Default)]
pub struct TextInput {
    input: Input,
    undo: Vec<(String, usize)>,
}

/// Effect of a key press on an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// It is not an editing key.
    Ignored,
    /// The cursor moved, or there was nothing to do.
    Moved,
    /// The text changed.
    Changed,
    /// The text is as long as it may be.
    Full,
}

impl TextInput {
    /// An input that holds `text`, the cursor behind it.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { input: Input::new(text.into()), undo: Vec::new() }
    }

    /// The text.
    #[must_use]
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// Cells from the start of the text to the cursor.
    #[must_use]
    pub fn visual_cursor(&self) -> usize {
        self.input.visual_cursor()
    }

    /// Cells to skip on the left so that the cursor and the letter under it are visible in `width` cells.
    #[must_use]
    pub fn visual_scroll(&self, width: usize) -> usize {
        let under = self.value().chars().nth(self.input.cursor()).and_then(UnicodeWidthChar::width);
        self.input.visual_scroll(width.saturating_sub(under.unwrap_or(1).max(1)))
    }

    /// Applies a key press to the text.
    pub fn press(&mut self, press: KeyPress) -> Edit {
        if press.ctrl && !press.alt && press.key == Key::Char('z') {
            return self.undo();
        }
        let Some(request) = press.request() else { return Edit::Ignored };
        if matches!(request, InputRequest::InsertChar(_)) && self.length() >= TYPED_MAX {
            return Edit::Full;
        }
        let before = (self.input.value().to_owned(), self.input.cursor());
        match self.input.handle(request) {
            Some(changed) if changed.value => {
                self.remember(before);
                Edit::Changed
            }
            _ => Edit::Moved,
        }
    }

    /// Inserts pasted text at the cursor as one step; line breaks become spaces.
    pub fn paste(&mut self, pasted: &str) -> Edit {
        let pasted = clean_typed(pasted);
        let pasted = pasted.trim();
        if pasted.is_empty() {
            return Edit::Moved;
        }
        let room = TYPED_MAX.saturating_sub(self.length());
        let fits: String = pasted.chars().take(room).collect();
        let full = fits.len() < pasted.len();
        let cursor = self.input.cursor();
        let before = self.input.value().to_owned();
        let at = before.char_indices().nth(cursor).map_or(before.len(), |(i, _)| i);
        let mut text = before.clone();
        text.insert_str(at, &fits);
        self.remember((before, cursor));
        self.input = Input::new(text).with_cursor(cursor + fits.chars().count());
        if full { Edit::Full } else { Edit::Changed }
    }

    /// Replaces the whole text; undo restores the previous one.
    pub fn replace(&mut self, text: impl Into<String>) {
        self.remember((self.input.value().to_owned(), self.input.cursor()));
        self.input = Input::new(text.into());
    }

    /// The cursor's place in the text, in bytes.
    #[must_use]
    pub fn byte_cursor(&self) -> usize {
        let text = self.input.value();
        text.char_indices().nth(self.input.cursor()).map_or(text.len(), |(at, _)| at)
    }

    /// Puts the cursor at this byte of the text, or behind it.
    pub fn put_cursor(&mut self, at: usize) {
        let chars = self.input.value().char_indices().take_while(|(n, _)| *n < at).count();
        self.input.handle(InputRequest::SetCursor(chars));
    }

    /// Replaces these bytes, the cursor behind what stands there now; undo restores the previous text.
    pub fn replace_range(&mut self, at: std::ops::Range<usize>, with: &str) {
        let before = self.input.value().to_owned();
        let (Some(head), Some(tail)) = (before.get(..at.start), before.get(at.end..)) else { return };
        let text = format!("{head}{with}{tail}");
        let cursor = head.chars().count() + with.chars().count();
        self.remember((before.clone(), self.input.cursor()));
        self.input = Input::new(text).with_cursor(cursor);
    }

    /// Puts the cursor at this cell of the text.
    pub fn click(&mut self, cells: usize) {
        let mut width = 0;
        let mut at = 0;
        for c in self.input.value().chars() {
            if width >= cells {
                break;
            }
            width += c.width().unwrap_or(0);
            at += 1;
        }
        self.input.handle(InputRequest::SetCursor(at));
    }

    fn undo(&mut self) -> Edit {
        match self.undo.pop() {
            Some((text, cursor)) => {
                self.input = Input::new(text).with_cursor(cursor);
                Edit::Changed
            }
            None => Edit::Moved,
        }
    }

    fn remember(&mut self, before: (String, usize)) {
        if self.undo.len() == UNDO_MAX {
            self.undo.remove(0);
        }
        self.undo.push(before);
    }

    fn length(&self) -> usize {
        self.input.value().chars().count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(input: &mut TextInput, keys: &str) {
        for key in keys.split(' ') {
            input.press(KeyPress::parse(key).expect("key"));
        }
    }

    #[test]
    fn readline_keys_edit() {
        let mut i = TextInput::new("one two three");
        press(&mut i, "ctrl-w");
        assert_eq!(i.value(), "one two ");
        press(&mut i, "ctrl-y home alt-d");
        assert_eq!(i.value(), "two three");
        press(&mut i, "end ctrl-b ctrl-k");
        assert_eq!(i.value(), "two thre");
        press(&mut i, "ctrl-u");
        assert_eq!(i.value(), "");
    }

    #[test]
    fn undo_goes_back_step_by_step() {
        let mut i = TextInput::default();
        press(&mut i, "a b ctrl-u c");
        for expected in ["", "ab", "a", "", ""] {
            press(&mut i, "ctrl-z");
            assert_eq!(i.value(), expected);
        }
    }

    #[test]
    fn a_paste_is_one_line_one_step_and_bounded() {
        let mut i = TextInput::new("<>");
        press(&mut i, "left");
        assert_eq!(i.paste(" a\nb\x1b[31m "), Edit::Changed);
        assert_eq!(i.value(), "<a b>");
        press(&mut i, "ctrl-z");
        assert_eq!(i.value(), "<>");
        assert_eq!(i.paste(&"x".repeat(100_000)), Edit::Full);
        assert_eq!(i.value().chars().count(), TYPED_MAX);
        assert_eq!(i.press(KeyPress::parse("y").expect("key")), Edit::Full);
    }
}
