//! Columns side by side: what every column table says, and how many fit.

/// Where a cell's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words
    Left,
    /// Numbers
    Right,
}

/// A row of a column table: `C` names the column, `O` what the service can order by.
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
    /// Cells it must have.
    pub min: u16,
    /// Cells it likes to have: what is less important comes only when these are there.
    pub like: u16,
    /// Cells it can use.
    pub max: u16,
    /// Where its text stands.
    pub align: Align,
}

/// How wide a column may be, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Widths {
    /// What it must have.
    pub min: u16,
    /// What it likes to have.
    pub like: u16,
    /// What it can use.
    pub max: u16,
}

/// What placing needs to know of the columns of one table.
pub trait GridColumn: Copy + PartialEq + 'static {
    /// How wide it may be.
    fn widths(self) -> Widths;
    /// Every column, most important first: the last ones are given up first.
    fn by_importance() -> &'static [Self];
    /// Those that are there before any of them is comfortable.
    fn core() -> &'static [Self];
    /// The one that gets what it likes before the others.
    fn grows_first() -> Self;
}

/// A column with its place on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed<C> {
    /// Which column.
    pub column: C,
    /// Cells from the left edge of the table.
    pub x: u16,
    /// Cells wide.
    pub width: u16,
}

/// Places the wanted columns in `width` cells, one cell apart.
///
/// The least important ones give way until the rest has its minimum; what is left over goes to
/// the columns by importance. The first wanted column always stays.
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
