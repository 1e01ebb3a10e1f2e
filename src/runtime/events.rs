//! What the terminal reports, as messages.

use std::io;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use tokio::sync::mpsc;

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

/// Events read and not yet looked at; whoever types ahead of that waits in the terminal.
const QUEUE: usize = 1024;

/// The terminal's input, read on a thread of its own.
///
/// Reading stops in the middle of a sequence that is not complete, a cut paste say, and a terminal that
/// is gone keeps the reader busy for ever: neither must stop the loop, which also hears the signals.
pub(super) struct Input(mpsc::Receiver<io::Result<Event>>);

impl Input {
    /// Begins to read.
    pub(super) fn open() -> io::Result<Self> {
        let (sender, inbox) = mpsc::channel(QUEUE);
        std::thread::Builder::new().name("input".into()).spawn(move || {
            loop {
                let event = crossterm::event::read();
                let failed = event.is_err();
                if sender.blocking_send(event).is_err() || failed {
                    return;
                }
            }
        })?;
        Ok(Self(inbox))
    }

    /// Waits for the next event; the input's end means that the terminal is gone.
    pub(super) async fn next(&mut self) -> io::Result<Happened> {
        let gone = || Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the terminal is gone"));
        self.0.recv().await.unwrap_or_else(gone).map(meaning)
    }

    /// The next event, if one is waiting already.
    pub(super) fn waiting(&mut self) -> Option<io::Result<Happened>> {
        self.0.try_recv().ok().map(|event| event.map(meaning))
    }
}

/// What an event of the terminal is to the program.
fn meaning(event: Event) -> Happened {
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
    msg.map_or(Happened::Nothing, Happened::Msg)
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
