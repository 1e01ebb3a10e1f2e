//! How many cells the values of a company take in the columns of the list.

use crate::domain::company::namesakes;
use crate::domain::company::seats::Limit;
use crate::domain::company::summary::{Company, CompanyStatus};
use crate::domain::list::columns::Column;
use crate::domain::list::grid::Content;
use crate::domain::text::cells::width;

/// Cells of the sign before the word of a state, with its gap.
pub const SIGN: usize = 2;

/// The cells of the mark that tells namesakes apart: ` (North)`.
#[must_use]
pub fn mark_cells(mark: &str) -> usize {
    width(mark) + 3
}

/// Takes the company into account.
pub fn measure(content: &mut Content, company: &Company) {
    let words = |w: &Option<String>| w.as_deref().map_or(0, width);
    let seats = company.seats;
    let limit = match seats.limit {
        Limit::Of(limit) => digits(limit),
        Limit::Unlimited | Limit::Unknown => 1,
    };
    let left = seats.left().map_or(1, |left| digits(left.unsigned_abs()) + usize::from(left < 0));
    let status = company.company_status();
    content.widen(Column::Company, width(&company.name));
    content.widen(Column::Seats, digits(seats.used) + if seats.limit == Limit::Unlimited { 0 } else { 1 + limit });
    content.widen(Column::Used, digits(seats.used));
    content.widen(Column::Limit, limit);
    content.widen(Column::Left, left);
    content.widen(Column::Over, seats.over().map_or(1, digits));
    if status != CompanyStatus::Fine {
        content.widen(Column::State, status.word().len() + SIGN);
    }
    content.widen(Column::LicenseType, words(&company.license_type));
    content.widen(Column::Reseller, words(&company.reseller));
    content.widen(Column::Industry, words(&company.industry));
    let tags: usize = company.tags.iter().map(|tag| width(tag) + 1).sum();
    content.widen(Column::Tags, tags.saturating_sub(1));
    content.widen(Column::Inactive, digits(company.inactive));
    content.widen(Column::Deleted, digits(company.deleted));
    content.widen(Column::Monthly, digits(company.monthly));
    if let Some(desk) = &company.desk {
        let aliases: usize = desk.aliases().map(|alias| width(alias) + 1).sum();
        content.widen(Column::Alias, aliases.saturating_sub(1));
        content.widen(Column::Note, width(&desk.line()));
    }
}

/// A name with the mark that tells it from its namesakes.
pub fn measure_mark(content: &mut Content, company: &Company, mark: &str) {
    content.widen(Column::Company, width(&company.name) + mark_cells(&namesakes::in_full(company, mark)));
}

/// What these companies take.
#[must_use]
pub fn of<'a>(companies: impl Iterator<Item = &'a Company> + Clone) -> Content {
    let mut content = Content::default();
    for company in companies.clone() {
        measure(&mut content, company);
    }
    let marks = namesakes::marks(companies.clone());
    for company in companies {
        if let Some(mark) = marks.get(&company.id) {
            measure_mark(&mut content, company, mark);
        }
    }
    content
}

fn digits(n: u64) -> usize {
    n.checked_ilog10().map_or(1, |log| usize::try_from(log).unwrap_or(0) + 1)
}
