//! Differences between operating systems: signals, suspending, a terminal that is gone. Files and children are in
//! [`crate::system`].

use std::io;

/// A signal that the program handles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// Terminate; the number becomes part of the exit code.
    End(i32),
    /// Suspend until continued.
    #[cfg_attr(not(unix), expect(dead_code, reason = "other systems stop no program"))]
    Stop,
    /// Continued after a stop that was not announced.
    #[cfg_attr(not(unix), expect(dead_code, reason = "other systems stop no program"))]
    Continue,
    /// The terminal was resized.
    #[cfg_attr(not(unix), expect(dead_code, reason = "elsewhere it is an event of the terminal"))]
    Resize,
}

/// The exit code of a process that this signal ended.
#[must_use]
pub fn exit_code(signal: i32) -> u8 {
    128_u8.saturating_add(u8::try_from(signal).unwrap_or(0))
}

#[cfg(unix)]
mod os {
    use super::{Signal, exit_code, io};
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::process::{Resource, Rlimit, Signal as Os, getpid, kill_process, setrlimit};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;
    use tokio::signal::unix::{Signal as Stream, SignalKind, signal};
    use tokio::sync::mpsc;

    /// The signal that a lost terminal counts as.
    pub(in super::super) const HANG_UP: i32 = Os::HUP.as_raw();
    /// How long the loop has to end in order. A terminal that accepts no output, or a read that never returns, must not
    /// keep the process alive.
    const GRACE: Duration = Duration::from_secs(3);
    /// The program suspended itself and has not received the continue signal yet.
    static ANNOUNCED: AtomicBool = AtomicBool::new(false);
    /// Capacity of the signal queue; the loop handles signals first.
    const QUEUE: usize = 16;

    /// The signals of this process; a lost terminal counts as a hang-up.
    pub(in super::super) struct Signals(mpsc::Receiver<Signal>);

    impl Signals {
        /// Starts to listen. After the first terminating signal the process ends, in order or not.
        pub(in super::super) fn listen() -> io::Result<Self> {
            let (sender, inbox) = mpsc::channel(QUEUE);
            let mut streams = Streams::open()?;
            watch_terminal(sender.clone())?;
            // A task of its own: it receives the signal even while the loop hangs in a write.
            tokio::spawn(async move {
                loop {
                    let signal = streams.next().await;
                    if signal == Signal::Continue && ANNOUNCED.swap(false, Ordering::AcqRel) {
                        continue;
                    }
                    if let Signal::End(number) = signal {
                        std::thread::spawn(move || force_exit(number));
                    }
                    if sender.send(signal).await.is_err() {
                        return;
                    }
                }
            });
            Ok(Self(inbox))
        }

        /// The next signal.
        pub(in super::super) async fn next(&mut self) -> Signal {
            match self.0.recv().await {
                Some(signal) => signal,
                // The sender lives as long as the process; without it there are no signals.
                None => std::future::pending().await,
            }
        }
    }

    struct Streams {
        interrupt: Stream,
        quit: Stream,
        terminate: Stream,
        hangup: Stream,
        stop: Stream,
        resume: Stream,
        resize: Stream,
    }

    impl Streams {
        fn open() -> io::Result<Self> {
            let on = |s: Os| signal(SignalKind::from_raw(s.as_raw()));
            Ok(Self {
                interrupt: on(Os::INT)?,
                quit: on(Os::QUIT)?,
                terminate: on(Os::TERM)?,
                hangup: on(Os::HUP)?,
                stop: on(Os::TSTP)?,
                resume: on(Os::CONT)?,
                resize: on(Os::WINCH)?,
            })
        }

        async fn next(&mut self) -> Signal {
            tokio::select! {
                _ = self.interrupt.recv() => Signal::End(Os::INT.as_raw()),
                _ = self.quit.recv() => Signal::End(Os::QUIT.as_raw()),
                _ = self.terminate.recv() => Signal::End(Os::TERM.as_raw()),
                _ = self.hangup.recv() => Signal::End(Os::HUP.as_raw()),
                _ = self.stop.recv() => Signal::Stop,
                _ = self.resume.recv() => Signal::Continue,
                _ = self.resize.recv() => Signal::Resize,
            }
        }
    }

    /// The result of waiting for input.
    pub(in super::super) enum Readable {
        /// Something can be read, or the end was reached.
        Bytes,
        /// The time is over.
        Nothing,
    }

    /// Waits for input on the terminal, at most this long.
    pub(in super::super) fn wait_for_input(most: Option<Duration>) -> io::Result<Readable> {
        let most = most.map(|most| Timespec::try_from(most).unwrap_or(Timespec { tv_sec: 1, tv_nsec: 0 }));
        // The program has checked that it is a terminal.
        let input = rustix::stdio::stdin();
        match poll(&mut [PollFd::new(&input, PollFlags::IN)], most.as_ref()) {
            Ok(0) | Err(rustix::io::Errno::INTR) => Ok(Readable::Nothing),
            Ok(_) => Ok(Readable::Bytes),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads available input; an error means the end.
    pub(in super::super) fn read_input(buffer: &mut [u8]) -> io::Result<usize> {
        match rustix::io::read(rustix::stdio::stdin(), buffer) {
            Ok(0) => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the terminal is gone")),
            Ok(count) => Ok(count),
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => Ok(0),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes to the terminal, in one piece if it takes that.
    pub(in super::super) fn write_output(mut bytes: &[u8]) -> io::Result<()> {
        let output = rustix::stdio::stdout();
        while !bytes.is_empty() {
            match rustix::io::write(output, bytes) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
                Err(rustix::io::Errno::INTR) => {}
                // Another program has told the terminal not to block; standard input may be the same terminal.
                Err(rustix::io::Errno::AGAIN) => {
                    poll(&mut [PollFd::new(&output, PollFlags::OUT)], None).map(drop).or_else(ignore_interrupt)?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn ignore_interrupt(error: rustix::io::Errno) -> io::Result<()> {
        if error == rustix::io::Errno::INTR { Ok(()) } else { Err(error.into()) }
    }

    /// Waits for the end of the terminal on a thread of its own.
    ///
    /// A process that the terminal does not control gets no signal, and reading from a lost terminal returns nothing
    /// forever: without this the program would spin.
    fn watch_terminal(sender: mpsc::Sender<Signal>) -> io::Result<()> {
        std::thread::Builder::new().name("terminal watch".into()).spawn(move || {
            if gone(None) {
                let _ = sender.try_send(Signal::End(HANG_UP));
                force_exit(HANG_UP);
            }
        })?;
        Ok(())
    }

    /// Whether the terminal is gone.
    pub(in super::super) fn terminal_is_gone() -> bool {
        gone(Some(&Timespec { tv_sec: 0, tv_nsec: 0 }))
    }

    /// Whether input or output has hung up, within this time; without one it waits for that. `false` where the system
    /// cannot watch a terminal.
    fn gone(within: Option<&Timespec>) -> bool {
        let (input, output) = (rustix::stdio::stdin(), rustix::stdio::stdout());
        // Linux always reports a hang-up, macOS only on request.
        let mut both = [PollFd::new(&input, PollFlags::HUP), PollFd::new(&output, PollFlags::HUP)];
        loop {
            match poll(&mut both, within) {
                Ok(_) => return both.iter().any(|fd| fd.revents().intersects(PollFlags::HUP | PollFlags::ERR)),
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return false,
            }
        }
    }

    /// Ends the process if the loop has not done it in time.
    fn force_exit(signal: i32) {
        std::thread::sleep(GRACE);
        // The line modes can be restored even on a terminal that accepts no output.
        let _ = crossterm::terminal::disable_raw_mode();
        std::process::exit(i32::from(exit_code(signal)));
    }

    /// Stops this process until it is continued.
    pub(in super::super) fn stop_self() -> io::Result<()> {
        ANNOUNCED.store(true, Ordering::Release);
        // TSTP is handled, so STOP; the shell shows the same.
        kill_process(getpid(), Os::STOP).map_err(io::Error::from)
    }

    /// Disables core files and, on Linux, access to memory and environment by other processes of the same user: both
    /// contain the secret.
    pub fn keep_memory_private() {
        // If the system refuses, the program is as private as any other.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
        #[cfg(target_os = "linux")]
        let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
    }

    /// Ends this process at once, like `kill -9`.
    #[cfg(debug_assertions)]
    pub(in super::super) fn kill_self() {
        let _ = kill_process(getpid(), Os::KILL);
    }

    /// Columns and rows of the terminal, from the system.
    pub(in super::super) fn terminal_size() -> Option<(u16, u16)> {
        let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
        Some((size.ws_col, size.ws_row))
    }
}

#[cfg(not(unix))]
mod os {
    use super::{Signal, io};

    /// The signal that a lost terminal counts as.
    pub(in super::super) const HANG_UP: i32 = 1;

    /// The signals of this process.
    pub(in super::super) struct Signals;

    impl Signals {
        /// Begins to listen.
        pub(in super::super) fn listen() -> io::Result<Self> {
            Ok(Self)
        }

        /// The next signal: Ctrl-C sent from outside.
        pub(in super::super) async fn next(&mut self) -> Signal {
            match tokio::signal::ctrl_c().await {
                Ok(()) => Signal::End(2),
                Err(_) => std::future::pending().await,
            }
        }
    }

    /// Closing a console ends its processes.
    pub(in super::super) fn terminal_is_gone() -> bool {
        false
    }

    /// There is no suspending here.
    pub(in super::super) fn stop_self() -> io::Result<()> {
        Ok(())
    }

    /// There are no core files here.
    pub fn keep_memory_private() {}

    /// Ends this process at once.
    #[cfg(debug_assertions)]
    pub(in super::super) fn kill_self() {
        std::process::abort();
    }

    /// Columns and rows of the terminal.
    pub(in super::super) fn terminal_size() -> Option<(u16, u16)> {
        crossterm::terminal::size().ok()
    }

    /// Writes to the terminal.
    pub(in super::super) fn write_output(bytes: &[u8]) -> io::Result<()> {
        use io::Write;
        let mut output = crate::system::output::raw_stdout();
        output.write_all(bytes)?;
        output.flush()
    }
}

pub use os::keep_memory_private;
#[cfg(debug_assertions)]
pub(super) use os::kill_self;
pub(super) use os::{HANG_UP, Signals, stop_self, terminal_is_gone, terminal_size, write_output};
#[cfg(unix)]
pub(super) use os::{Readable, read_input, wait_for_input};
