//! Keys with modifiers.

use crate::app::keys::press::{Key, KeyPress};

/// A key with its modifiers.
pub(super) fn with_modifiers(key: Key, ctrl: bool, alt: bool, shift: bool) -> KeyPress {
    let key = match key {
        Key::Char(c) if ctrl && !alt => Key::Char(c.to_ascii_lowercase()),
        // Some terminals report the key, not the letter.
        Key::Char(c) if shift => Key::Char(c.to_ascii_uppercase()),
        key => key,
    };
    KeyPress { key, ctrl, alt, shift: shift && !matches!(key, Key::Char(_)) }
}
