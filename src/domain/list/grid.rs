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
    /// Up to here it is as wide as its cells before others get more than they need.
    pub max: u16,
    /// Alignment.
    pub align: Align,
}

/// Widths of a column, in cells, from what it must have to all that it can use: the order in which columns get them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Widths {
    /// What it must have.
    pub min: u16,
    /// Less than this is of no more use than `min`.
    pub least: u16,
    /// What it gets before any other gets more.
    pub first: u16,
    /// What it likes to have.
    pub like: u16,
    /// What it can use where the screen is wide.
    pub more: u16,
    /// What it can use where the screen is wider still.
    pub most: u16,
    /// All of its widest cell, which may be far wider than the others.
    pub whole: u16,
}

impl Widths {
    /// A column whose cells are text.
    #[must_use]
    pub fn of(min: u16, like: u16, whole: u16) -> Self {
        Self { min, least: min, first: min, like, more: like, most: like, whole }
    }
}

/// The properties of a column table that layout needs.
pub trait GridColumn: Copy + PartialEq + 'static {
    /// Its place in the table.
    fn number(self) -> usize;
    /// Its widths, if its widest cell has so many cells.
    fn widths(self, cells: u16) -> Widths;
    /// Every column, most important first: the last ones are hidden first.
    fn by_importance() -> &'static [Self];
    /// Columns that are placed before any gets its preferred width.
    fn core() -> &'static [Self];
}

/// The most columns of a table.
const MOST: usize = 20;

/// The widest cell of each column: columns are as wide as what they hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Content([u16; MOST]);

impl Content {
    /// The cells of the widest one.
    #[must_use]
    pub fn widest<C: GridColumn>(&self, column: C) -> u16 {
        self.0.get(column.number()).copied().unwrap_or_default()
    }

    /// Takes a cell of so many cells into account.
    pub fn widen<C: GridColumn>(&mut self, column: C, cells: usize) {
        if let Some(widest) = self.0.get_mut(column.number()) {
            *widest = (*widest).max(u16::try_from(cells).unwrap_or(u16::MAX));
        }
    }
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

/// Cells between two columns, and the most where the screen is wide.
const GAP: (u16, u16) = (2, 4);

/// Places the requested columns in `width` cells.
///
/// The least important ones are hidden until the rest has its minimum width; the remaining space goes to the columns by
/// importance. The first requested column is always shown.
#[must_use]
pub fn place<C: GridColumn>(wanted: &[C], width: u16, content: &Content) -> Vec<Placed<C>> {
    let widths_of = |column: C| column.widths(content.widest(column));
    let mut kept: Vec<(C, Widths, u16)> = Vec::new();
    let (mut used, mut liked) = (0_u16, 0_u16);
    for column in C::by_importance().iter().copied().filter(|c| wanted.contains(c)) {
        let gap = if kept.is_empty() { 0 } else { GAP.0 };
        let widths = widths_of(column);
        let room = if C::core().contains(&column) { used } else { liked };
        if kept.is_empty() || room.saturating_add(gap + widths.min) <= width {
            kept.push((column, widths, widths.min.min(width)));
            used = used.saturating_add(gap + widths.min);
            liked = liked.saturating_add(gap + widths.like);
        } else {
            break;
        }
    }
    let mut spare = width.saturating_sub(used);
    let mut gap = GAP.0;
    let wishes: [fn(&Widths) -> u16; 5] = [|w| w.first, |w| w.like, |w| w.more, |w| w.most, |w| w.whole];
    for (n, wish) in wishes.iter().enumerate() {
        for (_, widths, has) in &mut kept {
            let more = wish(widths).saturating_sub(*has).min(spare);
            if *has + more >= widths.least {
                spare -= more;
                *has += more;
            }
        }
        let gaps = u16::try_from(kept.len().saturating_sub(1)).unwrap_or(u16::MAX);
        if n >= 2 && gap < GAP.1 && spare >= gaps {
            spare -= gaps;
            gap += 1;
        }
    }
    let mut x = 0;
    let mut placed = Vec::with_capacity(kept.len());
    for column in wanted {
        if let Some((_, _, width)) = kept.iter().find(|(c, ..)| c == column) {
            placed.push(Placed { column: *column, x, width: *width });
            x += width + gap;
        }
    }
    placed
}
