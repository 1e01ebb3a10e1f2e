//! System users: people who log in to the console of a company.

use jiff::Timestamp;

use crate::domain::service::ids::{RoleId, UserId};

/// Most characters of a first or last name.
pub const NAME_MAX: usize = 40;
/// Most characters of a phone number.
pub const PHONE_MAX: usize = 20;
/// Most characters of an address.
pub const EMAIL_MAX: usize = 320;
/// The only documented `statusId`.
pub const ACTIVE: u64 = 1;

/// A checked request of `POST /api/system-users`. System users are active from the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSystemUser {
    /// 1 to [`EMAIL_MAX`] characters. It is the log-in name, so it is unique in the whole service.
    pub email: String,
    /// 1 to [`NAME_MAX`] characters.
    pub first_name: String,
    /// 1 to [`NAME_MAX`] characters.
    pub last_name: String,
    /// International form without spaces, 1 to [`PHONE_MAX`] characters.
    pub phone: String,
    /// Their roles.
    pub roles: Vec<RoleId>,
}

/// An existing system user, as listed by `POST /api/system-users/search`. Every text is clean; an empty one is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemUser {
    /// `resourceId`
    pub id: UserId,
    /// `email`; empty if the service gives none.
    pub email: String,
    /// `firstName`
    pub first_name: Option<String>,
    /// `lastName`
    pub last_name: Option<String>,
    /// `phoneNumber`
    pub phone: Option<String>,
    /// `roles`: the names of its roles, joined by the service.
    pub roles: Option<String>,
    /// `statusId`: 1 is active. An update sends it back.
    pub status: Option<u64>,
    /// `statusName`
    pub status_name: Option<String>,
    /// `createTime`
    pub created: Option<Timestamp>,
    /// `isEditable`; true if the service does not say.
    pub editable: bool,
}

impl SystemUser {
    /// First and last name; empty if both are unknown.
    #[must_use]
    pub fn name(&self) -> String {
        let names: Vec<_> = [&self.first_name, &self.last_name].into_iter().flatten().map(String::as_str).collect();
        names.join(" ")
    }
}

/// Which system users of a company are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemUserQuery {
    /// A text in the name or the address; empty: all.
    pub search: String,
    /// The page, from 1.
    pub page: u32,
    /// Users per page.
    pub size: u32,
}

impl Default for SystemUserQuery {
    fn default() -> Self {
        Self { search: String::new(), page: 1, size: 100 }
    }
}

/// A checked request of `PUT /api/system-users/{id}`. What the person did not change is sent as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemUserUpdate {
    /// 1 to [`EMAIL_MAX`] characters.
    pub email: String,
    /// 1 to [`NAME_MAX`] characters.
    pub first_name: String,
    /// 1 to [`NAME_MAX`] characters.
    pub last_name: String,
    /// 1 to [`PHONE_MAX`] characters.
    pub phone: String,
    /// `statusId`; `None` is left out, which the service may take for active.
    pub status: Option<u64>,
    /// All of its roles; `None` is left out, which the service may take for none.
    pub roles: Option<Vec<RoleId>>,
}
