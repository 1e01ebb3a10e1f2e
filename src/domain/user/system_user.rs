//! A system user: somebody who may log in to the console of a company.

use crate::domain::service::ids::RoleId;

/// Most characters of a first or last name.
pub const NAME_MAX: usize = 40;
/// Most characters of a phone number.
pub const PHONE_MAX: usize = 20;
/// Most characters of an address.
pub const EMAIL_MAX: usize = 320;

/// Everything `POST /api/system-users` takes, checked. They are active from the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSystemUser {
    /// 1 to [`EMAIL_MAX`] characters. They log in with it, so that it is taken once in the whole service.
    pub email: String,
    /// 1 to [`NAME_MAX`] characters.
    pub first_name: String,
    /// 1 to [`NAME_MAX`] characters.
    pub last_name: String,
    /// International form without spaces, 1 to [`PHONE_MAX`] characters.
    pub phone: String,
    /// What they may do.
    pub roles: Vec<RoleId>,
}
