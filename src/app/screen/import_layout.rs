//! Layout of the import: its box, the lines above the rows, the rows, the lines below.

use crate::app::import::state::{Import, View};
use crate::app::model::Model;
use crate::app::screen::import_words::{foot, head};
use crate::app::widgets::area::Area;

/// The parts of the box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportAreas {
    /// What is said above the rows.
    pub head: Area,
    /// The titles of the rows, if they have any.
    pub titles: Option<Area>,
    /// The rows.
    pub rows: Area,
    /// What is said below them.
    pub foot: Area,
}

/// Cells and lines of the box.
#[must_use]
pub fn size(import: &Import) -> (u16, u16) {
    match import.view() {
        View::File => (96, 24),
        View::Reading => (64, 6),
        View::Columns | View::Row | View::Choice => (110, 36),
        View::Plan | View::Run => (150, 40),
    }
}

/// There is an input line above the rows.
#[must_use]
pub fn has_input(import: &Import) -> bool {
    matches!(import.view(), View::File | View::Choice)
}

fn cells(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

/// Divides what is inside the box, below its input line.
#[must_use]
pub fn areas(model: &Model, import: &Import, inner: Area) -> ImportAreas {
    let width = usize::from(inner.width);
    // The rows have at least half of it.
    let most = usize::from((inner.height / 2).max(3));
    let (above, below) = (cells(head(model, import, width, most).len()), cells(foot(model, import, width).len()));
    let gap = u16::from(above > 0 && inner.height > above + below + 6);
    let has_titles = matches!(import.view(), View::Plan | View::Columns);
    let (top, bottom) = (above + gap, below + u16::from(below > 0 && inner.height > above + below + 6));
    let titles = has_titles.then(|| inner.lines(top, 1));
    let top = top + u16::from(has_titles);
    let rows = inner.lines(top, inner.height.saturating_sub(top + bottom));
    ImportAreas {
        head: inner.lines(0, above),
        titles,
        rows,
        foot: inner.lines(inner.height.saturating_sub(below), below),
    }
}
