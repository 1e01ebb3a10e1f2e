//! Write operations, one method each, sent once.

use super::client::Client;
use super::error::Error;
use super::request_spec::RequestSpec;
use super::wire::{system_user, target_user, user_detail};
use crate::domain::change::update::UserUpdate;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::system_user::NewSystemUser;
use crate::domain::user::target_user::NewTargetUser;

impl Client {
    /// `POST /api/target-users`: sent once. Only a 401 and a 429, which mean that nothing was done, are answered by
    /// a repeat.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; its failure says whether the user may have been created anyway.
    pub async fn create_target_user(&self, company: &CompanyId, user: &NewTargetUser) -> Result<UserId, Error> {
        let plan = RequestSpec::post("/api/target-users", target_user::create(user)).about(company)?;
        target_user::created(&self.write(plan).await?.data)
    }

    /// `POST /api/system-users`: sent once, as a target user is.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; its failure says whether the user may have been created anyway. A second one with the same address
    /// is refused.
    pub async fn create_system_user(&self, company: &CompanyId, user: &NewSystemUser) -> Result<UserId, Error> {
        let plan = RequestSpec::post("/api/system-users", system_user::create(user)).about(company)?;
        target_user::created(&self.write(plan).await?.data)
    }

    /// `PUT /api/target-users/{id}`: sent once, as a create is. Replaces the user but for its groups.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; its failure says whether the user may have been changed anyway.
    pub async fn update_target_user(
        &self,
        company: &CompanyId,
        user: &UserId,
        update: &UserUpdate,
    ) -> Result<(), Error> {
        let plan = RequestSpec::put("/api/target-users/{id}", user_detail::update(update));
        target_user::confirmed(&self.write(plan.at(user.as_str())?.about(company)?).await?, user)
    }

    /// `DELETE /api/target-users/{id}`: sent once, as a create is. The seat comes back; the month's
    /// count keeps the user.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; its failure says whether the user may have been deleted anyway. [`Error::NotFound`] is also the
    /// answer for a user that was deleted before.
    pub async fn delete_target_user(&self, company: &CompanyId, user: &UserId) -> Result<(), Error> {
        let plan = RequestSpec::delete("/api/target-users/{id}").at(user.as_str())?.about(company)?;
        target_user::confirmed(&self.write(plan).await?, user)
    }
}
