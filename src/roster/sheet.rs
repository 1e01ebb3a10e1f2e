//! The rows of a file, each with its place.

use std::collections::HashMap;

use super::bounds::{MAX_CELL, MAX_COLUMNS, MAX_ROWS, MAX_TEXT};

/// What the numbers of rows count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Lines of a text; a row may have several.
    Line,
    /// Rows of a worksheet.
    Row,
    /// Cards.
    Card,
    /// People of a text that is no table.
    Person,
}

impl Unit {
    /// The word before the number.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Row => "row",
            Self::Card => "card",
            Self::Person => "person",
        }
    }
}

/// A row that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: u64,
    /// Its cells, without those that are empty at the end.
    pub cells: Vec<String>,
}

impl Line {
    /// The trimmed text of a cell; empty if there is none.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

/// What can be chosen about how a file is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The encoding of a text.
    Text,
    /// Which of these worksheets.
    Workbook(Vec<String>),
}

/// The rows of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What the file is, for people: `CSV, separated by ;, Windows-1254`.
    pub form: String,
    /// What can be chosen about how it is read.
    pub origin: Origin,
    /// What its rows are counted in.
    pub unit: Unit,
    /// The separator of its cells, for files that are written beside it.
    pub separator: u8,
    /// Rows with something in them, in order.
    pub lines: Vec<Line>,
    /// What somebody should know who sees the rows.
    pub notes: Vec<String>,
    /// What was guessed in a row, by its place among the rows.
    pub guesses: HashMap<usize, Vec<String>>,
}

/// The letters of a column in a worksheet, from 0: `A`, `AB`.
#[must_use]
pub fn column_name(column: usize) -> String {
    let mut name = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        name.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    name.iter().rev().collect()
}

/// Takes rows, as long as they are within the bounds.
#[derive(Debug)]
pub(super) struct Rows {
    unit: Unit,
    lines: Vec<Line>,
    text: usize,
}

impl Rows {
    pub(super) fn new(unit: Unit) -> Self {
        Self { unit, lines: Vec::new(), text: 0 }
    }

    /// Adds a row, unless it is empty.
    pub(super) fn add(&mut self, number: u64, mut cells: Vec<String>) -> Result<(), String> {
        while cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        if cells.is_empty() {
            return Ok(());
        }
        let word = self.unit.word();
        if self.lines.len() == MAX_ROWS {
            return Err(format!(
                "{word} {number}: it has more than {} rows; split it into several files",
                MAX_ROWS - 1
            ));
        }
        if cells.len() > MAX_COLUMNS {
            return Err(format!("{word} {number}: it has {} columns; at most {MAX_COLUMNS} are read", cells.len()));
        }
        for (column, cell) in cells.iter().enumerate() {
            if cell.len() > MAX_CELL {
                let (column, size) = (column_name(column), cell.len());
                return Err(format!(
                    "{word} {number}, column {column}: a cell has {size} bytes; at most {MAX_CELL} are read"
                ));
            }
            self.text += cell.len();
        }
        if self.text > MAX_TEXT {
            return Err(format!("{word} {number}: it has more than {} MiB of text", MAX_TEXT >> 20));
        }
        self.lines.push(Line { number, cells });
        Ok(())
    }

    pub(super) fn done(self) -> Vec<Line> {
        self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_names_of_a_worksheet() {
        let names = [0, 25, 26, 51, 52, 701, 702].map(column_name);
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn rows_are_bounded() {
        let mut rows = Rows::new(Unit::Line);
        rows.add(1, vec!["a".into(), " ".into()]).expect("taken");
        rows.add(2, vec![String::new()]).expect("left out");
        assert_eq!(rows.lines, [Line { number: 1, cells: vec!["a".into()] }]);
        let said = rows.add(3, vec!["x".into(); MAX_COLUMNS + 1]).expect_err("refused");
        assert_eq!(said, "line 3: it has 257 columns; at most 256 are read");
        let said = rows.add(4, vec!["a".into(), "x".repeat(MAX_CELL + 1)]).expect_err("refused");
        assert!(said.starts_with("line 4, column B: a cell has 32768 bytes"), "{said}");
        for n in 5..20_005 {
            rows.add(n, vec!["a".into()]).expect("taken");
        }
        assert!(rows.add(20_005, vec!["a".into()]).is_err_and(|said| said.contains("more than 20000 rows")));
    }
}
