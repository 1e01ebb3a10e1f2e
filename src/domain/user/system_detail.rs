//! A system user as it is compared, shown in a form, and sent back when it is changed.

use crate::domain::form::entry::Entry;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::form::value::FieldValue;
use crate::domain::service::ids::RoleId;
use crate::domain::service::lookup::Choice;
use crate::domain::user::detail::{UserDetail, roles_as_listed};
use crate::domain::user::existing::{ManagedBy, TargetUser, UserStatus};
use crate::domain::user::system_user::{ACTIVE, SystemUser, SystemUserUpdate};

impl SystemUser {
    /// It as the values of a form. Roles have their name for an ID, until somebody knows better.
    #[must_use]
    pub fn entry(&self) -> Entry {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let roles = roles_as_listed(self.roles.as_deref().unwrap_or_default());
        Entry::for_subject(Subject::SystemUser)
            .with(FieldId::Email, &self.email)
            .with(FieldId::Phone, &text(&self.phone))
            .with(FieldId::FirstName, &text(&self.first_name))
            .with(FieldId::LastName, &text(&self.last_name))
            .with_value(FieldId::Roles, FieldValue::Many(roles))
            .with_value(FieldId::Active, FieldValue::Toggle(self.is_active()))
    }

    /// Its fields, as a change of it is compared with them. Roles are their names.
    #[must_use]
    pub fn detail(&self) -> UserDetail {
        let texts = [
            (FieldId::Email, Some(self.email.clone())),
            (FieldId::FirstName, self.first_name.clone()),
            (FieldId::LastName, self.last_name.clone()),
            (FieldId::Phone, self.phone.clone()),
            (FieldId::Roles, self.roles.clone()),
        ];
        let texts = texts.into_iter().filter_map(|(field, text)| Some((field, text?))).collect();
        UserDetail::new(self.id.clone(), self.is_active(), texts, Vec::new())
    }

    /// Not deactivated, as far as the service says.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status.is_none_or(|status| status == ACTIVE)
    }

    /// It as an existing user, for what is common to both kinds.
    #[must_use]
    pub fn as_user(&self) -> TargetUser {
        let word = self.status_name.as_deref().unwrap_or_default();
        TargetUser {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            phone: self.phone.clone(),
            status: match (self.status, word.to_lowercase().as_str()) {
                (_, "deleted") => UserStatus::Deleted,
                (Some(ACTIVE), _) | (None, "active") => UserStatus::Active,
                (Some(_), _) | (None, "inactive") => UserStatus::Inactive,
                (None, _) => UserStatus::Other(word.to_owned()),
            },
            created: self.created,
            managed: (!self.editable).then_some(ManagedBy::Other),
            roles: self.roles.clone(),
            ..TargetUser::active(self.id.clone(), &self.email)
        }
    }
}

impl SystemUserUpdate {
    /// The request that changes these fields and leaves everything else as read. `roles` are the roles as they will be,
    /// by ID; `None` if the service does not give them.
    #[must_use]
    pub fn new(read: &SystemUser, after: &UserDetail, roles: Option<Vec<RoleId>>) -> Self {
        let text = |field| after.raw(field).unwrap_or_default().to_owned();
        Self {
            email: text(FieldId::Email),
            first_name: text(FieldId::FirstName),
            last_name: text(FieldId::LastName),
            phone: text(FieldId::Phone),
            status: read.status,
            roles,
        }
    }
}

/// The text of a user's roles as the IDs of these roles; the name of the first one that is none of them otherwise.
///
/// # Errors
///
/// The role that is not known.
pub fn role_ids(text: &str, known: &[Choice]) -> Result<Vec<RoleId>, String> {
    let (mut left, mut ids) = (text.trim(), Vec::new());
    while !left.is_empty() {
        // A name may have a comma in it.
        let fits = |role: &&Choice| {
            let rest = left.strip_prefix(role.name.as_str());
            !role.name.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.trim_start().starts_with(','))
        };
        let role = known.iter().filter(fits).max_by_key(|role| role.name.len());
        let role = role.ok_or_else(|| left.split(',').next().unwrap_or(left).trim().to_owned())?;
        ids.push(RoleId::new(role.id.clone()));
        left = left[role.name.len()..].trim_start().trim_start_matches(',').trim_start();
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn role(id: &str, name: &str) -> Choice {
        Choice { id: id.to_owned(), name: name.to_owned(), detail: String::new() }
    }

    #[rstest]
    #[case("", Ok(vec![]))]
    #[case("Auditor", Ok(vec!["r1"]))]
    #[case("Company Admin,  Auditor", Ok(vec!["r2", "r1"]))]
    #[case("Reports, read only, Auditor", Ok(vec!["r4", "r1"]))]
    #[case("Reports, Auditor", Ok(vec!["r3", "r1"]))]
    #[case("Auditors", Err("Auditors"))]
    #[case("Auditor, Owner, Company Admin", Err("Owner"))]
    fn roles_are_found_by_name(#[case] text: &str, #[case] wanted: Result<Vec<&str>, &str>) {
        let known = [
            role("r1", "Auditor"),
            role("r2", "Company Admin"),
            role("r3", "Reports"),
            role("r4", "Reports, read only"),
        ];
        let found = role_ids(text, &known);
        let found = found.as_ref().map(|ids| ids.iter().map(RoleId::as_str).collect()).map_err(String::as_str);
        assert_eq!(found, wanted);
    }
}
