//! What is known about where the users of a company come from, and who changed them.

use futures_util::future::try_join3;
use serde_json::Value;

use super::client::Client;
use super::error::Error;
use super::request_spec::RequestSpec;
use super::wire::{audit, directory};
use crate::domain::company::directory_sync::{Directory, DirectorySync};
use crate::domain::list::page::Page;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::audit::AuditEntry;

/// Entries of the audit log per page.
const ENTRIES: u32 = 50;

impl Client {
    /// `POST /api/scim/search`, `POST /api/ldap-schedule/search` and `GET /api/google-user-provisioning`, at the same
    /// time. What the service does not tell this credential is [`Directory::Refused`].
    ///
    /// # Errors
    ///
    /// Any other [`Error`], after the retries of a read.
    pub async fn directory_sync(&self, company: &CompanyId) -> Result<DirectorySync, Error> {
        let scim = RequestSpec::post("/api/scim/search", directory::search()).about(company)?;
        let ldap = RequestSpec::post("/api/ldap-schedule/search", directory::search()).about(company)?;
        let google = RequestSpec::get("/api/google-user-provisioning").about(company)?;
        let (scim, ldap, google) = try_join3(
            self.directory(scim, directory::settings),
            self.directory(ldap, directory::settings),
            self.directory(google, directory::google),
        )
        .await?;
        Ok(DirectorySync { scim, ldap, google })
    }

    async fn directory(
        &self,
        plan: RequestSpec,
        read: impl Fn(&Value) -> Result<Directory, Error>,
    ) -> Result<Directory, Error> {
        match self.read(plan).await {
            Ok(data) => read(&data),
            // A service that does not have it tells nothing about it either.
            Err(Error::Forbidden(_) | Error::NotFound(_)) => Ok(Directory::Refused),
            Err(error) => Err(error),
        }
    }

    /// `POST /api/audit-logs/search`: what was done to a user, newest first; pages count from 1.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read. [`Error::Forbidden`] where the service does not tell this
    /// credential.
    pub async fn audit_of_user(
        &self,
        company: &CompanyId,
        user: &UserId,
        page: u32,
    ) -> Result<Page<AuditEntry>, Error> {
        let plan = RequestSpec::post("/api/audit-logs/search", audit::search(user, page, ENTRIES)).about(company)?;
        audit::page(&self.read(plan).await?, user, page, ENTRIES)
    }
}
