//! The query of the company list, and what its source answers.

use crate::app::companies::cache::{AT_ONCE, CompanyCache};
use crate::app::companies::filter_line;
use crate::app::companies::history::NavigationHistory;
use crate::app::core::effect::Read;
use crate::app::core::notices::Topic;
use crate::app::core::owner::ListId;
use crate::app::keys::keymap::KeyMap;
use crate::app::paged_list::query::{ListQuery, Shown};
use crate::app::paged_list::sieve;
use crate::domain::company::summary::Company;
use crate::domain::list::columns::Column;
use crate::domain::list::content;
use crate::domain::list::filter::complete::Completion;
use crate::domain::list::filter::parse::parse;
use crate::domain::list::filter::term::Mistake;
use crate::domain::list::grid::Content;
use crate::domain::list::index_query::IndexQuery;
use crate::domain::list::query::CompanyQuery;
use crate::domain::service::ids::CompanyId;
use crate::domain::time::now::Now;
use std::sync::Arc;

impl ListQuery for IndexQuery {
    type Item = Arc<Company>;
    type Id = CompanyId;
    type Column = Column;
    type History = NavigationHistory;
    type Source = CompanyCache;

    const LIST: ListId = ListId::Companies;
    const TOPIC: Topic = Topic::Companies;

    fn id(item: &Arc<Company>) -> &CompanyId {
        &item.id
    }

    fn name(item: &Arc<Company>) -> String {
        item.name.clone()
    }

    fn is_known_by_id(item: &Arc<Company>) -> bool {
        !item.id.is_missing()
    }

    fn content(rows: &[Arc<Company>]) -> Content {
        content::of(rows.iter().map(AsRef::as_ref))
    }

    fn content_of_all(source: &CompanyCache) -> Option<&Content> {
        source.is_cached().then(|| source.index().content())
    }

    fn order_is_chosen(source: &mut CompanyCache) {
        source.then = None;
    }

    fn read(&self, source: &CompanyCache) -> Read {
        let query = self.service_part(self.size);
        let size = if self.is_all_from_the_first() && source.wants_a_first_page() { AT_ONCE } else { 0 };
        Read::Companies(CompanyQuery { size: query.size.max(size), ..query })
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
        self.filters == other.filters
    }

    fn at_page(&self, page: u32) -> Self {
        self.at_page(page)
    }

    fn sized(&self, size: u32, page: u32) -> Self {
        Self { page, size, ..self.clone() }
    }

    fn searching(&self, search: String) -> Self {
        Self { page: 1, search, ..self.clone() }
    }

    fn reversed(&self) -> Self {
        Self { page: 1, ascending: !self.ascending, ..self.clone() }
    }

    fn sorted_by(&self, column: Column, source: &CompanyCache, keys: &KeyMap) -> Result<Self, String> {
        if column.spec().order_by.is_none() && !source.is_cached() {
            return Err(format!("sort by {}: {}", column.spec().title, source.why_not(keys)));
        }
        let ascending = if self.column == column { !self.ascending } else { column.starts_ascending() };
        Ok(Self { page: 1, column, ascending, ..self.clone() })
    }

    fn check(text: &str, _: &CompanyCache, _: &KeyMap) -> Result<(), Mistake> {
        parse(text).map(drop)
    }

    fn complete(text: &str, at: usize, source: &CompanyCache) -> Vec<Completion> {
        filter_line::completions(text, at, source)
    }

    fn settled(&self) -> Self {
        self.settled()
    }

    fn without_last_filter(&self) -> Option<Self> {
        Some(self.without_filter(self.filters.terms.len().checked_sub(1)?))
    }

    fn is_cached(source: &CompanyCache) -> bool {
        source.is_cached()
    }

    fn all(source: &CompanyCache) -> impl Iterator<Item = &Arc<Company>> {
        source.index().companies()
    }

    fn answer(&self, source: &CompanyCache, now: Now) -> Option<Shown<Self>> {
        source.answer(self, now)
    }

    fn is_loading(source: &CompanyCache) -> bool {
        source.is_loading()
    }

    fn is_filtered_here(&self, _: &CompanyCache) -> bool {
        self.has_rest()
    }

    fn fitting(&self, items: Vec<Arc<Company>>, source: &CompanyCache, now: Now) -> Vec<Arc<Company>> {
        let (conditions, today) = (self.conditions(), now.local.date());
        items.into_iter().filter(|company| source.index().fits(&conditions, company, today)).collect()
    }

    fn read_part(&self, page: u32, _: &CompanyCache) -> Read {
        Read::Companies(CompanyQuery { page, ..self.service_part(sieve::AT_ONCE) })
    }

    fn for_service(&self) -> Self {
        self.nearest_for_service()
    }
}
