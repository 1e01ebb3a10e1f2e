//! Companies as text: for the clipboard and for a spreadsheet.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::columns::Column;
use crate::domain::company::Company;
use crate::domain::formula::harmless;

/// One company as tab-separated cells of the shown columns, then its ID.
#[must_use]
pub fn row(company: &Company, columns: &[Column], today: Date) -> String {
    columns.iter().map(|c| c.cell(company, today, false)).chain([company.id.to_string()]).collect::<Vec<_>>().join("\t")
}

/// The rows as CSV with a header line; the ID comes first.
///
/// A text that a spreadsheet would run as a formula gets an apostrophe in front.
#[must_use]
pub fn csv(rows: &[Arc<Company>], columns: &[Column], today: Date) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = std::iter::once("id").chain(columns.iter().map(|c| c.spec().key));
    // Writing to memory cannot fail; a row of another length could, and there is none.
    let mut good = writer.write_record(header).is_ok();
    for company in rows {
        let id = harmless(company.id.to_string());
        let cells = columns.iter().map(|c| {
            let cell = c.cell(company, today, false);
            if c.is_text() { harmless(cell) } else { cell }
        });
        good &= writer.write_record(std::iter::once(id).chain(cells)).is_ok();
    }
    debug_assert!(good);
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::CompanyId;
    use crate::domain::seats::{Limit, Seats};
    use jiff::civil::date;

    #[test]
    fn neither_name_nor_id_runs_in_a_spreadsheet_and_numbers_stay_numbers() {
        let company = Company {
            id: CompanyId::new("=cmd()"),
            name: "@SUM(A1)".to_owned(),
            reseller: None,
            industry: None,
            license_type: None,
            seats: Seats { used: 5, limit: Limit::Of(2) },
            inactive: 0,
            deleted: 0,
            monthly: 0,
            renews: None,
            created: None,
            expired: false,
            locked: false,
            tags: Vec::new(),
        };
        let text = csv(&[company.into()], &[Column::Company, Column::Left], date(2026, 11, 23));
        assert_eq!(text, "id,company,left\n'=cmd(),'@SUM(A1),-3\n");
    }
}
