//! Target users: storage and validation.

use serde_json::Value;

use super::body::{self, Fields, note};
use super::check::{looks_like_email, within};
use super::custom::{self, CustomField};
use super::sync::ManagedBy;

/// A target user as the embedded server stores it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredUser {
    /// 12 letters and digits.
    pub resource_id: String,
    /// `email`
    pub email: String,
    /// `phoneNumber`; empty when none was given.
    pub phone: String,
    /// `firstName`
    pub first_name: Option<String>,
    /// `lastName`
    pub last_name: Option<String>,
    /// `department`
    pub department: Option<String>,
    /// `priority`: `VeryLow` … `VeryHigh`
    pub priority: String,
    /// `isActive`
    pub active: bool,
    /// Deleted, but still stored.
    pub deleted: bool,
    /// `targetGroupResourceIds`
    pub groups: Vec<String>,
    /// `timeZoneId`
    pub time_zone: Option<String>,
    /// `preferredLanguageId`
    pub language: Option<String>,
    /// `managerFirstName`
    pub manager_first_name: Option<String>,
    /// `managerLastName`
    pub manager_last_name: Option<String>,
    /// `managerEmail`
    pub manager_email: Option<String>,
    /// `customFields`: those with a value, as `resourceId`, `value` and `timestampValue`.
    pub custom_fields: Vec<Value>,
    /// When it was created, as the service writes times.
    pub created: String,
    /// When it was last changed or deleted, if it was while the server ran.
    pub updated: Option<String>,
    /// Created through the API; the others are initial users.
    pub requested: bool,
    /// The directory it comes from, if any: it cannot be changed here then.
    pub managed_by: Option<ManagedBy>,
}

/// What a user counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Active,
    Inactive,
    Deleted,
}

impl StoredUser {
    /// What it counts as.
    pub(super) fn state(&self) -> State {
        match (self.deleted, self.active) {
            (true, _) => State::Deleted,
            (false, true) => State::Active,
            (false, false) => State::Inactive,
        }
    }
}

/// From low to high.
pub(super) const PRIORITIES: [&str; 5] = ["VeryLow", "Low", "Medium", "High", "VeryHigh"];
const EMAIL_LIMIT: usize = 320;

/// What differs between a create and an update.
pub(super) struct Rules {
    /// Most characters of names.
    name: usize,
    /// Most characters of the department.
    department: usize,
    /// What `isActive` is if it is left out.
    active: bool,
}

/// The rules of `POST /api/target-users`.
pub(super) const CREATE: Rules = Rules { name: 256, department: 256, active: true };
/// The rules of `PUT /api/target-users/{id}`: shorter, and what is left out is cleared.
pub(super) const UPDATE: Rules = Rules { name: 40, department: 64, active: false };

/// The IDs that a request may name.
pub(super) struct Known<'a> {
    /// A group of the company.
    pub(super) group: &'a dyn Fn(&str) -> bool,
    /// A time zone.
    pub(super) zone: &'a dyn Fn(&str) -> bool,
    /// A language.
    pub(super) language: &'a dyn Fn(&str) -> bool,
    /// The custom fields of the company.
    pub(super) fields: &'a [CustomField],
}

/// Parses a create or an update; its ID and times are still empty.
///
/// # Errors
///
/// One message per invalid field, in the order of the service's description.
pub(super) fn read(body: &Fields, known: &Known<'_>, rules: &Rules) -> Result<StoredUser, Vec<String>> {
    let mut problems = Vec::new();
    let email = note(&mut problems, email(body)).unwrap_or_default();
    let first_name = note(&mut problems, limited(body, "firstName", "First Name", rules.name));
    let last_name = note(&mut problems, limited(body, "lastName", "Last Name", rules.name));
    let department = note(&mut problems, limited(body, "department", "Department", rules.department));
    let priority = note(&mut problems, priority(body)).unwrap_or_default();
    let active = note(&mut problems, body.flag("isActive"));
    let custom_fields = custom::read(body, known.fields).unwrap_or_else(|broken| {
        problems.extend(broken);
        Vec::new()
    });
    let phone = note(&mut problems, phone(body)).unwrap_or_default();
    let groups = note(&mut problems, groups(body, known.group)).unwrap_or_default();
    let time_zone = note(&mut problems, named(body, "timeZoneId", known.zone));
    let language = note(&mut problems, named(body, "preferredLanguageId", known.language));
    let manager_first_name = note(&mut problems, limited(body, "managerFirstName", "Manager First Name", rules.name));
    let manager_last_name = note(&mut problems, limited(body, "managerLastName", "Manager Last Name", rules.name));
    let manager_email = note(&mut problems, manager_email(body));
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(StoredUser {
        resource_id: String::new(),
        email,
        phone,
        first_name: first_name.flatten(),
        last_name: last_name.flatten(),
        department: department.flatten(),
        priority,
        active: active.flatten().unwrap_or(rules.active),
        deleted: false,
        groups,
        time_zone: time_zone.flatten(),
        language: language.flatten(),
        manager_first_name: manager_first_name.flatten(),
        manager_last_name: manager_last_name.flatten(),
        manager_email: manager_email.flatten(),
        custom_fields,
        created: String::new(),
        updated: None,
        requested: true,
        managed_by: None,
    })
}

fn email(body: &Fields) -> Result<String, String> {
    let email = body.text("email")?.filter(|email| !email.trim().is_empty());
    let email = email.ok_or_else(|| body::required("Email"))?;
    within(email, "Email", EMAIL_LIMIT)?;
    if looks_like_email(email) { Ok(email.to_owned()) } else { Err("Email is not a valid e-mail address.".into()) }
}

fn manager_email(body: &Fields) -> Result<Option<String>, String> {
    let Some(email) = body.text("managerEmail")?.filter(|email| !email.is_empty()) else {
        return Ok(None);
    };
    within(email, "Manager Email", EMAIL_LIMIT)?;
    if looks_like_email(email) {
        Ok(Some(email.to_owned()))
    } else {
        Err("Manager Email is not a valid e-mail address.".into())
    }
}

fn phone(body: &Fields) -> Result<String, String> {
    let phone = body.text("phoneNumber")?.ok_or("'Phone Number' must not be empty.")?;
    let digits = phone.strip_prefix('+').unwrap_or_default();
    // The description requires at least one character, yet the vendor's console sends none.
    let international = (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if phone.is_empty() || international {
        Ok(phone.to_owned())
    } else {
        Err("'Phone Number' is not in the correct format.".into())
    }
}

fn priority(body: &Fields) -> Result<String, String> {
    match body.get("priority") {
        None if !body.has("priority") => Ok("Medium".into()),
        Some(Value::String(name)) if PRIORITIES.contains(&name.as_str()) => Ok(name.clone()),
        Some(Value::String(name)) => Err(format!("Priority '{name}' is not valid.")),
        other => Err(format!("Priority '{}' is not valid.", other.unwrap_or(&Value::Null))),
    }
}

fn groups(body: &Fields, known: &dyn Fn(&str) -> bool) -> Result<Vec<String>, String> {
    let list = body.list("targetGroupResourceIds")?;
    let ids: Option<Vec<String>> = list.iter().map(|id| id.as_str().map(str::to_owned)).collect();
    let ids = ids.ok_or_else(|| body::mismatch("targetGroupResourceIds", "System.String"))?;
    match ids.iter().find(|id| !known(id)) {
        Some(id) => Err(format!("TargetGroupResourceIds: the target group '{id}' does not exist.")),
        None => Ok(ids),
    }
}

/// An ID that must exist; an empty one counts as absent.
fn named(body: &Fields, name: &str, known: &dyn Fn(&str) -> bool) -> Result<Option<String>, String> {
    match body.text(name)?.filter(|id| !id.is_empty()) {
        None => Ok(None),
        Some(id) if known(id) => Ok(Some(id.to_owned())),
        Some(id) => {
            let (initial, rest) = name.split_at(1);
            Err(format!("{}{rest} '{id}' does not exist.", initial.to_uppercase()))
        }
    }
}

fn limited(body: &Fields, name: &str, label: &str, limit: usize) -> Result<Option<String>, String> {
    let text = body.text(name)?;
    text.map_or(Ok(()), |text| within(text, label, limit))?;
    Ok(text.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    fn check(change: &Value) -> Result<StoredUser, Vec<String>> {
        check_by(&CREATE, change)
    }

    fn check_by(rules: &Rules, change: &Value) -> Result<StoredUser, Vec<String>> {
        let mut body = json!({"email": "a@b.example", "phoneNumber": "+4915112345678"});
        for (name, value) in change.as_object().expect("object") {
            body[name] = value.clone();
        }
        let fields = Fields::new(body).expect("object");
        read(
            &fields,
            &Known { group: &|id| id == "g1", zone: &|id| id == "UTC", language: &|id| id == "l1", fields: &[] },
            rules,
        )
    }

    #[test]
    fn defaults_are_medium_and_active() {
        let user = check(&json!({"unheard": 1, "timeZoneId": "", "PRIORITY": "High"})).expect("fine");
        assert_eq!((user.priority.as_str(), user.active, user.time_zone), ("High", true, None));
        assert_eq!(check(&json!({})).expect("fine").priority, "Medium");
    }

    #[rstest]
    #[case(json!({"email": null}), "The Email field is required.")]
    #[case(json!({"email": ""}), "The Email field is required.")]
    #[case(json!({"email": "x"}), "Email is not a valid e-mail address.")]
    #[case(json!({"email": "a@@b.c"}), "Email is not a valid e-mail address.")]
    #[case(json!({"email": "a b@c.d"}), "Email is not a valid e-mail address.")]
    #[case(json!({"email": "a@localhost"}), "Email is not a valid e-mail address.")]
    #[case(json!({"email": format!("{}@b.example", "a".repeat(311))}),
        "The length of 'Email' must be 320 characters or fewer. You entered 321 characters.")]
    #[case(json!({"phoneNumber": null}), "'Phone Number' must not be empty.")]
    #[case(json!({"phoneNumber": "+49 151"}), "'Phone Number' is not in the correct format.")]
    #[case(json!({"phoneNumber": "015112345678"}), "'Phone Number' is not in the correct format.")]
    #[case(json!({"phoneNumber": "+1234567890123456"}), "'Phone Number' is not in the correct format.")]
    #[case(json!({"firstName": "ä".repeat(300)}),
        "The length of 'First Name' must be 256 characters or fewer. You entered 300 characters.")]
    #[case(json!({"lastName": 7}), "The JSON value could not be converted to System.String. Path: $.lastName.")]
    #[case(json!({"priority": "Urgent"}), "Priority 'Urgent' is not valid.")]
    #[case(json!({"priority": null}), "Priority 'null' is not valid.")]
    #[case(json!({"isActive": null}), "The JSON value could not be converted to System.Boolean. Path: $.isActive.")]
    #[case(json!({"targetGroupResourceIds": ["g1", "g9"]}),
        "TargetGroupResourceIds: the target group 'g9' does not exist.")]
    #[case(json!({"timeZoneId": "Mars"}), "TimeZoneId 'Mars' does not exist.")]
    #[case(json!({"preferredLanguageId": "en"}), "PreferredLanguageId 'en' does not exist.")]
    #[case(json!({"managerEmail": "boss"}), "Manager Email is not a valid e-mail address.")]
    fn a_broken_field_has_one_message(#[case] change: Value, #[case] message: &str) {
        assert_eq!(check(&change).expect_err("refused"), [message]);
    }

    #[rstest]
    #[case(json!({"phoneNumber": ""}))]
    #[case(json!({"firstName": "ä".repeat(256), "lastName": null}))]
    #[case(json!({"managerFirstName": "Only"}))]
    #[case(json!({"targetGroupResourceIds": ["g1"], "preferredLanguageId": "l1", "timeZoneId": "UTC"}))]
    #[case(json!({"customFields": []}))]
    fn accepted(#[case] change: Value) {
        assert!(check(&change).is_ok());
    }

    #[rstest]
    #[case("firstName", 40, "First Name")]
    #[case("lastName", 40, "Last Name")]
    #[case("department", 64, "Department")]
    #[case("managerFirstName", 40, "Manager First Name")]
    #[case("managerLastName", 40, "Manager Last Name")]
    fn an_update_has_shorter_limits(#[case] field: &str, #[case] limit: usize, #[case] label: &str) {
        let (longest, longer) = (json!({field: "ä".repeat(limit)}), json!({field: "ä".repeat(limit + 1)}));
        assert!(check_by(&UPDATE, &longest).is_ok() && check(&longer).is_ok());
        let given = limit + 1;
        let message =
            format!("The length of '{label}' must be {limit} characters or fewer. You entered {given} characters.");
        assert_eq!(check_by(&UPDATE, &longer).expect_err("refused"), [message]);
    }

    #[test]
    fn what_an_update_leaves_out_is_cleared() {
        let user = check_by(&UPDATE, &json!({})).expect("fine");
        assert_eq!((user.priority.as_str(), user.active, user.first_name), ("Medium", false, None));
    }

    #[test]
    fn every_broken_field_is_told() {
        let problems = check(&json!({"email": "", "phoneNumber": "x", "priority": "y"})).expect_err("refused");
        assert_eq!(problems.len(), 3);
    }
}
