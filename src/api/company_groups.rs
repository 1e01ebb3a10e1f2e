//! The company groups of the reseller, with the companies in them.

use futures_util::stream::{self, StreamExt, TryStreamExt};

use super::client::Client;
use super::error::Error;
use super::request_spec::RequestSpec;
use super::wire::company_group::{self, Listed};
use crate::domain::list::company_groups::CompanyGroup;

/// Groups whose companies are read at the same time.
const AT_ONCE: usize = 4;
/// Companies per request.
const PAGE: u32 = 1_000;

impl Client {
    /// `GET /api/company-groups`, and `POST /api/company-groups/{id}/companies/search` for each that is not empty.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read. A group that cannot be read fails all of them: a company would be
    /// missing from it.
    pub async fn company_groups(&self) -> Result<Vec<CompanyGroup>, Error> {
        let listed = company_group::groups(&self.read(RequestSpec::get("/api/company-groups")).await?)?;
        stream::iter(listed).map(|group| self.with_companies(group)).buffered(AT_ONCE).try_collect().await
    }

    async fn with_companies(&self, group: Listed) -> Result<CompanyGroup, Error> {
        let mut companies = Vec::new();
        for number in 1.. {
            if group.count == Some(0) {
                break;
            }
            let plan =
                RequestSpec::post("/api/company-groups/{id}/companies/search", company_group::search(number, PAGE));
            let page = company_group::companies(&self.read(plan.at(&group.id)?).await?, number, PAGE)?;
            let is_last = page.items.is_empty() || number >= page.pages;
            companies.extend(page.items);
            if is_last {
                break;
            }
        }
        Ok(CompanyGroup { name: group.name, companies })
    }
}
