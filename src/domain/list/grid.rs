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
    /// The least that may be chosen for it, if its widest cell has so many cells: numbers and states are never cut.
    fn narrowest(self, cells: u16) -> u16 {
        self.widths(cells).min
    }
    /// The column that stays when the others are scrolled sideways.
    fn frozen() -> Self;
    /// Every column, most important first: the last ones are hidden first.
    fn by_importance() -> &'static [Self];
    /// Columns that are placed before any gets its preferred width.
    fn core() -> &'static [Self];
}

/// The most columns of a table.
pub(super) const MOST: usize = 24;

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

/// The widest that a column may be made.
pub const WIDEST: u16 = 200;

/// Widths that the user has chosen for columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenWidths<C>(Vec<(C, u16)>);

impl<C> Default for ChosenWidths<C> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<C: Copy + PartialEq> ChosenWidths<C> {
    /// The width chosen for a column.
    #[must_use]
    pub fn of(&self, column: C) -> Option<u16> {
        self.0.iter().find(|(c, _)| *c == column).map(|(_, width)| *width)
    }

    /// Chooses a width for a column; `None`: its own again.
    pub fn choose(&mut self, column: C, width: Option<u16>) {
        self.0.retain(|(c, _)| *c != column);
        self.0.extend(width.map(|width| (column, width)));
    }

    /// All chosen widths.
    pub fn iter(&self) -> impl Iterator<Item = (C, u16)> {
        self.0.iter().copied()
    }

    /// None is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What decides where columns are: what they hold, and what the user has chosen.
#[derive(Debug, Clone)]
pub struct Wishes<'a, C> {
    /// The widest cell of each column.
    pub content: &'a Content,
    /// Chosen widths.
    pub widths: &'a ChosenWidths<C>,
    /// How far the columns are scrolled sideways; 0: the most important ones are shown.
    pub scroll: usize,
}

/// Columns with their positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid<C> {
    /// The columns.
    pub columns: Vec<Placed<C>>,
    /// How far they are scrolled, at most as far as there is anything to see.
    pub scroll: usize,
    /// Others are to the left.
    pub before: bool,
    /// Others are to the right, or make way for more important ones.
    pub after: bool,
}

/// A column that is to be placed: its widths, and the one that it has.
type Kept<C> = (C, Widths, u16);

fn widths<C: GridColumn>(column: C, wishes: &Wishes<'_, C>) -> Widths {
    let cells = wishes.content.widest(column);
    let own = column.widths(cells);
    let Some(chosen) = wishes.widths.of(column) else { return own };
    let chosen = chosen.max(column.narrowest(cells));
    // On a narrow screen it does with what it must have.
    let min = own.min.min(chosen);
    Widths { min, least: min, first: chosen, like: chosen, more: chosen, most: chosen, whole: chosen }
}

/// Places the requested columns in `width` cells.
///
/// The least important ones are hidden until the rest has its minimum width; the remaining space goes to the columns by
/// importance. The most important one is always shown. Scrolled sideways, it stays and is followed by the others in
/// their order, from one that is the further to the right the further it is scrolled.
#[must_use]
pub fn place<C: GridColumn>(wanted: &[C], width: u16, wishes: &Wishes<'_, C>) -> Grid<C> {
    let kept = by_importance(wanted, width, wishes);
    let are_hidden = kept.len() < wanted.len();
    if wishes.scroll == 0 || !are_hidden {
        return Grid { columns: grown(wanted, kept, width), scroll: 0, before: false, after: are_hidden };
    }
    let first = C::frozen();
    let others: Vec<C> = wanted.iter().copied().filter(|column| *column != first).collect();
    let from = |start: usize| in_order(first, others.get(start..).unwrap_or_default(), width, wishes);
    let is_last = |start: &usize| start + from(*start).len() > others.len();
    // The furthest start: the last column is shown.
    let last = (0..others.len()).find(is_last).unwrap_or(0);
    let start = (wishes.scroll - 1).min(last);
    let mut kept = from(start);
    let after = start + kept.len() - 1 < others.len();
    let mut order = vec![first];
    order.extend(&others);
    kept.sort_by_key(|(column, ..)| C::by_importance().iter().position(|c| c == column));
    Grid { columns: grown(&order, kept, width), scroll: start + 1, before: start > 0, after }
}

/// The most important columns that have room.
fn by_importance<C: GridColumn>(wanted: &[C], width: u16, wishes: &Wishes<'_, C>) -> Vec<Kept<C>> {
    let mut kept: Vec<Kept<C>> = Vec::new();
    let (mut used, mut liked) = (0_u16, 0_u16);
    for column in C::by_importance().iter().copied().filter(|c| wanted.contains(c)) {
        let gap = if kept.is_empty() { 0 } else { GAP.0 };
        let widths = widths(column, wishes);
        let room = if C::core().contains(&column) { used } else { liked };
        if kept.is_empty() || room.saturating_add(gap + widths.min) <= width {
            kept.push((column, widths, widths.min.min(width)));
            used = used.saturating_add(gap + widths.min);
            liked = liked.saturating_add(gap + widths.like);
        } else {
            break;
        }
    }
    kept
}

/// `first`, and of the others as many as have room, one at least.
fn in_order<C: GridColumn>(first: C, others: &[C], width: u16, wishes: &Wishes<'_, C>) -> Vec<Kept<C>> {
    let own = widths(first, wishes);
    let mut kept = vec![(first, own, own.min.min(width))];
    let mut used = own.min.min(width);
    for column in others {
        let widths = widths(*column, wishes);
        let room = width.saturating_sub(used.saturating_add(GAP.0));
        if widths.min > room && (kept.len() > 1 || room == 0) {
            break;
        }
        kept.push((*column, widths, widths.min.min(room)));
        used = used.saturating_add(GAP.0 + widths.min.min(room));
    }
    kept
}

/// The columns in this order, as wide as the screen allows.
fn grown<C: GridColumn>(order: &[C], mut kept: Vec<Kept<C>>, width: u16) -> Vec<Placed<C>> {
    let gaps = u16::try_from(kept.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let used: u16 = kept.iter().map(|(.., has)| *has).sum();
    let mut spare = width.saturating_sub(used.saturating_add(gaps.saturating_mul(GAP.0)));
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
        if n >= 2 && gap < GAP.1 && spare >= gaps {
            spare -= gaps;
            gap += 1;
        }
    }
    let mut x = 0;
    let mut placed = Vec::with_capacity(kept.len());
    for column in order {
        if let Some((_, _, width)) = kept.iter().find(|(c, ..)| c == column) {
            placed.push(Placed { column: *column, x, width: *width });
            x += width + gap;
        }
    }
    placed
}
