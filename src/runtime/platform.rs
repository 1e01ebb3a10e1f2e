//! What differs between operating systems: signals, stopping, private files. Nothing Unix-only
//! stands anywhere else.

use std::fs::OpenOptions;
use std::io;

/// A signal the program answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// End: the number becomes part of the exit code.
    End(i32),
    /// Stop until continued.
    Stop,
    /// Continued after a stop that nobody announced.
    Continue,
}

#[cfg(unix)]
mod os {
    use super::{OpenOptions, Signal, io};
    use rustix::process::{Signal as Os, getpid, kill_process};
    use std::os::unix::fs::OpenOptionsExt;
    use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

    /// The signals of this process.
    pub(in super::super) struct Signals {
        interrupt: Stream,
        terminate: Stream,
        hangup: Stream,
        stop: Stream,
        resume: Stream,
    }

    impl Signals {
        /// Begins to listen.
        pub(in super::super) fn listen() -> io::Result<Self> {
            let on = |s: Os| signal(SignalKind::from_raw(s.as_raw()));
            Ok(Self {
                interrupt: on(Os::INT)?,
                terminate: on(Os::TERM)?,
                hangup: on(Os::HUP)?,
                stop: on(Os::TSTP)?,
                resume: on(Os::CONT)?,
            })
        }

        /// The next signal.
        pub(in super::super) async fn next(&mut self) -> Signal {
            tokio::select! {
                _ = self.interrupt.recv() => Signal::End(Os::INT.as_raw()),
                _ = self.terminate.recv() => Signal::End(Os::TERM.as_raw()),
                _ = self.hangup.recv() => Signal::End(Os::HUP.as_raw()),
                _ = self.stop.recv() => Signal::Stop,
                _ = self.resume.recv() => Signal::Continue,
            }
        }
    }

    /// Stops this process until it is continued.
    pub(in super::super) fn stop_self() -> io::Result<()> {
        // TSTP is listened to, so STOP; the shell shows the same.
        kill_process(getpid(), Os::STOP).map_err(io::Error::from)
    }

    /// Ends this process at once, as `kill -9` does.
    #[cfg(debug_assertions)]
    pub(in super::super) fn kill_self() {
        let _ = kill_process(getpid(), Os::KILL);
    }

    /// Files that hold personal data are the owner's alone.
    pub(in super::super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options.mode(0o600)
    }
}

#[cfg(not(unix))]
mod os {
    use super::{OpenOptions, Signal, io};

    /// The signals of this process.
    pub(in super::super) struct Signals;

    impl Signals {
        /// Begins to listen.
        pub(in super::super) fn listen() -> io::Result<Self> {
            Ok(Self)
        }

        /// The next signal: Ctrl-C from outside.
        pub(in super::super) async fn next(&mut self) -> Signal {
            match tokio::signal::ctrl_c().await {
                Ok(()) => Signal::End(2),
                Err(_) => std::future::pending().await,
            }
        }
    }

    /// There is no stopping here.
    pub(in super::super) fn stop_self() -> io::Result<()> {
        Ok(())
    }

    /// Ends this process at once.
    #[cfg(debug_assertions)]
    pub(in super::super) fn kill_self() {
        std::process::abort();
    }

    /// Files lie in the owner's profile already.
    pub(in super::super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }
}

#[cfg(debug_assertions)]
pub(super) use os::kill_self;
pub(super) use os::{Signals, private, stop_self};
