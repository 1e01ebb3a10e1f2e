//! Companies as text, for the clipboard.

use jiff::civil::Date;

use crate::domain::columns::Column;
use crate::domain::company::Company;

/// One company as tab-separated cells of the shown columns, then its ID.
#[must_use]
pub fn row(company: &Company, columns: &[Column], today: Date) -> String {
    columns.iter().map(|c| c.cell(company, today, false)).chain([company.id.to_string()]).collect::<Vec<_>>().join("\t")
}
