//! Queries for companies: everything the service supports, and what only the in-memory index supports.

use crate::domain::company::summary::CompanyStatus;
use crate::domain::list::columns::Column;
use crate::domain::list::filter::parse::{literal, parse};
use crate::domain::list::filter::term::{Filter, Term};
use crate::domain::list::order_by::OrderBy;
use crate::domain::list::query::{CompanyQuery, DEFAULT_PAGE_SIZE};

/// The filter for companies over their licence limit, which the service has as well.
pub const OVER_LIMIT: &str = "state:over";

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
    /// What is searched for, in the language of [`super::filter`]. Empty for all.
    pub search: String,
    /// What must hold besides.
    pub filters: Filter,
}

impl Default for IndexQuery {
    fn default() -> Self {
        Self {
            page: 1,
            size: DEFAULT_PAGE_SIZE,
            column: Column::Company,
            ascending: true,
            search: String::new(),
            filters: Filter::default(),
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
            search: literal(&query.search),
            filters: if query.over_limit { Filter::default().toggled(OVER_LIMIT) } else { Filter::default() },
        }
    }
}

impl IndexQuery {
    /// The same query for another page.
    #[must_use]
    pub fn at_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }

    /// Everything that must hold: the search and the filters.
    #[must_use]
    pub fn conditions(&self) -> Filter {
        let mut all = self.filters.clone();
        // A text with a mistake is searched for as it stands.
        all.terms.extend(parse(&self.search).unwrap_or_else(|_| Filter::words(&self.search)).terms);
        all
    }

    /// The query for the service; `None` if it does not support this.
    #[must_use]
    pub fn for_service(&self) -> Option<CompanyQuery> {
        let order = self.column.spec().order_by?;
        let (over, words): (Vec<_>, Vec<_>) =
            self.conditions().terms.into_iter().partition(|term| term.is_state(CompanyStatus::Over));
        words.iter().all(Term::is_word).then(|| CompanyQuery {
            page: self.page,
            size: self.size,
            order,
            ascending: self.ascending,
            over_limit: !over.is_empty(),
            search: words.iter().map(|term| term.text.as_str()).collect::<Vec<_>>().join(" "),
        })
    }

    /// Some of it cannot be asked of the service: what it returns has to be filtered.
    #[must_use]
    pub fn has_rest(&self) -> bool {
        !self.conditions().terms.iter().all(is_of_the_service)
    }

    /// As much of the query as the service can do, for a page of this size. With a rest it is asked for one word: it looks
    /// for a text as it stands.
    #[must_use]
    pub fn service_part(&self, size: u32) -> CompanyQuery {
        if let Some(query) = self.for_service() {
            return CompanyQuery { size, ..query };
        }
        let conditions = self.conditions();
        let words = conditions.terms.iter().filter(|term| term.is_word()).map(|term| term.text.as_str());
        let words: Vec<&str> = words.collect();
        let longest = words.iter().max_by_key(|word| word.chars().count()).copied().unwrap_or_default();
        CompanyQuery {
            page: self.page,
            size,
            order: self.column.spec().order_by.unwrap_or(OrderBy::CompanyName),
            ascending: self.ascending,
            over_limit: conditions.terms.iter().any(|term| term.is_state(CompanyStatus::Over)),
            search: if self.has_rest() { longest.to_owned() } else { words.join(" ") },
        }
    }

    /// What the search compares becomes filters of its own; its words stay the search.
    #[must_use]
    pub fn settled(&self) -> Self {
        let Ok(typed) = parse(&self.search) else { return self.clone() };
        match self.filters.with_comparisons(typed) {
            Some((search, filters)) => Self { page: 1, search, filters, ..self.clone() },
            None => self.clone(),
        }
    }

    /// Without the filter at this place.
    #[must_use]
    pub fn without_filter(&self, n: usize) -> Self {
        Self { page: 1, filters: self.filters.without(n), ..self.clone() }
    }

    /// It asks for the first page of all companies.
    #[must_use]
    pub fn is_all_from_the_first(&self) -> bool {
        self.page == 1 && self.search.is_empty() && self.filters.is_empty()
    }

    /// The closest query whose rows can be read from the service: another order, if it cannot sort by this column.
    #[must_use]
    pub fn nearest_for_service(&self) -> Self {
        if self.column.spec().order_by.is_some() {
            return self.clone();
        }
        // It is a different list.
        Self { page: 1, column: Column::Company, ascending: true, ..self.clone() }
    }
}

/// The service can compare it.
fn is_of_the_service(term: &Term) -> bool {
    term.is_word() || term.is_state(CompanyStatus::Over)
}
