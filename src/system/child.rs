//! Child processes: started, given input, waited for, and killed if they take too long.
//!
//! Children inherit none of this program's secrets, nor its input or output, and have a time limit. Their standard
//! error is kept, up to a limit, for error messages.

use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::time::{Duration, Instant};

use secrecy::zeroize::Zeroizing;

use crate::domain::text::clean;

/// Longest line of output that is read.
const LINE_MAX: u64 = 65_536;
/// Bytes of standard error that are read.
const STDERR_MAX: u64 = 4_096;
/// Characters of standard error that are shown.
const EXCERPT_MAX: usize = 300;
/// How often a child is polled.
const STEP: Duration = Duration::from_millis(5);
/// How long to wait for the rest of standard error of a failed child.
pub(super) const STDERR_TIMEOUT: Duration = Duration::from_millis(500);
/// Variables with this prefix belong to this program, secrets among them.
const OURS: &str = "KEEPNET_";

/// The environment of a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// The variables that a desktop program needs, from a list.
    Desktop,
    /// The variables of the user's shell, without this program's: a command of theirs may need any of them.
    Person,
}

/// Process group of a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProcessGroup {
    /// That of the user's shell: it may prompt on the terminal.
    Foreground,
    /// A group of its own: the system stops it if it reads from the terminal.
    Background,
}

/// How to start a child.
#[derive(Debug, Clone, Copy)]
pub struct ChildSpec<'a> {
    /// The program and its arguments; `None`: a line for the system's shell.
    pub arguments: Option<&'a [&'a str]>,
    /// The program, or that line.
    pub program: &'a str,
    /// Its environment.
    pub environment: Environment,
    /// Its process group.
    pub group: ProcessGroup,
    /// Its input, if any.
    pub input: Option<&'a [u8]>,
    /// Whether the first line of its output is wanted.
    pub wants_line: bool,
    /// Time limit.
    pub timeout: Duration,
}

/// Why a child has failed, as the end of a sentence that begins with its name.
#[derive(Debug, thiserror::Error)]
pub enum ChildError {
    /// It was not started.
    #[error("cannot be run: {0}")]
    NotRun(io::Error),
    /// It exited with a failure; the second value is an excerpt of its standard error.
    #[error("ended with {0}{said}", said = said(.1))]
    Ended(ExitStatus, String),
    /// It was killed because it took too long.
    #[error("did not finish within {} s{said}", .0.as_secs(), said = said(.1))]
    TimedOut(Duration, String),
    /// It was killed because it read from the terminal, which is in use.
    #[error("prompts on the terminal")]
    WantsTerminal,
    /// Communication with it failed.
    #[error("cannot be {0}: {1}")]
    Broken(&'static str, io::Error),
}

fn said(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!(": {words}") }
}

/// The first line of a child's output.
pub type FirstLine = Zeroizing<Vec<u8>>;

/// Runs a child to its end and returns the first line of its output if that is wanted. Processes that the child leaves
/// running are left alone: this is how clipboard tools serve the clipboard.
///
/// # Errors
///
/// The reason, without any of its output.
pub fn run(order: &ChildSpec<'_>) -> Result<FirstLine, ChildError> {
    let modes = os::Modes::of(order.group);
    let mut child = spawn(order).map_err(ChildError::NotRun)?;
    let ended = RunningChild::new(&mut child, order).and_then(|mut watched| watched.follow(&mut child, order));
    if ended.is_err() {
        os::end(&mut child, order.group);
        modes.restore();
    }
    ended
}

/// The command of a child, with its environment and process group, and without input and output.
pub(super) fn command(order: &ChildSpec<'_>) -> Command {
    let mut command = match order.arguments {
        Some(arguments) => {
            let mut command = Command::new(order.program);
            command.args(arguments);
            command
        }
        None => os::shell(order.program),
    };
    os::set_process_group(&mut command, order.group);
    command.env_clear().envs(std::env::vars_os().filter(|(name, _)| is_passed_on(name, order)));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn spawn(order: &ChildSpec<'_>) -> io::Result<Child> {
    command(order)
        .stdin(if order.input.is_some() { Stdio::piped() } else { Stdio::null() })
        .stdout(if order.wants_line { Stdio::piped() } else { Stdio::null() })
        .stderr(Stdio::piped())
        .spawn()
}

fn is_passed_on(name: &OsString, order: &ChildSpec<'_>) -> bool {
    // Tells gpg-agent which terminal to prompt on, even outside of this session.
    if order.group == ProcessGroup::Background && name == OsStr::new("GPG_TTY") {
        return false;
    }
    match order.environment {
        Environment::Desktop => is_of_the_desktop(name),
        Environment::Person => !name.to_string_lossy().to_ascii_uppercase().starts_with(OURS),
    }
}

/// Variables by which a desktop program finds its display, settings and fonts.
fn is_of_the_desktop(name: &OsStr) -> bool {
    const NAMES: [&str; 28] = [
        "PATH",
        "HOME",
        "USER",
        "LOGNAME",
        "LANG",
        "LANGUAGE",
        "TZ",
        "TMPDIR",
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "WAYLAND_SOCKET",
        "XAUTHORITY",
        "XDG_RUNTIME_DIR",
        "XDG_SESSION_TYPE",
        "XDG_CURRENT_DESKTOP",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_CACHE_HOME",
        "DBUS_SESSION_BUS_ADDRESS",
        "SYSTEMROOT",
        "SYSTEMDRIVE",
        "WINDIR",
        "COMSPEC",
        "PATHEXT",
        "TEMP",
        "TMP",
        "USERPROFILE",
        "APPDATA",
    ];
    let name = name.to_string_lossy();
    let known = |name: &str| NAMES.contains(&name) || name.starts_with("LC_");
    known(&name) || (cfg!(windows) && known(&name.to_ascii_uppercase()))
}

/// A running child; threads of their own read its output.
struct RunningChild {
    line: Option<Receiver<io::Result<FirstLine>>>,
    stderr: Receiver<Vec<u8>>,
    fed: Option<Receiver<io::Result<()>>>,
}

impl RunningChild {
    fn new(child: &mut Child, order: &ChildSpec<'_>) -> Result<Self, ChildError> {
        let thread = |error| ChildError::Broken("watched", error);
        let said = match child.stderr.take() {
            Some(error) => on_thread(move || read_start(error)).map_err(thread)?,
            None => channel().1,
        };
        let line = match child.stdout.take() {
            Some(output) => Some(first_line(output).map_err(thread)?),
            None => None,
        };
        let fed = match (child.stdin.take(), order.input) {
            // On a thread of its own: a child that does not read must not block us.
            (Some(mut input), Some(bytes)) => {
                let bytes = Zeroizing::new(bytes.to_vec());
                Some(on_thread(move || input.write_all(&bytes)).map_err(thread)?)
            }
            _ => None,
        };
        Ok(Self { line, stderr: said, fed })
    }

    /// Waits until it exits, and for the output that is wanted.
    fn follow(&mut self, child: &mut Child, order: &ChildSpec<'_>) -> Result<FirstLine, ChildError> {
        let end = Instant::now() + order.timeout;
        let (mut ended, mut read) = (None::<ExitStatus>, None);
        loop {
            if let (None, Some(line)) = (&read, &self.line) {
                read = match line.try_recv() {
                    Ok(line) => Some(line.map_err(|error| ChildError::Broken("read", error))?),
                    Err(TryRecvError::Empty) => None,
                    Err(TryRecvError::Disconnected) => {
                        return Err(ChildError::Broken("read", io::Error::other("no end")));
                    }
                };
            }
            if ended.is_none() {
                ended = child.try_wait().map_err(|error| ChildError::Broken("waited for", error))?;
            }
            match (ended, read.take()) {
                (Some(status), line) if !status.success() => {
                    let line = line.or_else(|| self.last_line());
                    return Err(ChildError::Ended(status, self.stderr_text(line.as_ref())));
                }
                (Some(_), None) if self.line.is_none() => return self.was_fed().map(|()| FirstLine::default()),
                (Some(_), Some(line)) => return Ok(line),
                (_, line) => read = line,
            }
            if order.group == ProcessGroup::Background && ended.is_none() && os::is_stopped(child) {
                return Err(ChildError::WantsTerminal);
            }
            if Instant::now() >= end {
                return Err(ChildError::TimedOut(order.timeout, self.stderr_so_far(read.as_ref())));
            }
            std::thread::sleep(STEP);
        }
    }

    /// It has read all its input. A child that has exited reads no more.
    fn was_fed(&mut self) -> Result<(), ChildError> {
        let Some(fed) = self.fed.take() else { return Ok(()) };
        match fed.recv_timeout(STDERR_TIMEOUT) {
            Ok(Err(error)) if error.kind() != io::ErrorKind::BrokenPipe => Err(ChildError::Broken("written to", error)),
            // Processes that it left running read the rest.
            _ => Ok(()),
        }
    }

    /// The line of a child that has exited, which may still be in flight.
    fn last_line(&self) -> Option<FirstLine> {
        self.line.as_ref()?.recv_timeout(STDERR_TIMEOUT).ok()?.ok()
    }

    /// Its standard error, which a process that it left running may hold open. If the line of output is unknown,
    /// nothing is returned: the line could be in it.
    fn stderr_text(&self, line: Option<&FirstLine>) -> String {
        if line.is_none() && self.line.is_some() {
            return String::new();
        }
        match self.stderr.recv_timeout(STDERR_TIMEOUT) {
            Ok(said) => stderr_excerpt(&said, line),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => String::new(),
        }
    }

    /// The same for a child that still runs and may have more to write.
    fn stderr_so_far(&self, line: Option<&FirstLine>) -> String {
        self.stderr.try_recv().map(|said| stderr_excerpt(&said, line)).unwrap_or_default()
    }
}

/// An excerpt for a message: one line, cleaned, and without the line of output.
fn stderr_excerpt(said: &[u8], line: Option<&FirstLine>) -> String {
    let said = Zeroizing::new(String::from_utf8_lossy(said).into_owned());
    let secret = line.and_then(|line| std::str::from_utf8(line).ok()).map(str::trim).filter(|line| !line.is_empty());
    let said = match secret {
        Some(secret) => said.replace(secret, "..."),
        None => said.to_string(),
    };
    clean(&said, EXCERPT_MAX)
}

fn on_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> io::Result<Receiver<T>> {
    let (sender, receiver) = channel();
    let work = move || drop(sender.send(work()));
    std::thread::Builder::new().name("child".into()).spawn(work).map(|_| receiver)
}

/// The beginning of a stream. The rest is read and discarded, so that no writer fails.
fn read_start(mut from: impl Read) -> Vec<u8> {
    let mut said = Vec::new();
    let _ = from.by_ref().take(STDERR_MAX).read_to_end(&mut said);
    if said.len() as u64 == STDERR_MAX {
        let mut rest = [0; 4_096];
        while from.read(&mut rest).is_ok_and(|read| read > 0) {}
    }
    said
}

/// Reads the output on a thread of its own: a process that the child leaves behind may hold it open. After the first
/// line the rest is read and discarded.
fn first_line(output: impl Read + Send + 'static) -> io::Result<Receiver<io::Result<FirstLine>>> {
    let (sender, receiver) = channel();
    let read = move || {
        let mut output = BufReader::with_capacity(1, output);
        // Reserved up front: a growing buffer leaves copies behind.
        let mut line = Zeroizing::new(Vec::with_capacity(usize::try_from(LINE_MAX).unwrap_or_default()));
        let read = output.by_ref().take(LINE_MAX).read_until(b'\n', &mut line);
        let _ = sender.send(read.map(|_| line));
        let mut rest = Zeroizing::new([0; 4_096]);
        while output.read(&mut *rest).is_ok_and(|read| read > 0) {}
    };
    std::thread::Builder::new().name("child".into()).spawn(read).map(|_| receiver)
}

#[cfg(unix)]
pub(super) mod os {
    use super::{Child, Command, ProcessGroup};
    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, getpgrp, kill_process, kill_process_group, waitid};
    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr};
    use std::collections::BTreeSet;
    use std::fs::File;
    use std::os::unix::process::CommandExt;

    /// The terminal settings before a child may prompt there: a child that is killed meanwhile leaves the terminal
    /// without echo.
    pub(super) struct Modes(Option<(File, Termios)>);

    impl Modes {
        pub(super) fn of(ground: ProcessGroup) -> Self {
            let found = || {
                let tty = File::open("/dev/tty").ok()?;
                let modes = tcgetattr(&tty).ok()?;
                Some((tty, modes))
            };
            Self(if ground == ProcessGroup::Foreground { found() } else { None })
        }

        /// Not from the background: the system stops a process that sets the terminal there.
        pub(super) fn restore(&self) {
            if let Some((tty, modes)) = &self.0
                && tcgetpgrp(tty).is_ok_and(|group| group == getpgrp())
            {
                // A terminal that is gone cannot be restored.
                let _ = tcsetattr(tty, OptionalActions::Now, modes);
            }
        }
    }

    pub(super) fn shell(line: &str) -> Command {
        let mut shell = Command::new("sh");
        shell.args(["-c", line]);
        shell
    }

    pub(super) fn set_process_group(command: &mut Command, ground: ProcessGroup) {
        if ground == ProcessGroup::Background {
            // In the background: the system stops a process that reads the terminal there.
            command.process_group(0);
        }
    }

    fn pid(child: &Child) -> Option<Pid> {
        i32::try_from(child.id()).ok().and_then(Pid::from_raw)
    }

    /// The system has stopped it because it reads from the terminal. (A child in the foreground stops when the user
    /// stops this program with it.)
    pub(in crate::system) fn is_stopped(child: &Child) -> bool {
        let options = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        let stopped = pid(child).map(|pid| waitid(WaitId::Pid(pid), options));
        stopped.is_some_and(|told| told.is_ok_and(|status| status.is_some_and(|status| status.stopped())))
    }

    /// Kills it and everything it has started.
    pub(in crate::system) fn end(child: &mut Child, ground: ProcessGroup) {
        if let Some(pid) = pid(child) {
            // Its descendants may have groups of their own.
            let below = below(pid);
            if ground == ProcessGroup::Background {
                let _ = kill_process_group(pid, Signal::KILL);
            }
            let _ = kill_process(pid, Signal::STOP);
            for pid in below.into_iter().chain(self::below(pid)) {
                let _ = kill_process(pid, Signal::KILL);
            }
        }
        // It may have exited by now.
        let _ = child.kill();
        let _ = child.wait();
    }

    /// The descendants of this process, if the system lists them.
    fn below(root: Pid) -> Vec<Pid> {
        let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let stat = |name: &str| std::fs::read_to_string(format!("/proc/{name}/stat")).ok();
        let pairs: Vec<(i32, i32)> = entries
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let pid = name.parse().ok()?;
                // State and parent follow the program's name, which may contain anything.
                let parent = stat(&name)?.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
                Some((pid, parent))
            })
            .collect();
        let mut found = BTreeSet::from([root.as_raw_nonzero().get()]);
        loop {
            let more: Vec<i32> = pairs
                .iter()
                .filter(|(pid, parent)| found.contains(parent) && !found.contains(pid))
                .map(|(pid, _)| *pid)
                .collect();
            if more.is_empty() {
                break;
            }
            found.extend(more);
        }
        found.remove(&root.as_raw_nonzero().get());
        found.into_iter().filter_map(Pid::from_raw).collect()
    }
}

#[cfg(not(unix))]
pub(super) mod os {
    use super::{Child, Command, ProcessGroup};

    /// A console belongs to the process that reads it, and its modes are restored by the system.
    pub(super) struct Modes;

    impl Modes {
        pub(super) fn of(_: ProcessGroup) -> Self {
            Self
        }

        #[expect(clippy::unused_self, reason = "elsewhere there are some")]
        pub(super) fn restore(&self) {}
    }

    pub(super) fn shell(line: &str) -> Command {
        let mut shell = Command::new("cmd");
        #[cfg(windows)]
        {
            use std::os::windows::process::CommandExt;
            // The shell changes nothing between the outer quotes.
            shell.args(["/S", "/C"]).raw_arg(format!("\"{line}\""));
        }
        #[cfg(not(windows))]
        shell.args(["/C", line]);
        shell
    }

    pub(super) fn set_process_group(_: &mut Command, _: ProcessGroup) {}

    pub(in crate::system) fn is_stopped(_: &Child) -> bool {
        false
    }

    pub(in crate::system) fn end(child: &mut Child, _: ProcessGroup) {
        // It may have exited by now.
        let _ = child.kill();
        let _ = child.wait();
    }
}

#[cfg(all(test, unix))]
#[path = "child_tests.rs"]
mod tests;
