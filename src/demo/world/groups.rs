//! The target groups of a company: counted, created, filled.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::json;

use super::{World, same};
use crate::demo::answer::Refusal;
use crate::demo::audit::{self, Change};
use crate::demo::body::Fields;
use crate::demo::company::Company;
use crate::demo::group::{self, Group, GroupView, Origin};
use crate::demo::id::resource_id;
use crate::demo::membership::Added;
use crate::demo::stamp::Stamp;
use crate::demo::user::StoredUser;

impl World {
    /// The groups of a company with their numbers of users.
    pub(in crate::demo) fn groups(&self, company: &Company) -> Vec<GroupView> {
        let mut counts: HashMap<&str, [u32; 2]> = HashMap::new();
        let users = self.current_users(company);
        for user in users.iter().filter(|user| !user.deleted) {
            for id in &user.groups {
                let [users, with_phone] = counts.entry(id).or_default();
                *users += 1;
                *with_phone += u32::from(!user.phone.is_empty());
            }
        }
        let seen = |group: &Group| {
            let [users, with_phone] = counts.get(group.id.as_str()).copied().unwrap_or_default();
            GroupView { group: group.clone(), company: company.name.clone(), users, with_phone }
        };
        company.groups.iter().map(seen).collect()
    }

    /// The groups that a user is in.
    pub(in crate::demo) fn groups_of(&self, company: &Company, user: &str) -> Result<Vec<GroupView>, Refusal> {
        let groups = self.user(company, user)?.user.groups;
        Ok(self.groups(company).into_iter().filter(|seen| groups.contains(&seen.group.id)).collect())
    }

    /// Creates a target group and returns its ID.
    pub(in crate::demo) fn create_group(&mut self, company_id: &str, body: &Fields) -> Result<String, Refusal> {
        let (name, priority) = group::read(body).map_err(Refusal::Invalid)?;
        let id = resource_id(&mut self.rng);
        let entry = self.audited(Change::Create, audit::TARGET_GROUP, &id, [None, Some(name.clone())]);
        let company = self.open_company_mut(company_id)?;
        if company.groups.iter().any(|group| same(&group.name, &name)) {
            return Err(Refusal::Rule("A target group with this name already exists."));
        }
        let group = Group { id: id.clone(), name, priority, created: Stamp::now(), origin: Origin::Console };
        company.groups.push(group);
        company.audit.push(entry);
        Ok(id)
    }

    /// Puts users into groups, all or none; those who are in already stay. Searches find it after `delay`.
    pub(in crate::demo) fn add_to_groups(
        &mut self,
        company_id: &str,
        added: &Added,
        delay: Duration,
    ) -> Result<(), Refusal> {
        let company = self.open_company(company_id)?;
        let unknown = added.groups.iter().find(|id| !company.groups.iter().any(|group| group.id == **id));
        if let Some(id) = unknown {
            let message = format!("TargetGroupResourceIds: the target group '{id}' does not exist.");
            return Err(Refusal::Invalid(vec![message]));
        }
        for group in company.groups.iter().filter(|group| added.groups.contains(&group.id)) {
            group.check_own()?;
        }
        let users = if let Some(ids) = &added.users {
            self.members(company, ids)?
        } else {
            let all = self.current_users(company).into_iter();
            all.filter(|user| !user.deleted && !added.except.contains(&user.resource_id)).collect()
        };
        self.regroup(company_id, users, delay, |groups| {
            let new: Vec<_> = added.groups.iter().filter(|id| !groups.contains(id)).cloned().collect();
            groups.extend(new);
        })
    }

    /// Takes users out of a group, all or none; those who are not in it stay so. Searches find it after `delay`.
    pub(in crate::demo) fn remove_from_group(
        &mut self,
        company_id: &str,
        group: &str,
        users: &[String],
        delay: Duration,
    ) -> Result<(), Refusal> {
        let company = self.open_company(company_id)?;
        company.groups.iter().find(|own| own.id == group).ok_or(Refusal::NoTargetGroup)?.check_own()?;
        let users = self.members(company, users)?;
        self.regroup(company_id, users, delay, |groups| groups.retain(|id| id != group))
    }

    /// The users with these IDs.
    fn members(&self, company: &Company, ids: &[String]) -> Result<Vec<StoredUser>, Refusal> {
        let known = |id: &String| {
            let user = self.user(company, id).ok().map(|seen| seen.user).filter(|user| !user.deleted);
            user.ok_or_else(|| format!("TargetUserResourceIds: the target user '{id}' does not exist."))
        };
        ids.iter().map(known).collect::<Result<_, _>>().map_err(|problem| Refusal::Invalid(vec![problem]))
    }

    fn regroup(
        &mut self,
        company_id: &str,
        users: Vec<StoredUser>,
        delay: Duration,
        change: impl Fn(&mut Vec<String>),
    ) -> Result<(), Refusal> {
        let now = self.clock.now();
        for mut user in users {
            let old = json!({"targetGroupResourceIds": user.groups}).to_string();
            change(&mut user.groups);
            let new = json!({"targetGroupResourceIds": user.groups}).to_string();
            let entry = self.audited(Change::Update, audit::TARGET_USER, &user.resource_id, [Some(old), Some(new)]);
            self.open_company_mut(company_id)?.audit.push(entry);
            self.replace_user(company_id, user, now, now.checked_add(delay).ok())?;
        }
        Ok(())
    }
}
