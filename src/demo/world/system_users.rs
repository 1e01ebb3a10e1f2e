//! The system users of a company: listed, created, changed, deleted, written to.

use std::time::Duration;

use jiff::Timestamp;

use super::{Mail, World, same};
use crate::demo::answer::Refusal;
use crate::demo::audit::{self, Change};
use crate::demo::body::{self, Fields};
use crate::demo::company::Company;
use crate::demo::id::resource_id;
use crate::demo::system_user::{self, StoredSystemUser, TrackedSystemUser};
use crate::demo::system_user_search::SystemUserView;

impl World {
    /// The initial system users of a company: three or four.
    fn initial_system_users(&self, company: &Company) -> Vec<StoredSystemUser> {
        let count = 3 + u32::try_from(company.staff.seed % 2).unwrap_or_default();
        // Their names are those of target users who are not there.
        let first = company.staff.places().end;
        let user = |number: u32| {
            let person = self.people.user(company, first.saturating_add(number));
            let role = self.roles.get(number as usize).map(|role| role.id.clone());
            StoredSystemUser {
                resource_id: person.resource_id,
                email: person.email,
                first_name: person.first_name.unwrap_or_default(),
                last_name: person.last_name.unwrap_or_default(),
                phone: if person.phone.is_empty() { "+447700900000".to_owned() } else { person.phone },
                status: if number == 2 { 2 } else { 1 },
                roles: role.into_iter().collect(),
                created: person.created,
                deleted: false,
                requested: false,
            }
        };
        (0..count).map(user).collect()
    }

    /// All system users of a company as they are now, deleted ones included.
    pub(in crate::demo) fn current_system_users(&self, company: &Company) -> Vec<StoredSystemUser> {
        self.system_users_by(company, TrackedSystemUser::current)
    }

    fn system_users_by<'a>(
        &self,
        company: &'a Company,
        version: impl Fn(&'a TrackedSystemUser) -> Option<&'a StoredSystemUser>,
    ) -> Vec<StoredSystemUser> {
        let changed = |id: &str| company.system_users.iter().find(|u| u.current().is_some_and(|u| u.resource_id == id));
        let initial = self.initial_system_users(company).into_iter();
        let initial = initial.filter_map(|user| match changed(&user.resource_id) {
            Some(changed) => version(changed).cloned(),
            None => Some(user),
        });
        let added = company.system_users.iter().filter_map(&version).filter(|user| user.requested).cloned();
        initial.chain(added).collect()
    }

    /// The system users of a company in the index.
    pub(in crate::demo) fn system_users(&self, company: &Company, now: Timestamp) -> Vec<SystemUserView> {
        let users = self.system_users_by(company, |user| user.indexed(now)).into_iter();
        users.filter(|user| !user.deleted).map(|user| self.system_user_view(company, user)).collect()
    }

    fn system_user_view(&self, company: &Company, user: StoredSystemUser) -> SystemUserView {
        let roles: Vec<_> = self.roles(company).filter(|role| user.roles.contains(&role.id)).collect();
        let roles = roles.iter().map(|role| role.name.as_str()).collect::<Vec<_>>().join(", ");
        let first = self.initial_system_users(company).first().map(|first| first.resource_id.clone());
        let editable = first.as_ref() != Some(&user.resource_id);
        SystemUserView { user, roles, company: (company.id.clone(), company.name.clone()), editable }
    }

    /// The system user with this ID, who can be changed.
    fn system_user(&self, company: &Company, id: &str) -> Result<StoredSystemUser, Refusal> {
        let all = self.current_system_users(company).into_iter();
        let user = all.filter(|user| !user.deleted).find(|user| user.resource_id == id).ok_or(Refusal::NoSystemUser)?;
        if self.system_user_view(company, user.clone()).editable { Ok(user) } else { Err(Refusal::Denied) }
    }

    fn read_system_user(&self, company: &Company, body: &Fields, id: &str) -> Result<StoredSystemUser, Refusal> {
        let user = system_user::read(body, |id| self.roles(company).any(|role| role.id == id));
        let user = user.map_err(Refusal::Invalid)?;
        let is_other =
            |other: &StoredSystemUser| !other.deleted && same(&other.email, &user.email) && other.resource_id != id;
        // Initial ones have an address of their company.
        let domain = user.email.rsplit_once('@').map(|(_, domain)| domain.to_lowercase()).unwrap_or_default();
        let taken = |company: &Company| {
            company.system_users.iter().filter_map(TrackedSystemUser::current).any(is_other)
                || company.domains.has(&domain) && self.current_system_users(company).iter().any(is_other)
        };
        if self.companies.iter().any(taken) {
            return Err(Refusal::Rule("A system user with this email already exists."));
        }
        Ok(user)
    }

    /// Creates a system user that searches find after `delay`, and returns its ID. The address is the log-in name, so
    /// it must be unique.
    pub(in crate::demo) fn create_system_user(
        &mut self,
        company_id: &str,
        body: &Fields,
        delay: Duration,
    ) -> Result<String, Refusal> {
        let user = self.read_system_user(self.open_company(company_id)?, body, "")?;
        let (id, now) = (resource_id(&mut self.rng), self.clock.now());
        let user = StoredSystemUser { resource_id: id.clone(), created: now.to_string(), ..user };
        let entry = self.audited(Change::Create, audit::SYSTEM_USER, &id, [None, Some(user.email.clone())]);
        let company = self.open_company_mut(company_id)?;
        company.system_users.push(TrackedSystemUser::new(user, now.checked_add(delay).ok()));
        company.audit.push(entry);
        Ok(id)
    }

    /// Replaces a system user; searches find the change after `delay`.
    pub(in crate::demo) fn update_system_user(
        &mut self,
        company_id: &str,
        id: &str,
        body: &Fields,
        delay: Duration,
    ) -> Result<(), Refusal> {
        let company = self.open_company(company_id)?;
        let before = self.system_user(company, id)?;
        let read = self.read_system_user(company, body, id)?;
        let emails = [Some(before.email.clone()), Some(read.email.clone())];
        let user = StoredSystemUser {
            resource_id: before.resource_id.clone(),
            created: before.created.clone(),
            requested: before.requested,
            ..read
        };
        let found_from = self.clock.now().checked_add(delay).ok();
        self.change_system_user(company_id, &before, |tracked| tracked.replace(user, found_from))?;
        let entry = self.audited(Change::Update, audit::SYSTEM_USER, id, emails);
        self.open_company_mut(company_id)?.audit.push(entry);
        Ok(())
    }

    /// Deletes a system user.
    pub(in crate::demo) fn delete_system_user(&mut self, company_id: &str, id: &str) -> Result<(), Refusal> {
        let before = self.system_user(self.open_company(company_id)?, id)?;
        let email = before.email.clone();
        self.change_system_user(company_id, &before, TrackedSystemUser::delete)?;
        let entry = self.audited(Change::Delete, audit::SYSTEM_USER, id, [Some(email), None]);
        self.open_company_mut(company_id)?.audit.push(entry);
        Ok(())
    }

    fn change_system_user(
        &mut self,
        company_id: &str,
        before: &StoredSystemUser,
        change: impl FnOnce(&mut TrackedSystemUser),
    ) -> Result<(), Refusal> {
        let users = &mut self.open_company_mut(company_id)?.system_users;
        let is_it = |user: &TrackedSystemUser| user.current().is_some_and(|u| u.resource_id == before.resource_id);
        if !users.iter().any(is_it) {
            users.push(TrackedSystemUser::new(before.clone(), Some(Timestamp::MIN)));
        }
        if let Some(user) = users.iter_mut().find(|user| is_it(user)) {
            change(user);
        }
        Ok(())
    }

    /// Sends the welcome mail again.
    pub(in crate::demo) fn send_welcome(&mut self, company_id: &str, id: &str) -> Result<(), Refusal> {
        let user = self.system_user(self.open_company(company_id)?, id)?;
        self.mails.push(Mail::Welcome(user.email));
        Ok(())
    }

    /// Sends a link for a new password, and returns the user's ID.
    pub(in crate::demo) fn send_reset_link(&mut self, company_id: &str, body: &Fields) -> Result<String, Refusal> {
        let email = body.text("email").map_err(|problem| Refusal::Invalid(vec![problem]))?;
        let email = email.map(str::trim).filter(|email| !email.is_empty());
        let email = email.ok_or_else(|| Refusal::Invalid(vec![body::required("Email")]))?;
        let company = self.open_company(company_id)?;
        let user = self.current_system_users(company).into_iter().find(|u| !u.deleted && same(&u.email, email));
        let user = user.ok_or(Refusal::NoSystemUser)?;
        self.mails.push(Mail::ResetLink(user.email));
        Ok(user.resource_id)
    }
}
