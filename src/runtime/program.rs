//! The main loop: waits, passes messages to the engine, draws.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::time::Instant;

use super::background::{self, Memory, TerminalReport};
use super::connection::Setup;
use super::engine::{Engine, Wake};
use super::input::{Input, InputEvent};
use super::screen::Screen;
use super::source::Source;

#[cfg(debug_assertions)]
use super::test_panic;
use super::{browser, clipboard, clock, panics, platform};
use crate::app::core::effect::Effect;
use crate::app::core::msg::Msg;
use crate::app::core::settings::Settings;
use crate::domain::desk::address::addresses_of;
use crate::domain::terminal::appearance::BackgroundAnswer;

/// Messages that are handled at most before a frame is drawn.
const BURST: usize = 500;

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitReason {
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
pub async fn run(
    settings: Settings,
    source: Source,
    setup: Setup,
    escape_delay: Duration,
) -> std::io::Result<ExitReason> {
    let mut screen = Screen::enter(settings.mouse)?;
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let memory = Memory::new(setup.state.clone(), variable);
    let mut engine = Engine::new(settings, source, setup, Screen::size());
    let asks = engine.is_automatic() && background::can_be_asked(variable);
    let question = Question { memory, is_open: asks, told: false, untouched: true };
    let mut program = Program { engine: &mut engine, screen: &mut screen, route_announced: false, question };
    let end = AssertUnwindSafe(program.run(escape_delay)).catch_unwind().await;
    let end = end.unwrap_or(Ok(ExitReason::Panicked));
    // However it ended: text typed in the last moment is not on disk yet.
    engine.end();
    match (end, screen.leave()) {
        // A terminal that has hung up cannot be restored; the signal is reported.
        (Ok(ExitReason::Signal(number)), _) => Ok(ExitReason::Signal(number)),
        (end, left) => left.and(end).or_else(|error| {
            // Whichever read or write noticed it first.
            if platform::terminal_is_gone() { Ok(ExitReason::Signal(platform::HANG_UP)) } else { Err(error) }
        }),
    }
}

struct Program<'a> {
    engine: &'a mut Engine,
    screen: &'a mut Screen,
    /// A copy has reported that it goes through the terminal.
    route_announced: bool,
    question: Question,
}

/// What the terminal was asked about its background.
struct Question {
    memory: Memory,
    /// There may be more to come.
    is_open: bool,
    /// It has told.
    told: bool,
    /// Nothing was typed yet: the colours of the whole screen may still change.
    untouched: bool,
}

impl Program<'_> {
    async fn run(&mut self, escape_delay: Duration) -> std::io::Result<ExitReason> {
        if self.question.is_open {
            self.screen.write(background::QUESTION)?;
        }
        let mut input = Input::open(escape_delay, self.question.is_open)?;
        let end = self.run_with(&mut input).await;
        let until = Instant::now() + background::WAIT_AT_END;
        while self.question.is_open && matches!(end, Ok(ExitReason::Quit | ExitReason::CredentialsRefused)) {
            match input.background(until).await {
                Some(report) => self.learn(report),
                None => break,
            }
        }
        end
    }

    /// Waits for the terminal's background before anything is drawn, but only if it is not remembered.
    async fn choose_theme(&mut self, input: &mut Input) {
        match self.question.memory.answer() {
            Some(BackgroundAnswer::Is(background)) => self.engine.set_background(background),
            Some(BackgroundAnswer::NotTold) => {}
            None => {
                let until = Instant::now() + background::WAIT;
                loop {
                    match input.background(until).await {
                        Some(report @ TerminalReport::Repeats(_)) => self.learn(report),
                        Some(report) => return self.learn(report),
                        None => return self.question.memory.remember(BackgroundAnswer::NotTold),
                    }
                }
            }
        }
    }

    /// A change is taken over at once if nothing was typed yet, and otherwise at the next start.
    fn learn(&mut self, report: TerminalReport) {
        let answer = match report {
            TerminalReport::Repeats(works) => return self.screen.repeats(works),
            TerminalReport::Is(background) => {
                self.question.told = true;
                if self.question.untouched {
                    self.engine.set_background(background);
                }
                BackgroundAnswer::Is(background)
            }
            TerminalReport::End => {
                self.question.is_open = false;
                if self.question.told {
                    return;
                }
                BackgroundAnswer::NotTold
            }
        };
        self.question.memory.remember(answer);
    }

    async fn run_with(&mut self, input: &mut Input) -> std::io::Result<ExitReason> {
        let mut signals = platform::Signals::listen()?;
        if self.question.is_open {
            self.choose_theme(input).await;
        }
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
                () = panics::bell() => return Ok(ExitReason::Panicked),
                signal = signals.next() => InputEvent::Signal(signal),
                event = input.next() => event?,
                woken = self.engine.next() => match woken {
                    Wake::Msg(msg) => InputEvent::Msg(msg),
                    Wake::Task(Err(error)) if error.is_panic() => return Ok(ExitReason::Panicked),
                    Wake::Task(_) => continue,
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
                    Some(msg) => Some(InputEvent::Msg(msg)),
                    None => match input.waiting() {
                        Some(event) => Some(event?),
                        None => self.engine.waiting().map(InputEvent::Msg),
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

    fn handle(&mut self, happened: InputEvent) -> std::io::Result<Option<ExitReason>> {
        match happened {
            InputEvent::Msg(msg) => {
                self.question.untouched &= !matches!(msg, Msg::Key(_) | Msg::Quick(_) | Msg::Paste(_) | Msg::Mouse(..));
                self.dispatch(msg)
            }
            InputEvent::Background(report) => {
                self.learn(report);
                Ok(None)
            }
            InputEvent::Signal(platform::Signal::End(number)) => Ok(Some(ExitReason::Signal(number))),
            InputEvent::Signal(platform::Signal::Stop) => self.perform(vec![Effect::Suspend]),
            InputEvent::Signal(platform::Signal::Continue) => {
                self.screen.resume()?;
                self.resumed()
            }
            InputEvent::Signal(platform::Signal::Resize) => {
                let size = Screen::size();
                self.dispatch(Msg::Resize(size))
            }
        }
    }

    fn dispatch(&mut self, msg: Msg) -> std::io::Result<Option<ExitReason>> {
        let effects = self.engine.handle(msg);
        self.perform(effects)
    }

    fn resumed(&mut self) -> std::io::Result<Option<ExitReason>> {
        let size = Screen::size();
        match self.dispatch(Msg::Resize(size))? {
            Some(end) => Ok(Some(end)),
            None => self.dispatch(Msg::Resumed),
        }
    }

    /// Performs effects on the terminal.
    fn perform(&mut self, effects: Vec<Effect>) -> std::io::Result<Option<ExitReason>> {
        for effect in effects {
            let end = match effect {
                Effect::Quit => {
                    let refused = self.engine.model().connection.refused;
                    Some(if refused { ExitReason::CredentialsRefused } else { ExitReason::Quit })
                }
                Effect::Mouse(on) => {
                    self.screen.mouse(on)?;
                    None
                }
                Effect::Redraw => {
                    #[cfg(debug_assertions)]
                    test_panic::in_part("redraw");
                    self.screen.repaint();
                    None
                }
                Effect::Suspend => {
                    self.screen.leave()?;
                    platform::stop_self()?;
                    self.screen.resume()?;
                    self.resumed()?
                }
                Effect::Copy { what, text } => self.copy(what, text)?,
                Effect::Browse { what, addresses } => {
                    if let Some(why) = browser::missing() {
                        self.copy(addresses_of(&what, addresses.len(), why), addresses.join("\n"))?
                    } else {
                        self.engine.browse(what, addresses);
                        None
                    }
                }
                Effect::CopyLastRequest => match self.engine.last_request() {
                    Some(text) => {
                        let end = self.copy("the last request".to_owned(), text)?;
                        #[cfg(debug_assertions)]
                        test_panic::in_task("copy");
                        end
                    }
                    None => {
                        self.dispatch(Msg::Copied(Ok("There was no request yet; nothing was copied".to_owned())))?
                    }
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

    fn copy(&mut self, what: String, text: String) -> std::io::Result<Option<ExitReason>> {
        match clipboard::ClipboardRoute::here() {
            clipboard::ClipboardRoute::Terminal => {
                self.screen.write(&clipboard::osc52(&text))?;
                let way =
                    (!std::mem::replace(&mut self.route_announced, true)).then_some("through the terminal, OSC 52");
                let mut said = clipboard::copied_message(&what, &text, way);
                if text.len() > clipboard::TERMINAL_LIMIT {
                    said = format!(
                        "Sent {what} to the terminal; many take no more than 74 kB, so check it, or export the list"
                    );
                }
                self.dispatch(Msg::Copied(Ok(said)))
            }
            clipboard::ClipboardRoute::Command(command) => {
                self.engine.copy(command, what, text);
                Ok(None)
            }
        }
    }
}
