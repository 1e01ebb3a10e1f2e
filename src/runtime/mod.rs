//! The only place where time, network, disk and terminal exist.
//!
//! The loop waits for something to happen, lets [`crate::app::update`] say what it means, does
//! what it wants done, and draws when nothing more is waiting. Nothing ticks while nothing moves.

mod clipboard;
mod clock;
pub mod effects;
mod events;
mod files;
mod keeping;
pub mod logging;
pub mod panics;
mod platform;
mod screen;
#[cfg(debug_assertions)]
mod test_kill;
#[cfg(debug_assertions)]
mod test_panic;

use std::pin::Pin;
use std::task::Poll;

use crossterm::event::EventStream;
use futures_util::{Stream, StreamExt};
use tokio::sync::mpsc;

use crate::app::effect::Effect;
use crate::app::keep;
use crate::app::model::{Model, Settings};
use crate::app::msg::Msg;
use crate::app::update::update;
use effects::Runner;
pub use effects::{Setup, Source};
use events::Happened;
use screen::Screen;

/// Messages that may wait; whoever sends more waits too.
const QUEUE: usize = 256;
/// Messages handled before a frame is drawn all the same.
const BURST: usize = 10_000;

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The person quit.
    Quit,
    /// The person quit while the credentials were refused.
    CredentialsRefused,
    /// This signal ended it.
    Signal(i32),
    /// A part of it panicked; the panic's words are in [`panics`].
    Panicked,
}

/// A name no other run on this machine has had.
#[must_use]
pub fn run_name() -> String {
    format!("{}-{}", clock::utc().as_millisecond(), std::process::id())
}

/// Runs the terminal program until it ends; the terminal is then as it was found.
///
/// # Errors
///
/// When the terminal cannot be used, or is gone.
pub async fn run(settings: Settings, source: Source, setup: Setup) -> std::io::Result<End> {
    let mut screen = Screen::enter(settings.mouse)?;
    let mut program = Program::new(settings, source, setup, &screen)?;
    let end = program.run(&mut screen).await;
    // However it ended: what was typed within the last moment is not on disk yet.
    program.inbox.close();
    program.runner.flush(keep::flush(&mut program.model));
    match (end, screen.leave()) {
        // A terminal that has hung up cannot be given back; the signal says it all.
        (Ok(End::Signal(number)), _) => Ok(End::Signal(number)),
        (end, left) => left.and(end),
    }
}

/// The next terminal event if one is waiting already.
///
/// Polled with the task's own waker: the stream remembers the first waker it is given, and one that
/// wakes nobody would leave the loop asleep.
async fn waiting(input: &mut EventStream) -> Option<Option<std::io::Result<crossterm::event::Event>>> {
    std::future::poll_fn(|cx| match Pin::new(&mut *input).poll_next(cx) {
        Poll::Ready(event) => Poll::Ready(Some(event)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

struct Program {
    model: Model,
    runner: Runner,
    inbox: mpsc::Receiver<Msg>,
    first: Vec<Effect>,
}

impl Program {
    fn new(settings: Settings, source: Source, setup: Setup, screen: &Screen) -> std::io::Result<Self> {
        let (outbox, inbox) = mpsc::channel(QUEUE);
        let (model, first) = Model::start(settings, screen.size()?, clock::now());
        Ok(Self { model, runner: Runner::new(source, setup, outbox), inbox, first })
    }

    async fn run(&mut self, screen: &mut Screen) -> std::io::Result<End> {
        let mut input = EventStream::new();
        let mut signals = platform::Signals::listen()?;
        // The first frame stands before anything is asked of the network.
        screen.draw(&self.model)?;
        #[cfg(debug_assertions)]
        test_panic::in_part("loop");
        let first = std::mem::take(&mut self.first);
        if let Some(end) = self.perform(first, screen)? {
            return Ok(end);
        }
        loop {
            let happened = tokio::select! {
                biased;
                () = panics::bell() => return Ok(End::Panicked),
                signal = signals.next() => Happened::Signal(signal),
                event = input.next() => events::read(event)?,
                Some(msg) = self.inbox.recv() => Happened::Msg(msg),
                Some(ended) = self.runner.ended() => {
                    if ended.is_err_and(|e| e.is_panic()) {
                        return Ok(End::Panicked);
                    }
                    continue;
                }
            };
            let mut next = Some(happened);
            for _ in 0..BURST {
                let Some(happened) = next.take() else { break };
                if let Some(end) = self.handle(happened, screen)? {
                    return Ok(end);
                }
                next = match waiting(&mut input).await {
                    Some(event) => Some(events::read(event)?),
                    None => self.inbox.try_recv().ok().map(Happened::Msg),
                };
            }
            if let Some(happened) = next
                && let Some(end) = self.handle(happened, screen)?
            {
                return Ok(end);
            }
            screen.draw(&self.model)?;
        }
    }

    fn handle(&mut self, happened: Happened, screen: &mut Screen) -> std::io::Result<Option<End>> {
        match happened {
            Happened::Msg(msg) => {
                let effects = update(&mut self.model, clock::now(), msg);
                self.perform(effects, screen)
            }
            Happened::Signal(platform::Signal::End(number)) => Ok(Some(End::Signal(number))),
            Happened::Signal(platform::Signal::Stop) => self.perform(vec![Effect::Suspend], screen),
            Happened::Signal(platform::Signal::Continue) => {
                screen.resume()?;
                self.resumed(screen)
            }
            Happened::Nothing => Ok(None),
        }
    }

    fn resumed(&mut self, screen: &mut Screen) -> std::io::Result<Option<End>> {
        let _ = update(&mut self.model, clock::now(), Msg::Resize(screen.size()?));
        let effects = update(&mut self.model, clock::now(), Msg::Resumed);
        self.perform(effects, screen)
    }

    /// Does what is wanted: what concerns the terminal here, the rest in tasks.
    fn perform(&mut self, effects: Vec<Effect>, screen: &mut Screen) -> std::io::Result<Option<End>> {
        for effect in effects {
            match effect {
                Effect::Quit => {
                    let refused = self.model.link.refused;
                    return Ok(Some(if refused { End::CredentialsRefused } else { End::Quit }));
                }
                Effect::Restore => {
                    let left = self.runner.restore();
                    let effects = update(&mut self.model, clock::now(), Msg::Restored(Box::new(left)));
                    if let Some(end) = self.perform(effects, screen)? {
                        return Ok(Some(end));
                    }
                }
                Effect::Mouse(on) => screen.mouse(on)?,
                Effect::Redraw => screen.repaint()?,
                Effect::Suspend => {
                    screen.leave()?;
                    platform::stop_self()?;
                    screen.resume()?;
                    let _ = self.resumed(screen)?;
                }
                Effect::Copy { what, text } => self.copy(what, text, screen)?,
                Effect::CopyLastRequest => match self.runner.last_request() {
                    Some(text) => self.copy("the last request".to_owned(), text, screen)?,
                    None => self.say(Msg::Copied(Ok("There was no request yet; nothing was copied".to_owned()))),
                },
                Effect::Companies(..)
                | Effect::License(..)
                | Effect::Groups(..)
                | Effect::TimeZones(_)
                | Effect::Languages(_)
                | Effect::Write(_)
                | Effect::LookUp(_)
                | Effect::SettleByHand(_)
                | Effect::Keep(_)
                | Effect::Forget(_)
                | Effect::Probe(_)
                | Effect::Cancel(_)
                | Effect::Timer(..)
                | Effect::Export { .. }
                | Effect::WarmPhones
                | Effect::StartDemo => self.runner.perform(effect),
            }
        }
        Ok(None)
    }

    fn copy(&mut self, what: String, text: String, screen: &mut Screen) -> std::io::Result<()> {
        match clipboard::Way::here() {
            clipboard::Way::Terminal => {
                screen.write(&clipboard::osc52(&text))?;
                self.say(Msg::Copied(Ok(clipboard::said(&what, &text, "through the terminal, OSC 52"))));
            }
            clipboard::Way::Command(command) => self.runner.copy(command, what, text),
        }
        Ok(())
    }

    /// Handles a message of our own making at once.
    fn say(&mut self, msg: Msg) {
        let effects = update(&mut self.model, clock::now(), msg);
        debug_assert!(effects.is_empty());
    }
}
