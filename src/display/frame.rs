//! Frames: what the terminal shows, and what it is told to show the next one.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use super::cell::Look;
use super::output::Output;
use super::position::{decimal, sequence};
use super::row::{Line, Scratch};
use super::scroll::{Finder, Shift, apply};
use super::support::Support;

/// Tells the terminal to show nothing until the end of the frame; many do. What is shorter than `ONE_READ` reaches it in
/// one piece anyway, but a screen that is cleared could flicker.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
const ONE_READ: usize = 512;
/// Lines that must differ before it is worth looking for lines that have moved.
const MANY: usize = 4;

/// A terminal of which it is known what it shows.
#[derive(Debug)]
pub struct Display {
    support: Support,
    /// What the terminal shows, if `is_known`.
    shown: Buffer,
    next: Buffer,
    is_known: bool,
    cursor_is_shown: Option<bool>,
    finder: Finder,
    scratch: Scratch,
    out: Output,
}

impl Display {
    /// A terminal of this size that shows something unknown.
    #[must_use]
    pub fn new(size: Size, support: Support) -> Self {
        let area = Rect::from((Position::ORIGIN, size));
        Self {
            support,
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            is_known: false,
            cursor_is_shown: None,
            finder: Finder::default(),
            scratch: Scratch::default(),
            out: Output::default(),
        }
    }

    /// Columns and lines.
    #[must_use]
    pub fn size(&self) -> Size {
        self.next.area.as_size()
    }

    /// The terminal has another size now, and shows something unknown.
    pub fn resize(&mut self, size: Size) {
        let area = Rect::from((Position::ORIGIN, size));
        self.shown.resize(area);
        self.next.resize(area);
        self.forget();
    }

    /// Something else has written to the terminal: the next frame is written in full.
    pub fn forget(&mut self) {
        self.is_known = false;
        self.cursor_is_shown = None;
        self.out.pen = None;
        self.out.at = None;
    }

    /// The terminal repeats characters, or does not, whatever its name says: then what it shows is not known any more.
    pub fn set_repeat(&mut self, works: bool) {
        if std::mem::replace(&mut self.support.repeat, works) && !works {
            self.forget();
        }
    }

    /// The bytes that make the terminal show the next frame; none if it shows it already.
    ///
    /// `draw` gets an empty buffer and returns where the cursor is shown, if anywhere.
    pub fn frame(&mut self, draw: impl FnOnce(&mut Buffer) -> Option<Position>) -> &[u8] {
        self.next_frame(|buffer| {
            buffer.reset();
            (draw(buffer), &[])
        })
    }

    /// The same for what is drawn over the frame before. `draw` also tells which lines it has left as they were.
    pub fn next_frame<'k>(&mut self, draw: impl FnOnce(&mut Buffer) -> (Option<Position>, &'k [bool])) -> &[u8] {
        let (cursor, kept) = draw(&mut self.next);
        self.out.bytes.clear();
        self.out.bytes.extend_from_slice(BEGIN);
        if cursor.is_none() && self.cursor_is_shown != Some(false) {
            self.out.bytes.extend_from_slice(b"\x1b[?25l");
            self.cursor_is_shown = Some(false);
        }
        let is_cleared = !self.is_known;
        let prepared = self.prepare(kept);
        let lines = prepared + self.rows(if prepared == 0 { kept } else { &[] });
        if let Some(Position { x, y }) = cursor {
            self.out.step((x, y));
            if self.cursor_is_shown != Some(true) {
                self.out.bytes.extend_from_slice(b"\x1b[?25h");
                self.cursor_is_shown = Some(true);
            }
        }
        if is_cleared || lines > 1 && self.out.bytes.len() > ONE_READ {
            self.out.bytes.extend_from_slice(END);
            &self.out.bytes
        } else {
            self.out.bytes.get(BEGIN.len()..).unwrap_or_default()
        }
    }

    /// Clears a terminal that shows something unknown, or scrolls; returns how many lines have changed by that.
    fn prepare(&mut self, kept: &[bool]) -> usize {
        if !self.is_known {
            self.is_known = true;
            self.shown.reset();
            self.out.pen(Look::PLAIN);
            self.out.bytes.extend_from_slice(b"\x1b[2J");
            return usize::from(self.next.area.height);
        }
        let width = usize::from(self.next.area.width).max(1);
        let lines = self.shown.content.chunks(width).zip(self.next.content.chunks(width)).enumerate();
        if lines.filter(|(y, (shown, next))| !is_kept(kept, *y) && shown != next).count() < MANY {
            return 0;
        }
        let Some(shift) = self.finder.find(&self.shown, &self.next) else { return 0 };
        self.scroll(shift);
        apply(shift, &mut self.shown);
        usize::from(shift.bottom - shift.top)
    }

    /// Deleting and inserting lines, because the Linux console has no other way to scroll by more than one. The region is
    /// given up in the same piece of output.
    fn scroll(&mut self, shift: Shift) {
        // The lines that become free must not get the colours of the pen.
        self.out.pen(Look::PLAIN);
        let is_part = shift.top > 0 || shift.bottom < self.next.area.height;
        if is_part {
            self.region(shift.top + 1, shift.bottom);
        }
        self.out.step((0, shift.top));
        sequence(shift.by, if shift.up { b'M' } else { b'L' }, &mut self.out.bytes);
        if is_part {
            self.out.bytes.extend_from_slice(b"\x1b[r");
        }
        self.out.at = None;
    }

    fn region(&mut self, first: u16, last: u16) {
        let bytes = &mut self.out.bytes;
        bytes.extend_from_slice(b"\x1b[");
        decimal(first, bytes);
        bytes.push(b';');
        decimal(last, bytes);
        bytes.push(b'r');
        self.out.at = None;
    }

    /// Writes the rows that differ; returns how many.
    fn rows(&mut self, kept: &[bool]) -> usize {
        let width = usize::from(self.next.area.width).max(1);
        let lines = self.shown.content.chunks_mut(width).zip(self.next.content.chunks(width));
        let mut count = 0;
        for (y, (shown, next)) in (0..).zip(lines) {
            if !is_kept(kept, usize::from(y)) && shown != next {
                let line = Line { shown, next, y, support: self.support };
                count += usize::from(line.write(&mut self.scratch, &mut self.out));
                shown.clone_from_slice(next);
            }
        }
        count
    }
}

fn is_kept(kept: &[bool], line: usize) -> bool {
    kept.get(line).is_some_and(|kept| *kept)
}

#[cfg(test)]
#[path = "frame_tests.rs"]
mod tests;
