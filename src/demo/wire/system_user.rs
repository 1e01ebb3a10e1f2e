//! System users as their search answers them.

use serde::Serialize;

use crate::demo::system_user_search::SystemUserView;

/// One result of `POST /api/system-users/search`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct SystemUserItem {
    resource_id: String,
    first_name: String,
    last_name: String,
    company_name: String,
    company_resource_id: String,
    roles: String,
    phone_number: String,
    status_id: i32,
    status_name: &'static str,
    create_time: String,
    email: String,
    is_editable: bool,
}

impl SystemUserItem {
    /// One system user.
    pub(in crate::demo) fn new(seen: &SystemUserView) -> Self {
        let SystemUserView { user, roles, company: (id, name), editable } = seen;
        Self {
            resource_id: user.resource_id.clone(),
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            company_name: name.clone(),
            company_resource_id: id.clone(),
            roles: roles.clone(),
            phone_number: user.phone.clone(),
            status_id: user.status,
            status_name: seen.status(),
            create_time: user.created.clone(),
            email: user.email.clone(),
            is_editable: *editable,
        }
    }
}
