//! The search of a company's system users.

use super::filter::{Column, FieldValue};
use super::system_user::StoredSystemUser;

/// A system user with the names of its roles and of its company.
#[derive(Debug, Clone)]
pub(super) struct SystemUserView {
    pub(super) user: StoredSystemUser,
    /// Joined by commas, as the service does.
    pub(super) roles: String,
    pub(super) company: (String, String),
    /// Whether it can be changed: the first user of a company is the reseller's.
    pub(super) editable: bool,
}

impl SystemUserView {
    /// `statusName`
    pub(super) fn status(&self) -> &'static str {
        if self.user.status == 1 { "Active" } else { "Inactive" }
    }
}

/// The columns by which system users can be filtered and ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SystemUserColumn {
    Id,
    FirstName,
    LastName,
    Email,
    Company,
    Roles,
    Phone,
    StatusId,
    Status,
    Created,
}

impl Column for SystemUserColumn {
    type Row = SystemUserView;

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "resourceid" => Self::Id,
            "firstname" => Self::FirstName,
            "lastname" => Self::LastName,
            "email" => Self::Email,
            "companyname" => Self::Company,
            "roles" => Self::Roles,
            "phonenumber" => Self::Phone,
            "statusid" => Self::StatusId,
            "statusname" => Self::Status,
            "createtime" => Self::Created,
            _ => return None,
        })
    }

    fn of(self, seen: &SystemUserView) -> FieldValue<'_> {
        let user = &seen.user;
        match self {
            Self::Id => FieldValue::Text(&user.resource_id),
            Self::FirstName => FieldValue::Text(&user.first_name),
            Self::LastName => FieldValue::Text(&user.last_name),
            Self::Email => FieldValue::Text(&user.email),
            Self::Company => FieldValue::Text(&seen.company.1),
            Self::Roles => FieldValue::Text(&seen.roles),
            Self::Phone => FieldValue::Text(&user.phone),
            Self::StatusId => FieldValue::Number(u32::try_from(user.status).unwrap_or_default()),
            Self::Status => FieldValue::Text(seen.status()),
            Self::Created => FieldValue::Text(&user.created),
        }
    }
}
