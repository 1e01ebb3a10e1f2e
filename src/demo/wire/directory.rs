//! The directories of a company as they are answered.

use serde::Serialize;

use crate::demo::directory::Directory;
use crate::demo::id::id_of;

/// One result of `POST /api/scim/search`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct ScimSetting {
    resource_id: String,
    name: String,
    group_name: Option<String>,
    group_by_custom_field_name: Option<String>,
    create_time: String,
}

impl ScimSetting {
    /// One setting.
    pub(in crate::demo) fn new(directory: &Directory) -> Self {
        Self {
            resource_id: directory.id.clone(),
            name: directory.name.clone(),
            group_name: None,
            group_by_custom_field_name: None,
            create_time: directory.created.clone(),
        }
    }
}

/// One result of `POST /api/ldap-schedule/search`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct LdapSchedule {
    resource_id: String,
    name: String,
    next_run_time: String,
    status: &'static str,
    count: u32,
    last_run_time: String,
    create_time: String,
    error_message: Option<String>,
}

impl LdapSchedule {
    /// One schedule of a company with so many users.
    pub(in crate::demo) fn new(directory: &Directory, count: u32) -> Self {
        Self {
            resource_id: directory.id.clone(),
            name: directory.name.clone(),
            next_run_time: "0001-01-01T00:00:00".to_owned(),
            status: "Success",
            count,
            last_run_time: directory.created.clone(),
            create_time: directory.created.clone(),
            error_message: None,
        }
    }
}

/// `data` of `GET /api/google-user-provisioning`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct GoogleProvisioning {
    #[serde(rename = "googleOAuthResourceId")]
    oauth: Option<String>,
    provisioning_config: Option<Config>,
    enable_provisioning: bool,
    provisioning_resource_id: Option<String>,
    groups_of_org_unit: Option<Vec<String>>,
    is_syncing: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    source: &'static str,
    selected: [&'static str; 1],
    sync: Sync,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sync {
    method: &'static str,
    details: Vec<String>,
}

impl GoogleProvisioning {
    /// That of the company with this ID, if it is set up.
    pub(in crate::demo) fn new(company: &str, set_up: bool) -> Self {
        let id = |of: &str| set_up.then(|| id_of(&format!("{of} of {company}")));
        let sync = Sync { method: "Automatic", details: Vec::new() };
        let config = Config { source: "OrgUnit", selected: ["/"], sync };
        Self {
            oauth: id("log-in"),
            provisioning_config: set_up.then_some(config),
            enable_provisioning: set_up,
            provisioning_resource_id: id("provisioning"),
            groups_of_org_unit: set_up.then(Vec::new),
            is_syncing: false,
        }
    }
}
