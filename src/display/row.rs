//! A row: what differs is written, in the order of its cells.

use ratatui::buffer::Cell;

use super::cell::{Look, has_certain_width, is_blank, is_same, most_cells, symbol, widths};
use super::output::Output;
use super::position::{sequence, sequence_bytes};
use super::support::Support;

/// Blanks that are erased rather than written, if they go on to the end of the row.
const ERASED_TO_END: usize = 4;

/// Memory that is used again: the cells that each symbol takes.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    shown: Vec<u16>,
    next: Vec<u16>,
}

/// The cells of a row as they are shown, and as they are to be shown.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub shown: &'a [Cell],
    pub next: &'a [Cell],
    pub y: u16,
    pub support: Support,
}

impl Line<'_> {
    /// Writes what differs; returns whether anything does.
    pub(super) fn write(self, scratch: &mut Scratch, out: &mut Output) -> bool {
        widths(self.shown, &mut scratch.shown);
        widths(self.next, &mut scratch.next);
        let before = out.bytes.len();
        let mut writer = Writer { line: self, scratch, out, unsure_until: 0 };
        writer.run();
        out.bytes.len() > before
    }
}

struct Writer<'a> {
    line: Line<'a>,
    scratch: &'a Scratch,
    out: &'a mut Output,
    /// The first cell that is certainly not covered by a symbol whose width nobody agrees on.
    unsure_until: usize,
}

impl<'a> Writer<'a> {
    fn run(&mut self) {
        let tail = self.tail();
        let mut x = 0;
        while let Some(cell) = self.next(x) {
            let width = self.width(x);
            if !self.differs(x) {
                x += width;
            } else if tail.is_some_and(|tail| x >= tail) {
                self.go(x);
                self.pen(cell);
                self.out.bytes.extend_from_slice(b"\x1b[K");
                return;
            } else if width > 1 || !has_certain_width(symbol(cell)) {
                self.special(x, cell, width);
                x += width;
            } else {
                x += self.repeated(x, cell);
            }
        }
    }

    fn next(&self, x: usize) -> Option<&'a Cell> {
        self.line.next.get(x)
    }

    /// Cells of the symbol that starts here.
    fn width(&self, x: usize) -> usize {
        self.scratch.next.get(x).map_or(1, |width| usize::from(*width).max(1))
    }

    fn differs(&self, x: usize) -> bool {
        let (Some(one), Some(other)) = (self.line.shown.get(x), self.next(x)) else { return false };
        self.scratch.shown.get(x) != self.scratch.next.get(x) || x < self.unsure_until || !is_same(one, other)
    }

    /// Where blanks begin that go on to the end of the row and can be erased, if enough of them differ.
    fn tail(&self) -> Option<usize> {
        let look = self.line.next.last().filter(|cell| is_blank(cell)).map(Look::of)?;
        if !look.is_erased(self.line.support.colored_erase) {
            return None;
        }
        let is_alike = |x: &usize| {
            self.scratch.next.get(*x) == Some(&1)
                && self.next(*x).is_some_and(|cell| is_blank(cell) && Look::of(cell).is_same_blank(look))
        };
        let cells = (0..self.line.next.len()).rev().take_while(is_alike);
        let (start, differing) = cells.fold((None, 0), |(_, count), x| (Some(x), count + usize::from(self.differs(x))));
        start.filter(|_| differing >= ERASED_TO_END)
    }

    /// Writes a symbol, and those after it that are the same; returns how many.
    fn repeated(&mut self, x: usize, cell: &Cell) -> usize {
        let look = Look::of(cell);
        let blank = is_blank(cell);
        let text = symbol(cell);
        let is_alike = |x: &usize| {
            self.scratch.next.get(*x) == Some(&1)
                && self.next(*x).is_some_and(|other| {
                    let other_look = Look::of(other);
                    symbol(other) == text && (other_look == look || blank && other_look.is_same_blank(look))
                })
        };
        let alike = (x..self.line.next.len()).take_while(is_alike).count();
        // What follows the last one that differs stays as it is.
        let count = (x..x + alike).rev().find(|x| self.differs(*x)).map_or(1, |last| last - x + 1);
        self.go(x);
        self.pen(cell);
        let cells = u16::try_from(count).unwrap_or(u16::MAX);
        if self.line.support.repeat && (count - 1) * text.len() > sequence_bytes(cells - 1) {
            self.out.bytes.extend_from_slice(text.as_bytes());
            sequence(cells - 1, b'b', &mut self.out.bytes);
        } else if blank && self.is_erasable(look) && count > 2 * sequence_bytes(cells) {
            sequence(cells, b'X', &mut self.out.bytes);
            return count;
        } else {
            for _ in 0..count {
                self.out.bytes.extend_from_slice(text.as_bytes());
            }
        }
        self.advance(x, count);
        count
    }

    fn is_erasable(&self, look: Look) -> bool {
        look.is_erased(self.line.support.colored_erase)
    }

    /// Writes a symbol that takes two cells, or whose width nobody agrees on.
    fn special(&mut self, x: usize, cell: &Cell, width: usize) {
        let text = symbol(cell);
        let is_certain = has_certain_width(text);
        let most = if is_certain { width } else { most_cells(text).max(width) };
        self.go(x);
        self.pen(cell);
        if most > self.line.next.len() - x {
            // It could go on in the next row.
            self.blanks(width.min(self.line.next.len() - x));
            self.out.at = None;
            return;
        }
        if !is_certain && width > 1 {
            // Where it is narrower than expected, nothing old is left beside it.
            self.blanks(width);
            self.out.at = None;
            self.go(x);
        }
        self.out.bytes.extend_from_slice(text.as_bytes());
        if is_certain {
            self.advance(x, width);
        } else {
            self.out.at = None;
            // Where it is wider, what it covers is written again.
            self.unsure_until = self.unsure_until.max(x + most);
        }
    }

    fn blanks(&mut self, count: usize) {
        self.out.bytes.extend(std::iter::repeat_n(b' ', count));
    }

    /// The cursor after writing so many cells; behind the last column terminals do not agree.
    fn advance(&mut self, x: usize, cells: usize) {
        let end = x + cells;
        self.out.at = u16::try_from(end).ok().filter(|_| end < self.line.next.len()).map(|end| (end, self.line.y));
    }

    fn pen(&mut self, cell: &Cell) {
        let look = Look::of(cell);
        match self.out.pen {
            Some(pen) if is_blank(cell) => self.out.pen(look.with_hidden_of(pen)),
            _ => self.out.pen(look),
        }
    }

    /// Moves the cursor to a cell; over a few unchanged ones by writing them again, if that is shorter.
    fn go(&mut self, x: usize) {
        let column = u16::try_from(x).unwrap_or(u16::MAX);
        if let Some((at, y)) = self.out.at
            && y == self.line.y
            && at < column
            && let Some(bytes) = self.between(at.into(), x)
            && bytes <= sequence_bytes(column - at)
        {
            for cell in self.line.next.get(at.into()..x).unwrap_or_default() {
                self.out.bytes.extend_from_slice(symbol(cell).as_bytes());
            }
            self.out.at = Some((column, y));
        }
        self.out.step((column, self.line.y));
    }

    /// The bytes of the cells between two, if they can be written with the pen as it is.
    fn between(&self, from: usize, to: usize) -> Option<usize> {
        let pen = self.out.pen?;
        let cells = self.line.next.get(from..to)?;
        let is_alike = |cell: &Cell| {
            let look = Look::of(cell);
            look == pen || is_blank(cell) && look.is_same_blank(pen)
        };
        let is_plain = |x: usize, cell: &Cell| {
            self.scratch.next.get(x) == Some(&1) && has_certain_width(symbol(cell)) && is_alike(cell)
        };
        if to - from > 6 || !cells.iter().enumerate().all(|(n, cell)| is_plain(from + n, cell)) {
            return None;
        }
        Some(cells.iter().map(|cell| symbol(cell).len()).sum())
    }
}
