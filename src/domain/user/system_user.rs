//! System users: people who log in to the console of a company.

use crate::domain::service::ids::RoleId;

/// Most characters of a first or last name.
pub const NAME_MAX: usize = 40;
/// Most characters of a phone number.
pub const PHONE_MAX: usize = 20;
/// Most characters of an address.
pub const EMAIL_MAX: usize = 320;

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
