//! `POST /api/target-users`.

use serde_json::{Value, json};

use super::id;
use crate::api::error::Error;
use crate::domain::ids::UserId;
use crate::domain::target_user::NewTargetUser;

/// The request body. Nothing is left out, so that the service's defaults never decide.
pub(in crate::api) fn create(user: &NewTargetUser) -> Value {
    let groups: Vec<_> = user.groups.iter().map(crate::domain::ids::GroupId::as_str).collect();
    json!({
        "email": user.email,
        "phoneNumber": user.phone,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "department": user.department,
        "priority": user.priority.wire(),
        "isActive": user.active,
        "targetGroupResourceIds": if groups.is_empty() { Value::Null } else { json!(groups) },
        "timeZoneId": user.time_zone.as_ref().map(crate::domain::ids::TimeZoneId::as_str),
        "preferredLanguageId": user.language.as_ref().map(crate::domain::ids::LanguageId::as_str),
        "managerFirstName": user.manager_first_name,
        "managerLastName": user.manager_last_name,
        "managerEmail": user.manager_email,
    })
}

/// The new user's ID.
pub(in crate::api) fn created(data: &Value) -> Result<UserId, Error> {
    id(data, "resourceId").map(UserId::new).ok_or(Error::Incomplete)
}
