//! The lines of the form's body, and where label, box and remark of a field are in its line.

use crate::app::form::focus::Focus;
use crate::app::widgets::area::Area;
use crate::domain::form::fields::Section;

/// Cells before a field's box: margin, label, star.
pub const LABEL: u16 = 17;
/// Cells of a label; it ends before its star.
pub const LABEL_ROOM: u16 = 13;
/// Cells beside a box for its sign and short words, such as `✕ required`.
const REMARK: u16 = 12;
/// Cells between two boxes in a line: the sign of the first with a blank on each side.
const BETWEEN: u16 = 3;

/// One line of the form's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormLine {
    /// A field.
    Field(Focus),
    /// First and last name.
    Pair(Focus, Focus),
    /// A line of the sentence under a field.
    Said(Focus, usize),
    /// The heading of a section.
    Heading(Section),
    /// A folded section.
    Folded(Section),
    /// Nothing.
    Gap,
}

impl FormLine {
    /// The line has this field.
    #[must_use]
    pub fn has(self, place: Focus) -> bool {
        match self {
            Self::Field(one) => one == place,
            Self::Pair(one, other) => one == place || other == place,
            Self::Said(..) | Self::Heading(_) | Self::Folded(_) | Self::Gap => false,
        }
    }
}

/// The columns of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldGrid {
    /// Cells of a box with its edges.
    pub cells: u16,
}

/// A field in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldPlace {
    /// Which field.
    pub place: Focus,
    /// Its box, with both edges.
    pub boxed: Area,
    /// Sign and remark.
    pub remark: Area,
}

impl FieldPlace {
    /// The cells of the text, between the edges.
    #[must_use]
    pub fn text(&self) -> Area {
        Area { x: self.boxed.x + 1, width: self.boxed.width.saturating_sub(2), ..self.boxed }
    }
}

impl FieldGrid {
    /// The columns of a form with so many cells.
    #[must_use]
    pub fn new(width: u16) -> Self {
        Self { cells: width.saturating_sub(LABEL + REMARK).clamp(18, 50) }
    }

    /// The fields of a line, left to right.
    pub fn of_line(self, line: FormLine, at: Area) -> impl Iterator<Item = FieldPlace> {
        let whole = Area { x: at.x + LABEL, width: self.cells, ..at };
        let behind = |boxed: Area| {
            let x = boxed.x + boxed.width + 1;
            Area { x, width: (at.x + at.width).saturating_sub(x + 1), ..at }
        };
        let (first, second) = match line {
            FormLine::Field(place) => (Some(FieldPlace { place, boxed: whole, remark: behind(whole) }), None),
            FormLine::Pair(one, other) => {
                let boxed = Area { width: (self.cells - BETWEEN) / 2, ..whole };
                let x = boxed.x + boxed.width + BETWEEN;
                let last = Area { x, width: whole.x + whole.width - x, ..whole };
                let remark = Area { width: 1, ..behind(boxed) };
                (
                    Some(FieldPlace { place: one, boxed, remark }),
                    Some(FieldPlace { place: other, boxed: last, remark: behind(last) }),
                )
            }
            FormLine::Gap | FormLine::Folded(_) | FormLine::Heading(_) | FormLine::Said(..) => (None, None),
        };
        first.into_iter().chain(second)
    }
}
