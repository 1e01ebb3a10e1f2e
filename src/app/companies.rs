//! The company list: what its question is, and what only companies have.

use super::effect::Question;
use super::listing::{Landing, Listed, Listing};
use super::model::Cx;
use super::visits::Visits;
use crate::domain::columns::Column;
use crate::domain::company::Company;
use crate::domain::ids::CompanyId;
use crate::domain::query::{CompanyQuery, OrderBy};

/// The company list.
pub type Companies = Listing<CompanyQuery>;

impl Listed for CompanyQuery {
    type Item = Company;
    type Id = CompanyId;
    type Column = Column;
    type Visits = Visits;

    fn id(item: &Company) -> &CompanyId {
        &item.id
    }

    fn question(&self) -> Question {
        Question::Companies(self.clone())
    }

    fn page(&self) -> u32 {
        self.page
    }

    fn size(&self) -> u32 {
        self.size
    }

    fn search(&self) -> &str {
        &self.search
    }

    fn same_filter(&self, other: &Self) -> bool {
        self.over_limit == other.over_limit
    }

    fn at_page(&self, page: u32) -> Self {
        self.at_page(page)
    }

    fn sized(&self, size: u32, page: u32) -> Self {
        Self { page, size, ..self.clone() }
    }

    fn searching(&self, search: String) -> Self {
        Self { search, page: 1, ..self.clone() }
    }

    fn turned_round(&self) -> Self {
        Self { ascending: !self.ascending, page: 1, ..self.clone() }
    }

    fn sorted_by(&self, column: Column) -> Result<Self, String> {
        let Some(order) = column.spec().order_by else {
            return Err(format!("the service cannot sort by {}", column.spec().title));
        };
        let ascending = if self.order == order { !self.ascending } else { column.starts_ascending() };
        Ok(Self { order, ascending, page: 1, ..self.clone() })
    }
}

impl Companies {
    /// An empty list that wants its first page.
    #[must_use]
    pub fn new(page_size: u32, (order, ascending): (OrderBy, bool)) -> Self {
        let wanted = CompanyQuery { size: page_size, order, ascending, ..CompanyQuery::default() };
        Self::about(wanted, Column::Company)
    }

    /// Switches the over-limit filter.
    pub fn toggle_over_limit(&mut self, cx: &mut Cx<'_>) {
        let wanted = CompanyQuery { over_limit: !self.wanted.over_limit, page: 1, ..self.wanted.clone() };
        self.ask(wanted, Landing::Follow, cx);
    }

    /// Every filter and the search are dropped at once.
    pub fn show_all(&mut self, cx: &mut Cx<'_>) {
        let wanted = CompanyQuery { over_limit: false, search: String::new(), page: 1, ..self.wanted.clone() };
        self.ask(wanted, Landing::Follow, cx);
    }

    /// Something stands between the list and all companies.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        self.wanted.over_limit || !self.wanted.search.is_empty()
    }

    /// A target user was created: the company's counts follow, on every page kept.
    pub fn count_created(&mut self, company: &CompanyId, active: bool) {
        for row in self.known_rows().filter(|c| c.id == *company) {
            if active {
                row.seats = row.seats.plus(1);
            } else {
                row.inactive = row.inactive.saturating_add(1);
            }
        }
    }

    /// A target user was deleted again: the company's counts follow, on every page kept.
    pub fn count_deleted(&mut self, company: &CompanyId, active: bool) {
        for row in self.known_rows().filter(|c| c.id == *company) {
            if active {
                row.seats.used = row.seats.used.saturating_sub(1);
            } else {
                row.inactive = row.inactive.saturating_sub(1);
            }
            row.deleted = row.deleted.saturating_add(1);
        }
    }
}
