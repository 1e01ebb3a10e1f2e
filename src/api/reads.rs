//! Read operations, one method each, with retries.

use super::client::Client;
use super::error::Error;
use super::request_spec::RequestSpec;
use super::wire::{company, company_detail, custom_field, domains, lookup, user, user_counts, user_detail};
use crate::domain::company::detail::CompanyDetail;
use crate::domain::company::license::LicenseCheck;
use crate::domain::company::summary::Company;
use crate::domain::company::user_counts::UserCounts;
use crate::domain::form::custom_field::CustomField;
use crate::domain::list::page::Page;
use crate::domain::list::query::CompanyQuery;
use crate::domain::list::user_query::UserQuery;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::service::lookup::Choice;
use crate::domain::time::month::Month;
use crate::domain::user::detail::UserDetail;
use crate::domain::user::email;
use crate::domain::user::existing::TargetUser;

impl Client {
    /// `POST /api/companies/search`
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read.
    pub async fn search_companies(&self, query: &CompanyQuery) -> Result<Page<Company>, Error> {
        let plan = RequestSpec::post("/api/companies/search", company::search(query));
        self.read_with(plan, |data| company::page(data, query)).await
    }

    /// `POST /api/companies/search`, with [`Company::monthly`] of this month. The service does not say which month its
    /// numbers are of: whoever asks has to find out whether it heeds the month.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read.
    pub async fn companies_of_month(&self, query: &CompanyQuery, month: Month) -> Result<Page<Company>, Error> {
        let plan = RequestSpec::post("/api/companies/search", company::search_of_month(query, month));
        self.read_with(plan, |data| company::page(data, query)).await
    }

    /// `GET /api/companies/{id}/license-check`
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read.
    pub async fn check_license(&self, company: &CompanyId) -> Result<LicenseCheck, Error> {
        let plan = RequestSpec::get("/api/companies/{id}/license-check").at(company.as_str())?.about(company)?;
        company::license(&self.read(plan).await?)
    }

    /// `GET /api/companies/{id}`
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read. An answer about another company is an error.
    pub async fn company(&self, company: &CompanyId) -> Result<CompanyDetail, Error> {
        let plan = RequestSpec::get("/api/companies/{id}").at(company.as_str())?.about(company)?;
        company_detail::read(&self.read(plan).await?, company)
    }

    /// `GET /api/target-groups`
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read.
    pub async fn target_groups(&self, company: &CompanyId) -> Result<Vec<Choice>, Error> {
        lookup::groups(&self.read(RequestSpec::get("/api/target-groups").about(company)?).await?)
    }

    /// `GET /api/target-users/count-summary`
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read. Some companies deny access to their counts: [`Error::Forbidden`].
    pub async fn user_counts(&self, company: &CompanyId) -> Result<UserCounts, Error> {
        user_counts::read(&self.read(RequestSpec::get("/api/target-users/count-summary").about(company)?).await?)
    }

    /// `GET /api/target-users/count-summary`: the monthly users of each month it tells, oldest first.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read. Some companies deny access to their counts: [`Error::Forbidden`].
    pub async fn monthly_users(&self, company: &CompanyId) -> Result<Vec<(Month, u64)>, Error> {
        let plan = RequestSpec::get("/api/target-users/count-summary").about(company)?;
        Ok(user_counts::months(&self.read(plan).await?))
    }

    /// `GET /api/allow-list/search/verified`: the mail domains that the company has proved to be its
    /// own (see [`crate::domain::company::domains::Domains`]).
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read.
    pub async fn verified_domains(&self, company: &CompanyId) -> Result<Vec<String>, Error> {
        domains::read(&self.read(RequestSpec::get("/api/allow-list/search/verified").about(company)?).await?)
    }

    /// `GET /api/allow-list/search/unverified`: the mail domains that the company has only named.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read.
    pub async fn unverified_domains(&self, company: &CompanyId) -> Result<Vec<String>, Error> {
        domains::read(&self.read(RequestSpec::get("/api/allow-list/search/unverified").about(company)?).await?)
    }

    /// `GET /api/roles`: what a system user of the company may be.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read.
    pub async fn roles(&self, company: &CompanyId) -> Result<Vec<Choice>, Error> {
        lookup::roles(&self.read(RequestSpec::get("/api/roles").about(company)?).await?)
    }

    /// `GET /api/custom-fields/company`: what the company asks about its users besides, in the order
    /// of its form; those it no longer asks for are among them.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read.
    pub async fn custom_fields(&self, company: &CompanyId) -> Result<Vec<CustomField>, Error> {
        custom_field::read(&self.read(RequestSpec::get("/api/custom-fields/company").about(company)?).await?)
    }

    /// `GET /api/timezone/timezones`
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read.
    pub async fn time_zones(&self) -> Result<Vec<Choice>, Error> {
        lookup::time_zones(&self.read(RequestSpec::get("/api/timezone/timezones")).await?)
    }

    /// `GET /api/languages`
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read.
    pub async fn languages(&self) -> Result<Vec<Choice>, Error> {
        lookup::languages(&self.read(RequestSpec::get("/api/languages")).await?)
    }

    /// `POST /api/target-users/search-email`: every user of the company with this address in any
    /// case, deleted ones included; their status tells. The description of this look-up has no
    /// word for deleted users, so one may be told as inactive.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read. An answer that cannot be read is an error,
    /// never an empty list.
    pub async fn find_users(&self, company: &CompanyId, email: &str) -> Result<Vec<TargetUser>, Error> {
        let mut found: Vec<TargetUser> = Vec::new();
        for writing in email::spellings(email.trim()) {
            let plan =
                RequestSpec::post("/api/target-users/search-email", user::search_email(&writing)).about(company)?;
            for user in user::found(&self.read(plan).await?, &writing)? {
                if !found.iter().any(|known| known.id == user.id) {
                    found.push(user);
                }
            }
        }
        Ok(found)
    }

    /// `GET /api/target-users/{id}`: one user, from the service itself and not from an index that may lag. Deleted
    /// users may be reported as inactive.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read; [`Error::NotFound`] if the user does not exist. An answer about
    /// another user is an error.
    pub async fn target_user(&self, company: &CompanyId, id: &UserId) -> Result<TargetUser, Error> {
        let plan = RequestSpec::get("/api/target-users/{id}").at(id.as_str())?.about(company)?;
        user::one(&self.read(plan).await?, id)
    }

    /// `GET /api/target-users/{id}`: everything about one user, as it is sent back when the user is changed.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read; [`Error::NotFound`] if the user does not exist. An answer about
    /// another user, or one that could not be sent back, is an error.
    pub async fn user_detail(&self, company: &CompanyId, id: &UserId) -> Result<UserDetail, Error> {
        let plan = RequestSpec::get("/api/target-users/{id}").at(id.as_str())?.about(company)?;
        user_detail::read(&self.read(plan).await?, id)
    }

    /// `POST /api/target-users/search`: one page of the company's users, deleted ones included, as the service
    /// searches them: for a text in one of their fields.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read.
    pub(super) async fn users_page(&self, company: &CompanyId, query: &UserQuery) -> Result<Page<TargetUser>, Error> {
        let plan = RequestSpec::post("/api/target-users/search", user::search(query)).about(company)?;
        user::page(&self.read(plan).await?, query)
    }

    /// Checks whether the service answers: one cheap read without retries. Only a 401 is retried once with a new token
    /// (itself requested once), because a token expires while a machine sleeps.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; another server's page in place of the service is an error.
    pub async fn probe(&self) -> Result<(), Error> {
        lookup::languages(&self.read_once(RequestSpec::get("/api/languages")).await?).map(drop)
    }
}
