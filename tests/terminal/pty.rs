//! The terminal: a pseudo-terminal, the program in it, and what it has written.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use portable_pty::{ChildKiller, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{Action, tcflow};

#[cfg(target_os = "linux")]
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
use vt100::{MouseProtocolMode, Parser, Screen};

use super::bytes::{self, Found};
#[cfg(target_os = "linux")]
use super::support::wait_until;

/// No condition takes this long, not even on a busy machine.
pub const DEADLINE: Duration = Duration::from_secs(15);
/// Who presses Enter or y has seen what the key before did.
const HAND: Duration = Duration::from_millis(125);
/// Who confirms has read what is to be confirmed.
const READ: Duration = Duration::from_millis(600);
/// A frame lies between these two.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// What the program has written so far, and how it ended.
struct Seen {
    parser: Parser,
    raw: Vec<u8>,
    /// When it came: up to where, at each read.
    read: Vec<(Instant, usize)>,
    /// No frame is half written.
    whole: bool,
    /// The window is to be closed.
    closing: bool,
    /// Nothing more is read: the program has closed the terminal, or the terminal is over.
    closed: bool,
    status: Option<ExitStatus>,
}

impl Seen {
    fn text(&self) -> String {
        self.parser.screen().contents()
    }

    fn take(&mut self, bytes: &[u8]) {
        // A mark may have been cut in two by the read.
        let from = self.raw.len().saturating_sub(BEGIN.len());
        self.raw.extend_from_slice(bytes);
        self.read.push((Instant::now(), self.raw.len()));
        self.parser.process(bytes);
        let tail = &self.raw[from..];
        let last = |mark: &[u8]| tail.windows(mark.len()).rposition(|w| w == mark);
        if let Some(whole) = match (last(BEGIN), last(END)) {
            (None, None) => None,
            (begin, end) => Some(end > begin),
        } {
            self.whole = whole;
        }
    }
}

type Shared = Arc<(Mutex<Seen>, Condvar)>;

/// The terminal's side of the pseudo-terminal.
struct Ends {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
}

/// A terminal with the program in it.
pub struct Terminal {
    /// None once the window is closed.
    ends: Option<Ends>,
    pid: Pid,
    killer: Box<dyn ChildKiller + Send + Sync>,
    seen: Shared,
    found: String,
    /// The largest the window has been.
    largest: (u16, u16),
    keys: usize,
    /// When something was typed last.
    typed: Instant,
    /// How often it was waited for a question about the cursor.
    answered: usize,
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).expect("a size")
}

fn pty_size(width: u16, height: u16) -> PtySize {
    PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 }
}

impl Terminal {
    /// Starts `command` in a terminal of this size.
    pub fn start(command: CommandBuilder, width: u16, height: u16) -> Self {
        let pair = native_pty_system().openpty(pty_size(width, height)).expect("a pseudo-terminal");
        let found = modes(&*pair.master);
        let mut child = pair.slave.spawn_command(command).expect("the program starts");
        // With the program gone, nobody has the other side and reading ends.
        drop(pair.slave);
        let parser = Parser::new(cells(height), cells(width), 0);
        let seen = Seen {
            parser,
            raw: Vec::new(),
            read: Vec::new(),
            whole: true,
            closing: false,
            closed: false,
            status: None,
        };
        let seen: Shared = Arc::new((Mutex::new(seen), Condvar::new()));
        let reader = pair.master.try_clone_reader().expect("a reader");
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || read(reader, &shared));
        let pid = child.process_id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        let killer = child.clone_killer();
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            let status = child.wait().expect("an exit status");
            lock(&shared).status = Some(status);
            shared.1.notify_all();
        });
        let writer = pair.master.take_writer().expect("a writer");
        let ends = Some(Ends { master: pair.master, writer });
        Self {
            ends,
            pid: pid.expect("a process"),
            killer,
            seen,
            found,
            largest: (width, height),
            keys: 0,
            typed: Instant::now(),
            answered: 0,
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        lock(&self.seen)
    }

    /// Waits until the condition holds between two frames.
    #[track_caller]
    pub fn wait_for(&self, what: &str, holds: impl Fn(&Screen) -> bool) {
        let end = Instant::now() + DEADLINE;
        let mut seen = self.seen();
        loop {
            if seen.whole && holds(seen.parser.screen()) {
                return;
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero() && !seen.closed, "{what} never came; the screen:\n{}", seen.text());
            seen = self.seen.1.wait_timeout(seen, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until the text stands on the screen.
    #[track_caller]
    pub fn wait_text(&self, wanted: &str) {
        self.wait_for(&format!("\"{wanted}\""), |screen| screen.contents().contains(wanted));
    }

    /// Waits until the text does not stand on the screen.
    #[track_caller]
    pub fn wait_gone(&self, unwanted: &str) {
        self.wait_for(&format!("the end of \"{unwanted}\""), |screen| !screen.contents().contains(unwanted));
    }

    /// Waits until nothing has been written for this long.
    pub fn wait_quiet(&self, quiet: Duration) {
        while self.writes_within(quiet) {}
    }

    /// Something is written within this time.
    pub fn writes_within(&self, time: Duration) -> bool {
        let before = self.written();
        let seen = self.seen();
        let unchanged = |seen: &mut Seen| seen.raw.len() == before && !seen.closed;
        let (_seen, waited) =
            self.seen.1.wait_timeout_while(seen, time, unchanged).unwrap_or_else(PoisonError::into_inner);
        !waited.timed_out()
    }

    /// The text on the screen now.
    pub fn text(&self) -> String {
        self.seen().text()
    }

    /// The first line with this text in it, now.
    #[track_caller]
    pub fn line(&self, with: &str) -> String {
        let screen = self.text();
        let line = screen.lines().find(|line| line.contains(with));
        line.unwrap_or_else(|| panic!("no line with {with:?} in\n{screen}")).to_owned()
    }

    /// What the emulator says about the screen.
    pub fn look<T>(&self, at: impl FnOnce(&Screen) -> T) -> T {
        at(self.seen().parser.screen())
    }

    /// How many bytes have been written so far.
    pub fn written(&self) -> usize {
        self.seen().raw.len()
    }

    /// The bytes written since then.
    pub fn raw_since(&self, written: usize) -> Vec<u8> {
        self.seen().raw[written..].to_vec()
    }

    /// The same in the pieces in which it came, each with the time since something was typed.
    pub fn pieces_since(&self, written: usize) -> Vec<(Duration, Vec<u8>)> {
        let (seen, mut from) = (self.seen(), written);
        let ends = seen.read.iter().filter(|(_, end)| *end > written);
        ends.map(|(at, end)| {
            (at.saturating_duration_since(self.typed), seen.raw[std::mem::replace(&mut from, *end)..*end].to_vec())
        })
        .collect()
    }

    /// Everything written so far, read strictly.
    pub fn found(&self) -> Found {
        bytes::read(&self.seen().raw, self.largest.0, self.largest.1)
    }

    /// Waits until the program has asked once more where the cursor is.
    #[track_caller]
    pub fn wait_asked(&mut self) {
        self.answered += 1;
        let times = self.answered;
        let asked = |raw: &[u8]| raw.windows(4).filter(|w| *w == b"\x1b[6n").count();
        let (seen, waited) = self
            .seen
            .1
            .wait_timeout_while(self.seen(), DEADLINE, |seen| asked(&seen.raw) < times && !seen.closed)
            .unwrap_or_else(PoisonError::into_inner);
        assert!(!waited.timed_out() && !seen.closed, "the cursor is not asked for:\n{}", seen.text());
    }

    /// Types data; it does not count as keys.
    pub fn type_str(&mut self, data: &str) {
        self.type_bytes(data.as_bytes());
    }

    /// The same, of bytes that need not be text.
    pub fn type_bytes(&mut self, data: &[u8]) {
        let writer = &mut self.ends.as_mut().expect("an open window").writer;
        writer.write_all(data).expect("the terminal takes keys");
        writer.flush().expect("the terminal takes keys");
        self.typed = Instant::now();
    }

    /// Lets so much time pass since something was typed, as it does between two keys of a hand.
    pub fn pause(&self, long: Duration) {
        let left = long.saturating_sub(self.typed.elapsed());
        drop(self.seen.1.wait_timeout_while(self.seen(), left, |_| true).unwrap_or_else(PoisonError::into_inner));
    }

    /// Presses one key, named as in the command table.
    pub fn key(&mut self, name: &str) {
        self.keys += 1;
        if ["enter", "y", "x"].contains(&name) {
            // On a busy machine they would come together with what was typed long before them.
            self.wait_read();
            self.pause(HAND);
        }
        let bytes = match name {
            "enter" => "\r".to_owned(),
            "esc" => "\x1b".to_owned(),
            "tab" => "\t".to_owned(),
            "shift-tab" => "\x1b[Z".to_owned(),
            "space" => " ".to_owned(),
            "up" => "\x1b[A".to_owned(),
            "down" => "\x1b[B".to_owned(),
            "f4" => "\x1bOS".to_owned(),
            "f1" => "\x1bOP".to_owned(),
            "f5" => "\x1b[15~".to_owned(),
            "f8" => "\x1b[19~".to_owned(),
            "f9" => "\x1b[20~".to_owned(),
            "alt-s" => "\x1bs".to_owned(),
            "pgdn" => "\x1b[6~".to_owned(),
            _ => match name.strip_prefix("ctrl-").and_then(|rest| rest.bytes().next()) {
                Some(letter) => char::from(letter & 0x1f).to_string(),
                None => name.to_owned(),
            },
        };
        assert!(name.chars().count() == 1 || bytes != name, "no key is called {name}");
        self.type_str(&bytes);
    }

    /// Presses several keys, divided by spaces.
    pub fn press(&mut self, names: &str) {
        names.split(' ').for_each(|name| self.key(name));
    }

    /// Presses the key that creates at gates, reads what it says, and presses it once more.
    pub fn pass_gates(&mut self) {
        self.key("ctrl-s");
        self.wait_text("again creates it anyway");
        self.pause(READ);
        self.key("ctrl-s");
        self.wait_gone("Add target user to");
    }

    /// Keys pressed so far, typed data aside.
    pub fn keys(&self) -> usize {
        self.keys
    }

    /// Pastes as terminals do it.
    pub fn paste(&mut self, pasted: &str) {
        self.type_str(&format!("\x1b[200~{pasted}\x1b[201~"));
    }

    /// Makes the window larger or smaller.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.largest = (self.largest.0.max(width), self.largest.1.max(height));
        self.seen().parser.set_size(cells(height), cells(width));
        self.master().resize(pty_size(width, height)).expect("a new size");
    }

    fn master(&self) -> &dyn MasterPty {
        &*self.ends.as_ref().expect("an open window").master
    }

    /// From now on the terminal takes nothing, as when a connection hangs: who writes has to wait.
    pub fn stop_output(&self) {
        tcflow(self.line_side(), Action::OOff).expect("output stops");
    }

    /// Sets the line modes as a shell has them.
    #[cfg(target_os = "linux")]
    pub fn cook(&self) {
        let line = self.line_side();
        let mut modes = tcgetattr(&line).expect("line modes");
        modes.local_modes |= LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
        tcsetattr(&line, OptionalActions::Now, &modes).expect("line modes");
    }

    /// Waits until the program has set the line modes.
    #[cfg(target_os = "linux")]
    #[track_caller]
    pub fn wait_raw(&self) {
        let modes = || tcgetattr(self.line_side()).expect("line modes").local_modes;
        wait_until("the end of the echo", || !modes().contains(LocalModes::ECHO));
    }

    /// Waits until the program has read what was typed.
    #[track_caller]
    pub fn wait_read(&self) {
        let unread = || rustix::io::ioctl_fionread(self.line_side()).unwrap_or(0);
        wait_until("the reading of what was typed", || unread() == 0);
    }

    /// The other side of the pseudo-terminal, as the program has it.
    fn line_side(&self) -> std::fs::File {
        let path = self.master().tty_name().expect("a name");
        std::fs::OpenOptions::new().read(true).write(true).open(path).expect("the line")
    }

    /// Closes the window. Whoever is controlled by the terminal gets the signal for it.
    #[track_caller]
    pub fn hang_up(&mut self) {
        self.seen().closing = true;
        // Something has to be written for the reader to let go of its side.
        self.key("ctrl-l");
        let (seen, waited) = self
            .seen
            .1
            .wait_timeout_while(lock(&self.seen), DEADLINE, |seen| !seen.closed)
            .unwrap_or_else(PoisonError::into_inner);
        assert!(!waited.timed_out(), "nothing is painted");
        drop(seen);
        self.ends = None;
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) {
        // Under the lock: once the end is known, the number may be another process.
        let seen = self.seen();
        assert!(seen.status.is_none(), "the program has ended");
        kill_process(self.pid, signal).expect("a signal");
    }

    /// Where the system describes the program.
    #[cfg(target_os = "linux")]
    pub fn proc(&self, name: &str) -> std::path::PathBuf {
        format!("/proc/{}/{name}", self.pid).into()
    }

    /// The letter by which the system says what the process does: `T` is stopped.
    #[cfg(target_os = "linux")]
    fn state(&self) -> Option<char> {
        let stat = std::fs::read_to_string(self.proc("stat")).ok()?;
        stat.rsplit_once(") ")?.1.chars().next()
    }

    /// Waits until the process is in this state.
    #[cfg(target_os = "linux")]
    #[track_caller]
    pub fn wait_state(&self, state: char) {
        wait_until(&format!("state {state} of the process"), || self.state() == Some(state));
    }

    /// Waits for the end of the program; its exit code.
    #[track_caller]
    pub fn wait_exit(&mut self) -> u32 {
        let status = self.wait_status();
        assert_eq!(status.signal(), None, "killed instead of ended");
        status.exit_code()
    }

    #[track_caller]
    fn wait_status(&self) -> ExitStatus {
        let seen = lock(&self.seen);
        let runs = |seen: &mut Seen| seen.status.is_none() || !seen.closed;
        let (seen, waited) =
            self.seen.1.wait_timeout_while(seen, DEADLINE, runs).unwrap_or_else(PoisonError::into_inner);
        assert!(!waited.timed_out(), "the program does not end:\n{}", seen.text());
        seen.status.clone().expect("an exit status")
    }

    /// Waits until the program has been killed.
    #[track_caller]
    pub fn wait_killed(&mut self) {
        let status = self.wait_status();
        assert!(status.signal().is_some(), "ended instead of killed: {status:?}");
    }

    /// The terminal is as the program found it: screen, cursor, paste, mouse and line modes. Nothing that is not
    /// the program's own was written to it.
    #[track_caller]
    pub fn left_as_found(&self) {
        self.line_modes_as_found();
        self.found().assert_own();
        self.look(|screen| {
            assert!(!screen.alternate_screen(), "still on the alternate screen");
            assert!(!screen.bracketed_paste(), "pastes are still bracketed");
            assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None);
            assert!(!screen.hide_cursor(), "no cursor");
            assert_eq!(screen.fgcolor(), vt100::Color::Default);
            assert!(!screen.inverse() && !screen.bold(), "an attribute is still on");
        });
        let size = self.look(Screen::size);
        let whole = bytes::scrolls_as_a_whole(&self.seen().raw, size);
        assert!(whole, "a part of the screen still scrolls");
    }

    /// The line modes alone, where the terminal did not take the rest.
    #[track_caller]
    pub fn line_modes_as_found(&self) {
        assert_eq!(modes(self.master()), self.found, "the line modes");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let seen = lock(&self.seen);
        // Only a failing test leaves it running.
        if seen.status.is_none() {
            let _ = self.killer.kill();
            drop(self.seen.1.wait_timeout_while(seen, DEADLINE, |seen| seen.status.is_none()));
        }
    }
}

fn read(mut reader: Box<dyn Read + Send>, shared: &Shared) {
    let mut buffer = [0; 1 << 14];
    loop {
        // Linux reports the end as an error.
        let read = reader.read(&mut buffer).unwrap_or(0);
        let mut seen = lock(shared);
        seen.take(&buffer[..read]);
        if read == 0 || seen.closing {
            drop(reader);
            seen.closed = true;
            shared.1.notify_all();
            return;
        }
        drop(seen);
        shared.1.notify_all();
    }
}

fn lock(shared: &Shared) -> MutexGuard<'_, Seen> {
    shared.0.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Canonical mode, echo and all the rest.
fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("line modes"))
}
