//! What the terminal reports, as messages.

use std::io;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};

use super::platform::Signal;
use crate::app::msg::{MouseAct, Msg, Size};
use crate::app::press::{Key, Press};

/// Something the loop woke up for.
pub(super) enum Happened {
    /// A message for the program.
    Msg(Msg),
    /// A signal for the process.
    Signal(Signal),
    /// Nothing that matters.
    Nothing,
}

/// Reads what the event stream gave; its end means that the terminal is gone.
pub(super) fn read(event: Option<io::Result<Event>>) -> io::Result<Happened> {
    let event = event.unwrap_or_else(|| Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the terminal is gone")))?;
    let msg = match event {
        Event::Key(key) => press(key).map(Msg::Key),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(width, height) => Some(Msg::Resize(Size { width, height })),
        Event::Mouse(mouse) => {
            let act = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Some(MouseAct::Click),
                MouseEventKind::ScrollUp => Some(MouseAct::WheelUp),
                MouseEventKind::ScrollDown => Some(MouseAct::WheelDown),
                _ => None,
            };
            act.map(|act| Msg::Mouse(act, mouse.column, mouse.row))
        }
        Event::FocusGained | Event::FocusLost => None,
    };
    Ok(msg.map_or(Happened::Nothing, Happened::Msg))
}

/// Presses and repeats act, releases never.
fn press(event: KeyEvent) -> Option<Press> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let has = |m| event.modifiers.contains(m);
    let mut press = Press {
        key: Key::Enter,
        ctrl: has(KeyModifiers::CONTROL),
        alt: has(KeyModifiers::ALT),
        shift: has(KeyModifiers::SHIFT),
    };
    press.key = match event.code {
        KeyCode::Char(c) => {
            press.shift = false;
            Key::Char(if press.ctrl && !press.alt { c.to_ascii_lowercase() } else { c })
        }
        KeyCode::BackTab => {
            press.shift = true;
            Key::Tab
        }
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(n) => Key::F(n),
        _ => return None,
    };
    Some(press)
}
