//! Column layout: the column tables' common part, and which columns fit.

/// Alignment of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words
    Left,
    /// Numbers
    Right,
}

/// A row of a column table: `C` is the column, `O` the order at the service.
#[derive(Debug, Clone, Copy)]
pub struct Spec<C, O> {
    /// Which column.
    pub column: C,
    /// The header.
    pub title: &'static str,
    /// Its name in the configuration and in export headers.
    pub key: &'static str,
    /// The letter after `s` that sorts by it.
    pub letter: Option<char>,
    /// Its `orderBy` name; without one the service cannot sort by it.
    pub order_by: Option<O>,
    /// Minimum width.
    pub min: u16,
    /// Preferred width: less important columns are shown only if there is room for it.
    pub like: u16,
    /// Maximum width.
    pub max: u16,
    /// Alignment.
    pub align: Align,
}

/// Widths of a column, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Widths {
    /// What it must have.
    pub min: u16,
    /// What it likes to have.
    pub like: u16,
    /// What it can use.
    pub max: u16,
}

/// The properties of a column table that layout needs.
pub trait GridColumn: Copy + PartialEq + 'static {
    /// Its widths.
    fn widths(self) -> Widths;
    /// Every column, most important first: the last ones are hidden first.
    fn by_importance() -> &'static [Self];
    /// Columns that are placed before any gets its preferred width.
    fn core() -> &'static [Self];
    /// The column that gets its preferred width first.
    fn grows_first() -> Self;
}

/// A column with its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed<C> {
    /// Which column.
    pub column: C,
    /// Cells from the left edge of the table.
    pub x: u16,
    /// Cells wide.
    pub width: u16,
}

/// Places the requested columns in `width` cells, with a gap of one.
///
/// The least important ones are hidden until the rest has its minimum width; the remaining space goes to the columns by
/// importance. The first requested column is always shown.
#[must_use]
pub fn place<C: GridColumn>(wanted: &[C], width: u16) -> Vec<Placed<C>> {
    let mut kept: Vec<C> = Vec::new();
    let mut used = 0;
    let mut liked = 0;
    for column in C::by_importance().iter().copied().filter(|c| wanted.contains(c)) {
        let gap = u16::from(!kept.is_empty());
        let widths = column.widths();
        let room = if C::core().contains(&column) { used } else { liked };
        if kept.is_empty() || room + gap + widths.min <= width {
            kept.push(column);
            used += gap + widths.min;
            liked += gap + widths.like;
        } else {
            break;
        }
    }
    let mut spare = width.saturating_sub(used);
    let mut widths: Vec<(C, u16)> = kept.iter().map(|c| (*c, c.widths().min.min(width))).collect();
    let first = kept.iter().filter(|c| **c == C::grows_first());
    let order: Vec<C> = first.chain(kept.iter().filter(|c| **c != C::grows_first())).copied().collect();
    for wish in [|w: Widths| w.like, |w: Widths| w.max] {
        for column in &order {
            if let Some((_, width)) = widths.iter_mut().find(|(c, _)| c == column) {
                let more = wish(column.widths()).saturating_sub(*width).min(spare);
                spare -= more;
                *width += more;
            }
        }
    }
    let mut x = 0;
    let mut placed = Vec::with_capacity(widths.len());
    for column in wanted {
        if let Some((_, width)) = widths.iter().find(|(c, _)| c == column) {
            placed.push(Placed { column: *column, x, width: *width });
            x += width + 1;
        }
    }
    placed
}
