//! System users: who may log in to the console of a company, and their roles.

use jiff::Timestamp;

use super::body::{self, Fields, note};
use super::check::{looks_like_email, within};

/// A role of system users.
#[derive(Debug, Clone)]
pub(super) struct Role {
    pub(super) id: String,
    pub(super) name: String,
}

/// A system user as the embedded server stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSystemUser {
    /// 12 letters and digits.
    pub resource_id: String,
    /// `email`
    pub email: String,
    /// `firstName`
    pub first_name: String,
    /// `lastName`
    pub last_name: String,
    /// `phoneNumber`
    pub phone: String,
    /// `statusId`; 1 is active and the default.
    pub status: i32,
    /// `roleResourceIdList`
    pub roles: Vec<String>,
    /// When it was created, as the service writes times.
    pub created: String,
    /// Deleted, and found by nobody any more.
    pub deleted: bool,
    /// Created through the API; the others are initial users.
    pub requested: bool,
}

/// A system user that has changed while the server runs, and which version of it searches find.
#[derive(Debug, Clone)]
pub(super) struct TrackedSystemUser {
    /// Each with the time from which searches find it, `None` is never; oldest first.
    versions: Vec<(StoredSystemUser, Option<Timestamp>)>,
}

impl TrackedSystemUser {
    /// A user that searches find from this time.
    pub(super) fn new(user: StoredSystemUser, found_from: Option<Timestamp>) -> Self {
        Self { versions: vec![(user, found_from)] }
    }

    /// Its newest version.
    pub(super) fn current(&self) -> Option<&StoredSystemUser> {
        self.versions.last().map(|(user, _)| user)
    }

    /// What searches find at this time.
    pub(super) fn indexed(&self, now: Timestamp) -> Option<&StoredSystemUser> {
        let found = |(_, from): &&(StoredSystemUser, Option<Timestamp>)| from.is_some_and(|from| from <= now);
        self.versions.iter().rev().find(found).map(|(user, _)| user)
    }

    /// Replaces it.
    pub(super) fn replace(&mut self, user: StoredSystemUser, found_from: Option<Timestamp>) {
        self.versions.push((user, found_from));
    }

    /// Deletes it, which searches find at once.
    pub(super) fn delete(&mut self) {
        for (user, _) in &mut self.versions {
            user.deleted = true;
        }
    }
}

const EMAIL_LIMIT: usize = 320;
const NAME_LIMIT: usize = 40;
const PHONE_LIMIT: usize = 20;

/// Parses a create or an update; its ID and time are still empty. `known` tells whether a role ID exists.
///
/// # Errors
///
/// One message per invalid field, in the order of the service's description.
pub(super) fn read(body: &Fields, known: impl Fn(&str) -> bool) -> Result<StoredSystemUser, Vec<String>> {
    let mut problems = Vec::new();
    let first_name = note(&mut problems, text(body, "firstName", "FirstName", "First Name", NAME_LIMIT));
    let last_name = note(&mut problems, text(body, "lastName", "LastName", "Last Name", NAME_LIMIT));
    let email = note(&mut problems, email(body));
    let phone = note(&mut problems, text(body, "phoneNumber", "PhoneNumber", "Phone Number", PHONE_LIMIT));
    let status = note(&mut problems, body.number("statusId"));
    let roles = note(&mut problems, roles(body, known));
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(StoredSystemUser {
        resource_id: String::new(),
        email: email.unwrap_or_default(),
        first_name: first_name.unwrap_or_default(),
        last_name: last_name.unwrap_or_default(),
        phone: phone.unwrap_or_default(),
        status: status.flatten().unwrap_or(1),
        roles: roles.unwrap_or_default(),
        created: String::new(),
        deleted: false,
        requested: true,
    })
}

fn text(body: &Fields, name: &str, field: &str, label: &str, limit: usize) -> Result<String, String> {
    let text = body.text(name)?.filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| body::required(field))?;
    within(text, label, limit)?;
    Ok(text.to_owned())
}

fn email(body: &Fields) -> Result<String, String> {
    let email = text(body, "email", "Email", "Email", EMAIL_LIMIT)?;
    if looks_like_email(&email) { Ok(email) } else { Err("Email is not a valid e-mail address.".into()) }
}

fn roles(body: &Fields, known: impl Fn(&str) -> bool) -> Result<Vec<String>, String> {
    let list = body.list("roleResourceIdList")?;
    let ids: Option<Vec<String>> = list.iter().map(|id| id.as_str().map(str::to_owned)).collect();
    let ids = ids.ok_or_else(|| body::mismatch("roleResourceIdList", "System.String"))?;
    match ids.iter().find(|id| !known(id)) {
        Some(id) => Err(format!("RoleResourceIdList: the role '{id}' does not exist.")),
        None => Ok(ids),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::{Value, json};

    fn check(change: &Value) -> Result<StoredSystemUser, Vec<String>> {
        let mut body = json!({"email": "a@b.example", "firstName": "Ann", "lastName": "Lee", "phoneNumber": "1"});
        for (name, value) in change.as_object().expect("object") {
            body[name] = value.clone();
        }
        read(&Fields::new(body).expect("object"), |id| id == "r1")
    }

    #[test]
    fn active_is_the_default() {
        let user = check(&json!({})).expect("fine");
        assert_eq!((user.status, user.roles.len()), (1, 0));
        let user = check(&json!({"statusId": 2, "roleResourceIdList": ["r1"], "firstName": "ä".repeat(40)}));
        assert_eq!(user.map(|user| (user.status, user.roles)), Ok((2, vec!["r1".to_owned()])));
    }

    #[rstest]
    #[case(json!({"email": null}), "The Email field is required.")]
    #[case(json!({"email": "a"}), "Email is not a valid e-mail address.")]
    #[case(json!({"email": format!("{}@b.example", "a".repeat(311))}),
        "The length of 'Email' must be 320 characters or fewer. You entered 321 characters.")]
    #[case(json!({"firstName": ""}), "The FirstName field is required.")]
    #[case(json!({"lastName": "x".repeat(41)}),
        "The length of 'Last Name' must be 40 characters or fewer. You entered 41 characters.")]
    #[case(json!({"phoneNumber": null}), "The PhoneNumber field is required.")]
    #[case(json!({"phoneNumber": "1".repeat(21)}),
        "The length of 'Phone Number' must be 20 characters or fewer. You entered 21 characters.")]
    #[case(json!({"statusId": "1"}), "The JSON value could not be converted to System.Int32. Path: $.statusId.")]
    #[case(json!({"roleResourceIdList": ["r9"]}), "RoleResourceIdList: the role 'r9' does not exist.")]
    #[case(json!({"roleResourceIdList": [1]}),
        "The JSON value could not be converted to System.String. Path: $.roleResourceIdList.")]
    fn a_broken_field_has_one_message(#[case] change: Value, #[case] message: &str) {
        assert_eq!(check(&change), Err(vec![message.to_owned()]));
    }
}
