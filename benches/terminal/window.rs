//! A pseudo-terminal with a program in it: keys go in, and what comes out is counted and timed.

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use nix::time::{ClockId, clock_gettime};
use nix::unistd::Pid;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The size of the window.
pub const SIZE: (u16, u16) = (160, 48);
/// Nothing takes this long.
const DEADLINE: Duration = Duration::from_secs(20);

/// What the program wrote at once, and when it was read.
pub type Piece = (Instant, Vec<u8>);

/// The answer to keys.
pub struct Answer {
    /// From the moment the keys were written to the last byte of the answer.
    pub took: Duration,
    pub bytes: usize,
}

/// A window with a running program.
pub struct Window {
    opened: Instant,
    pid: Pid,
    child: Box<dyn Child + Send + Sync>,
    pieces: Receiver<Piece>,
    writer: Box<dyn Write + Send>,
    /// Open as long as the program may write.
    _master: Box<dyn MasterPty + Send>,
}

impl Window {
    /// Starts the program.
    pub fn open(command: CommandBuilder) -> Self {
        let size = PtySize { rows: SIZE.1, cols: SIZE.0, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, pieces) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            // Linux reports the end as an error.
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..read].to_vec())).is_err() {
                    return;
                }
            }
        });
        let opened = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let pid = child.process_id().and_then(|id| id.try_into().ok()).map(Pid::from_raw).expect("a process");
        let writer = pair.master.take_writer().expect("a writer");
        Self { opened, pid, child, pieces, writer, _master: pair.master }
    }

    /// How long ago the window was opened.
    pub fn since_opened(&self, at: Instant) -> Duration {
        at.duration_since(self.opened)
    }

    /// What is written until the program has neither written nor computed for so long.
    pub fn settle(&self, quiet: Duration) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while self.opened.elapsed() < DEADLINE {
            let before = self.cpu();
            match self.pieces.recv_timeout(quiet) {
                Ok(piece) => pieces.push(piece),
                Err(RecvTimeoutError::Timeout) if !pieces.is_empty() && self.cpu() == before => break,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => panic!("the program has ended"),
            }
        }
        pieces
    }

    /// The bytes written in this time without a key, and the time computed.
    pub fn idle(&self, time: Duration) -> (usize, Duration) {
        let (before, end) = (self.cpu(), Instant::now() + time);
        let mut bytes = 0;
        while let Ok(piece) = self.pieces.recv_timeout(end.saturating_duration_since(Instant::now())) {
            bytes += piece.1.len();
        }
        (bytes, self.cpu().saturating_sub(before))
    }

    /// Presses keys and waits until nothing has been written for so long, which is not part of the answer.
    pub fn press(&mut self, keys: &[u8], quiet: Duration) -> Answer {
        let pressed = Instant::now();
        self.writer.write_all(keys).expect("the terminal takes keys");
        let mut answer = Answer { took: Duration::ZERO, bytes: 0 };
        let mut wait = DEADLINE;
        while let Ok((at, bytes)) = self.pieces.recv_timeout(wait) {
            answer.took = at.duration_since(pressed);
            answer.bytes += bytes.len();
            wait = quiet;
        }
        assert!(answer.bytes > 0, "no answer to {}", keys.escape_ascii());
        answer
    }

    /// Presses the key that quits; how long it took until the process was gone.
    pub fn quit(mut self, key: &[u8]) -> Duration {
        let pressed = Instant::now();
        self.writer.write_all(key).expect("the terminal takes keys");
        loop {
            match self.pieces.recv_timeout(DEADLINE) {
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => panic!("the program does not end"),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.child.wait().expect("the program ends");
        pressed.elapsed()
    }

    /// The time all threads of the program have computed, those that have ended among them.
    pub fn cpu(&self) -> Duration {
        let clock = ClockId::pid_cpu_clock_id(self.pid).expect("a running program");
        clock_gettime(clock).expect("its clock").into()
    }

    /// The memory of the program in megabytes, what it shares with other processes divided among them.
    pub fn memory(&self) -> f64 {
        let path = format!("/proc/{}/smaps_rollup", self.pid);
        let figures = std::fs::read_to_string(path).expect("the memory of the program");
        let pss = figures.lines().find_map(|line| line.strip_prefix("Pss:")).expect("its share");
        pss.trim_end_matches("kB").trim().parse::<f64>().expect("a number") * 1024.0 / 1e6
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // Does nothing when it has ended; only a failed measurement leaves it running.
        let _ = self.child.kill();
    }
}
