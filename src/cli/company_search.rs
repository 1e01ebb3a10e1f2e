//! Company search as on the screen: in all companies, ignoring accents and the order of words.

use std::sync::Arc;

use jiff::civil::Date;

use super::days::{self, Reading};
use super::exit::CommandError;
use super::pages::ALL_PAGE_SIZE;
use super::progress;
use super::service::Session;
use super::stderr::print_prefixed;
use crate::api::Operation;
use crate::domain::company::summary::Company;
use crate::domain::desk::notes::DeskNotes;
use crate::domain::list::company_groups::CompanyGroups;
use crate::domain::list::company_index::{CompanyIndex, MAX_COMPANIES};
use crate::domain::list::index_query::IndexQuery;
use crate::domain::list::page::Page;
use crate::domain::list::query::CompanyQuery;

/// All matches, in order.
pub(super) struct Found<T>(Vec<T>);

impl Found<Company> {
    /// Loads all companies and searches them; `None` if the service can do this and there are more than are kept in
    /// memory: then it has to, and accents matter.
    ///
    /// # Errors
    ///
    /// If a page cannot be read.
    pub(super) async fn read(
        session: &Session,
        query: &IndexQuery,
        (groups, notes): (Option<Arc<CompanyGroups>>, &DeskNotes),
        today: Date,
    ) -> Result<Option<Self>, CommandError> {
        let all = CompanyQuery { size: ALL_PAGE_SIZE, ..CompanyQuery::default() };
        let client = &session.client;
        let mut reading = Reading::begin();
        let mut companies = Vec::new();
        for number in 1.. {
            let page = client.search_companies(&all.at_page(number)).await;
            let page = page.map_err(|error| CommandError::of(&error, Operation::Companies))?;
            if page.total > MAX_COMPANIES && query.for_service().is_some() {
                print_prefixed(format_args!(
                    "more than {MAX_COMPANIES} companies: the service searches, and accents matter"
                ));
                return Ok(None);
            }
            let more = number < page.pages && !page.items.is_empty();
            let total = page.total;
            reading.page(&page.items, total);
            companies.extend(page.items);
            if !more {
                reading.keep(session, total);
                break;
            }
            progress::counted(companies.len() as u64, total, "companies looked at");
        }
        let mut roster = CompanyIndex::new(companies);
        roster.set_groups(groups);
        roster.attach(notes);
        days::compare(session, &query.conditions(), roster.earlier_days_mut(), today)?;
        let found = roster.find_forgiving(query, today);
        if let Some(note) = found.note() {
            print_prefixed(format_args!("{note}"));
        }
        Ok(Some(Self(found.companies().map(|company| company.as_ref().clone()).collect())))
    }
}

impl<T: Clone> Found<T> {
    /// These, in this order.
    pub(super) fn new(found: Vec<T>) -> Self {
        Self(found)
    }

    /// One page of the matches.
    pub(super) fn page(&self, number: u32, size: u32) -> Page<T> {
        let in_page = usize::try_from(size.max(1)).unwrap_or(usize::MAX);
        let before = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX).saturating_mul(in_page);
        Page {
            items: self.0.iter().skip(before).take(in_page).cloned().collect(),
            number,
            pages: u32::try_from(self.0.len().div_ceil(in_page)).unwrap_or(u32::MAX).max(1),
            total: self.0.len() as u64,
            over_limit: None,
            seats: None,
            unchecked: 0,
        }
    }
}
