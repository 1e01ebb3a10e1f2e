//! Target groups: listed, created, filled.

use serde_json::Value;

use super::client::Client;
use super::error::Error;
use super::request_spec::RequestSpec;
use super::wire::{target_group, target_user, user};
use crate::domain::list::page::Page;
use crate::domain::list::user_query::UserQuery;
use crate::domain::service::ids::{CompanyId, GroupId, UserId};
use crate::domain::user::existing::TargetUser;
use crate::domain::user::target_group::{NewGroup, TargetGroup};

/// Groups per request.
const PAGE: u32 = 200;
/// Limit of pages: more than anybody could pick from.
const MAX_PAGES: u32 = 50;

impl Client {
    /// `POST /api/target-groups/search`: all groups of the company, by name, with how many users they have and what
    /// fills them.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read.
    pub async fn group_list(&self, company: &CompanyId) -> Result<Vec<TargetGroup>, Error> {
        self.every_group(|body| RequestSpec::post("/api/target-groups/search", body).about(company)).await
    }

    /// `POST /api/target-users/{id}/groups`: the groups that a user is in.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read; [`Error::NotFound`] if there is no such user.
    pub async fn groups_of_user(&self, company: &CompanyId, user: &UserId) -> Result<Vec<TargetGroup>, Error> {
        let ask = |body| RequestSpec::post("/api/target-users/{id}/groups", body).at(user.as_str())?.about(company);
        self.every_group(ask).await
    }

    async fn every_group(&self, ask: impl Fn(Value) -> Result<RequestSpec, Error>) -> Result<Vec<TargetGroup>, Error> {
        let mut groups: Vec<TargetGroup> = Vec::new();
        for number in 1..=MAX_PAGES {
            let answer = self.read(ask(target_group::search(number, PAGE))?).await?;
            let page = target_group::groups(&answer, number, PAGE)?;
            let is_last = page.items.is_empty() || number >= page.pages;
            // A group that moves to the next page while they are read is not listed twice.
            let new = page.items.into_iter().filter(|group| !groups.iter().any(|known| known.id == group.id));
            let new: Vec<_> = new.collect();
            groups.extend(new);
            if is_last {
                return Ok(groups);
            }
        }
        tracing::warn!(kept = groups.len(), "groups left out: too many");
        Ok(groups)
    }

    /// `POST /api/target-groups/{id}/users`: one page of the users in a group or, with `outside`, of the others.
    /// Recent changes may be missing: it is a search.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read; [`Error::NotFound`] if there is no such group.
    pub async fn group_members(
        &self,
        company: &CompanyId,
        group: &GroupId,
        query: &UserQuery,
        outside: bool,
    ) -> Result<Page<TargetUser>, Error> {
        let body = target_group::members(query, outside);
        let plan = RequestSpec::post("/api/target-groups/{id}/users", body).at(group.as_str())?.about(company)?;
        user::page(&self.read(plan).await?, query)
    }

    /// `POST /api/target-groups`: sent once, as the create of a user is.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; its failure says whether the group may have been created anyway. A name that the company has
    /// already is refused.
    pub async fn create_group(&self, company: &CompanyId, group: &NewGroup) -> Result<GroupId, Error> {
        let plan = RequestSpec::post("/api/target-groups", target_group::create(group)).about(company)?;
        target_user::created(&self.write(plan).await?.data).map(|id| GroupId::new(id.as_str()))
    }

    /// `PUT /api/target-groups/users`: puts all of these users into all of these groups, sent once. Those who are in
    /// stay.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; its failure says whether it may have been done anyway. A group that is filled by something else
    /// gives [`Error::Service`]. Without a user or a group nothing is sent.
    pub async fn add_to_groups(&self, company: &CompanyId, users: &[UserId], groups: &[GroupId]) -> Result<(), Error> {
        if users.is_empty() || groups.is_empty() {
            return Ok(());
        }
        let plan = RequestSpec::put("/api/target-groups/users", target_group::add(users, groups)).about(company)?;
        target_group::added(&self.write(plan).await?)
    }

    /// `DELETE /api/target-groups/{id}/users`: takes these users out of a group, sent once.
    ///
    /// # Errors
    ///
    /// As [`Self::add_to_groups`].
    pub async fn remove_from_group(&self, company: &CompanyId, group: &GroupId, users: &[UserId]) -> Result<(), Error> {
        if users.is_empty() {
            return Ok(());
        }
        let plan = RequestSpec::delete_with("/api/target-groups/{id}/users", target_group::remove(users));
        let answer = self.write(plan.at(group.as_str())?.about(company)?).await?;
        // It names the group.
        target_user::confirmed(&answer, &UserId::new(group.as_str()))
    }
}
