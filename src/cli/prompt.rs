//! Prompts on the terminal. Secret input is not echoed: echo is turned off before the prompt, and the terminal is
//! restored however the command ends.

use std::io::{self, BufRead, IsTerminal};
use std::sync::{Mutex, MutexGuard, PoisonError};

use os::{Modes, SignalAction, Signals};
use secrecy::zeroize::Zeroizing;

use crate::system::output;

/// Longest input; the buffer is allocated at once, so that growing leaves no copy of a secret behind.
const ANSWER: usize = 4_096;

/// Standard input, and what must be restored.
#[derive(Default)]
pub(super) struct Prompt(Mutex<State>);

#[derive(Default)]
struct State {
    /// The original line modes; `None` while echo is on.
    found: Option<Modes>,
    /// The current prompt.
    prompt: &'static str,
}

impl Prompt {
    /// Runs a command that prompts, and returns its result or the number of the signal that ended it. The terminal is
    /// then restored.
    ///
    /// # Errors
    ///
    /// If signals cannot be handled.
    pub(super) async fn with_terminal_restored<T>(
        &self,
        command: impl Future<Output = T>,
    ) -> io::Result<Result<T, u8>> {
        let mut signals = Signals::listen()?;
        let ended = async {
            loop {
                match signals.next().await {
                    SignalAction::End(number) => return number,
                    SignalAction::Stop => {
                        self.restore();
                        os::stop_self();
                        self.hide_again();
                    }
                    SignalAction::Continue => {
                        self.hide_again();
                        write(format_args!("{}", self.state().prompt));
                    }
                }
            }
        };
        let ended = tokio::select! {
            biased;
            number = ended => Err(number),
            done = command => Ok(done),
        };
        if ended.is_err() && self.is_asking() {
            write(format_args!("\n"));
        }
        self.restore();
        Ok(ended)
    }

    /// Turns off echo. Without a terminal nothing is echoed anyway.
    ///
    /// # Errors
    ///
    /// If echo cannot be turned off.
    pub(super) fn hide(&self) -> io::Result<()> {
        let mut state = self.state();
        if state.found.is_none() && io::stdin().is_terminal() {
            state.found = Some(os::hide()?);
        }
        Ok(())
    }

    /// Restores the terminal. Input that was not read yet is dropped: it could be the rest of a secret, on its way to a
    /// shell.
    pub(super) fn show(&self) {
        self.restore();
        self.state().found = None;
    }

    /// The next line of standard input; on a terminal after a prompt.
    ///
    /// # Errors
    ///
    /// If it cannot be read. The error contains none of the input.
    pub(super) async fn ask(&self, prompt: &'static str) -> io::Result<Zeroizing<String>> {
        let is_terminal = io::stdin().is_terminal();
        let is_hidden = {
            let mut state = self.state();
            state.prompt = prompt;
            state.found.is_some()
        };
        if is_terminal {
            write(format_args!("{prompt}"));
        }
        // On a thread of its own, which is abandoned on a signal.
        let read = tokio::task::spawn_blocking(move || if is_terminal { os::read(is_hidden) } else { read_line() });
        let answer = read.await.unwrap_or_else(|_| Err(io::Error::other("reading was interrupted")));
        self.state().prompt = "";
        answer
    }

    /// Writes a line while echo is off.
    pub(super) fn note(&self, words: &str) {
        if self.state().found.is_some() {
            write(format_args!("{words}\n"));
        }
    }

    fn is_asking(&self) -> bool {
        !self.state().prompt.is_empty()
    }

    fn restore(&self) {
        if let Some(found) = &self.state().found {
            os::restore_modes(found);
        }
    }

    /// The process was continued: another program may have changed the modes meanwhile.
    fn hide_again(&self) {
        if self.state().found.is_some() {
            // If this fails, the terminal is gone, and so is the prompt.
            let _ = os::hide();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Prompt {
    fn drop(&mut self) {
        self.restore();
    }
}

/// Writes to the terminal; errors are ignored.
fn write(words: std::fmt::Arguments<'_>) {
    output::print_stderr(&words.to_string());
}

fn read_line() -> io::Result<Zeroizing<String>> {
    let mut line = Zeroizing::new(String::with_capacity(ANSWER));
    io::stdin().lock().read_line(&mut line)?;
    Ok(line)
}

#[cfg(unix)]
mod os {
    use super::{ANSWER, Zeroizing, io};
    use rustix::io::Errno;
    use rustix::process::{Signal as Os, getpgrp, getpid, kill_process};
    use rustix::stdio::stdin;
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr};
    use tokio::signal::unix::{Signal, SignalKind, signal};

    /// The line modes of a terminal.
    pub(super) type Modes = Termios;

    /// The action for a signal.
    pub(super) enum SignalAction {
        /// Exit; the signal's number.
        End(u8),
        Stop,
        Continue,
    }

    /// The signals that would leave the terminal without echo.
    pub(super) struct Signals {
        ends: [(Os, Signal); 4],
        stop: Signal,
        resume: Signal,
    }

    impl Signals {
        pub(super) fn listen() -> io::Result<Self> {
            let on = |s: Os| signal(SignalKind::from_raw(s.as_raw()));
            let end = |s: Os| on(s).map(|stream| (s, stream));
            let ends = [end(Os::INT)?, end(Os::QUIT)?, end(Os::TERM)?, end(Os::HUP)?];
            Ok(Self { ends, stop: on(Os::TSTP)?, resume: on(Os::CONT)? })
        }

        pub(super) async fn next(&mut self) -> SignalAction {
            let Self { ends: [interrupt, quit, terminate, hangup], stop, resume } = self;
            let number = tokio::select! {
                _ = interrupt.1.recv() => interrupt.0,
                _ = quit.1.recv() => quit.0,
                _ = terminate.1.recv() => terminate.0,
                _ = hangup.1.recv() => hangup.0,
                _ = stop.recv() => return SignalAction::Stop,
                _ = resume.recv() => return SignalAction::Continue,
            };
            SignalAction::End(u8::try_from(number.as_raw()).unwrap_or(0))
        }
    }

    /// Stops this process until it is continued.
    pub(super) fn stop_self() {
        // TSTP is handled, so STOP; the shell shows the same.
        let _ = kill_process(getpid(), Os::STOP);
    }

    /// Turns off echo; line editing and signals stay. Earlier input is dropped.
    pub(super) fn hide() -> io::Result<Modes> {
        let found = tcgetattr(stdin())?;
        let mut modes = found.clone();
        modes.local_modes -= LocalModes::ECHO | LocalModes::ECHONL;
        modes.local_modes |= LocalModes::ICANON | LocalModes::ISIG;
        set(&modes)?;
        Ok(found)
    }

    pub(super) fn restore_modes(found: &Modes) {
        // A terminal that is gone cannot be restored.
        let _ = set(found);
    }

    /// Not in the background: the system stops a process that sets a terminal there, before it can end.
    fn set(modes: &Modes) -> rustix::io::Result<()> {
        // A terminal of another session reports no group, and stops nobody.
        if tcgetpgrp(stdin()).is_ok_and(|group| group != getpgrp()) {
            return Ok(());
        }
        tcsetattr(stdin(), OptionalActions::Flush, modes)
    }

    /// Reads a line byte by byte, so that nothing of the next one is consumed or buffered.
    pub(super) fn read(_hidden: bool) -> io::Result<Zeroizing<String>> {
        let mut line = Zeroizing::new(Vec::with_capacity(ANSWER));
        let mut byte = Zeroizing::new([0]);
        while line.len() < ANSWER {
            match rustix::io::read(stdin(), &mut *byte) {
                Ok(0) => break,
                Ok(_) if *byte == *b"\n" || *byte == *b"\r" => break,
                Ok(_) => line.extend_from_slice(&*byte),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let text = std::str::from_utf8(&line).map_err(|_| io::Error::other("it is no text"))?;
        Ok(Zeroizing::new(text.to_owned()))
    }
}

#[cfg(not(unix))]
mod os {
    use super::{Zeroizing, io, read_line};

    /// A console is only silent while a line is read.
    pub(super) struct Modes;

    /// The action for a signal.
    #[expect(dead_code, reason = "a console ends its processes itself")]
    pub(super) enum SignalAction {
        End(u8),
        Stop,
        Continue,
    }

    pub(super) struct Signals;

    impl Signals {
        #[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
        pub(super) fn listen() -> io::Result<Self> {
            Ok(Self)
        }

        #[expect(clippy::unused_self, reason = "elsewhere there are some")]
        pub(super) async fn next(&mut self) -> SignalAction {
            std::future::pending().await
        }
    }

    pub(super) fn stop_self() {}

    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    pub(super) fn hide() -> io::Result<Modes> {
        Ok(Modes)
    }

    pub(super) fn restore_modes(_: &Modes) {}

    pub(super) fn read(hidden: bool) -> io::Result<Zeroizing<String>> {
        if hidden { rpassword::read_password().map(Zeroizing::new) } else { read_line() }
    }
}
