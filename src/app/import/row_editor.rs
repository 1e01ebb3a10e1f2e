//! The cells of one row of a plan, while somebody edits them.

use crate::app::keys::press::KeyPress;
use crate::app::widgets::text_input::TextInput;
use crate::roster::{Layout, Line};

/// A cell.
#[derive(Debug, Clone)]
pub struct CellInput {
    /// Its column, from 0.
    pub column: usize,
    /// The title of the column.
    pub title: String,
    /// What the column is for.
    pub label: String,
    /// What stands in it.
    pub input: TextInput,
    /// What stood in it when the row was opened.
    before: String,
}

/// The cells of a row in columns that are used.
#[derive(Debug, Clone)]
pub struct RowEditor {
    /// The place of the row in the plan.
    pub row: usize,
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
                let text = line.map_or("", |line| line.cell(column.at)).to_owned();
                let (title, label) = (column.title.clone(), meaning.label());
                CellInput { column: column.at, title, label, input: TextInput::new(text.clone()), before: text }
            })
            .collect();
        let is_named = |cell: &CellInput| {
            reasons.iter().any(|reason| reason.starts_with(&cell.title) || reason.starts_with(&cell.label))
        };
        let focus = cells.iter().position(is_named).unwrap_or(0);
        Self { row, cells, focus }
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

    /// The cells whose text has changed.
    #[must_use]
    pub fn changed(&self) -> Vec<(usize, String)> {
        let is_changed = |cell: &&CellInput| cell.input.value().trim() != cell.before.trim();
        self.cells.iter().filter(is_changed).map(|cell| (cell.column, cell.input.value().trim().to_owned())).collect()
    }
}
