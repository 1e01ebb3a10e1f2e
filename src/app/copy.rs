//! Companies as text: for the clipboard and for a spreadsheet.

use jiff::civil::Date;

use crate::domain::columns::Column;
use crate::domain::company::Company;

/// One company as tab-separated cells of the shown columns, then its ID.
#[must_use]
pub fn row(company: &Company, columns: &[Column], today: Date) -> String {
    columns.iter().map(|c| c.cell(company, today, false)).chain([company.id.to_string()]).collect::<Vec<_>>().join("\t")
}

/// The rows as CSV with a header line; the ID comes first.
///
/// A text that a spreadsheet would run as a formula gets an apostrophe in front.
#[must_use]
pub fn csv(rows: &[Company], columns: &[Column], today: Date) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = std::iter::once("id").chain(columns.iter().map(|c| c.spec().key));
    // Writing to memory cannot fail; a row of another length could, and there is none.
    let mut good = writer.write_record(header).is_ok();
    for company in rows {
        let cells = columns.iter().map(|c| harmless(*c, c.cell(company, today, false)));
        good &= writer.write_record(std::iter::once(company.id.to_string()).chain(cells)).is_ok();
    }
    debug_assert!(good);
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn harmless(column: Column, cell: String) -> String {
    let text =
        matches!(column, Column::Company | Column::LicenseType | Column::Reseller | Column::Industry | Column::Tags);
    if text && cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell }
}
