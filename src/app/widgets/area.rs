//! A rectangle of cells, and text wrapped to fit one.

use std::borrow::Cow;

use crate::domain::text::cells::{self, shortened};

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Left edge.
    pub x: u16,
    /// Top edge.
    pub y: u16,
    /// Cells wide.
    pub width: u16,
    /// Cells high.
    pub height: u16,
}

impl Area {
    /// The cell lies inside.
    #[must_use]
    pub fn contains(self, x: u16, y: u16) -> bool {
        x >= self.x && x < self.x + self.width && y >= self.y && y < self.y + self.height
    }

    /// The smallest area that holds both, one above the other.
    #[must_use]
    pub fn union(self, below: Self) -> Self {
        Self { height: (below.y + below.height).saturating_sub(self.y), ..self }
    }

    /// `n` of its lines, from line `from`; cut at its end.
    #[must_use]
    pub fn lines(self, from: u16, n: u16) -> Self {
        let from = from.min(self.height);
        Self { y: self.y + from, height: n.min(self.height - from), ..self }
    }

    /// Its part at the left, and `cells` at the right, with `gap` cells between them.
    #[must_use]
    pub fn split_right(self, cells: u16, gap: u16) -> (Self, Self) {
        let cells = cells.min(self.width);
        let left = Self { width: (self.width - cells).saturating_sub(gap), ..self };
        (left, Self { x: self.x + self.width - cells, width: cells, ..self })
    }

    /// Without a margin of `n` cells at the sides and one line above and below.
    #[must_use]
    pub fn inside(self, n: u16) -> Self {
        Self {
            x: self.x + n.min(self.width),
            y: self.y + 1.min(self.height),
            width: self.width.saturating_sub(2 * n),
            height: self.height.saturating_sub(2),
        }
    }
}

/// Breaks text into lines of at most `width` cells.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<Cow<'_, str>> {
    // Not at hyphens: paths and addresses must stay copyable.
    let options = textwrap::Options::new(width.max(8)).word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options)
}

/// Whether the text takes at most so many lines.
#[must_use]
pub fn fits(text: &str, width: usize, lines: usize) -> bool {
    // Wrapping a long text only to see that it is too long takes longer than counting its cells;
    // a line takes one more, for the space at its end.
    cells::width(text) <= (width.max(8) + 1).saturating_mul(lines) && wrap(text, width).len() <= lines
}

/// The text in at most so many lines. If it is too long, it is cut in the middle: it starts with its subject and ends
/// with what can be done.
#[must_use]
pub fn wrap_within(text: &str, width: usize, lines: usize) -> Vec<String> {
    let owned = |wrapped: Vec<Cow<'_, str>>| wrapped.into_iter().take(lines).map(Cow::into_owned).collect();
    if fits(text, width, lines) {
        return owned(wrap(text, width));
    }
    // Fewer cells seldom take more lines, so that halves find the most that fits; no frame waits for a search by ones.
    let (mut held, mut most) = (0, width.saturating_mul(lines));
    let text = shortened(text, most);
    while held < most {
        let room = most - (most - held) / 2;
        if fits(&shortened(&text, room), width, lines) { held = room } else { most = room - 1 }
    }
    owned(wrap(&shortened(&text, held), width))
}
