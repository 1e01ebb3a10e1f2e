//! The output of a command of the configuration.

use std::collections::VecDeque;

use crate::app::core::remote::Ticket;
use crate::domain::desk::own_command::{CallEnd, ProgramCall, SubjectCall};
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
    /// What is run, as a line.
    pub call: String,
    /// Those that follow, one after another.
    next: VecDeque<SubjectCall>,
    /// How many there are, how many have ended, and how many of those have not done what they should.
    runs: (usize, usize, usize),
    /// When the one that runs began.
    began: u64,
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
        Self {
            ticket,
            name,
            call,
            next: VecDeque::new(),
            runs: (1, 0, 0),
            began: since,
            since,
            lines,
            bytes: 0,
            is_cut: false,
            end: None,
            top: 0,
        }
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

    /// These are run; returns the first.
    pub fn take_calls(&mut self, calls: Vec<SubjectCall>) -> Option<ProgramCall> {
        self.runs = (calls.len(), 0, 0);
        self.next = calls.into();
        self.begin_next()
    }

    fn begin_next(&mut self) -> Option<ProgramCall> {
        let SubjectCall { name, call } = self.next.pop_front()?;
        if self.runs.0 > 1 {
            self.add_lines(vec![format!("{name}: {call}")], false);
        }
        Some(call)
    }

    /// One has ended at this moment. Returns the next one, which runs with this ticket. None follows one that was stopped
    /// or could not be run.
    pub fn has_ended(&mut self, end: CallEnd, now: u64, next: Ticket) -> Option<ProgramCall> {
        if self.end.is_some() {
            return None;
        }
        let (all, ended, failed) = &mut self.runs;
        *ended += 1;
        *failed += usize::from(!end.is_success());
        if *all > 1 {
            let said = ended_words(&end, now.saturating_sub(self.began));
            self.add_lines(vec![said, String::new()], false);
        }
        let goes_on = matches!(end, CallEnd::Exited(_) | CallEnd::TimedOut(_));
        if goes_on && let Some(call) = self.begin_next() {
            (self.ticket, self.began) = (next, now);
            return Some(call);
        }
        self.end = Some((end, now.saturating_sub(self.since)));
        None
    }

    /// All have done what they should.
    #[must_use]
    pub fn is_success(&self) -> bool {
        let (all, ended, failed) = self.runs;
        ended == all && failed == 0
    }

    /// How it stands: `exit code 0 (0.3 s)`, `3 of 7; running`.
    #[must_use]
    pub fn standing(&self, stop_key: &str) -> String {
        let (all, ended, failed) = self.runs;
        match &self.end {
            None if all > 1 => format!("{} of {all} running; {stop_key} stops it and those that follow", ended + 1),
            None => format!("running; {stop_key} stops it"),
            Some((end, millis)) if all == 1 => ended_words(end, *millis),
            Some((_, millis)) if ended < all => {
                format!("{ended} of {all} were run, {failed} failed ({})", seconds(*millis))
            }
            Some((_, millis)) if failed == 0 => format!("all {all} with exit code 0 ({})", seconds(*millis)),
            Some((_, millis)) => format!("{all} were run, {failed} failed ({})", seconds(*millis)),
        }
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

fn ended_words(end: &CallEnd, millis: u64) -> String {
    format!("{end} ({})", seconds(millis))
}

fn seconds(millis: u64) -> String {
    format!("{}.{} s", millis / 1_000, millis % 1_000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::core::owner::Owner;
    use crate::app::core::remote::Tickets;

    #[test]
    fn old_lines_make_way_and_that_is_known() {
        let output = || CommandOutput::new(Tickets::default().issue(Owner::Output), "a".into(), "a".into(), 0);
        let mut many = output();
        many.add_lines((0..=LINES_MAX).map(|n| n.to_string()).collect(), false);
        assert!(many.is_cut && many.lines.len() == LINES_MAX && many.text().starts_with("1\n2\n"));
        let mut long = output();
        for _ in 0..9 {
            long.add_lines(vec!["x".repeat(BYTES_MAX / 8)], false);
        }
        assert!(long.is_cut && long.bytes <= BYTES_MAX && long.lines.len() == 8);
        let mut few = output();
        few.add_lines(vec!["x".to_owned()], false);
        assert!(!few.is_cut);
    }
}
