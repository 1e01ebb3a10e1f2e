//! How a cell looks, and how wide it is.

use ratatui::buffer::{Cell, CellWidth};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthChar;

/// Modifiers that can be seen on a blank.
const SEEN_ON_BLANK: Modifier =
    Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT).union(Modifier::SLOW_BLINK);
/// Modifiers that draw a line in the colour of the text.
const LINES: Modifier = Modifier::UNDERLINED.union(Modifier::CROSSED_OUT);

/// Colours and attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub foreground: Color,
    pub background: Color,
    pub modifiers: Modifier,
}

impl Look {
    /// As a terminal draws after a reset.
    pub(super) const PLAIN: Self =
        Self { foreground: Color::Reset, background: Color::Reset, modifiers: Modifier::empty() };

    pub(super) fn of(cell: &Cell) -> Self {
        Self { foreground: cell.fg, background: cell.bg, modifiers: cell.modifier }
    }

    /// Whether blanks in the two looks are the same to the eye.
    pub(super) fn is_same_blank(self, other: Self) -> bool {
        self == other || self == other.with_hidden_of(self)
    }

    /// The look of a blank, with what cannot be seen of it taken from another look.
    pub(super) fn with_hidden_of(self, other: Self) -> Self {
        if self.modifiers.contains(Modifier::REVERSED) {
            return self;
        }
        let foreground = if self.modifiers.intersects(LINES) { self.foreground } else { other.foreground };
        let modifiers = (self.modifiers & SEEN_ON_BLANK) | (other.modifiers - SEEN_ON_BLANK);
        Self { foreground, background: self.background, modifiers }
    }

    /// Whether erasing leaves a blank of this look, on a terminal that does or does not erase with the background.
    pub(super) fn is_erased(self, colored: bool) -> bool {
        !self.modifiers.intersects(SEEN_ON_BLANK) && (colored || self.background == Color::Reset)
    }
}

/// Nothing can be seen of it but its background. What would join the symbol before it is drawn as a blank.
pub(super) fn is_blank(cell: &Cell) -> bool {
    match cell.symbol().as_bytes() {
        [] | [b' '] => true,
        [_] => false,
        _ => cell.symbol().chars().next().is_some_and(|c| cells_alone(c) == 0),
    }
}

/// The cells of a character that is joined with nothing. Terminals give the halfwidth sound marks one of their own.
fn cells_alone(c: char) -> usize {
    if matches!(c, '\u{ff9e}' | '\u{ff9f}') { 1 } else { c.width().unwrap_or(0) }
}

/// Whether two cells are the same to the eye.
pub(super) fn is_same(one: &Cell, other: &Cell) -> bool {
    let (look, other_look) = (Look::of(one), Look::of(other));
    symbol(one) == symbol(other) && (look == other_look || is_blank(one) && look.is_same_blank(other_look))
}

/// The symbol as it is written.
pub(super) fn symbol(cell: &Cell) -> &str {
    if is_blank(cell) { " " } else { cell.symbol() }
}

/// The cells of a row that each symbol takes, 0 for those that the one before covers.
pub(super) fn widths(row: &[Cell], out: &mut Vec<u16>) {
    out.clear();
    while out.len() < row.len() {
        let Some(cell) = row.get(out.len()) else { return };
        let width = if is_blank(cell) { 1 } else { cell.cell_width().max(1) };
        out.push(width);
        let end = row.len().min(out.len() + usize::from(width - 1));
        out.resize(end, 0);
    }
}

/// The cells that a symbol takes at most: on a terminal that joins nothing, and gives each sign that combines a cell.
pub(super) fn most_cells(symbol: &str) -> usize {
    symbol.chars().map(|c| cells_alone(c).max(1)).sum()
}

/// Every terminal moves the cursor by the same number of cells after this symbol. Nobody agrees on emoji, joined letters
/// and signs that combine.
pub(super) fn has_certain_width(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return false };
    matches!(c,
        ' '..='~'
        | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' // Latin
        | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{52f}' // Greek and Cyrillic
        | '\u{531}'..='\u{556}' | '\u{561}'..='\u{587}' | '\u{5d0}'..='\u{5ea}' // Armenian, Hebrew
        | '\u{621}'..='\u{63a}' | '\u{641}'..='\u{64a}' | '\u{671}'..='\u{6d3}' // Arabic
        | '\u{1e00}'..='\u{1fff}' // more Latin and Greek
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{20a0}'..='\u{20bf}'
        | '\u{2190}'..='\u{21ff}' | '\u{2200}'..='\u{22ff}' // arrows, mathematics
        | '\u{23ce}' | '\u{2500}'..='\u{25fc}' | '\u{2713}' | '\u{2715}' // lines, blocks, shapes, check marks
        | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30ff}' // Japanese
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' // ideographs, Hangul
        | '\u{ff01}'..='\u{ff60}')
}
