//! The output of a command of the configuration.

use std::collections::VecDeque;

use crate::app::core::remote::Ticket;
use crate::domain::desk::own_command::CallEnd;
use crate::domain::text::cells::chunks;

/// Lines that are kept; older ones are dropped.
const LINES_MAX: usize = 5_000;
/// Bytes that are kept.
const BYTES_MAX: usize = 262_144;

/// The output, and where it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandOutput {
    /// The ticket of the run.
    pub ticket: Ticket,
    /// The command's name.
    pub name: String,
    /// What was run, as a line.
    pub call: String,
    /// When it began, on the clock of [`crate::domain::time::now::Now::millis`].
    pub since: u64,
    /// Its lines, clean.
    lines: VecDeque<String>,
    bytes: usize,
    /// The oldest lines are missing.
    pub is_cut: bool,
    /// How it ended, and after how many milliseconds; none: it is running.
    pub end: Option<(CallEnd, u64)>,
    /// The first row shown.
    top: usize,
}

impl CommandOutput {
    /// The output of a command that has just begun.
    #[must_use]
    pub fn new(ticket: Ticket, name: String, call: String, since: u64) -> Self {
        let lines = VecDeque::new();
        Self { ticket, name, call, since, lines, bytes: 0, is_cut: false, end: None, top: 0 }
    }

    /// More of it has come.
    pub fn add_lines(&mut self, lines: Vec<String>, is_cut: bool) {
        self.bytes += lines.iter().map(String::len).sum::<usize>();
        self.lines.extend(lines);
        self.is_cut |= is_cut;
        while self.lines.len() > LINES_MAX || self.bytes > BYTES_MAX {
            let Some(oldest) = self.lines.pop_front() else { break };
            self.bytes -= oldest.len();
            self.is_cut = true;
        }
    }

    /// It has ended, at this moment.
    pub fn has_ended(&mut self, end: CallEnd, now: u64) {
        self.end = Some((end, now.saturating_sub(self.since)));
    }

    /// It has written nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> String {
        self.lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
    }

    /// Its lines in rows of at most `width` cells.
    #[must_use]
    pub fn rows(&self, width: usize) -> Vec<&str> {
        self.lines.iter().flat_map(|line| chunks(line, width)).collect()
    }

    /// The first row shown, of so many in a box with this room.
    #[must_use]
    pub fn top(&self, rows: usize, room: usize) -> usize {
        self.top.min(rows.saturating_sub(room))
    }

    /// Scrolls.
    pub fn scroll(&mut self, by: isize, rows: usize, room: usize) {
        self.top = self.top(rows, room).saturating_add_signed(by).min(rows.saturating_sub(room));
    }
}
