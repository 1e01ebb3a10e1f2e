//! Runs the programs of the configuration's commands, and cleans what they write.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::app::core::msg::Msg;
use crate::app::core::remote::Ticket;
use crate::domain::desk::own_command::{CallEnd, ProgramCall};
use crate::domain::text::cells::shown;
use crate::domain::text::incoming_lines;
use crate::system::capture::{CaptureEnd, capture};
use crate::system::child::{ChildError, ChildSpec, Environment, ProcessGroup};

/// Time limit of a program.
const TIMEOUT: Duration = Duration::from_secs(120);
/// The screen is told at most once in this time.
const PAUSE: Duration = Duration::from_millis(50);
/// Bytes that wait for the screen; older ones are dropped.
const WAITING_MAX: usize = 262_144;
/// Bytes of a line; a longer one is broken.
const LINE_MAX: usize = 4_096;
/// A tab leads to a multiple of so many characters.
const TAB: usize = 8;
/// How long the end of the program waits for programs that were stopped.
const END: Duration = Duration::from_secs(2);

/// The programs that are running.
#[derive(Debug, Default)]
pub(super) struct Programs {
    /// A clone for each.
    running: Arc<()>,
}

impl Programs {
    /// The work that runs a program to its end.
    pub(super) fn work(
        &self,
        call: ProgramCall,
        ticket: Ticket,
        cancel: CancellationToken,
        outbox: mpsc::Sender<Msg>,
    ) -> impl FnOnce() -> Option<Ticket> + Send + 'static {
        let running = Arc::clone(&self.running);
        move || {
            run(&call, ticket, &cancel, &outbox);
            drop(running);
            Some(ticket)
        }
    }

    /// Waits until all have been stopped, because this program ends; not for long.
    pub(super) fn wait(&self) {
        let end = Instant::now() + END;
        while Arc::strong_count(&self.running) > 1 && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Runs a program to its end.
fn run(call: &ProgramCall, ticket: Ticket, cancel: &CancellationToken, outbox: &mpsc::Sender<Msg>) {
    let arguments: Vec<&str> = call.arguments.iter().map(String::as_str).collect();
    let order = ChildSpec {
        arguments: Some(&arguments),
        program: &call.program,
        environment: Environment::Person,
        group: ProcessGroup::Background,
        input: None,
        wants_line: false,
        timeout: TIMEOUT,
    };
    let mut lines = Lines::default();
    let mut told = Instant::now();
    let send = |lines: &mut Lines| {
        let (new, is_cut) = lines.take();
        if !new.is_empty() || is_cut {
            // Nobody listens any more: the program is ending.
            let _ = outbox.blocking_send(Msg::Output(ticket, new, is_cut));
        }
    };
    let ended = capture(
        &order,
        || cancel.is_cancelled() || outbox.is_closed(),
        |bytes| {
            lines.add(bytes);
            if told.elapsed() >= PAUSE {
                send(&mut lines);
                told = Instant::now();
            }
        },
    );
    lines.finish();
    send(&mut lines);
    let end = match ended {
        Ok(CaptureEnd::Exited(status)) => CallEnd::Exited(status.code()),
        Ok(CaptureEnd::TimedOut) => CallEnd::TimedOut(TIMEOUT.as_secs()),
        Ok(CaptureEnd::Stopped) => CallEnd::Stopped,
        Err(ChildError::NotRun(error)) if error.kind() == std::io::ErrorKind::NotFound => {
            CallEnd::Failed(format!("{} was not found", call.program))
        }
        Err(error) => CallEnd::Failed(format!("{} {error}", call.program)),
    };
    let _ = outbox.blocking_send(Msg::OutputEnded(ticket, end));
}

/// Bytes on their way to become clean lines.
#[derive(Debug, Default)]
struct Lines {
    /// The beginning of a line.
    rest: Vec<u8>,
    whole: Vec<String>,
    bytes: usize,
    is_cut: bool,
}

impl Lines {
    fn add(&mut self, bytes: &[u8]) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.rest.extend_from_slice(piece);
            if piece.ends_with(b"\n") || self.rest.len() >= LINE_MAX {
                self.finish();
            }
        }
    }

    /// What has come of the last line is a line.
    fn finish(&mut self) {
        let rest = std::mem::take(&mut self.rest);
        if rest.is_empty() {
            return;
        }
        let text = String::from_utf8_lossy(&rest);
        let text = incoming_lines(text.trim_end_matches(['\n', '\r']));
        for line in text.split('\n') {
            let line = shown(&without_tabs(line)).into_owned();
            self.bytes += line.len();
            self.whole.push(line);
        }
        if self.bytes > WAITING_MAX {
            self.is_cut = true;
            self.bytes = 0;
            self.whole.clear();
        }
    }

    fn take(&mut self) -> (Vec<String>, bool) {
        self.bytes = 0;
        (std::mem::take(&mut self.whole), std::mem::take(&mut self.is_cut))
    }
}

fn without_tabs(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut at = 0;
    for c in line.chars() {
        let wide = if c == '\t' { TAB - at % TAB } else { 1 };
        if c == '\t' {
            out.extend(std::iter::repeat_n(' ', wide));
        } else {
            out.push(c);
        }
        at += wide;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn lines(pieces: &[&[u8]]) -> Vec<String> {
        let mut lines = Lines::default();
        for piece in pieces {
            lines.add(piece);
        }
        lines.finish();
        lines.take().0
    }

    #[rstest]
    #[case(&[&b"one\ntwo"[..]], &["one", "two"])]
    #[case(&[&b"o"[..], b"ne\r\n", b"\n", b"two\n"], &["one", "", "two"])]
    #[case(&["é".as_bytes().split_at(1).0, "é\n".as_bytes().split_at(1).1], &["é"])]
    #[case(&[&b"a\tb\n\tc\n"[..]], &["a       b", "        c"])]
    #[case(&[&b"\x1b[31mred\x1b[0m \x1b]52;c;aGk=\x07\x1b[2J\x1b[?1049l\n"[..]], &["red "])]
    #[case(&[&b"\x1b"[..], b"[31mred\n"], &["red"])]
    #[case(&[&b"\x9b31m\xff\n"[..]], &["\u{fffd}31m\u{fffd}"])]
    #[case(&["\u{9b}31mx\u{202e}y\n".as_bytes()], &["xy"])]
    #[case(&[&b"a\0b\x08c\n"[..]], &["abc"])]
    #[case(&[], &[])]
    fn output_becomes_clean_lines(#[case] pieces: &[&[u8]], #[case] wanted: &[&str]) {
        assert_eq!(lines(pieces), wanted);
    }

    #[test]
    fn line_without_an_end_is_broken() {
        let long = vec![b'x'; 10 * LINE_MAX];
        let lines = lines(&[&long]);
        assert!(lines.iter().all(|line| line.len() <= 10 * LINE_MAX) && !lines.is_empty());
        assert_eq!(lines.concat().len(), long.len());
    }

    #[test]
    fn flood_is_bounded_and_told() {
        let mut lines = Lines::default();
        for _ in 0..100_000 {
            lines.add(b"0123456789\n");
            assert!(lines.bytes <= WAITING_MAX);
        }
        let (kept, is_cut) = lines.take();
        assert!(is_cut && kept.len() <= WAITING_MAX / 10);
        assert!(!lines.take().1, "told once");
    }
}
