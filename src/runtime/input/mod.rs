//! Terminal input, as messages.
//!
//! It is read on a thread of its own: a read blocks within an incomplete sequence, and neither that nor a lost terminal
//! may stop the loop, which also handles signals.

mod batch;
#[cfg(not(unix))]
mod console;
#[cfg(unix)]
mod decode;
mod modifiers;
#[cfg(unix)]
mod translate;

use std::io;
use std::time::Duration;

use tokio::sync::mpsc;

use super::platform::Signal;
use crate::app::core::msg::Msg;

/// Why the loop woke up.
pub(super) enum InputEvent {
    /// A message for the program.
    Msg(Msg),
    /// A signal for the process.
    Signal(Signal),
}

/// Capacity of the message queue; further input waits in the terminal.
const QUEUE: usize = 1024;

/// The terminal's input.
pub(super) struct Input(mpsc::Receiver<io::Result<Msg>>);

impl Input {
    /// Starts to read. A lone ESC counts as the key after this long.
    pub(super) fn open(escape_delay: Duration) -> io::Result<Self> {
        let (sender, inbox) = mpsc::channel(QUEUE);
        let tell = move |msg| sender.blocking_send(msg).is_ok();
        std::thread::Builder::new().name("input".into()).spawn(move || {
            if let Err(error) = read(escape_delay, &tell) {
                let _ = tell(Err(error));
            }
        })?;
        Ok(Self(inbox))
    }

    /// Waits for the next message; the end of input means that the terminal is gone.
    pub(super) async fn next(&mut self) -> io::Result<InputEvent> {
        let gone = || Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the terminal is gone"));
        self.0.recv().await.unwrap_or_else(gone).map(InputEvent::Msg)
    }

    /// The next message, if one is waiting already.
    pub(super) fn waiting(&mut self) -> Option<io::Result<InputEvent>> {
        self.0.try_recv().ok().map(|msg| msg.map(InputEvent::Msg))
    }
}

/// Reads until the terminal or the program is gone.
#[cfg(unix)]
fn read(escape_delay: Duration, tell: &impl Fn(io::Result<Msg>) -> bool) -> io::Result<()> {
    use super::platform::{Readable, read_input, wait_for_input};
    use std::time::Instant;

    let mut decoder = decode::Decoder::new(escape_delay);
    let mut batch = batch::Batch::default();
    let mut buffer = vec![0; 1 << 14];
    // Input that is there already was typed before the program started.
    let mut before = true;
    let mut alive = true;
    while alive {
        let mut send = |msg| alive &= tell(Ok(msg));
        let deadline = [decoder.deadline(), batch.deadline()].into_iter().flatten().min();
        let wait = deadline.map(|at| at.saturating_duration_since(Instant::now()));
        match wait_for_input(if before { Some(Duration::ZERO) } else { wait })? {
            Readable::Bytes => {
                let count = read_input(&mut buffer)?;
                decoder.feed(buffer.get(..count).unwrap_or_default(), Instant::now());
            }
            Readable::Nothing if before => {
                before = false;
                batch.begin(&mut send);
            }
            Readable::Nothing => {
                // The deadline has passed, and anything that arrived meanwhile would have been read first.
                let now = Instant::now();
                decoder.expire(now);
                if batch.deadline().is_some_and(|at| at <= now) {
                    batch.end(&mut send);
                }
            }
        }
        let now = Instant::now();
        while let Some(msg) = decoder.next() {
            batch.add(msg, now, &mut send);
        }
    }
    Ok(())
}

/// Reads until the program is gone.
#[cfg(not(unix))]
fn read(_: Duration, tell: &impl Fn(io::Result<Msg>) -> bool) -> io::Result<()> {
    use std::time::Instant;

    let mut batch = batch::Batch::default();
    let mut alive = true;
    while alive {
        let mut send = |msg| alive &= tell(Ok(msg));
        if let Some(end) = batch.deadline()
            && !crossterm::event::poll(end.saturating_duration_since(Instant::now()))?
        {
            batch.end(&mut send);
            continue;
        }
        if let Some(msg) = console::from_console(crossterm::event::read()?) {
            batch.add(msg, Instant::now(), &mut send);
        }
    }
    Ok(())
}
