//! Target groups and who is in them.

use serde_json::{Value, json};

use super::envelope::Success;
use super::{boolean, member, number, own_id, paged, some_of, text, user};
use crate::api::error::Error;
use crate::domain::list::page::Page;
use crate::domain::list::user_query::UserQuery;
use crate::domain::service::ids::{GroupId, UserId};
use crate::domain::user::target_group::{FilledBy, NewGroup, TargetGroup};

/// The body of `POST /api/target-groups/search` and of `POST /api/target-users/{id}/groups`.
pub(in crate::api) fn search(page: u32, size: u32) -> Value {
    json!({
        "pageNumber": page,
        "pageSize": size,
        "orderBy": "Name",
        "ascending": true,
        "filter": { "condition": "AND", "searchInputTextValue": "" },
    })
}

/// One page of groups, or a plain list of all. The description of the groups of a user promises users, so that only the
/// ID is counted on.
pub(in crate::api) fn groups(data: &Value, page: u32, size: u32) -> Result<Page<TargetGroup>, Error> {
    if let Value::Array(items) = data {
        let groups: Vec<_> = some_of(items, items.iter().filter_map(group).collect())?;
        let total = u64::try_from(groups.len()).unwrap_or(u64::MAX);
        return Ok(Page { items: groups, number: 1, pages: 1, total, over_limit: None, seats: None, unchecked: 0 });
    }
    paged::page(data, page, size, group)
}

fn group(item: &Value) -> Option<TargetGroup> {
    let id = own_id(item, "resourceId")?;
    Some(TargetGroup {
        name: text(item, "name").unwrap_or_else(|| id.clone()),
        priority: text(item, "priority"),
        users: number(item, "userCount"),
        filled_by: filled_by(item),
        id: GroupId::new(id),
    })
}

fn filled_by(item: &Value) -> Option<FilledBy> {
    let is = |name: &str| boolean(item, name) == Some(true);
    let closed = boolean(item, "isEditable") == Some(false);
    let (scim, ldap) = (text(item, "scimSettingName"), text(item, "ldapConfigName"));
    if is("isScimGroup") || closed && scim.is_some() {
        Some(FilledBy::Scim(scim))
    } else if is("isGoogleGroup") {
        Some(FilledBy::Google)
    } else if is("isCreatedBySystem") {
        Some(FilledBy::System)
    } else if closed {
        Some(ldap.map_or(FilledBy::Other, |name| FilledBy::Ldap(Some(name))))
    } else {
        None
    }
}

/// The body of `POST /api/target-groups/{id}/users`: those in the group, or the others.
pub(in crate::api) fn members(query: &UserQuery, outside: bool) -> Value {
    let mut body = user::search(query);
    // The description of this search is closed, and does not have it.
    if let Some(map) = body.as_object_mut() {
        map.remove("newVersion");
    }
    body["excludeGroupUsers"] = json!(outside);
    body
}

/// The body of `PUT /api/target-groups/users`. `selectAll` means every user of the company, so that it is never sent.
pub(in crate::api) fn add(users: &[UserId], groups: &[GroupId]) -> Value {
    json!({
        "targetUserResourceIds": users.iter().map(UserId::as_str).collect::<Vec<_>>(),
        "targetGroupResourceIds": groups.iter().map(GroupId::as_str).collect::<Vec<_>>(),
    })
}

/// The body of `DELETE /api/target-groups/{id}/users`.
pub(in crate::api) fn remove(users: &[UserId]) -> Value {
    json!({ "targetUserResourceIds": users.iter().map(UserId::as_str).collect::<Vec<_>>() })
}

/// The body of `POST /api/target-groups`. Its description is closed.
pub(in crate::api) fn create(group: &NewGroup) -> Value {
    json!({ "name": group.name, "priority": group.priority.wire() })
}

/// Users were put into groups if the service says so and answers the list that its description promises, or a message.
pub(in crate::api) fn added(answer: &Success) -> Result<(), Error> {
    let said = &answer.status;
    let listed = answer.data.is_array() || member(&answer.data, "results").is_some_and(Value::is_array);
    let done = said.status == "SUCCESS" && (listed || !said.message.is_empty());
    if done { Ok(()) } else { Err(Error::Incomplete) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::wire::envelope;
    use rstest::rstest;

    #[rstest]
    #[case(json!({"isEditable": true, "isScimGroup": false}), None)]
    #[case(json!({}), None)]
    #[case(json!({"IsScimGroup": "true", "scimSettingName": "Entra\u{1b}[2J ID"}), Some(FilledBy::Scim(Some("Entra ID".into()))))]
    #[case(json!({"isScimGroup": true}), Some(FilledBy::Scim(None)))]
    #[case(json!({"isEditable": false, "scimSettingName": "E"}), Some(FilledBy::Scim(Some("E".into()))))]
    #[case(json!({"isEditable": false, "ldapConfigName": "AD"}), Some(FilledBy::Ldap(Some("AD".into()))))]
    #[case(json!({"isGoogleGroup": 1}), Some(FilledBy::Google))]
    #[case(json!({"isCreatedBySystem": true}), Some(FilledBy::System))]
    #[case(json!({"isEditable": false}), Some(FilledBy::Other))]
    // It was filled from there once, and can be edited.
    #[case(json!({"isEditable": true, "scimSettingName": "E", "ldapConfigName": "AD"}), None)]
    fn who_fills_a_group(#[case] item: Value, #[case] by: Option<FilledBy>) {
        assert_eq!(filled_by(&item), by);
    }

    #[rstest]
    #[case(json!({"results": [{"ResourceId": "g", "Name": "A\u{202e}ll", "userCount": "7", "priority": "Low"}], "totalNumberOfRecords": 1}))]
    #[case(json!([{"resourceId": "g", "name": "All", "userCount": 7, "priority": "Low", "email": null}, null, {"name": "no ID"}]))]
    fn groups_as_page_or_list(#[case] data: Value) {
        let page = groups(&data, 1, 10).expect("groups");
        let [group] = &page.items[..] else { panic!("{page:?}") };
        assert_eq!((group.id.as_str(), group.name.as_str(), group.users), ("g", "All", Some(7)));
        assert_eq!((group.priority.as_deref(), page.total, page.pages), (Some("Low"), 1, 1));
    }

    #[rstest]
    #[case(Value::Null)]
    #[case(json!({"results": null, "totalNumberOfRecords": 4}))]
    #[case(json!([{"resourceId": "a/b"}]))]
    #[case(json!("x"))]
    fn answer_without_its_groups_is_an_error(#[case] data: Value) {
        assert!(groups(&data, 1, 10).is_err(), "{data}");
    }

    #[rstest]
    #[case(json!({"data": [], "status": "SUCCESS"}), true)]
    #[case(json!({"Data": [{"x": 1}], "Status": "Success"}), true)]
    #[case(json!({"data": null, "status": "SUCCESS", "message": "Added."}), true)]
    #[case(json!({"data": null, "status": "SUCCESS"}), false)]
    #[case(json!({"data": [], "message": "please log in"}), false)]
    #[case(json!({"data": {"results": null}, "status": "SUCCESS"}), false)]
    #[case(json!({"data": "x", "status": "SUCCESS", "message": "\u{1b}"}), false)]
    fn added_only_if_the_answer_says_so(#[case] answer: Value, #[case] done: bool) {
        let answer = envelope::open(answer, 200).expect("an envelope");
        assert_eq!(added(&answer).is_ok(), done);
    }
}
