//! Queries for companies: everything the service supports, and what only the in-memory index supports.

use jiff::civil::Date;

use crate::domain::company::summary::{Company, CompanyStatus};
use crate::domain::list::columns::Column;
use crate::domain::list::query::{CompanyQuery, DEFAULT_PAGE_SIZE};
use crate::domain::time::now::days_until;

/// Filters, order and page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexQuery {
    /// Page number of the service, from 1; the index has no pages.
    pub page: u32,
    /// Page size of the service.
    pub size: u32,
    /// The column to order by: any.
    pub column: Column,
    /// Smallest first.
    pub ascending: bool,
    /// Words in any order, each in the name, reseller, industry, licence type or a tag; see
    /// [`super::folding::fold`]. Empty for all.
    pub search: String,
    /// Filters.
    pub filters: Filters,
}

impl Default for IndexQuery {
    fn default() -> Self {
        Self {
            page: 1,
            size: DEFAULT_PAGE_SIZE,
            column: Column::Company,
            ascending: true,
            search: String::new(),
            filters: Filters::default(),
        }
    }
}

impl From<&CompanyQuery> for IndexQuery {
    fn from(query: &CompanyQuery) -> Self {
        Self {
            page: query.page,
            size: query.size,
            column: query.column().unwrap_or(Column::Company),
            ascending: query.ascending,
            search: query.search.clone(),
            filters: Filters { over_limit: query.over_limit, ..Filters::default() },
        }
    }
}

impl IndexQuery {
    /// The same query for another page.
    #[must_use]
    pub fn at_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }

    /// The query for the service; `None` if it does not support this.
    #[must_use]
    pub fn for_service(&self) -> Option<CompanyQuery> {
        let order = self.column.spec().order_by?;
        let known = Filters { over_limit: self.filters.over_limit, ..Filters::default() };
        (self.filters == known).then(|| CompanyQuery {
            page: self.page,
            size: self.size,
            order,
            ascending: self.ascending,
            over_limit: self.filters.over_limit,
            search: self.search.clone(),
        })
    }

    /// It asks for the first page of all companies.
    #[must_use]
    pub fn is_all_from_the_first(&self) -> bool {
        self.page == 1 && self.search.is_empty() && self.filters == Filters::default()
    }

    /// The closest query that the service supports: the rest is dropped.
    #[must_use]
    pub fn nearest_for_service(&self) -> Self {
        if self.for_service().is_some() {
            return self.clone();
        }
        let filters = Filters { over_limit: self.filters.over_limit, ..Filters::default() };
        let sortable = self.column.spec().order_by.is_some();
        let (column, ascending) = if sortable { (self.column, self.ascending) } else { (Column::Company, true) };
        // Whether it is a different list.
        Self { page: 1, column, ascending, filters, ..self.clone() }
    }
}

/// Conditions on companies; those that are set must all hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filters {
    /// Over its licence limit.
    pub over_limit: bool,
    /// Fewer seats left than this, including companies over their limit; unknown and unlimited never match.
    pub left_below: Option<i64>,
    /// The licence ends within this many days, today included. Expired licences are excluded; see
    /// [`CompanyStatus::Expired`].
    pub renews_within: Option<i32>,
    /// The status.
    pub status: Option<CompanyStatus>,
}

impl Filters {
    /// Toggles the conditions of `other`: off if they are set already.
    #[must_use]
    pub fn toggled(self, other: Self) -> Self {
        fn turn<T: PartialEq>(mine: Option<T>, other: Option<T>) -> Option<T> {
            match other {
                Some(_) if mine == other => None,
                Some(_) => other,
                None => mine,
            }
        }
        Self {
            over_limit: self.over_limit != other.over_limit,
            left_below: turn(self.left_below, other.left_below),
            renews_within: turn(self.renews_within, other.renews_within),
            status: turn(self.status, other.status),
        }
    }

    /// The conditions, as shown on the screen.
    #[must_use]
    pub fn descriptions(&self) -> Vec<String> {
        let over = self.over_limit.then(|| "only OVER".to_owned());
        let left = self.left_below.map(|n| format!("left < {n}"));
        let renews = self.renews_within.map(|days| format!("ends <= {days}d"));
        let standing = self.status.map(|standing| format!("only {}", standing.word()));
        [over, left, renews, standing].into_iter().flatten().collect()
    }

    /// The conditions, each alone and as part of a sentence: `no company is …`.
    #[must_use]
    pub fn each(&self) -> Vec<(String, Self)> {
        let none = Self::default();
        let over = self.over_limit.then(|| ("over its licence limit".to_owned(), Self { over_limit: true, ..none }));
        let left = self.left_below.map(|n| (format!("below {n} left"), Self { left_below: Some(n), ..none }));
        let renews = self.renews_within.map(|days| {
            (format!("at the end of its licence within {days} days"), Self { renews_within: Some(days), ..none })
        });
        let standing = self.status.map(|one| (one.word().to_owned(), Self { status: Some(one), ..none }));
        [over, left, renews, standing].into_iter().flatten().collect()
    }

    /// The company matches all conditions except the limit, which is counted separately.
    #[must_use]
    pub fn matches_except_limit(&self, company: &Company, today: Date) -> bool {
        let left = |below: i64| company.seats.left().is_some_and(|left| left < below);
        let soon = |days: i32| {
            !company.expired && company.renews.is_some_and(|day| (0..=days).contains(&days_until(day, today)))
        };
        self.left_below.is_none_or(left)
            && self.renews_within.is_none_or(soon)
            && self.status.is_none_or(|standing| company.company_status() == standing)
    }
}
