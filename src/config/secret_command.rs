//! `secret_command`: a command of the person's own that prints the secret, such as `pass show keepnet`.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use serde::{Deserialize, Deserializer, de::Error};

/// No secret is longer.
const BYTES_MAX: u64 = 65_536;
/// How often a command is looked at.
const STEP: Duration = Duration::from_millis(5);
/// Variables that begin so hold secrets of this program.
const SECRETS: &str = super::SECRET;

/// The command as the person wrote it. It does not print: somebody may have written a secret into it.
#[derive(Clone, PartialEq, Eq)]
pub struct CommandLine(String);

impl fmt::Debug for CommandLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("secret_command")
    }
}

impl<'de> Deserialize<'de> for CommandLine {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let command = String::deserialize(d)?;
        if command.trim().is_empty() {
            return Err(D::Error::custom(
                "secret_command is empty; a command such as \"pass show keepnet\" is expected",
            ));
        }
        Ok(Self(command))
    }
}

/// Who has the terminal while a secret is got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terminal {
    /// Nobody: a command may ask the person there.
    Free,
    /// The screen: a command that asks there is ended, and gets no key.
    Taken,
}

/// Runs the command in the system's shell; the secret is the first line of its output, and it is
/// taken once the command has ended, whatever it leaves running. It gets no input and none of this
/// program's secrets, and what it says on standard error is dropped: that could be anything, and the
/// screen may be in use.
///
/// # Errors
///
/// The end of a sentence that begins with the command's name. Nothing the command printed is in it.
pub(super) fn run(command: &CommandLine, terminal: Terminal, patience: Duration) -> Result<SecretString, String> {
    let modes = os::Modes::of(terminal);
    let mut child = shell(&command.0, terminal)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("cannot be run: {error}"))?;
    let got = first_line(&mut child).and_then(|line| outcome(&mut child, &line, terminal, patience));
    if got.is_err() {
        os::end(&mut child, terminal);
        modes.give_back();
    }
    let bytes = got?;
    let text = std::str::from_utf8(&bytes).map_err(|_| "printed no text".to_owned())?;
    match text.trim() {
        "" => Err("printed nothing in its first line".to_owned()),
        secret => Ok(SecretString::from(secret)),
    }
}

type Line = Zeroizing<Vec<u8>>;

fn shell(command: &str, terminal: Terminal) -> Command {
    let mut shell = os::shell(command, terminal);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().to_ascii_uppercase().starts_with(SECRETS) {
            shell.env_remove(name);
        }
    }
    if terminal == Terminal::Taken {
        // By this gpg-agent finds a terminal that it would ask on, from outside of this session.
        shell.env_remove("GPG_TTY");
    }
    shell
}

/// Reads the output on a thread of its own: what the command leaves behind may hold it open. After
/// the first line it is read on and dropped, so that nobody who writes more of it fails.
fn first_line(child: &mut Child) -> Result<Receiver<io::Result<Line>>, String> {
    let output = child.stdout.take().ok_or_else(|| "has no output".to_owned())?;
    let (sender, receiver) = channel();
    let read = move || {
        let mut output = BufReader::with_capacity(1, output);
        // Room for all of it: what grows leaves copies behind.
        let mut line = Zeroizing::new(Vec::with_capacity(usize::try_from(BYTES_MAX).unwrap_or_default()));
        let read = output.by_ref().take(BYTES_MAX).read_until(b'\n', &mut line);
        let _ = sender.send(read.map(|_| line));
        let mut rest = Zeroizing::new([0; 4_096]);
        while output.read(&mut *rest).is_ok_and(|read| read > 0) {}
    };
    let thread = std::thread::Builder::new().name("secret_command".into()).spawn(read);
    thread.map(|_| receiver).map_err(|error| format!("cannot be read: {error}"))
}

/// The line of a command that has ended well.
fn outcome(
    child: &mut Child,
    line: &Receiver<io::Result<Line>>,
    terminal: Terminal,
    patience: Duration,
) -> Result<Line, String> {
    let end = Instant::now() + patience;
    let (mut ended, mut read) = (None::<ExitStatus>, None);
    loop {
        if read.is_none() {
            read = match line.try_recv() {
                Ok(line) => Some(line.map_err(|error| format!("cannot be read: {error}"))?),
                Err(TryRecvError::Empty) => None,
                Err(TryRecvError::Disconnected) => return Err("cannot be read".to_owned()),
            };
        }
        if ended.is_none() {
            ended = child.try_wait().map_err(|error| format!("cannot be waited for: {error}"))?;
        }
        match (ended, read.take()) {
            (Some(status), _) if !status.success() => {
                return Err(format!("ended with {status}; run it yourself to see why"));
            }
            (Some(_), Some(line)) => return Ok(line),
            (_, line) => read = line,
        }
        if terminal == Terminal::Taken && ended.is_none() && os::is_stopped(child) {
            return Err("asks on the terminal, which the screen has; start the program with this profile, or let it \
                        ask in a window"
                .to_owned());
        }
        if Instant::now() >= end {
            return Err(format!("has not ended within {} s", patience.as_secs()));
        }
        std::thread::sleep(STEP);
    }
}

#[cfg(unix)]
mod os {
    use super::{Child, Command, Terminal};
    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, getpgrp, kill_process_group, waitid};
    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr};
    use std::fs::File;
    use std::os::unix::process::CommandExt;

    /// The terminal before a command may ask there: one that is ended meanwhile leaves it without echo.
    pub(super) struct Modes(Option<(File, Termios)>);

    impl Modes {
        pub(super) fn of(terminal: Terminal) -> Self {
            let found = || {
                let tty = File::open("/dev/tty").ok()?;
                let modes = tcgetattr(&tty).ok()?;
                Some((tty, modes))
            };
            Self(if terminal == Terminal::Free { found() } else { None })
        }

        /// In the background it is left alone: the system stops who sets a terminal there.
        pub(super) fn give_back(&self) {
            if let Some((tty, modes)) = &self.0
                && tcgetpgrp(tty).is_ok_and(|group| group == getpgrp())
            {
                // A terminal that is gone takes nothing back.
                let _ = tcsetattr(tty, OptionalActions::Now, modes);
            }
        }
    }

    pub(super) fn shell(command: &str, terminal: Terminal) -> Command {
        let mut shell = Command::new("sh");
        shell.args(["-c", command]);
        if terminal == Terminal::Taken {
            // In the background: the system stops who reads the terminal there.
            shell.process_group(0);
        }
        shell
    }

    fn pid(child: &Child) -> Option<Pid> {
        i32::try_from(child.id()).ok().and_then(Pid::from_raw)
    }

    /// The system has stopped it because it wants the terminal. (One in the foreground stops when the person stops
    /// this program with it.)
    pub(super) fn is_stopped(child: &Child) -> bool {
        let options = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        let stopped = pid(child).map(|pid| waitid(WaitId::Pid(pid), options));
        stopped.is_some_and(|told| told.is_ok_and(|status| status.is_some_and(|status| status.stopped())))
    }

    /// Ends it, with everything it has started where it has a group of its own.
    pub(super) fn end(child: &mut Child, terminal: Terminal) {
        if terminal == Terminal::Taken
            && let Some(group) = pid(child)
        {
            let _ = kill_process_group(group, Signal::KILL);
        }
        // It may be gone by now.
        let _ = child.kill();
        let _ = child.wait();
    }
}

#[cfg(not(unix))]
mod os {
    use super::{Child, Command, Terminal};

    /// A console belongs to who reads it, and gets its modes back by itself.
    pub(super) struct Modes;

    impl Modes {
        pub(super) fn of(_: Terminal) -> Self {
            Self
        }

        #[expect(clippy::unused_self, reason = "elsewhere there are some")]
        pub(super) fn give_back(&self) {}
    }

    pub(super) fn shell(command: &str, _: Terminal) -> Command {
        let mut shell = Command::new("cmd");
        #[cfg(windows)]
        {
            use std::os::windows::process::CommandExt;
            // Of what stands between the outer quotes the shell changes nothing.
            shell.args(["/S", "/C"]).raw_arg(format!("\"{command}\""));
        }
        #[cfg(not(windows))]
        shell.args(["/C", command]);
        shell
    }

    pub(super) fn is_stopped(_: &Child) -> bool {
        false
    }

    pub(super) fn end(child: &mut Child, _: Terminal) {
        // It may be gone by now.
        let _ = child.kill();
        let _ = child.wait();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use rstest::rstest;
    use rustix::process::{Pid, Signal, kill_process, test_kill_process};
    use secrecy::ExposeSecret;

    const LONG: Duration = Duration::from_secs(60);

    fn run_free(command: &str, patience: Duration) -> Result<SecretString, String> {
        run(&CommandLine(command.to_owned()), Terminal::Free, patience)
    }

    /// A process that a command has left running, ended with the test.
    struct LeftRunning(tempfile::TempDir);

    impl LeftRunning {
        fn new() -> Self {
            Self(tempfile::tempdir().expect("a folder"))
        }

        /// What a command begins with to leave one behind that holds its output open.
        fn script(&self) -> String {
            format!("tail -f /dev/null & echo $! > '{}'", self.0.path().join("pid").display())
        }

        fn pid(&self) -> Option<Pid> {
            let number = std::fs::read_to_string(self.0.path().join("pid")).ok()?;
            Pid::from_raw(number.trim().parse().ok()?)
        }
    }

    impl Drop for LeftRunning {
        fn drop(&mut self) {
            let _ = self.pid().map(|pid| kill_process(pid, Signal::KILL));
        }
    }

    #[rstest]
    #[case::more_than_one_line("echo noise >&2; printf ' hunter2 \\nuser: x\\n'")]
    #[case::much_more("echo hunter2; head -c 1000000 /dev/zero")]
    #[case::no_end_of_the_line("printf hunter2")]
    fn the_first_line_is_the_secret(#[case] command: &str) {
        assert_eq!(run_free(command, LONG).expect("a secret").expose_secret(), "hunter2");
    }

    #[test]
    fn what_is_left_running_is_not_waited_for() {
        let left = LeftRunning::new();
        let got = run_free(&format!("{}; echo hunter2", left.script()), LONG).expect("a secret");
        assert_eq!(got.expose_secret(), "hunter2");
        let left = LeftRunning::new();
        let said = run_free(&format!("{}; exit 3", left.script()), LONG).map(drop).expect_err("refused");
        assert!(said.contains("exit status: 3"), "{said}");
    }

    #[rstest]
    #[case("echo hunter2; exit 3", "exit status: 3")]
    #[case("true", "printed nothing")]
    #[case("printf '\\n hunter2'", "printed nothing")]
    #[case("printf 'hunter2\\377'", "no text")]
    #[case("no-such-command-anywhere", "exit status: 127")]
    fn what_is_no_secret_is_told_without_what_was_printed(#[case] command: &str, #[case] expected: &str) {
        let said = run_free(command, LONG).map(drop).expect_err("refused");
        assert!(said.contains(expected) && !said.contains("hunter2"), "{said}");
    }

    #[rstest]
    #[case("exec tail -f /dev/null")]
    #[case("exec tail -f /dev/null >/dev/null")]
    fn one_that_does_not_end_is_ended(#[case] command: &str) {
        let said = run_free(command, Duration::from_millis(50)).map(drop).expect_err("refused");
        assert!(said.contains("has not ended"), "{said}");
    }

    /// Beside the screen one that reads the terminal is stopped by the system; it is not waited for, and what
    /// the shell has started goes with it.
    #[test]
    fn one_that_stops_is_ended_with_all_that_it_has_started() {
        let left = LeftRunning::new();
        let command = CommandLine(format!("{}; kill -STOP $$", left.script()));
        let said = run(&command, Terminal::Taken, LONG).map(drop).expect_err("refused");
        assert!(said.contains("asks on the terminal"), "{said}");
        let pid = left.pid().expect("a process");
        let end = Instant::now() + LONG;
        while test_kill_process(pid).is_ok() && !is_zombie(pid) {
            assert!(Instant::now() < end, "it still runs");
            std::thread::yield_now();
        }
    }

    /// Ended, and nobody has asked how: in a container there may be nobody who does.
    fn is_zombie(pid: Pid) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('Z'))
    }

    #[test]
    fn the_command_does_not_print() {
        let command = CommandLine("echo hunter2".to_owned());
        assert!(!format!("{command:?}").contains("hunter2"));
    }
}
