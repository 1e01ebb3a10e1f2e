//! Creating and deleting target users.

use serde_json::{Value, json};

use super::envelope::Success;
use super::{custom_field, id};
use crate::api::error::Error;
use crate::domain::service::ids::UserId;
use crate::domain::user::target_user::NewTargetUser;

/// The request body. Every field is present, so that the service's defaults never apply.
pub(in crate::api) fn create(user: &NewTargetUser) -> Value {
    let groups: Vec<_> = user.groups.iter().map(crate::domain::service::ids::GroupId::as_str).collect();
    json!({
        "email": user.email,
        "phoneNumber": user.phone,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "department": user.department,
        "priority": user.priority.wire(),
        "isActive": user.active,
        "targetGroupResourceIds": if groups.is_empty() { Value::Null } else { json!(groups) },
        "timeZoneId": user.time_zone.as_ref().map(crate::domain::service::ids::TimeZoneId::as_str),
        "preferredLanguageId": user.language.as_ref().map(crate::domain::service::ids::LanguageId::as_str),
        "managerFirstName": user.manager_first_name,
        "managerLastName": user.manager_last_name,
        "managerEmail": user.manager_email,
        "customFields": custom_field::values(&user.custom_fields),
    })
}

/// The ID of the new user, target or system user.
pub(in crate::api) fn created(data: &Value) -> Result<UserId, Error> {
    id(data, "resourceId").map(UserId::new).ok_or(Error::Incomplete)
}

/// A change or a delete has succeeded if the service names whom it was about: by the ID or by a message about it, which
/// is what the vendor's console checks.
pub(in crate::api) fn confirmed(answer: &Success, user: &UserId) -> Result<(), Error> {
    let said = &answer.status;
    let done = match id(&answer.data, "resourceId") {
        Some(told) => told == user.as_str(),
        None => said.status == "SUCCESS" && !said.message.is_empty(),
    };
    if done { Ok(()) } else { Err(Error::Incomplete) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::wire::envelope;
    use rstest::rstest;

    #[rstest]
    #[case(json!({"data": {"resourceId": "u1"}, "status": "SUCCESS", "message": "Deleted."}), true)]
    #[case(json!({"Data": {"ResourceId": "u1"}, "Status": "Success"}), true)]
    #[case(json!({"data": null, "status": "SUCCESS", "message": "Deleted."}), true)]
    #[case(json!({"status": "SUCCESS", "message": "Deleted."}), true)]
    #[case(json!({"data": {"resourceId": "u2"}, "status": "SUCCESS", "message": "Deleted."}), false)]
    #[case(json!({"data": {"resourceId": null}, "status": "SUCCESS", "message": null}), false)]
    #[case(json!({"data": null, "status": "SUCCESS", "message": "\u{1b}"}), false)]
    #[case(json!({"data": [], "message": "please log in"}), false)]
    fn change_succeeds_if_the_answer_names_the_user(#[case] answer: Value, #[case] done: bool) {
        let answer = envelope::open(answer, 200).expect("an envelope");
        assert_eq!(confirmed(&answer, &UserId::new("u1")).is_ok(), done);
    }
}
