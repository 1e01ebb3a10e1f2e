//! A company as the embedded server stores it.

use jiff::Timestamp;

use super::custom::CustomField;
use super::domains::Domains;
use super::group::Group;
use super::staff::Staff;
use super::stamp::Stamp;
use super::system_user::{Role, StoredSystemUser};
use super::user::StoredUser;

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
    /// Its counts are not accessible.
    pub(super) no_summary: bool,
    /// The initial users.
    pub(super) staff: Staff,
    /// Users created through the API, oldest first.
    pub(super) added: Vec<Added>,
    /// System users created through the API, oldest first.
    pub(super) system_users: Vec<StoredSystemUser>,
}

/// A user created through the API.
#[derive(Debug, Clone)]
pub(super) struct Added {
    pub(super) user: StoredUser,
    /// When searches start to find it; `None` is never.
    pub(super) found_from: Option<Timestamp>,
}

impl Company {
    /// More active users than seats.
    pub(super) fn over(&self) -> bool {
        self.limit.is_some_and(|limit| self.active > limit)
    }

    /// Scoped calls are answered with `PRIVACY_ERROR`.
    pub(super) fn locked(&self) -> bool {
        self.privacy == 0 && !self.expired
    }

    /// Stores a new user and counts it.
    pub(super) fn add(&mut self, added: Added) {
        if added.user.active {
            self.active += 1;
            self.monthly += 1;
        } else {
            self.inactive += 1;
        }
        self.added.push(added);
    }

    /// Marks a user as deleted at this time and frees its seat; the month's count is unchanged. False if no user has
    /// this ID or it was deleted before.
    pub(super) fn delete(&mut self, id: &str, time: String) -> bool {
        let active = if let Some(added) = self.added.iter_mut().find(|added| added.user.resource_id == id) {
            if std::mem::replace(&mut added.user.deleted, true) {
                return false;
            }
            added.user.updated = Some(time);
            added.user.active
        } else {
            match self.staff.place(id) {
                Some(place) if !self.staff.deleted(place) => {
                    self.staff.gone.insert(place, time);
                    self.staff.awake(place)
                }
                _ => return false,
            }
        };
        let from = if active { &mut self.active } else { &mut self.inactive };
        *from = from.saturating_sub(1);
        self.deleted += 1;
        true
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
