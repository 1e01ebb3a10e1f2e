//! The main loop: waits, passes messages to the engine, draws.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;

use super::engine::{Engine, Woken};
use super::input::{Happened, Input};
use super::line::Setup;
use super::screen::Screen;
use super::source::Source;
#[cfg(debug_assertions)]
use super::test_panic;
use super::{clipboard, clock, panics, platform};
use crate::app::core::effect::Effect;
use crate::app::core::msg::Msg;
use crate::app::core::settings::Settings;

/// Messages that are handled at most before a frame is drawn.
const BURST: usize = 500;

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The user quit.
    Quit,
    /// The user quit while the credentials were refused.
    CredentialsRefused,
    /// Terminated by this signal.
    Signal(i32),
    /// A part of it panicked; the message is in [`super::panics`].
    Panicked,
}

/// A name that no other run on this machine has had.
#[must_use]
pub fn run_name() -> String {
    format!("{}-{}", clock::utc().as_millisecond(), std::process::id())
}

/// Runs the terminal program until it ends; the terminal is then restored.
///
/// A lone ESC counts as the key if nothing has followed it for `escape_delay`.
///
/// # Errors
///
/// If the terminal cannot be used. A lost terminal counts as a signal instead.
pub async fn run(settings: Settings, source: Source, setup: Setup, escape_delay: Duration) -> std::io::Result<End> {
    let mut screen = Screen::enter(settings.mouse)?;
    let mut engine = Engine::new(settings, source, setup, screen.size()?);
    let end = AssertUnwindSafe(Program { engine: &mut engine, screen: &mut screen, way_told: false }.run(escape_delay))
        .catch_unwind()
        .await;
    let end = end.unwrap_or(Ok(End::Panicked));
    // However it ended: text typed in the last moment is not on disk yet.
    engine.end();
    match (end, screen.leave()) {
        // A terminal that has hung up cannot be restored; the signal is reported.
        (Ok(End::Signal(number)), _) => Ok(End::Signal(number)),
        (end, left) => left.and(end).or_else(|error| {
            // Whichever read or write noticed it first.
            if platform::terminal_is_gone() { Ok(End::Signal(platform::HANG_UP)) } else { Err(error) }
        }),
    }
}

struct Program<'a> {
    engine: &'a mut Engine,
    screen: &'a mut Screen,
    /// A copy has reported that it goes through the terminal.
    way_told: bool,
}

impl Program<'_> {
    async fn run(&mut self, escape_delay: Duration) -> std::io::Result<End> {
        let mut input = Input::open(escape_delay)?;
        let mut signals = platform::Signals::listen()?;
        // The first frame is drawn before anything is requested from the network.
        self.draw()?;
        #[cfg(debug_assertions)]
        test_panic::in_loop()?;
        let first = self.engine.begin();
        if let Some(end) = self.perform(first)? {
            return Ok(end);
        }
        loop {
            let happened = tokio::select! {
                biased;
                () = panics::bell() => return Ok(End::Panicked),
                signal = signals.next() => Happened::Signal(signal),
                event = input.next() => event?,
                woken = self.engine.next() => match woken {
                    Woken::Msg(msg) => Happened::Msg(msg),
                    Woken::Task(Err(error)) if error.is_panic() => return Ok(End::Panicked),
                    Woken::Task(_) => continue,
                },
            };
            let mut next = Some(happened);
            for turn in 0..BURST {
                let Some(happened) = next.take() else { break };
                if let Some(end) = self.handle(happened)? {
                    return Ok(end);
                }
                // In turns: a held key does not starve answers, nor answers keys.
                let answer = if turn % 2 == 0 { self.engine.waiting() } else { None };
                next = match answer {
                    Some(msg) => Some(Happened::Msg(msg)),
                    None => match input.waiting() {
                        Some(event) => Some(event?),
                        None => self.engine.waiting().map(Happened::Msg),
                    },
                };
            }
            if let Some(happened) = next
                && let Some(end) = self.handle(happened)?
            {
                return Ok(end);
            }
            self.draw()?;
        }
    }

    fn draw(&mut self) -> std::io::Result<()> {
        self.screen.draw(self.engine.model())
    }

    fn handle(&mut self, happened: Happened) -> std::io::Result<Option<End>> {
        match happened {
            Happened::Msg(msg) => self.tell(msg),
            Happened::Signal(platform::Signal::End(number)) => Ok(Some(End::Signal(number))),
            Happened::Signal(platform::Signal::Stop) => self.perform(vec![Effect::Suspend]),
            Happened::Signal(platform::Signal::Continue) => {
                self.screen.resume()?;
                self.resumed()
            }
            Happened::Signal(platform::Signal::Resize) => {
                let size = self.screen.size()?;
                self.tell(Msg::Resize(size))
            }
        }
    }

    fn tell(&mut self, msg: Msg) -> std::io::Result<Option<End>> {
        let effects = self.engine.tell(msg);
        self.perform(effects)
    }

    fn resumed(&mut self) -> std::io::Result<Option<End>> {
        let size = self.screen.size()?;
        match self.tell(Msg::Resize(size))? {
            Some(end) => Ok(Some(end)),
            None => self.tell(Msg::Resumed),
        }
    }

    /// Performs effects on the terminal.
    fn perform(&mut self, effects: Vec<Effect>) -> std::io::Result<Option<End>> {
        for effect in effects {
            let end = match effect {
                Effect::Quit => {
                    let refused = self.engine.model().link.refused;
                    Some(if refused { End::CredentialsRefused } else { End::Quit })
                }
                Effect::Mouse(on) => {
                    self.screen.mouse(on)?;
                    None
                }
                Effect::Redraw => {
                    #[cfg(debug_assertions)]
                    test_panic::in_part("redraw");
                    self.screen.repaint()?;
                    None
                }
                Effect::Suspend => {
                    self.screen.leave()?;
                    platform::stop_self()?;
                    self.screen.resume()?;
                    self.resumed()?
                }
                Effect::Copy { what, text } => self.copy(what, text)?,
                Effect::CopyLastRequest => match self.engine.last_request() {
                    Some(text) => {
                        let end = self.copy("the last request".to_owned(), text)?;
                        #[cfg(debug_assertions)]
                        test_panic::in_task("copy");
                        end
                    }
                    None => self.tell(Msg::Copied(Ok("There was no request yet; nothing was copied".to_owned())))?,
                },
                // The engine has performed the others.
                _ => None,
            };
            if end.is_some() {
                return Ok(end);
            }
        }
        Ok(None)
    }

    fn copy(&mut self, what: String, text: String) -> std::io::Result<Option<End>> {
        match clipboard::Way::here() {
            clipboard::Way::Terminal => {
                self.screen.write(&clipboard::osc52(&text))?;
                let way = (!std::mem::replace(&mut self.way_told, true)).then_some("through the terminal, OSC 52");
                self.tell(Msg::Copied(Ok(clipboard::said(&what, &text, way))))
            }
            clipboard::Way::Command(command) => {
                self.engine.copy(command, what, text);
                Ok(None)
            }
        }
    }
}
