//! Terminal input, as messages.
//!
//! It is read on a thread of its own: a read blocks within an incomplete sequence, and neither that nor a lost terminal
//! may stop the loop, which also handles signals.

mod batch;
#[cfg(not(unix))]
mod console;
#[cfg(unix)]
mod decode;
mod event;
mod modifiers;
mod reader;
#[cfg(unix)]
mod translate;

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

pub(super) use self::event::InputEvent;
use super::background::TerminalReport;

/// Capacity of the message queue; further input waits in the terminal.
const QUEUE: usize = 1024;

/// The terminal's input.
pub(super) struct Input {
    inbox: mpsc::Receiver<io::Result<InputEvent>>,
    /// What came while an answer was awaited.
    early: VecDeque<io::Result<InputEvent>>,
}

impl Input {
    /// Starts to read. A lone ESC counts as the key after this long. `asked`: the terminal was asked for its background.
    pub(super) fn open(escape_delay: Duration, asked: bool) -> io::Result<Self> {
        let (sender, inbox) = mpsc::channel(QUEUE);
        let tell = move |event| sender.blocking_send(event).is_ok();
        std::thread::Builder::new().name("input".into()).spawn(move || {
            if let Err(error) = reader::read(escape_delay, asked, &tell) {
                let _ = tell(Err(error));
            }
        })?;
        Ok(Self { inbox, early: VecDeque::new() })
    }

    /// The next answer about the background, if it comes by then. Everything else is kept for [`Input::next`].
    pub(super) async fn background(&mut self, until: Instant) -> Option<TerminalReport> {
        loop {
            match timeout_at(until, self.inbox.recv()).await.ok()?? {
                Ok(InputEvent::Background(report)) => return Some(report),
                other => self.early.push_back(other),
            }
        }
    }

    /// Waits for the next message; the end of input means that the terminal is gone.
    pub(super) async fn next(&mut self) -> io::Result<InputEvent> {
        if let Some(early) = self.early.pop_front() {
            return early;
        }
        let gone = || Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the terminal is gone"));
        self.inbox.recv().await.unwrap_or_else(gone)
    }

    /// The next message, if one is waiting already.
    pub(super) fn waiting(&mut self) -> Option<io::Result<InputEvent>> {
        self.early.pop_front().or_else(|| self.inbox.try_recv().ok())
    }
}
