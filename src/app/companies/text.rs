//! Companies as text, for the clipboard.

use crate::domain::company::summary::Company;
use crate::domain::list::columns::{CellContext, Column};
use crate::domain::text::spreadsheet::{cell, pasted};

/// One company as the cells of the shown columns and its ID, for a spreadsheet: texts are escaped so that none is read
/// as a formula, numbers are unchanged.
#[must_use]
pub fn row(company: &Company, columns: &[Column], context: CellContext<'_>) -> String {
    let harmless = |text: &str| cell(text).into_owned();
    let cells = columns.iter().map(|c| {
        let text = c.cell(company, context, false);
        if c.is_text() { harmless(&text) } else { text }
    });
    pasted(cells.chain([harmless(company.id.as_str())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::company::seats::{Limit, Seats};
    use crate::domain::service::ids::CompanyId;
    use jiff::civil::date;

    #[test]
    fn copied_cells_are_no_formulas_and_numbers_stay_numbers() {
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
            desk: None,
        };
        let columns = [Column::Company, Column::Left];
        assert_eq!(row(&company, &columns, CellContext::new(date(2026, 11, 23), None)), "'@SUM(A1)\t-3\t'=cmd()");
    }
}
