//! Finds lines that have moved up or down.

use std::hash::{Hash, Hasher};

use ratatui::buffer::{Buffer, Cell};
use rustc_hash::FxHasher;

/// Cells that are compared as one.
const CHUNK: usize = 16;
/// Chunks that must be saved before scrolling pays.
const WORTH: i32 = 3;

/// Lines that have moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shift {
    /// The first line that scrolls.
    pub top: u16,
    /// The line after the last one.
    pub bottom: u16,
    /// By how many lines.
    pub by: u16,
    /// Upwards: lines vanish at the top.
    pub up: bool,
}

/// Memory that is used again.
#[derive(Debug, Default)]
pub(super) struct Finder {
    shown: Vec<u64>,
    next: Vec<u64>,
    /// How many chunks of each line are as they are shown.
    same: Vec<i32>,
}

impl Finder {
    /// The lines that have moved, if scrolling them leaves less to write.
    pub(super) fn find(&mut self, shown: &Buffer, next: &Buffer) -> Option<Shift> {
        let width = usize::from(next.area.width);
        let height = usize::from(next.area.height);
        let chunks = width.div_ceil(CHUNK);
        if width == 0 || height < 3 {
            return None;
        }
        hashes(shown, width, &mut self.shown);
        hashes(next, width, &mut self.next);
        self.same.clear();
        let lines = self.shown.chunks(chunks).zip(self.next.chunks(chunks));
        self.same.extend(lines.map(|(one, other)| equal(one, other)));
        let mut best: Option<(i32, Shift)> = None;
        for by in 1..height {
            for up in [true, false] {
                if let Some((gain, shift)) = self.run(by, up, chunks)
                    && best.is_none_or(|(most, _)| gain > most)
                {
                    best = Some((gain, shift));
                }
            }
        }
        best.filter(|(gain, _)| *gain >= WORTH).map(|(_, shift)| shift)
    }

    /// The neighbouring lines that gain most from moving by so many, and the gain: chunks that need not be written, less
    /// those that were right where they are.
    fn run(&self, by: usize, up: bool, chunks: usize) -> Option<(i32, Shift)> {
        let height = self.same.len();
        let (mut best, mut best_run, mut sum, mut start) = (0, None, 0, 0);
        for at in 0..height - by {
            // Where the line goes to, and where it comes from.
            let (to, from) = if up { (at, at + by) } else { (at + by, at) };
            let one = self.shown.get(from * chunks..(from + 1) * chunks)?;
            let other = self.next.get(to * chunks..(to + 1) * chunks)?;
            let gain = equal(one, other) - self.same.get(to)?;
            if sum <= 0 {
                (sum, start) = (0, at);
            }
            sum += gain;
            if sum > best {
                (best, best_run) = (sum, Some((start, at + 1)));
            }
        }
        let (start, end) = best_run?;
        // The lines that become free are lost where they are.
        let freed = if up { end..end + by } else { start..start + by };
        let lost: i32 = self.same.get(freed)?.iter().sum();
        let top = u16::try_from(start).ok()?;
        let bottom = u16::try_from(end + by).ok()?;
        Some((best - lost, Shift { top, bottom, by: u16::try_from(by).ok()?, up }))
    }
}

fn equal(one: &[u64], other: &[u64]) -> i32 {
    let equal = one.iter().zip(other).filter(|(one, other)| one == other).count();
    i32::try_from(equal).unwrap_or(i32::MAX)
}

fn hashes(buffer: &Buffer, width: usize, out: &mut Vec<u64>) {
    out.clear();
    for line in buffer.content.chunks(width) {
        out.extend(line.chunks(CHUNK).map(hash));
    }
}

fn hash(cells: &[Cell]) -> u64 {
    let mut hasher = FxHasher::default();
    for cell in cells {
        cell.hash(&mut hasher);
    }
    hasher.finish()
}

/// Moves the lines of a buffer as the terminal does; the lines that become free are blank.
pub(super) fn apply(shift: Shift, buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width);
    let (top, bottom) = (usize::from(shift.top) * width, usize::from(shift.bottom) * width);
    let moved = usize::from(shift.by) * width;
    let Some(cells) = buffer.content.get_mut(top..bottom) else { return };
    let freed = if shift.up {
        cells.rotate_left(moved);
        cells.len() - moved..cells.len()
    } else {
        cells.rotate_right(moved);
        0..moved
    };
    for cell in cells.get_mut(freed).unwrap_or_default() {
        cell.reset();
    }
}
