//! A company as the embedded server stores it.

use std::collections::BTreeMap;

use super::answer::Refusal;
use super::audit::AuditEntry;
use super::custom::CustomField;
use super::denied::Part;
use super::domains::Domains;
use super::group::Group;
use super::staff::Staff;
use super::stamp::Stamp;
use super::sync::ManagedBy;
use super::system_user::{Role, TrackedSystemUser};
use super::tracked::TrackedUser;
use super::user::State;

/// A customer, its figures, and everything that belongs to it.
#[derive(Debug, Clone)]
pub(super) struct Company {
    /// 12 letters and digits.
    pub(super) id: String,
    pub(super) name: String,
    pub(super) reseller: String,
    pub(super) industry: Option<String>,
    pub(super) license: Option<String>,
    /// Seats of the licence; `None` is unlimited.
    pub(super) limit: Option<u32>,
    /// How the search writes the limit.
    pub(super) limit_form: LimitForm,
    pub(super) active: u32,
    pub(super) inactive: u32,
    pub(super) deleted: u32,
    pub(super) monthly: u32,
    pub(super) ends: Option<Stamp>,
    pub(super) created: Option<Stamp>,
    pub(super) expired: bool,
    /// 0: access is locked, unless the licence has expired.
    pub(super) privacy: i32,
    pub(super) tags: Option<Vec<String>>,
    pub(super) country: Country,
    /// The reseller of the credentials manages it.
    pub(super) managed: bool,
    pub(super) groups: Vec<Group>,
    pub(super) domains: Domains,
    pub(super) fields: Vec<CustomField>,
    /// Roles that are available only here.
    pub(super) own_roles: Vec<Role>,
    /// What an API client may not see of it.
    pub(super) denied: Vec<Part>,
    /// The directory its users come from, if any.
    pub(super) sync: Option<ManagedBy>,
    /// Its user searches leave out what is not in every version of the service.
    pub(super) older_answers: bool,
    /// The initial users.
    pub(super) staff: Staff,
    /// Initial users changed since, by index.
    pub(super) changed: BTreeMap<u32, TrackedUser>,
    /// Users created through the API, oldest first.
    pub(super) added: Vec<TrackedUser>,
    /// System users created through the API, and initial ones changed since, oldest first.
    pub(super) system_users: Vec<TrackedSystemUser>,
    /// What was written through the API, oldest first.
    pub(super) audit: Vec<AuditEntry>,
}

impl Company {
    /// More active users than seats.
    pub(super) fn over(&self) -> bool {
        self.limit.is_some_and(|limit| self.active > limit)
    }

    /// An API client may see this part.
    pub(super) fn shows(&self, part: Part) -> Result<(), Refusal> {
        if self.denied.contains(&part) { Err(Refusal::Denied) } else { Ok(()) }
    }

    /// Scoped calls are answered with `PRIVACY_ERROR`.
    pub(super) fn locked(&self) -> bool {
        self.privacy == 0 && !self.expired
    }

    /// All users that have a record of their own: initial ones changed since, and those created through the API.
    pub(super) fn tracked(&self) -> impl Iterator<Item = &TrackedUser> {
        self.changed.values().chain(&self.added)
    }

    /// Counts a user that is in this state now and was in that before; `new_in_month` is one that the month's count
    /// does not have yet, and which keeps it.
    pub(super) fn recount(&mut self, before: Option<State>, now: State, new_in_month: bool) {
        if let Some(before) = before {
            let count = self.count(before);
            *count = count.saturating_sub(1);
        }
        *self.count(now) += 1;
        if new_in_month && now == State::Active {
            self.monthly += 1;
        }
    }

    fn count(&mut self, state: State) -> &mut u32 {
        match state {
            State::Active => &mut self.active,
            State::Inactive => &mut self.inactive,
            State::Deleted => &mut self.deleted,
        }
    }
}

/// How the search writes a licence limit: the service is inconsistent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LimitForm {
    /// `"60"`; unlimited is `null`
    Text,
    /// `60`; unlimited is `""`
    Number,
    /// `"60"`; unlimited is `"0"`
    Zero,
}

/// The location of a company.
#[derive(Debug, Clone)]
pub(super) struct Country {
    pub(super) name: String,
    /// Two letters.
    pub(super) code: String,
    /// A time zone's ID.
    pub(super) zone: String,
    /// A language's name.
    pub(super) language: String,
    /// An address with `{n}` for the number.
    pub(super) street: String,
}
