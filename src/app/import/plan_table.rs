//! The rows of a plan on the screen: those that need a person, or all of them.

use crate::app::widgets::area::Area;
use crate::roster::{Action, Plan, Planned};

/// Which rows are shown, and the one under the cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanTable {
    /// All rows are shown, not only those that need a person.
    pub shows_all: bool,
    /// The rows that are shown: places among the rows of the plan.
    rows: Vec<usize>,
    /// The row under the cursor, among those that are shown.
    cursor: usize,
}

/// Somebody has to look at the row: at one that was left out as well, because it can be taken in again.
fn needs_a_person(planned: &Planned) -> bool {
    planned.judged.needs_a_person() || planned.judged.action == Action::LeftOut
}

impl PlanTable {
    /// The rows of a new plan.
    pub fn begin(&mut self, plan: &Plan) {
        *self = Self { shows_all: !plan.rows.iter().any(needs_a_person), ..Self::default() };
        self.choose(plan);
    }

    /// Chooses the rows again. A row that no longer needs a person stays until it is chosen anew: it does not vanish
    /// under the cursor.
    pub fn follow(&mut self, plan: &Plan) {
        let at = self.row();
        let shown: std::collections::HashSet<usize> = self.rows.iter().copied().collect();
        self.rows = (0..plan.rows.len())
            .filter(|at| self.shows_all || shown.contains(at) || plan.rows.get(*at).is_some_and(needs_a_person))
            .collect();
        self.cursor = at.and_then(|at| self.rows.iter().position(|row| *row == at)).unwrap_or(self.cursor);
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
    }

    fn choose(&mut self, plan: &Plan) {
        self.rows.clear();
        self.follow(plan);
    }

    /// Shows all rows, or only those that need a person.
    pub fn toggle(&mut self, plan: &Plan) {
        self.shows_all = !self.shows_all;
        let at = self.row();
        self.choose(plan);
        self.cursor = at.and_then(|at| self.rows.iter().position(|row| *row >= at)).unwrap_or(0);
    }

    /// The rows that are shown.
    #[must_use]
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// How many of those that are shown need a person: one that was mended stays where it is.
    #[must_use]
    pub fn needing(&self, plan: &Plan) -> usize {
        self.rows.iter().filter(|at| plan.rows.get(**at).is_some_and(needs_a_person)).count()
    }

    /// The cursor, among the rows that are shown.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The row under the cursor.
    #[must_use]
    pub fn row(&self) -> Option<usize> {
        self.rows.get(self.cursor).copied()
    }

    /// Moves the cursor.
    pub fn move_by(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.rows.len().saturating_sub(1));
    }

    /// The first row to draw.
    #[must_use]
    pub fn top(&self, area: Area) -> usize {
        (self.cursor + 1).saturating_sub(usize::from(area.height).max(1))
    }

    /// Puts the cursor on this line of the area.
    pub fn click(&mut self, area: Area, line: usize) -> bool {
        let at = self.top(area) + line;
        let is_there = at < self.rows.len();
        if is_there {
            self.cursor = at;
        }
        is_there
    }
}
