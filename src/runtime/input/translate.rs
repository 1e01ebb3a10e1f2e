//! Translates events of a Unix terminal.

use termina::Event;
use termina::event::{KeyCode, KeyEvent, KeyEventKind, Modifiers, MouseButton, MouseEventKind};

use super::modifiers::{mouse_with_modifiers, with_modifiers};
use crate::app::core::msg::{MouseAct, Msg};
use crate::app::keys::press::{Key, KeyPress};

/// The message for an event; `None` if it does not matter.
pub(super) fn from_terminal(event: &Event) -> Option<Msg> {
    match event {
        Event::Key(key) => press(*key).map(Msg::Key),
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
            let act = mouse_with_modifiers(act, has(Modifiers::CONTROL), has(Modifiers::SHIFT));
            Some(Msg::Mouse(act, mouse.column, mouse.row))
        }
        // Pastes are assembled by the decoder; sizes come with a signal.
        Event::Paste(_)
        | Event::WindowResized(_)
        | Event::FocusIn
        | Event::FocusOut
        | Event::Csi(_)
        | Event::Osc(_)
        | Event::Dcs(_) => None,
    }
}

/// Presses and repeats count, releases do not.
fn press(event: KeyEvent) -> Option<KeyPress> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let has = |m| event.modifiers.contains(m);
    let shift = has(Modifiers::SHIFT) || event.code == KeyCode::BackTab;
    Some(with_modifiers(key_of(event.code)?, has(Modifiers::CONTROL), has(Modifiers::ALT), shift))
}

/// The key of a key code; `None` if the program does not use it.
pub(super) fn key_of(code: KeyCode) -> Option<Key> {
    Some(match code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Escape => Key::Esc,
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
        KeyCode::Function(n) => Key::F(n),
        _ => return None,
    })
}
