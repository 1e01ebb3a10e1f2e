//! A key press as data, with the notation of the command table (`ctrl-s`) and of the screen (`Ctrl-S`).

use std::fmt;

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character, already shifted.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab; with shift it is the way back.
    Tab,
    /// Delete to the left.
    Backspace,
    /// Delete to the right.
    Delete,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// To the start.
    Home,
    /// To the end.
    End,
    /// A screen up.
    PageUp,
    /// A screen down.
    PageDown,
    /// A function key, from 1.
    F(u8),
}

/// One press (or repeat) of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Press {
    /// The key.
    pub key: Key,
    /// With Control.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Shift; never set for characters, which are shifted already.
    pub shift: bool,
}

impl Press {
    /// The key alone.
    #[must_use]
    pub fn plain(key: Key) -> Self {
        Self { key, ctrl: false, alt: false, shift: false }
    }

    /// The character this press types, if it types one. `AltGr` arrives as Control with Alt.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(c) if self.ctrl == self.alt => Some(c),
            _ => None,
        }
    }

    /// Reads the table's notation: `j`, `G`, `ctrl-s`, `alt-down`, `shift-tab`, `space`, `f1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut press = Self::plain(Key::Enter);
        let mut rest = text;
        loop {
            if let Some(r) = rest.strip_prefix("ctrl-") {
                press.ctrl = true;
                rest = r;
            } else if let Some(r) = rest.strip_prefix("alt-") {
                press.alt = true;
                rest = r;
            } else if let Some(r) = rest.strip_prefix("shift-") {
                press.shift = true;
                rest = r;
            } else {
                break;
            }
        }
        press.key = match rest {
            "enter" => Key::Enter,
            "esc" => Key::Esc,
            "tab" => Key::Tab,
            "backspace" => Key::Backspace,
            "delete" => Key::Delete,
            "left" => Key::Left,
            "right" => Key::Right,
            "up" => Key::Up,
            "down" => Key::Down,
            "home" => Key::Home,
            "end" => Key::End,
            "pgup" => Key::PageUp,
            "pgdn" => Key::PageDown,
            "space" => Key::Char(' '),
            _ => {
                let mut chars = rest.chars();
                match (chars.next()?, chars.as_str()) {
                    (c, "") => Key::Char(c),
                    ('f', number) => Key::F(number.parse().ok()?),
                    _ => return None,
                }
            }
        };
        Some(press)
    }
}

impl fmt::Display for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (on, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if on {
                f.write_str(name)?;
            }
        }
        match self.key {
            Key::Char(' ') => f.write_str("Space"),
            Key::Char(c) if self.ctrl || self.alt => write!(f, "{}", c.to_uppercase()),
            Key::Char(c) => write!(f, "{c}"),
            Key::F(n) => write!(f, "F{n}"),
            Key::Enter => f.write_str("Enter"),
            Key::Esc => f.write_str("Esc"),
            Key::Tab => f.write_str("Tab"),
            Key::Backspace => f.write_str("Backspace"),
            Key::Delete => f.write_str("Del"),
            Key::Left => f.write_str("Left"),
            Key::Right => f.write_str("Right"),
            Key::Up => f.write_str("Up"),
            Key::Down => f.write_str("Down"),
            Key::Home => f.write_str("Home"),
            Key::End => f.write_str("End"),
            Key::PageUp => f.write_str("PgUp"),
            Key::PageDown => f.write_str("PgDn"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("j", "j")]
    #[case("G", "G")]
    #[case("ctrl-s", "Ctrl-S")]
    #[case("alt-.", "Alt-.")]
    #[case("alt-down", "Alt-Down")]
    #[case("shift-tab", "Shift-Tab")]
    #[case("space", "Space")]
    #[case("f10", "F10")]
    #[case("f", "f")]
    #[case("-", "-")]
    fn notation(#[case] table: &str, #[case] screen: &str) {
        assert_eq!(Press::parse(table).map(|p| p.to_string()).as_deref(), Some(screen));
    }

    #[test]
    fn nonsense_is_no_press() {
        assert_eq!(Press::parse("strg-s"), None);
        assert_eq!(Press::parse(""), None);
    }

    #[test]
    fn altgr_types() {
        let at = Press { key: Key::Char('@'), ctrl: true, alt: true, shift: false };
        assert_eq!(at.typed(), Some('@'));
        assert_eq!(Press::parse("ctrl-a").and_then(Press::typed), None);
        assert_eq!(Press::parse("alt-b").and_then(Press::typed), None);
    }
}
