//! The companies that the rows of a source name: all companies are read once, however many names there are.

use crate::api::{Client, Operation};
use crate::domain::company::by_name::named;
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::company::summary::Company;
use crate::domain::desk::notes::DeskNotes;
use crate::domain::list::query::CompanyQuery;
use crate::domain::text::line;

use super::gather::Asked;
use super::make::Whose;

/// Companies of a page.
const PAGE: u32 = 200;
/// Pages that are read.
const PAGES: u32 = 200;

/// All companies, and what the desk calls them.
#[derive(Debug)]
pub struct CompanyNames {
    all: Vec<Company>,
    notes: DeskNotes,
}

impl CompanyNames {
    /// Reads all companies. `on` is told how many were read, and of how many.
    ///
    /// # Errors
    ///
    /// If the service does not answer.
    pub async fn read(client: &Client, notes: DeskNotes, on: &(dyn Fn(u64, u64) + Sync)) -> Asked<Self> {
        let query = CompanyQuery { size: PAGE, ..CompanyQuery::default() };
        let mut all = Vec::new();
        for number in 1..=PAGES {
            let page = client.search_companies(&query.at_page(number)).await;
            let page = page.map_err(|error| (Operation::Companies, error))?;
            let more = number < page.pages && !page.items.is_empty();
            all.extend(page.items);
            if !more {
                break;
            }
            on(all.len() as u64, page.total);
        }
        Ok(Self { all, notes })
    }

    /// The company with this ID, full name or alias.
    #[must_use]
    pub fn find(&self, text: &str) -> Whose {
        let text = line(text);
        let text = text.trim();
        if text.is_empty() {
            return Whose::Unknown("the row names no company".to_owned());
        }
        if let Some(company) = self.all.iter().find(|company| !company.id.is_missing() && company.id.as_str() == text) {
            return Whose::Companies(vec![company.clone().into()]);
        }
        let mut found = named(&self.all, text).whole;
        for id in self.notes.with_alias(text) {
            let is_it = |company: &&Company| {
                company.id == *id || self.notes.is_of_the_team(id) && named([*company], id.as_str()).whole.len() == 1
            };
            for company in self.all.iter().filter(is_it) {
                if found.iter().all(|known| known.id != company.id) {
                    found.push(company);
                }
            }
        }
        match found.as_slice() {
            [] => Whose::Unknown(format!("no company has the ID or the name \"{text}\"")),
            [only] if only.id.is_missing() => {
                Whose::Unknown(format!("the service gives {} no ID: it can be neither queried nor changed", only.name))
            }
            [only] => Whose::Companies(vec![CompanyRef::from((*only).clone())]),
            several => Whose::Unknown(format!(
                "\"{text}\" is the name or an alias of {} companies; write an ID",
                several.len()
            )),
        }
    }
}
