//! Keys and pastes held until their target is ready, in order, with their text so far. It does not
//! know the target.

use crate::app::keys::press::{Key, KeyPress};

/// Maximum bytes held.
pub const MAX_BYTES: usize = 64 * 1024;

/// A held key or paste.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// A key.
    Key(KeyPress),
    /// A paste.
    Paste(String),
}

/// The held keys and pastes.
#[derive(Debug, Clone, Default)]
pub struct Hold {
    held: Vec<Held>,
    bytes: usize,
    text: String,
    /// Where the text of the current field begins: backspace stops there.
    field: usize,
}

impl Hold {
    /// Holds a key. False if the limit is reached.
    pub fn key(&mut self, press: KeyPress) -> bool {
        if !self.has_room_for(press.typed().map_or(1, char::len_utf8)) {
            return false;
        }
        if matches!(press.key, Key::Tab | Key::Enter) {
            self.text.push(' ');
            self.field = self.text.len();
        } else if press.key == Key::Backspace && self.text.len() > self.field {
            self.text.pop();
        } else {
            self.text.extend(press.typed());
        }
        self.held.push(Held::Key(press));
        true
    }

    /// Holds a paste. False if the limit is reached.
    pub fn paste(&mut self, text: &str) -> bool {
        if !self.has_room_for(text.len()) {
            return false;
        }
        self.text.push_str(text);
        self.held.push(Held::Paste(text.to_owned()));
        true
    }

    fn has_room_for(&mut self, bytes: usize) -> bool {
        let room = self.bytes + bytes <= MAX_BYTES;
        self.bytes += if room { bytes } else { 0 };
        room
    }

    /// The held text, as far as it is known without its fields.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Everything held, in order.
    #[must_use]
    pub fn release(self) -> Vec<Held> {
        self.held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> Hold {
        let mut hold = Hold::default();
        for c in keys.chars() {
            hold.key(KeyPress::plain(match c {
                '\t' => Key::Tab,
                '<' => Key::Backspace,
                c => Key::Char(c),
            }));
        }
        hold
    }

    #[test]
    fn text_grows_with_the_keys() {
        assert_eq!(typed("janx<e\tdoe").text(), "jane doe");
        assert_eq!(typed("a\t<<b").text(), "a b", "nothing before the field is taken back");
    }

    #[test]
    fn bytes_are_bounded_and_what_is_held_stays() {
        let mut hold = Hold::default();
        assert!(hold.paste(&"x".repeat(MAX_BYTES - 1)));
        assert!(!hold.paste("yy"));
        assert!(!hold.key(KeyPress::plain(Key::Char('é'))));
        assert!(hold.key(KeyPress::plain(Key::Char('z'))));
        assert!(!hold.key(KeyPress::plain(Key::Tab)));
        assert_eq!(hold.text().len(), MAX_BYTES);
        assert_eq!(hold.release().len(), 2);
    }
}
