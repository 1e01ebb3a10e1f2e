//! Target groups as they are answered: all at once, or a page of them with the counts of their users.

use serde::Serialize;

use crate::demo::group::{Group, GroupView, Origin};
use crate::demo::sync::ManagedBy;

/// One item of `GET /api/target-groups`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct GroupItem {
    resource_id: String,
    name: String,
    priority: String,
    create_date: String,
    #[serde(flatten)]
    kind: Kind,
}

impl GroupItem {
    /// One group of a company.
    pub(in crate::demo) fn new(group: &Group) -> Self {
        Self {
            resource_id: group.id.clone(),
            name: group.name.clone(),
            priority: group.priority.clone(),
            create_date: group.created.as_str().to_owned(),
            kind: Kind::of(&group.origin),
        }
    }
}

/// Whether a group can be written, and who fills it if not.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Kind {
    is_editable: bool,
    is_scim_group: bool,
    is_google_group: bool,
}

impl Kind {
    fn of(origin: &Origin) -> Self {
        Self {
            is_editable: *origin == Origin::Console,
            is_scim_group: matches!(origin, Origin::Directory(ManagedBy::Scim(_))),
            is_google_group: matches!(origin, Origin::Directory(ManagedBy::Google)),
        }
    }
}

/// One result of `POST /api/target-groups/search`, and of `POST /api/target-users/{id}/groups`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct GroupRow {
    resource_id: String,
    name: String,
    company_name: String,
    user_count: u32,
    user_count_with_phone_number: u32,
    priority: String,
    create_time: String,
    update_time: Option<String>,
    scim_setting_name: Option<String>,
    ldap_config_name: Option<String>,
    is_selected: bool,
    #[serde(flatten)]
    kind: Kind,
    /// Not in the description of this search, but of the one over all companies.
    is_created_by_system: bool,
}

impl GroupRow {
    /// One group of a company.
    pub(in crate::demo) fn new(seen: GroupView) -> Self {
        let (scim, ldap) = match &seen.group.origin {
            Origin::Directory(ManagedBy::Scim(name)) => (Some(name.clone()), None),
            Origin::Directory(ManagedBy::Ldap(name)) => (None, Some(name.clone())),
            Origin::Directory(ManagedBy::Google) | Origin::Console | Origin::System => (None, None),
        };
        Self {
            resource_id: seen.group.id,
            name: seen.group.name,
            company_name: seen.company,
            user_count: seen.users,
            user_count_with_phone_number: seen.with_phone,
            priority: seen.group.priority,
            create_time: seen.group.created.as_str().to_owned(),
            update_time: None,
            scim_setting_name: scim,
            ldap_config_name: ldap,
            is_selected: false,
            kind: Kind::of(&seen.group.origin),
            is_created_by_system: seen.group.origin == Origin::System,
        }
    }
}
