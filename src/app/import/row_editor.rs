//! The cells of one row of a plan, or the values for all rows, while somebody edits them.

use crate::app::keys::press::KeyPress;
use crate::app::widgets::text_input::TextInput;
use crate::roster::{FieldDefault, Layout, Line, Meaning, Plan};

/// What is edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edited {
    /// The row at this place in the plan.
    Row(usize),
    /// What rows have whose own cell is empty.
    AllRows,
}

/// A cell.
#[derive(Debug, Clone)]
pub struct CellInput {
    /// Its column, from 0; `None`: no column has the field.
    pub column: Option<usize>,
    /// What it is for.
    meaning: Meaning,
    /// The title of the column.
    pub title: String,
    /// What it is for, for people.
    pub label: String,
    /// What stands in it.
    pub input: TextInput,
    /// What stood in it when the row was opened.
    before: String,
}

impl CellInput {
    fn new(column: Option<usize>, title: String, meaning: &Meaning, text: &str) -> Self {
        let (label, before) = (meaning.label(), text.to_owned());
        Self { column, meaning: meaning.clone(), title, label, input: TextInput::new(text), before }
    }
}

/// The cells of a row in columns that are used, or a value for each field.
#[derive(Debug, Clone)]
pub struct RowEditor {
    /// What is edited.
    pub of: Edited,
    /// The cells, in the order of the columns.
    pub cells: Vec<CellInput>,
    /// The cell that takes the keys.
    pub focus: usize,
}

impl RowEditor {
    /// Opens the cells of a row. The cursor is in the first whose column is named in the reasons.
    #[must_use]
    pub fn open(row: usize, line: Option<&Line>, layout: &Layout, reasons: &[String]) -> Self {
        let used = layout.columns.iter().filter_map(|column| Some((column, column.meaning.as_ref()?)));
        let cells: Vec<CellInput> = used
            .map(|(column, meaning)| {
                let text = line.map_or("", |line| line.cell(column.at));
                CellInput::new(Some(column.at), column.title.clone(), meaning, text)
            })
            .collect();
        let is_named = |cell: &CellInput| {
            reasons.iter().any(|reason| reason.starts_with(&cell.title) || reason.starts_with(&cell.label))
        };
        let focus = cells.iter().position(is_named).unwrap_or(0);
        Self { of: Edited::Row(row), cells, focus }
    }

    /// Opens the values for all rows. The cursor is in the first that is required and that nothing has.
    #[must_use]
    pub fn open_all(plan: &Plan, defaults: &[FieldDefault]) -> Self {
        let layout = &plan.reading.layout;
        let cell = |meaning: Meaning| {
            let column = layout.of(&meaning).first().map(|column| (column.at, column.title.clone()));
            let (at, title) = column.unzip();
            let given = defaults.iter().rev().find(|given| given.is_for(&meaning));
            let text = given.map(FieldDefault::text).unwrap_or_default();
            CellInput::new(at, title.unwrap_or_default(), &meaning, text)
        };
        let cells: Vec<CellInput> = plan.with_defaults().into_iter().map(cell).collect();
        let missing = plan.sourceless();
        let focus = cells.iter().position(|cell| missing.contains(&cell.meaning)).unwrap_or(0);
        Self { of: Edited::AllRows, cells, focus }
    }

    /// A key in the cell that takes them.
    pub fn press(&mut self, press: KeyPress) {
        if let Some(cell) = self.cells.get_mut(self.focus) {
            cell.input.press(press);
        }
    }

    /// A paste into it.
    pub fn paste(&mut self, text: &str) {
        if let Some(cell) = self.cells.get_mut(self.focus) {
            cell.input.paste(text);
        }
    }

    /// Goes to another cell; false at the end.
    pub fn move_by(&mut self, by: isize) -> bool {
        let to = self.focus.saturating_add_signed(by);
        let is_there = to < self.cells.len() && to != self.focus;
        if is_there {
            self.focus = to;
        }
        is_there
    }

    /// Puts the cursor into this cell.
    pub fn point(&mut self, at: usize) {
        self.focus = at.min(self.cells.len().saturating_sub(1));
    }

    /// The cells whose text has changed, by their columns.
    #[must_use]
    pub fn changed(&self) -> Vec<(usize, String)> {
        let is_changed = |cell: &&CellInput| cell.input.value().trim() != cell.before.trim();
        let changed = self.cells.iter().filter(is_changed);
        changed.filter_map(|cell| Some((cell.column?, cell.input.value().trim().to_owned()))).collect()
    }

    /// The values for all rows.
    #[must_use]
    pub fn defaults(&self) -> Vec<FieldDefault> {
        let of = |cell: &CellInput| FieldDefault::of(cell.meaning.clone(), cell.input.value()).ok();
        self.cells.iter().filter_map(of).collect()
    }
}
