//! The target users of a company: found, created, changed, deleted.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use super::World;
use crate::demo::answer::Refusal;
use crate::demo::audit::{self, Change};
use crate::demo::body::Fields;
use crate::demo::company::Company;
use crate::demo::id::resource_id;
use crate::demo::tracked::TrackedUser;
use crate::demo::user::{self, CREATE, Known, Rules, State, StoredUser, UPDATE};
use crate::demo::user_search::UserView;
use crate::demo::wire::CustomValue;

impl World {
    /// The listed users of a company: a sample of the initial users, initial users changed since, and all users created
    /// through the API.
    pub(in crate::demo) fn listed_users(&self, company: &Company) -> Vec<StoredUser> {
        let mut places = company.staff.sample();
        places.extend(company.changed.keys());
        let staff = places.into_iter().map(|place| self.initial(company, place));
        staff.chain(company.added.iter().map(|added| added.current().clone())).collect()
    }

    /// All users of a company as they are now.
    pub(super) fn current_users(&self, company: &Company) -> Vec<StoredUser> {
        let staff = company.staff.places().map(|place| self.initial(company, place));
        staff.chain(company.added.iter().map(|added| added.current().clone())).collect()
    }

    /// The initial user with this index as it is now.
    fn initial(&self, company: &Company, place: u32) -> StoredUser {
        let changed = company.changed.get(&place).map(|changed| changed.current().clone());
        changed.unwrap_or_else(|| self.people.user(company, place))
    }

    /// The users of a company in the index.
    pub(in crate::demo) fn users(&self, company: &Company, now: Timestamp) -> Vec<UserView> {
        let staff = company.staff.places().filter_map(|place| match company.changed.get(&place) {
            Some(changed) => changed.indexed(now).cloned(),
            None => Some(self.people.user(company, place)),
        });
        let added = company.added.iter().filter_map(|added| added.indexed(now).cloned());
        staff.chain(added).map(|user| self.user_view(company, user)).collect()
    }

    /// The users with this address in the index, ignoring case.
    pub(in crate::demo) fn with_email(&self, company: &Company, email: &str, now: Timestamp) -> Vec<UserView> {
        let staff = self.unchanged(company, email).map(|place| self.people.user(company, place));
        let address = email.to_lowercase();
        let tracked = company.tracked().filter_map(|user| user.indexed_by(&address, now));
        staff.into_iter().chain(tracked.cloned()).map(|user| self.user_view(company, user)).collect()
    }

    /// The initial user with this address, unless it was changed.
    fn unchanged(&self, company: &Company, email: &str) -> Option<u32> {
        self.people.place(company, email).filter(|place| !company.changed.contains_key(place))
    }

    /// A user with the names of its references.
    fn user_view(&self, company: &Company, user: StoredUser) -> UserView {
        let zone = user.time_zone.as_deref();
        let zone = zone.and_then(|id| self.zones.iter().find(|[zone, _]| *zone == id)).map(|[_, name]| *name);
        let language = user.language.as_deref();
        let language = language.and_then(|id| self.languages.iter().find(|l| l.id == id)).map(|l| l.name);
        let custom = user.custom_fields.iter().filter_map(|value| CustomValue::new(value, &company.fields)).collect();
        let names = [user.manager_first_name.as_deref(), user.manager_last_name.as_deref()];
        let manager = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        UserView { user, zone, language, custom, manager: Some(manager).filter(|name| !name.is_empty()) }
    }

    /// The user with this ID.
    pub(in crate::demo) fn user(&self, company: &Company, id: &str) -> Result<UserView, Refusal> {
        let tracked = company.tracked().map(TrackedUser::current).find(|user| user.resource_id == id).cloned();
        let user = tracked.or_else(|| company.staff.place(id).map(|place| self.people.user(company, place)));
        user.map(|user| self.user_view(company, user)).ok_or(Refusal::NoUser)
    }

    /// Whether a user with this address other than `except` exists and is not deleted, ignoring case.
    fn has_user(&self, company: &Company, email: &str, except: Option<&str>) -> bool {
        let is_other = |user: &StoredUser| !user.deleted && except.is_none_or(|id| user.resource_id != id);
        let place = self.unchanged(company, email);
        let address = email.to_lowercase();
        place.is_some_and(|place| is_other(&self.people.user(company, place)))
            || company.tracked().any(|user| user.has_address(&address) && is_other(user.current()))
    }

    /// Reads a create or an update.
    fn read_user(&self, company: &Company, body: &Fields, rules: &Rules) -> Result<StoredUser, Refusal> {
        let known = Known {
            group: &|id| company.groups.iter().any(|group| group.id == id),
            zone: &|id| self.zones.iter().any(|[zone, _]| *zone == id),
            language: &|id| self.languages.iter().any(|language| language.id == id),
            fields: &company.fields,
        };
        user::read(body, &known, rules).map_err(Refusal::Invalid)
    }

    /// Creates a target user that searches find after `delay`, and returns its ID.
    pub(in crate::demo) fn create_user(
        &mut self,
        company_id: &str,
        body: &Fields,
        delay: Duration,
    ) -> Result<String, Refusal> {
        let company = self.open_company(company_id)?;
        let user = self.read_user(company, body, &CREATE)?;
        self.check_user(company, &user, None)?;
        let (id, now) = (resource_id(&mut self.rng), self.clock.now());
        let user = StoredUser { resource_id: id.clone(), created: now.to_string(), ..user };
        let entry = self.audited(Change::Create, audit::TARGET_USER, &id, [None, Some(summary(&user))]);
        let company = self.open_company_mut(company_id)?;
        company.recount(None, user.state(), true);
        company.audit.push(entry);
        company.added.push(TrackedUser::new(user, now.checked_add(delay).ok()));
        Ok(id)
    }

    /// Replaces a target user; searches find the change after `delay`. What the request leaves out is cleared, but
    /// for the groups.
    pub(in crate::demo) fn update_user(
        &mut self,
        company_id: &str,
        id: &str,
        body: &Fields,
        delay: Duration,
    ) -> Result<(), Refusal> {
        let company = self.open_company(company_id)?;
        let before = self.user(company, id)?.user;
        if before.deleted {
            return Err(Refusal::NoUser);
        }
        let read = self.read_user(company, body, &UPDATE)?;
        if before.managed_by.is_some() {
            return Err(Refusal::Managed);
        }
        self.check_user(company, &read, Some(&before))?;
        let now = self.clock.now();
        let old = summary(&before);
        let groups = if body.get("targetGroupResourceIds").is_some() { read.groups } else { before.groups };
        let user = StoredUser {
            resource_id: before.resource_id,
            created: before.created,
            updated: Some(now.to_string()),
            requested: before.requested,
            groups,
            ..read
        };
        let entry = self.audited(Change::Update, audit::TARGET_USER, id, [Some(old), Some(summary(&user))]);
        self.replace_user(company_id, user, now, now.checked_add(delay).ok())?;
        self.open_company_mut(company_id)?.audit.push(entry);
        Ok(())
    }

    /// What a user must not be that is created, or `before` an update was another.
    fn check_user(&self, company: &Company, user: &StoredUser, before: Option<&StoredUser>) -> Result<(), Refusal> {
        // Whoever leaves an expired company can still be made inactive.
        let takes_seat = before.is_none_or(|before| user.active && !before.active);
        if company.expired && takes_seat {
            return Err(Refusal::Rule("The licence of the company has expired."));
        }
        if self.has_user(company, &user.email, before.map(|before| before.resource_id.as_str())) {
            return Err(Refusal::Rule("A user with this email already exists."));
        }
        Ok(())
    }

    /// Stores a new version of a user, and counts it.
    pub(super) fn replace_user(
        &mut self,
        company_id: &str,
        user: StoredUser,
        now: Timestamp,
        found_from: Option<Timestamp>,
    ) -> Result<(), Refusal> {
        self.change_user(company_id, &user.resource_id.clone(), |tracked| tracked.replace(user, now, found_from))
    }

    /// Deletes a target user.
    pub(in crate::demo) fn delete_user(&mut self, company_id: &str, id: &str) -> Result<(), Refusal> {
        let time = self.clock.now().to_string();
        let before = self.user(self.open_company(company_id)?, id)?.user;
        if before.deleted {
            return Err(Refusal::NoUser);
        }
        self.change_user(company_id, id, |tracked| tracked.delete(&time))?;
        let entry = self.audited(Change::Delete, audit::TARGET_USER, id, [Some(summary(&before)), None]);
        self.open_company_mut(company_id)?.audit.push(entry);
        Ok(())
    }

    /// Changes the record of a user, and the figures of its company. An initial user gets a record of its own.
    fn change_user(
        &mut self,
        company_id: &str,
        id: &str,
        change: impl FnOnce(&mut TrackedUser),
    ) -> Result<(), Refusal> {
        let company = self.open_company(company_id)?;
        let initial = company.staff.place(id).map(|place| {
            let tracked = company.changed.get(&place).cloned();
            (place, tracked.unwrap_or_else(|| TrackedUser::initial(self.people.user(company, place))))
        });
        let company = self.open_company_mut(company_id)?;
        let tracked = match initial {
            Some((place, tracked)) => company.changed.entry(place).or_insert(tracked),
            None => company.added.iter_mut().find(|u| u.current().resource_id == id).ok_or(Refusal::NoUser)?,
        };
        let before = tracked.current().state();
        change(tracked);
        let now = tracked.current().state();
        let new_in_month = !tracked.counted;
        tracked.counted |= now == State::Active;
        company.recount(Some(before), now, new_in_month);
        Ok(())
    }
}

/// A user in the audit log.
fn summary(user: &StoredUser) -> String {
    json!({
        "email": user.email,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "department": user.department,
        "phoneNumber": user.phone,
        "isActive": user.active,
    })
    .to_string()
}
