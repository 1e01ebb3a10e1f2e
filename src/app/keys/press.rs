//! A key press as data, with the notation of the command table (`ctrl-s`) and of the screen (`Ctrl-S`).

use std::fmt;

use tui_input::InputRequest;

use crate::domain::text::is_unsafe;

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character, already shifted.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab; with Shift, back-tab.
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
pub struct KeyPress {
    /// The key.
    pub key: Key,
    /// With Control.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Shift; never set for characters, which are shifted already.
    pub shift: bool,
}

/// A key sequence as shown: `s u`.
#[must_use]
pub fn sequence(presses: &[KeyPress]) -> String {
    presses.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

impl KeyPress {
    /// The key alone.
    #[must_use]
    pub fn plain(key: Key) -> Self {
        Self { key, ctrl: false, alt: false, shift: false }
    }

    /// The character this press types, if it types one. `AltGr` arrives as Control with Alt.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        if let Key::Char(c) = self.key { (self.ctrl == self.alt).then_some(c) } else { None }
    }

    /// It edits an input line, whatever it means elsewhere; keys that type a character do not count.
    #[must_use]
    pub fn edits(self) -> bool {
        let undo = self.ctrl && !self.alt && self.key == Key::Char('z');
        undo || self.typed().is_none() && self.request().is_some()
    }

    /// The readline edit it stands for in an input line.
    #[must_use]
    pub fn request(self) -> Option<InputRequest> {
        if let Some(c) = self.typed() {
            return (!is_unsafe(c)).then_some(InputRequest::InsertChar(c));
        }
        let request = match (self.ctrl, self.alt, self.key) {
            (true, false, Key::Char('a')) | (false, false, Key::Home) => InputRequest::GoToStart,
            (true, false, Key::Char('e')) | (false, false, Key::End) => InputRequest::GoToEnd,
            (true, false, Key::Char('b')) | (false, false, Key::Left) => InputRequest::GoToPrevChar,
            (true, false, Key::Char('f')) | (false, false, Key::Right) => InputRequest::GoToNextChar,
            (false, true, Key::Char('b') | Key::Left) | (true, false, Key::Left) => InputRequest::GoToPrevWord,
            (false, true, Key::Char('f') | Key::Right) | (true, false, Key::Right) => InputRequest::GoToNextWord,
            (true, false, Key::Char('h')) | (false, false, Key::Backspace) => InputRequest::DeletePrevChar,
            (true, false, Key::Char('d')) | (false, false, Key::Delete) => InputRequest::DeleteNextChar,
            (true, false, Key::Char('w') | Key::Backspace) | (false, true, Key::Backspace) => {
                InputRequest::DeletePrevWord
            }
            (false, true, Key::Char('d')) | (true, false, Key::Delete) => InputRequest::DeleteNextWord,
            (true, false, Key::Char('u')) => InputRequest::DeleteFromStart,
            (true, false, Key::Char('k')) => InputRequest::DeleteTillEnd,
            (true, false, Key::Char('y')) => InputRequest::Yank,
            _ => return None,
        };
        Some(request)
    }

    /// As short as it is known: `^S`, `⏎`.
    #[must_use]
    pub fn short(self, ascii: bool) -> String {
        match (self.key, self.ctrl, self.alt, self.shift) {
            (Key::Char(c), true, false, _) if c.is_ascii_alphabetic() => format!("^{}", c.to_ascii_uppercase()),
            (Key::Enter, false, false, false) if !ascii => "⏎".to_owned(),
            (Key::Tab, false, false, false) if !ascii => "⇥".to_owned(),
            _ => self.to_string(),
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

    /// Parses user input: the table's notation and that of the screen (`Ctrl-S`, `PgDn`).
    ///
    /// # Errors
    ///
    /// A message that explains how keys are written, or why this one never arrives.
    pub fn read(text: &str) -> Result<Self, String> {
        let is_one = |text: &str| text.chars().count() == 1;
        let (modifiers, key) = match text.rfind('-') {
            Some(at) if at + 1 < text.len() => text.split_at(at + 1),
            // The key is the minus itself.
            Some(at) => text.split_at(at),
            None => ("", text),
        };
        let modifiers = modifiers.to_ascii_lowercase();
        let key = match key.to_ascii_lowercase().as_str() {
            "del" => "delete".to_owned(),
            "escape" => "esc".to_owned(),
            "return" => "enter".to_owned(),
            "pageup" => "pgup".to_owned(),
            "pagedown" => "pgdn".to_owned(),
            _ if is_one(key) && !modifiers.contains("ctrl-") => key.to_owned(),
            lower => lower.to_owned(),
        };
        let press =
            Self::parse(&format!("{modifiers}{key}")).filter(|p| !matches!(p.key, Key::F(n) if !(1..=24).contains(&n)));
        let Some(press) = press else {
            return Err(format!(
                "\"{text}\" is not a key; keys are written like f2, ctrl-r, alt-x, shift-tab, enter, pgdn, space, G, or \"s u\" for two"
            ));
        };
        match (press.key, press.ctrl && !press.alt) {
            (Key::Char(c), _) if press.shift && !press.ctrl && !press.alt => {
                Err(format!("\"{text}\" is written {}", c.to_uppercase()))
            }
            (Key::Char(_), _) if press.shift => {
                Err(format!("\"{text}\": a terminal does not report Shift with a letter"))
            }
            (Key::Char('i'), true) => Err(format!("\"{text}\" arrives as tab")),
            (Key::Char('m'), true) => Err(format!("\"{text}\" arrives as enter")),
            (Key::Char('['), true) => Err(format!("\"{text}\" arrives as esc")),
            (Key::Char('h'), true) => Err(format!("\"{text}\" arrives as backspace")),
            // Control characters have no other names: what a terminal sends is reported as the digit.
            (Key::Char('\\'), true) => Err(format!("\"{text}\" arrives as ctrl-4")),
            (Key::Char(']'), true) => Err(format!("\"{text}\" arrives as ctrl-5")),
            (Key::Char('^'), true) => Err(format!("\"{text}\" arrives as ctrl-6")),
            (Key::Char('_' | '/'), true) => Err(format!("\"{text}\" arrives as ctrl-7")),
            (Key::Enter | Key::Tab | Key::Backspace | Key::Esc, _)
                if press.ctrl || press.shift && press.key != Key::Tab =>
            {
                Err(format!("\"{text}\" arrives as {}", Self::plain(press.key).to_string().to_lowercase()))
            }
            _ => Ok(press),
        }
    }
}

impl fmt::Display for KeyPress {
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
        assert_eq!(KeyPress::parse(table).map(|p| p.to_string()).as_deref(), Some(screen));
    }

    #[test]
    fn nonsense_is_no_press() {
        assert_eq!(KeyPress::parse("strg-s"), None);
        assert_eq!(KeyPress::parse(""), None);
    }

    #[rstest]
    #[case("Ctrl-R", "Ctrl-R")]
    #[case("ctrl-r", "Ctrl-R")]
    #[case("G", "G")]
    #[case("g", "g")]
    #[case("PgDn", "PgDn")]
    #[case("F12", "F12")]
    #[case("-", "-")]
    #[case("ctrl--", "Ctrl--")]
    #[case("Alt-.", "Alt-.")]
    #[case("Del", "Del")]
    fn what_a_person_writes(#[case] written: &str, #[case] screen: &str) {
        assert_eq!(KeyPress::read(written).map(|p| p.to_string()).as_deref(), Ok(screen));
    }

    #[rstest]
    #[case("strg-r", "ctrl-r")]
    #[case("f0", "is not a key")]
    #[case("f99", "is not a key")]
    #[case("ctrl-", "is not a key")]
    #[case("shift-a", "written A")]
    #[case("ctrl-shift-s", "Shift")]
    #[case("ctrl-m", "arrives as enter")]
    fn what_never_arrives(#[case] written: &str, #[case] word: &str) {
        let said = KeyPress::read(written).expect_err("no key");
        assert!(said.contains(word), "{said}");
    }

    #[test]
    fn altgr_types() {
        let at = KeyPress { key: Key::Char('@'), ctrl: true, alt: true, shift: false };
        assert_eq!(at.typed(), Some('@'));
        assert_eq!(KeyPress::parse("ctrl-a").and_then(KeyPress::typed), None);
        assert_eq!(KeyPress::parse("alt-b").and_then(KeyPress::typed), None);
    }
}
