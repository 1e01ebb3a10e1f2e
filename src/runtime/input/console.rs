//! Translates events of a Windows console.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};

use super::modifiers::{mouse_with_modifiers, with_modifiers};
use crate::app::core::msg::{MouseAct, Msg};
use crate::app::core::settings::Size;
use crate::app::keys::press::{Key, KeyPress};

/// The message for an event; `None` if it does not matter.
pub(super) fn from_console(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) => press(key).map(Msg::Key),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(width, height) => Some(Msg::Resize(Size { width, height })),
        Event::Mouse(mouse) => {
            let act = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseAct::Click,
                MouseEventKind::ScrollUp => MouseAct::WheelUp,
                MouseEventKind::ScrollDown => MouseAct::WheelDown,
                MouseEventKind::ScrollLeft => MouseAct::WheelLeft,
                MouseEventKind::ScrollRight => MouseAct::WheelRight,
                _ => return None,
            };
            let has = |m| mouse.modifiers.contains(m);
            let act = mouse_with_modifiers(act, has(KeyModifiers::CONTROL), has(KeyModifiers::SHIFT));
            Some(Msg::Mouse(act, mouse.column, mouse.row))
        }
        Event::FocusGained | Event::FocusLost => None,
    }
}

/// Presses and repeats count, releases do not.
fn press(event: KeyEvent) -> Option<KeyPress> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let has = |m| event.modifiers.contains(m);
    let key = match event.code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab | KeyCode::BackTab => Key::Tab,
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
    let shift = has(KeyModifiers::SHIFT) || event.code == KeyCode::BackTab;
    Some(with_modifiers(key, has(KeyModifiers::CONTROL), has(KeyModifiers::ALT), shift))
}
