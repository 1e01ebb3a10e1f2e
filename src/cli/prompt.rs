//! Questions to the person at the terminal. Answers that are not to be shown are not: the terminal
//! stops to echo before it is asked, and is as it was found however the command ends.

use std::io::{self, BufRead, IsTerminal};
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::zeroize::Zeroizing;

use crate::system::out;
use os::{Modes, Signals, Told};

/// No answer is longer; so much is set aside at once, that no copy of a secret is left behind by growing.
const ANSWER: usize = 4_096;

/// Standard input, and what is to be given back of it.
#[derive(Default)]
pub(super) struct Line(Mutex<State>);

#[derive(Default)]
struct State {
    /// The line modes as they were found; none: what is typed is shown.
    found: Option<Modes>,
    /// What is being asked.
    prompt: &'static str,
}

impl Line {
    /// Runs a command that asks, and gives its end, or the number of the signal that ended it. The
    /// terminal is then as it was found.
    ///
    /// # Errors
    ///
    /// When the system does not let the command listen to signals.
    pub(super) async fn around<T>(&self, command: impl Future<Output = T>) -> io::Result<Result<T, u8>> {
        let mut signals = Signals::listen()?;
        let ended = async {
            loop {
                match signals.next().await {
                    Told::End(number) => return number,
                    Told::Stop => {
                        self.give_back();
                        os::stop_self();
                        self.hide_again();
                    }
                    Told::Continue => {
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
        self.give_back();
        Ok(ended)
    }

    /// From now on nothing that is typed is shown. Without a terminal nothing is shown anyway.
    ///
    /// # Errors
    ///
    /// When the terminal does not stop to echo.
    pub(super) fn hide(&self) -> io::Result<()> {
        let mut state = self.state();
        if state.found.is_none() && io::stdin().is_terminal() {
            state.found = Some(os::hide()?);
        }
        Ok(())
    }

    /// The terminal as it was found. What was typed and not read yet is dropped: it could be the rest of a
    /// secret, on its way to a shell.
    pub(super) fn show(&self) {
        self.give_back();
        self.state().found = None;
    }

    /// The next line of standard input; on a terminal after a prompt.
    ///
    /// # Errors
    ///
    /// When it cannot be read. Nothing of it is in the error.
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
        // On a thread of its own, which nobody waits for when a signal comes.
        let read = tokio::task::spawn_blocking(move || if is_terminal { os::read(is_hidden) } else { read_line() });
        let answer = read.await.unwrap_or_else(|_| Err(io::Error::other("reading has stopped in the middle")));
        self.state().prompt = "";
        answer
    }

    /// Writes a line where what is typed is not shown.
    pub(super) fn note(&self, words: &str) {
        if self.state().found.is_some() {
            write(format_args!("{words}\n"));
        }
    }

    fn is_asking(&self) -> bool {
        !self.state().prompt.is_empty()
    }

    fn give_back(&self) {
        if let Some(found) = &self.state().found {
            os::give_back(found);
        }
    }

    /// The person is back: whoever had the terminal meanwhile has set it as they liked.
    fn hide_again(&self) {
        if self.state().found.is_some() {
            // Where this fails the terminal is gone, and so is the question.
            let _ = os::hide();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.give_back();
    }
}

/// Writes to the person; when nobody is there, nobody misses it.
fn write(words: std::fmt::Arguments<'_>) {
    out::tell(&words.to_string());
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

    /// What a signal asks for.
    pub(super) enum Told {
        /// To end; its number.
        End(u8),
        Stop,
        Continue,
    }

    /// The signals that would leave the terminal without its echo.
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

        pub(super) async fn next(&mut self) -> Told {
            let Self { ends: [interrupt, quit, terminate, hangup], stop, resume } = self;
            let number = tokio::select! {
                _ = interrupt.1.recv() => interrupt.0,
                _ = quit.1.recv() => quit.0,
                _ = terminate.1.recv() => terminate.0,
                _ = hangup.1.recv() => hangup.0,
                _ = stop.recv() => return Told::Stop,
                _ = resume.recv() => return Told::Continue,
            };
            Told::End(u8::try_from(number.as_raw()).unwrap_or(0))
        }
    }

    /// Stops this process until it is continued.
    pub(super) fn stop_self() {
        // TSTP is listened to, so STOP; the shell shows the same.
        let _ = kill_process(getpid(), Os::STOP);
    }

    /// No echo; the keys that edit a line and send signals stay. What was typed before is dropped.
    pub(super) fn hide() -> io::Result<Modes> {
        let found = tcgetattr(stdin())?;
        let mut modes = found.clone();
        modes.local_modes -= LocalModes::ECHO | LocalModes::ECHONL;
        modes.local_modes |= LocalModes::ICANON | LocalModes::ISIG;
        set(&modes)?;
        Ok(found)
    }

    pub(super) fn give_back(found: &Modes) {
        // A terminal that is gone takes nothing back.
        let _ = set(found);
    }

    /// In the background it is left alone: the system stops who sets a terminal there, before they can end.
    fn set(modes: &Modes) -> rustix::io::Result<()> {
        // One that is not this process's own tells no group, and stops nobody.
        if tcgetpgrp(stdin()).is_ok_and(|group| group != getpgrp()) {
            return Ok(());
        }
        tcsetattr(stdin(), OptionalActions::Flush, modes)
    }

    /// One line, byte by byte: nothing of the next one is taken, nor left in a buffer.
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

    /// The console is only silent while a line is read.
    pub(super) struct Modes;

    /// What a signal asks for.
    #[expect(dead_code, reason = "a console ends its processes itself")]
    pub(super) enum Told {
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
        pub(super) async fn next(&mut self) -> Told {
            std::future::pending().await
        }
    }

    pub(super) fn stop_self() {}

    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    pub(super) fn hide() -> io::Result<Modes> {
        Ok(Modes)
    }

    pub(super) fn give_back(_: &Modes) {}

    pub(super) fn read(hidden: bool) -> io::Result<Zeroizing<String>> {
        if hidden { rpassword::read_password().map(Zeroizing::new) } else { read_line() }
    }
}
