//! System users: found, changed, deleted, written to. Their create is in `writes`.

use super::client::Client;
use super::error::Error;
use super::request_spec::RequestSpec;
use super::wire::{system_user, target_user};
use crate::domain::list::page::Page;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::email;
use crate::domain::user::system_user::{SystemUser, SystemUserQuery, SystemUserUpdate};

/// The longest list that is read to find one user.
const PAGES_MAX: u32 = 50;

impl Client {
    /// `POST /api/system-users/search`: one page of the company's system users, newest first.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read.
    pub async fn system_users(&self, company: &CompanyId, query: &SystemUserQuery) -> Result<Page<SystemUser>, Error> {
        let plan = RequestSpec::post("/api/system-users/search", system_user::search(query)).about(company)?;
        system_user::page(&self.read(plan).await?, query)
    }

    /// The same search for an address, in any case. A user created a moment ago may be missing: it is a search.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read. An answer that cannot be read is an error, never nobody.
    pub async fn system_user_by_email(&self, company: &CompanyId, email: &str) -> Result<Option<SystemUser>, Error> {
        for spelling in email::spellings(email.trim()) {
            let body = system_user::search_email(&spelling);
            let plan = RequestSpec::post("/api/system-users/search", body).about(company)?;
            if let Some(user) = system_user::found(&self.read(plan).await?, &spelling)? {
                return Ok(Some(user));
            }
        }
        Ok(None)
    }

    /// The system user with this ID, whatever its address is now; `None` if it is not listed (any more, or yet). It is
    /// sought by the addresses it may have, then in the whole list.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read. A list that ends early is an error, never nobody.
    pub async fn system_user(
        &self,
        company: &CompanyId,
        id: &UserId,
        addresses: &[&str],
    ) -> Result<Option<SystemUser>, Error> {
        for address in addresses.iter().filter(|address| !address.trim().is_empty()) {
            let found = self.system_user_by_email(company, address).await?;
            if let Some(user) = found.filter(|user| user.id == *id) {
                return Ok(Some(user));
            }
        }
        let mut query = SystemUserQuery::default();
        loop {
            let page = self.system_users(company, &query).await?;
            if let Some(user) = page.items.into_iter().find(|user| user.id == *id) {
                return Ok(Some(user));
            }
            if query.page >= page.pages {
                return Ok(None);
            }
            if query.page >= PAGES_MAX {
                return Err(Error::Lacking(Some(page.total)));
            }
            query.page += 1;
        }
    }

    /// `PUT /api/system-users/{id}`: sent once, as a create is.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; its failure says whether the user may have been changed anyway.
    pub async fn update_system_user(
        &self,
        company: &CompanyId,
        user: &UserId,
        update: &SystemUserUpdate,
    ) -> Result<(), Error> {
        let plan = RequestSpec::put("/api/system-users/{id}", system_user::update(update));
        target_user::confirmed(&self.write(plan.at(user.as_str())?.about(company)?).await?, user)
    }

    /// `DELETE /api/system-users/{id}`: sent once, as a create is.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; its failure says whether the user may have been deleted anyway. [`Error::NotFound`] is also the
    /// answer for a user that was deleted before.
    pub async fn delete_system_user(&self, company: &CompanyId, user: &UserId) -> Result<(), Error> {
        let plan = RequestSpec::delete("/api/system-users/{id}").at(user.as_str())?.about(company)?;
        target_user::confirmed(&self.write(plan).await?, user)
    }

    /// `POST /api/system-users/{id}/send-information-email`: the welcome mail again, sent once.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; its failure says whether the mail may have been sent anyway.
    pub async fn resend_welcome_mail(&self, company: &CompanyId, user: &UserId) -> Result<(), Error> {
        let plan = RequestSpec::post_nothing("/api/system-users/{id}/send-information-email").at(user.as_str())?;
        system_user::sent(&self.write(plan.about(company)?).await?)
    }

    /// `POST /api/system-users/send-reset-password-link`: sent once.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; its failure says whether the mail may have been sent anyway.
    pub async fn send_reset_link(&self, company: &CompanyId, email: &str) -> Result<(), Error> {
        let body = serde_json::json!({ "email": email.trim() });
        let plan = RequestSpec::post("/api/system-users/send-reset-password-link", body).about(company)?;
        system_user::sent(&self.write(plan).await?)
    }
}
