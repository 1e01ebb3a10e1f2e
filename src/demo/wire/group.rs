//! Target groups as they are answered: all at once, or a page of them with the counts of their users.

use serde::Serialize;

use crate::demo::group::{Group, GroupView};

/// One item of `GET /api/target-groups`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct GroupItem {
    resource_id: String,
    name: String,
    priority: String,
    create_date: String,
    is_editable: bool,
    is_scim_group: bool,
    is_google_group: bool,
}

impl GroupItem {
    /// One group of a company.
    pub(in crate::demo) fn new(group: &Group) -> Self {
        Self {
            resource_id: group.id.clone(),
            name: group.name.clone(),
            priority: group.priority.clone(),
            create_date: group.created.as_str().to_owned(),
            is_editable: true,
            is_scim_group: false,
            is_google_group: false,
        }
    }
}

/// One result of `POST /api/target-groups/search`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the service's own fields")]
pub(in crate::demo) struct GroupRow {
    resource_id: String,
    name: String,
    company_name: String,
    user_count: u32,
    user_count_with_phone_number: u32,
    priority: String,
    create_time: String,
    update_time: Option<String>,
    is_editable: bool,
    scim_setting_name: Option<String>,
    ldap_config_name: Option<String>,
    is_selected: bool,
    is_scim_group: bool,
    is_google_group: bool,
}

impl GroupRow {
    /// One group of a company.
    pub(in crate::demo) fn new(seen: GroupView) -> Self {
        Self {
            resource_id: seen.group.id,
            name: seen.group.name,
            company_name: seen.company,
            user_count: seen.users,
            user_count_with_phone_number: seen.with_phone,
            priority: seen.group.priority,
            create_time: seen.group.created.as_str().to_owned(),
            update_time: None,
            is_editable: true,
            scim_setting_name: None,
            ldap_config_name: None,
            is_selected: false,
            is_scim_group: false,
            is_google_group: false,
        }
    }
}
