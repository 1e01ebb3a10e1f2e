//! A key with what is held down beside it.

use crate::app::keys::press::{Key, Press};

/// A key with what is held down beside it.
pub(super) fn hold(key: Key, ctrl: bool, alt: bool, shift: bool) -> Press {
    let key = match key {
        Key::Char(c) if ctrl && !alt => Key::Char(c.to_ascii_lowercase()),
        // Some terminals tell the key, not the letter.
        Key::Char(c) if shift => Key::Char(c.to_ascii_uppercase()),
        key => key,
    };
    Press { key, ctrl, alt, shift: shift && !matches!(key, Key::Char(_)) }
}
