//! A worksheet for Excel: numbers as numbers, days as days, everything else as text, never as a formula.
//!
//! Rows go to a temporary file as they come, so that a long list takes no more memory than a short one.

use std::io::{self, Seek as _, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use serde_json::Value;

use super::heading::Heading;
use super::table::title;
use crate::domain::list::columns::Align;
use crate::system::partial_file::scratch;

/// Characters that a cell can hold.
const CELL: usize = 32_767;
/// Widths of columns, in characters.
const NUMBER: f64 = 10.0;
const TEXT: f64 = 18.0;
const WORDS: f64 = 34.0;

/// How the cells of a row look.
struct Look {
    text: Format,
    number: Format,
    day: Format,
}

impl Look {
    fn of(base: &Format) -> Self {
        Self {
            text: base.clone(),
            number: base.clone().set_num_format("#,##0"),
            day: base.clone().set_num_format("yyyy-mm-dd"),
        }
    }
}

/// A workbook with one worksheet.
pub(super) struct Sheet {
    book: Workbook,
    row: u32,
    plain: Look,
    total: Look,
}

impl Sheet {
    /// A worksheet of this name with a line of titles, which stays in view.
    pub(super) fn new(name: &str, head: &[Heading]) -> io::Result<Self> {
        let mut book = Workbook::new();
        let bold = Format::new().set_bold();
        let sheet = book.add_worksheet_with_constant_memory().map_err(other)?;
        sheet.set_name(name).map_err(other)?;
        for (column, heading) in (0..).zip(head) {
            let width = match heading {
                Heading { words: true, .. } => WORDS,
                Heading { align: Align::Right, .. } => NUMBER,
                _ => TEXT,
            };
            sheet.set_column_width(column, width).map_err(other)?;
        }
        sheet.set_freeze_panes(1, 0).map_err(other)?;
        let over_numbers = bold.clone().set_align(FormatAlign::Right);
        for (column, heading) in (0..).zip(head) {
            let format = if heading.align == Align::Right { &over_numbers } else { &bold };
            sheet.write_string_with_format(0, column, title(heading), format).map_err(other)?;
        }
        let total = Look::of(&bold.set_border_top(FormatBorder::Thin));
        Ok(Self { book, row: 1, plain: Look::of(&Format::new()), total })
    }

    /// Writes a row with these values; the total stands out.
    pub(super) fn row(&mut self, head: &[Heading], values: &[Value], is_total: bool) -> io::Result<()> {
        let look = if is_total { &self.total } else { &self.plain };
        let sheet = self.book.worksheet_from_index(0).map_err(other)?;
        for (column, (heading, value)) in (0..).zip(head.iter().zip(values)) {
            write_cell(sheet, (self.row, column), heading, value, look).map_err(other)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Writes the workbook.
    pub(super) fn save(mut self, out: &mut impl Write) -> io::Result<()> {
        let mut file = scratch()?;
        self.book.save_to_writer(&mut file).map_err(other)?;
        file.rewind()?;
        io::copy(&mut file, out)?;
        out.flush()
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    heading: &Heading,
    value: &Value,
    look: &Look,
) -> Result<(), XlsxError> {
    match value {
        Value::Number(number) => {
            sheet.write_number_with_format(row, column, number.as_f64().unwrap_or_default(), &look.number)?;
        }
        Value::Bool(flag) => {
            sheet.write_boolean_with_format(row, column, *flag, &look.text)?;
        }
        Value::String(text) => {
            if let Some(day) = day(heading, text) {
                sheet.write_datetime_with_format(row, column, day, &look.day)?;
            } else {
                let text: String = text.chars().take(CELL).collect();
                sheet.write_string_with_format(row, column, text, &look.text)?;
            }
        }
        Value::Null | Value::Array(_) | Value::Object(_) => {
            sheet.write_blank(row, column, &look.text)?;
        }
    }
    Ok(())
}

/// A day, unless it is text of the service that looks like one.
fn day(heading: &Heading, text: &str) -> Option<ExcelDateTime> {
    let is_day = !heading.text && text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok();
    is_day.then(|| ExcelDateTime::parse_from_str(text).ok()).flatten()
}

fn other(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        XlsxError::RowColumnLimitError => io::Error::other("a worksheet has no room for so many rows; use CSV"),
        error => io::Error::other(error),
    }
}
