//! Target users as the searches answer them: a list item and an answer by address differ, as they do there.

use serde::Serialize;

use super::custom_value::CustomValue;
use crate::demo::sync::ManagedBy;
use crate::demo::user_search::UserView;

/// One result of `POST /api/target-users/search`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct UserItem {
    resource_id: String,
    email: String,
    first_name: Option<String>,
    last_name: Option<String>,
    department: Option<String>,
    priority: String,
    status: &'static str,
    /// Not in the description: the console goes by it.
    is_deleted: bool,
    custom_field_values: Vec<CustomValue>,
    create_time: String,
    /// Left out by some versions of the service.
    #[serde(flatten)]
    source: Option<Source>,
    phone_number: Option<String>,
    time_zone: Option<&'static str>,
    preferred_language: Option<&'static str>,
    /// Not in the description either, as the e-mail is not.
    manager_full_name: Option<String>,
    manager_email: Option<String>,
}

/// When a user was changed, and whether it can be changed here or comes from a directory.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Source {
    update_time: Option<String>,
    is_editable: bool,
    scim_setting_name: Option<String>,
    ldap_config_name: Option<String>,
}

impl Source {
    fn new(updated: Option<String>, managed_by: Option<ManagedBy>) -> Self {
        let is_editable = managed_by.is_none();
        let (scim, ldap) = match managed_by {
            Some(ManagedBy::Scim(name)) => (Some(name), None),
            Some(ManagedBy::Ldap(name)) => (None, Some(name)),
            Some(ManagedBy::Google) | None => (None, None),
        };
        Self { update_time: updated, is_editable, scim_setting_name: scim, ldap_config_name: ldap }
    }
}

impl UserItem {
    /// One user, with or without what some versions leave out.
    pub(in crate::demo) fn new(seen: UserView, older: bool) -> Self {
        let status = seen.status();
        let UserView { user, zone, language, custom, manager } = seen;
        Self {
            resource_id: user.resource_id,
            email: user.email,
            first_name: user.first_name,
            last_name: user.last_name,
            department: user.department,
            priority: user.priority,
            status,
            is_deleted: user.deleted,
            custom_field_values: custom,
            create_time: user.created,
            source: (!older).then(|| Source::new(user.updated, user.managed_by)),
            phone_number: Some(user.phone),
            time_zone: zone,
            preferred_language: language,
            manager_full_name: manager,
            manager_email: user.manager_email,
        }
    }
}

/// One result of `POST /api/target-users/search-email`, and `data` of `GET /api/target-users/{id}`. It has no status: a deleted user is told from an inactive
/// one by the other search alone.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct UserDetail {
    resource_id: String,
    email: String,
    first_name: Option<String>,
    last_name: Option<String>,
    department: Option<String>,
    priority: String,
    is_active: bool,
    custom_field_values: Vec<CustomValue>,
    phone_number: Option<String>,
    time_zone_id: Option<String>,
    preferred_language_id: Option<String>,
    manager_first_name: Option<String>,
    manager_last_name: Option<String>,
    manager_email: Option<String>,
    manager_full_name: Option<String>,
}

impl UserDetail {
    /// One user.
    pub(in crate::demo) fn new(seen: UserView) -> Self {
        let UserView { user, custom, manager, .. } = seen;
        Self {
            resource_id: user.resource_id,
            email: user.email,
            first_name: user.first_name,
            last_name: user.last_name,
            department: user.department,
            priority: user.priority,
            is_active: user.active && !user.deleted,
            custom_field_values: custom,
            phone_number: Some(user.phone),
            time_zone_id: user.time_zone,
            preferred_language_id: user.language,
            manager_full_name: manager,
            manager_first_name: user.manager_first_name,
            manager_last_name: user.manager_last_name,
            manager_email: user.manager_email,
        }
    }
}
