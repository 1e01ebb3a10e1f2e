//! A company's users: the search, the look-up of an email, their items.

use serde_json::{Value, json};

use super::{boolean, items, member, number, own_id, paged, text};
use crate::api::error::Error;
use crate::domain::list::page::Page;
use crate::domain::list::user_query::{UserOrder, UserQuery};
use crate::domain::service::ids::UserId;
use crate::domain::time::moment::parse_moment;
use crate::domain::user::email;
use crate::domain::user::existing::{ManagedBy, TargetUser, UserStatus, same_email};

/// Page size of an email look-up: nobody has that many users with one address.
const FOUND_MAX: usize = 50;
/// The columns that a text search covers.
const SEARCHED: [UserOrder; 5] =
    [UserOrder::Email, UserOrder::FirstName, UserOrder::LastName, UserOrder::Department, UserOrder::PhoneNumber];

/// The body of `POST /api/target-users/search`. Its description is closed and camelCase.
pub(in crate::api) fn search(query: &UserQuery) -> Value {
    let item = |column: UserOrder, operator: &str, value: &str| json!({ "fieldName": column.wire(), "operator": operator, "value": value });
    let mut filter = json!({ "condition": "AND", "searchInputTextValue": "" });
    if query.email.is_some() || !query.search.is_empty() || !query.contains.is_empty() {
        let writings = query.email.as_deref().map(email::spellings).unwrap_or_default();
        let exact: Vec<_> = writings.iter().map(|email| item(UserOrder::Email, "=", email)).collect();
        // A domain with two spellings is searched in both.
        let (mut all, any) = if exact.len() > 1 { (Vec::new(), exact) } else { (exact, Vec::new()) };
        all.extend(query.contains.iter().map(|(column, text)| item(*column, "Contains", text)));
        let mut groups = vec![json!({ "condition": "AND", "filterItems": all })];
        if !any.is_empty() {
            groups.push(json!({ "condition": "OR", "filterItems": any }));
        }
        // An empty OR could be read as "none".
        if !query.search.is_empty() {
            let texts: Vec<_> = SEARCHED.iter().map(|column| item(*column, "Contains", &query.search)).collect();
            groups.push(json!({ "condition": "OR", "filterItems": texts }));
        }
        filter["filterGroups"] = json!(groups);
    }
    json!({
        "pageNumber": query.page,
        "pageSize": query.size,
        "orderBy": query.order.wire(),
        "ascending": query.ascending,
        "filter": filter,
        // Newer versions are not documented; this is the default.
        "newVersion": false,
    })
}

/// One page of the answer. A user without an ID is kept as a row; only in a look-up by address it is an error, because
/// users are told apart by ID there.
pub(in crate::api) fn page(data: &Value, query: &UserQuery) -> Result<Page<TargetUser>, Error> {
    if let Some(email) = &query.email {
        if data.is_null() {
            return Err(Error::Lacking(None));
        }
        fits(data, items(member(data, "results")), email)?;
    }
    let page = paged::page(data, query.page, query.size, row)?;
    let sought = |user: &TargetUser| query.email.as_ref().is_some_and(|email| same_email(&user.email, email));
    if page.items.iter().any(|user| user.id.is_missing() && sought(user)) {
        return Err(Error::Lacking(Some(page.total)));
    }
    Ok(page)
}

/// The body of `POST /api/target-users/search-email`.
pub(in crate::api) fn search_email(email: &str) -> Value {
    json!({
        "email": email,
        "pageNumber": 1,
        "pageSize": FOUND_MAX,
        "orderBy": UserOrder::CreateTime.wire(),
        "ascending": false,
    })
}

/// The users with exactly this address, whatever else the service found. If nobody has it, the user may be created, so
/// an answer that cannot be read, or is incomplete, is an error and not an empty list.
pub(in crate::api) fn found(data: &Value, email: &str) -> Result<Vec<TargetUser>, Error> {
    let results = match data {
        Value::Array(_) => Some(data),
        Value::Object(map) if map.keys().any(|k| k.eq_ignore_ascii_case("results")) => member(data, "results"),
        Value::Null => return Err(Error::Lacking(None)),
        _ => return Err(Error::Garbled(200)),
    };
    if results.is_some_and(|r| !r.is_array()) {
        return Err(Error::Garbled(200));
    }
    let results = items(results);
    fits(data, results, email)?;
    let same = |item: &&Value| text(*item, "email").is_some_and(|e| same_email(&e, email));
    let users: Option<Vec<_>> = results.iter().filter(same).take(FOUND_MAX).map(user).collect();
    let users = users.ok_or(Error::Garbled(200))?;
    let all = number(data, "totalNumberOfRecords").unwrap_or(0);
    if users.is_empty() && u64::try_from(results.len()).is_ok_and(|here| all > here) {
        return Err(Error::Lacking(Some(all)));
    }
    Ok(users)
}

/// An answer for one address has an empty list or a total of 0 if nobody has it; otherwise the users in it have the
/// address, or one that contains it. Anything else is not an answer to the request.
pub(super) fn fits(data: &Value, results: &[Value], email: &str) -> Result<(), Error> {
    let said_so =
        member(data, "results").is_some() || data.is_array() || number(data, "totalNumberOfRecords") == Some(0);
    let asked = email::key(email);
    let about_it = |item: &Value| {
        let found = email::key(&text(item, "email").unwrap_or_default());
        found == asked || found.contains(&asked) && email::check(&found).is_ok()
    };
    match results {
        [] if said_so => Ok(()),
        [] => Err(Error::Lacking(number(data, "totalNumberOfRecords"))),
        _ if results.iter().any(about_it) => Ok(()),
        _ => Err(Error::Garbled(200)),
    }
}

/// The requested user. An answer without an ID counts as that of the requested user if it has an email.
pub(in crate::api) fn one(data: &Value, asked: &UserId) -> Result<TargetUser, Error> {
    let mut item = data.clone();
    if member(data, "resourceId").is_none()
        && text(data, "email").is_some()
        && let Some(map) = item.as_object_mut()
    {
        map.retain(|name, _| !name.eq_ignore_ascii_case("resourceId"));
        map.insert("resourceId".to_owned(), json!(asked.as_str()));
    }
    user(&item).filter(|user| user.id == *asked).ok_or(Error::Garbled(200))
}

/// A user; `None` without an ID.
fn user(item: &Value) -> Option<TargetUser> {
    row(item).filter(|user| !user.id.is_missing())
}

/// A row: a user with an ID, an address or a name.
fn row(item: &Value) -> Option<TargetUser> {
    let user = TargetUser {
        id: own_id(item, "resourceId").map_or_else(UserId::missing, UserId::new),
        email: text(item, "email").unwrap_or_default(),
        first_name: text(item, "firstName"),
        last_name: text(item, "lastName"),
        department: text(item, "department"),
        phone: text(item, "phoneNumber"),
        priority: text(item, "priority"),
        status: status(item),
        created: member(item, "createTime").and_then(Value::as_str).and_then(parse_moment),
        time_zone: text(item, "timeZone"),
        language: text(item, "preferredLanguage"),
        managed: managed(item),
        roles: None,
    };
    let is_somebody = !user.id.is_missing() || !user.email.is_empty() || !user.name().is_empty();
    is_somebody.then_some(user)
}

/// The directory the user comes from. A deleted user may be reported as not editable, which says nothing about it.
fn managed(item: &Value) -> Option<ManagedBy> {
    let by_scim = || text(item, "scimSettingName").map(ManagedBy::Scim);
    let by_ldap = || text(item, "ldapConfigName").map(ManagedBy::Ldap);
    let closed = || boolean(item, "isEditable") == Some(false) && status(item) != UserStatus::Deleted;
    by_scim().or_else(by_ldap).or_else(|| closed().then_some(ManagedBy::Other))
}

/// The search documents `status` as text without its values; the count summary has active, inactive and deleted, and
/// numeric statuses begin with 1 for active (`statusId` of system users). The look-up by email documents only
/// `isActive`. A deleted user is deleted whatever else is reported.
fn status(item: &Value) -> UserStatus {
    if boolean(item, "isDeleted") == Some(true) {
        return UserStatus::Deleted;
    }
    let active = |yes: bool| if yes { UserStatus::Active } else { UserStatus::Inactive };
    match member(item, "status") {
        Some(Value::Bool(yes)) => active(*yes),
        Some(Value::String(_) | Value::Number(_)) => {
            let word = text(item, "status").unwrap_or_default();
            match word.to_lowercase().replace([' ', '_', '-'], "").as_str() {
                "active" | "1" | "true" => UserStatus::Active,
                "inactive" | "passive" | "notactive" | "false" => UserStatus::Inactive,
                "deleted" => UserStatus::Deleted,
                "" => boolean(item, "isActive").map_or(UserStatus::Other(String::new()), active),
                _ => UserStatus::Other(word),
            }
        }
        _ => boolean(item, "isActive").map_or(UserStatus::Other(String::new()), active),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(json!({"status": "Active"}), UserStatus::Active)]
    #[case(json!({"Status": " ACTIVE "}), UserStatus::Active)]
    #[case(json!({"status": 1}), UserStatus::Active)]
    #[case(json!({"status": "1"}), UserStatus::Active)]
    #[case(json!({"status": true}), UserStatus::Active)]
    #[case(json!({"status": false}), UserStatus::Inactive)]
    #[case(json!({"status": "InActive"}), UserStatus::Inactive)]
    #[case(json!({"status": "Not Active"}), UserStatus::Inactive)]
    #[case(json!({"status": "passive"}), UserStatus::Inactive)]
    #[case(json!({"status": "Deleted", "isActive": true}), UserStatus::Deleted)]
    #[case(json!({"isDeleted": true, "status": "Active"}), UserStatus::Deleted)]
    #[case(json!({"isDeleted": "True"}), UserStatus::Deleted)]
    #[case(json!({"isDeleted": false, "isActive": true}), UserStatus::Active)]
    #[case(json!({"isActive": false}), UserStatus::Inactive)]
    #[case(json!({"status": "", "isActive": "true"}), UserStatus::Active)]
    #[case(json!({"status": null, "isActive": 1}), UserStatus::Active)]
    #[case(json!({"status": "Archi\u{1b}[2Jved"}), UserStatus::Other("Archived".into()))]
    #[case(json!({"status": 7}), UserStatus::Other("7".into()))]
    #[case(json!({"status": {"a": 1}}), UserStatus::Other(String::new()))]
    #[case(json!({}), UserStatus::Other(String::new()))]
    fn the_status_in_every_shape(#[case] item: Value, #[case] expected: UserStatus) {
        assert_eq!(status(&item), expected);
    }

    #[rstest]
    #[case(json!({"scimSettingName": "Entra"}), Some("SCIM (Entra)"))]
    #[case(json!({"ldapConfigName": "dc1", "isEditable": true}), Some("LDAP (dc1)"))]
    #[case(json!({"isEditable": "false", "status": "Active"}), Some("another directory"))]
    #[case(json!({"isEditable": false, "status": "Deleted"}), None)]
    #[case(json!({"isEditable": true, "scimSettingName": null, "ldapConfigName": ""}), None)]
    #[case(json!({}), None)]
    fn user_of_a_directory_is_told(#[case] item: Value, #[case] expected: Option<&str>) {
        assert_eq!(managed(&item).map(|by| by.to_string()).as_deref(), expected);
    }

    #[test]
    fn user_fields_are_read() {
        let item = json!({"ResourceId": "u1", "email": "a@b.example", "firstName": "A\u{202e}da", "lastName": null,
            "department": "  R&D\n", "phoneNumber": 4_915_112, "priority": "VeryHigh", "status": "Active",
            "createTime": "2026-03-04T05:06:07", "customFieldValues": [{"x": [1]}], "isEditable": true});
        let user = user(&item).expect("a user");
        assert_eq!((user.id.as_str(), user.email.as_str(), user.name()), ("u1", "a@b.example", "Ada".into()));
        assert_eq!((user.last_name, user.department.as_deref()), (None, Some("R&D")));
        assert_eq!((user.phone.as_deref(), user.priority.as_deref()), (Some("4915112"), Some("VeryHigh")));
        assert_eq!(user.created.map(|c| c.to_string()).as_deref(), Some("2026-03-04T05:06:07Z"));
    }

    /// Somebody without an ID is counted and shown; what is nobody is left out.
    #[test]
    fn page_has_a_row_for_every_user() {
        let data = json!({"results": [{"resourceId": "a"}, {"resourceId": null, "email": "b@b.example"}, null, 7],
            "totalNumberOfRecords": 9});
        let page = page(&data, &UserQuery { size: 3, ..UserQuery::default() }).expect("a page");
        assert_eq!(
            page.items.iter().map(|u| (u.id.as_str(), u.email.as_str())).collect::<Vec<_>>(),
            [("a", ""), ("", "b@b.example")]
        );
        assert_eq!((page.total, page.over_limit), (9, None));
        let empty = json!({"results": null, "totalNumberOfRecords": 0});
        let empty = super::page(&empty, &UserQuery::default()).expect("an empty page");
        assert_eq!((empty.items.len(), empty.pages, empty.total), (0, 1, 0));
        assert!(super::page(&json!("<html>"), &UserQuery::default()).is_err());
    }

    #[rstest]
    #[case(Value::Null)]
    #[case(json!({"results": null}))]
    #[case(json!({"results": null, "totalNumberOfRecords": 3}))]
    #[case(json!({"results": [{"resourceId": null}], "totalNumberOfRecords": 1}))]
    fn page_without_its_users_is_an_error(#[case] data: Value) {
        assert!(matches!(page(&data, &UserQuery::default()), Err(Error::Lacking(_))));
        let by_address = UserQuery { email: Some("jane@b.example".into()), ..UserQuery::default() };
        assert!(page(&data, &by_address).is_err());
    }

    /// Nobody may be judged by an address alone: neither "nobody has it", nor a user without an ID.
    #[test]
    fn look_up_result_without_id_is_an_error() {
        let data = json!({"results": [{"resourceId": null, "email": "JANE@b.example"}], "totalNumberOfRecords": 1});
        let by_address = UserQuery { email: Some("jane@b.example".into()), ..UserQuery::default() };
        assert!(matches!(page(&data, &by_address), Err(Error::Lacking(Some(1)))));
    }

    fn ids(data: &Value) -> Result<Vec<String>, Error> {
        found(data, "Jane@b.example").map(|users| users.iter().map(|u| u.id.to_string()).collect())
    }

    #[rstest]
    #[case(json!({"results": [{"resourceId": "a", "email": "JANE@B.example", "isActive": true},
        {"resourceId": "b", "email": "jane@b.example", "status": "Deleted"},
        {"resourceId": "c", "email": "mary.jane@b.example"}, {"resourceId": "d"}], "totalNumberOfRecords": 99}), &["a", "b"])]
    #[case(json!([{"ResourceId": "a", "Email": "jane@b.example"}]), &["a"])]
    #[case(json!({"Results": []}), &[])]
    #[case(json!({"results": null, "totalNumberOfRecords": 0}), &[])]
    #[case(json!({"results": [{"resourceId": "c", "email": "mary.jane@b.example"}], "totalNumberOfRecords": 1}), &[])]
    fn look_up_matches_the_exact_email(#[case] data: Value, #[case] expected: &[&str]) {
        assert_eq!(ids(&data).expect("an answer"), expected);
    }

    /// None of these says that nobody is there.
    #[rstest]
    #[case(json!({"results": [{"resourceId": null, "email": "jane@b.example"}]}))]
    #[case(json!({"results": [{"resourceId": "\u{1b}", "email": "jane@b.example"}]}))]
    #[case(json!({"results": [], "totalNumberOfRecords": 1}))]
    #[case(json!({"results": [{"resourceId": "c", "email": "x@b.example"}], "totalNumberOfRecords": 1}))]
    #[case(json!({"results": [{"resourceId": "c", "email": "jane@b.example is"}], "totalNumberOfRecords": 1}))]
    #[case(json!({"results": null}))]
    #[case(Value::Null)]
    #[case(json!({"results": "none"}))]
    #[case(json!({"message": "hello"}))]
    #[case(json!({}))]
    #[case(json!("nobody"))]
    fn unreadable_look_up_is_not_empty(#[case] data: Value) {
        assert!(matches!(ids(&data), Err(Error::Garbled(200) | Error::Lacking(_))));
    }

    #[test]
    fn users_with_one_address_are_bounded() {
        let item = json!({"resourceId": "a", "email": "jane@b.example"});
        assert_eq!(ids(&json!({ "results": vec![item; 500] })).map(|u| u.len()).ok(), Some(FOUND_MAX));
    }
}
