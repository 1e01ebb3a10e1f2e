//! Keys and the mouse with modifiers.

use crate::app::core::msg::MouseAct;
use crate::app::keys::press::{Key, KeyPress};

/// What the mouse does with a modifier held down.
pub(super) fn mouse_with_modifiers(act: MouseAct, ctrl: bool, shift: bool) -> MouseAct {
    match act {
        MouseAct::Click if ctrl => MouseAct::Mark,
        MouseAct::Click if shift => MouseAct::MarkRange,
        MouseAct::WheelUp if shift => MouseAct::WheelLeft,
        MouseAct::WheelDown if shift => MouseAct::WheelRight,
        act => act,
    }
}

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
