//! System users: created, found, changed.

use serde_json::{Value, json};

use super::envelope::Success;
use super::{boolean, id, items, member, own_id, paged, text, user, words};
use crate::api::error::Error;
use crate::domain::list::page::Page;
use crate::domain::service::ids::{RoleId, UserId};
use crate::domain::time::moment::parse_moment;
use crate::domain::user::existing::same_email;
use crate::domain::user::system_user::{NewSystemUser, SystemUser, SystemUserQuery, SystemUserUpdate};

/// The only documented `statusId`: active.
const ACTIVE: u8 = 1;
/// Roles read of a user that has a list of them.
const ROLES_MAX: usize = 50;

/// The columns that a text search covers.
const SEARCHED: [&str; 3] = ["FirstName", "LastName", "Email"];
/// Users read for one address, which is unique in the whole service.
const FOUND_MAX: u32 = 50;

/// The body of a create. The company is only in the header, as with every other call.
pub(in crate::api) fn create(user: &NewSystemUser) -> Value {
    let roles: Vec<_> = user.roles.iter().map(RoleId::as_str).collect();
    json!({
        "email": user.email,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "phoneNumber": user.phone,
        "statusId": ACTIVE,
        "roleResourceIdList": if roles.is_empty() { Value::Null } else { json!(roles) },
    })
}

/// The body of `PUT /api/system-users/{id}`.
pub(in crate::api) fn update(user: &SystemUserUpdate) -> Value {
    let mut body = json!({
        "email": user.email,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "phoneNumber": user.phone,
    });
    if let Some(status) = user.status {
        body["statusId"] = json!(status);
    }
    if let Some(roles) = &user.roles {
        body["roleResourceIdList"] = json!(roles.iter().map(RoleId::as_str).collect::<Vec<_>>());
    }
    body
}

/// The body of `POST /api/system-users/search`.
pub(in crate::api) fn search(query: &SystemUserQuery) -> Value {
    let item = |column: &&str| json!({ "fieldName": column, "operator": "Contains", "value": query.search });
    let items: Vec<_> = SEARCHED.iter().map(item).collect();
    let mut groups = vec![json!({ "condition": "AND", "filterItems": [] })];
    // An empty OR could be read as "none".
    if !query.search.is_empty() {
        groups.push(json!({ "condition": "OR", "filterItems": items }));
    }
    filtered(&json!(groups), query.page, query.size)
}

/// The body of a search for an address.
pub(in crate::api) fn search_email(email: &str) -> Value {
    let item = json!({ "fieldName": "Email", "operator": "=", "value": email });
    filtered(&json!([{ "condition": "AND", "filterItems": [item] }]), 1, FOUND_MAX)
}

fn filtered(groups: &Value, page: u32, size: u32) -> Value {
    json!({
        "pageNumber": page,
        "pageSize": size,
        "orderBy": "CreateTime",
        "ascending": false,
        "filter": { "condition": "AND", "searchInputTextValue": "", "filterGroups": groups },
    })
}

/// One page of system users.
pub(in crate::api) fn page(data: &Value, query: &SystemUserQuery) -> Result<Page<SystemUser>, Error> {
    paged::page(data, query.page, query.size, read)
}

/// The user with exactly this address. If nobody has it, a user may be created, so an answer that cannot be read, or is
/// incomplete, is an error and not nobody.
pub(in crate::api) fn found(data: &Value, email: &str) -> Result<Option<SystemUser>, Error> {
    if data.is_null() {
        return Err(Error::Lacking(None));
    }
    user::fits(data, items(member(data, "results")), email)?;
    let page = paged::page(data, 1, FOUND_MAX, read)?;
    let left = page.total > u64::try_from(page.items.len()).unwrap_or(u64::MAX);
    match page.items.into_iter().find(|user| same_email(&user.email, email)) {
        Some(user) => Ok(Some(user)),
        None if left => Err(Error::Lacking(Some(page.total))),
        // Somebody without an ID has it.
        None if items(member(data, "results"))
            .iter()
            .any(|i| text(i, "email").is_some_and(|e| same_email(&e, email))) =>
        {
            Err(Error::Garbled(200))
        }
        None => Ok(None),
    }
}

/// An update sends it back, so one that is not read exactly is not read at all.
fn status(item: &Value) -> Option<u64> {
    match member(item, "statusId")? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn read(item: &Value) -> Option<SystemUser> {
    Some(SystemUser {
        id: UserId::new(own_id(item, "resourceId")?),
        email: text(item, "email").unwrap_or_default(),
        first_name: text(item, "firstName"),
        last_name: text(item, "lastName"),
        phone: text(item, "phoneNumber"),
        roles: text(item, "roles")
            .or_else(|| Some(words(item, "roles", ROLES_MAX).join(", ")).filter(|r| !r.is_empty())),
        status: status(item),
        status_name: text(item, "statusName"),
        created: member(item, "createTime").and_then(Value::as_str).and_then(parse_moment),
        editable: boolean(item, "isEditable").unwrap_or(true),
    })
}

/// A mail was sent if the service says so and names the user, or has a message about it.
pub(in crate::api) fn sent(answer: &Success) -> Result<(), Error> {
    let said = &answer.status;
    let done = said.status == "SUCCESS" && (id(&answer.data, "resourceId").is_some() || !said.message.is_empty());
    if done { Ok(()) } else { Err(Error::Incomplete) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::wire::envelope;
    use rstest::rstest;

    #[test]
    fn users_are_read_leniently() {
        let data = json!({"Results": [
            {"ResourceId": "s1", "Email": "ann@b.example", "firstName": "A\u{1b}[2Jnn", "lastName": null, "roles": ["Admin", "Help\u{202e} Desk"],
                "statusId": "1", "statusName": "Active", "createTime": "2026-03-04T05:06:07", "isEditable": "false"},
            {"resourceId": "s2", "roles": "Admin, Viewer"}, {"resourceId": null, "email": "x@b.example"}, null,
        ], "totalNumberOfRecords": 4});
        let page = page(&data, &SystemUserQuery::default()).expect("a page");
        let [ann, other] = &page.items[..] else { panic!("{page:?}") };
        assert_eq!((ann.name().as_str(), ann.roles.as_deref(), ann.status), ("Ann", Some("Admin, Help Desk"), Some(1)));
        assert_eq!((ann.editable, ann.created.is_some()), (false, true));
        assert_eq!((other.roles.as_deref(), other.status, other.editable), (Some("Admin, Viewer"), None, true));
    }

    #[rstest]
    #[case(json!({"results": [{"resourceId": "s1", "email": "JANE@b.example"}], "totalNumberOfRecords": 1}), Some("s1"))]
    #[case(json!({"results": [{"resourceId": "s2", "email": "mary.jane@b.example"}], "totalNumberOfRecords": 1}), None)]
    #[case(json!({"results": null, "totalNumberOfRecords": 0}), None)]
    #[case(json!({"Results": []}), None)]
    fn look_up_matches_the_exact_address(#[case] data: Value, #[case] expected: Option<&str>) {
        let found = found(&data, "jane@b.example").expect("an answer");
        assert_eq!(found.as_ref().map(|user| user.id.as_str()), expected);
    }

    /// None of these says that nobody is there.
    #[rstest]
    #[case(Value::Null)]
    #[case(json!({"results": null}))]
    #[case(json!({"results": [], "totalNumberOfRecords": 2}))]
    #[case(json!({"results": [{"resourceId": "s2", "email": "x@b.example"}], "totalNumberOfRecords": 1}))]
    #[case(json!({"results": [{"resourceId": "s2", "email": "mary.jane@b.example"}], "totalNumberOfRecords": 99}))]
    #[case(json!({"results": [{"resourceId": null, "email": "jane@b.example"}], "totalNumberOfRecords": 1}))]
    #[case(json!({"results": [{"resourceId": null, "email": "jane@b.example"}, {"resourceId": "s2", "email": "mary.jane@b.example"}], "totalNumberOfRecords": 1}))]
    #[case(json!({"message": "hello"}))]
    fn unreadable_look_up_is_not_nobody(#[case] data: Value) {
        assert!(found(&data, "jane@b.example").is_err(), "{data}");
    }

    #[rstest]
    #[case(json!({"data": {"resourceId": "s1"}, "status": "SUCCESS"}), true)]
    #[case(json!({"data": null, "status": "SUCCESS", "message": "Sent."}), true)]
    #[case(json!({"data": {"resourceId": "s1"}}), false)]
    #[case(json!({"data": null, "status": "SUCCESS"}), false)]
    #[case(json!({"data": null, "message": "please log in"}), false)]
    fn sent_only_if_the_answer_says_so(#[case] answer: Value, #[case] done: bool) {
        let answer = envelope::open(answer, 200).expect("an envelope");
        assert_eq!(sent(&answer).is_ok(), done);
    }
}
