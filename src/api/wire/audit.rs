//! `POST /api/audit-logs/search`.

use serde_json::{Value, json};

use super::{member, own_id, paged, text};
use crate::api::error::Error;
use crate::domain::list::page::Page;
use crate::domain::service::ids::UserId;
use crate::domain::text::{MESSAGE_MAX, clean};
use crate::domain::time::moment::parse_moment;
use crate::domain::user::audit::{AuditEntry, AuditOperation};

/// The request body: what was done to a user, newest first.
pub(in crate::api) fn search(user: &UserId, page: u32, size: u32) -> Value {
    json!({
        "pageNumber": page,
        "pageSize": size,
        "orderBy": "LogDate",
        "ascending": false,
        "filter": {
            "condition": "AND",
            "searchInputTextValue": "",
            "filterGroups": [{
                "condition": "AND",
                "filterItems": [
                    { "fieldName": "EntityResourceId", "operator": "Include", "value": user.as_str() },
                ],
            }],
        },
    })
}

/// One page of the entries about this user. Those about others are left out, whatever the service makes of the filter.
pub(in crate::api) fn page(data: &Value, user: &UserId, page: u32, size: u32) -> Result<Page<AuditEntry>, Error> {
    let is_other = |item: &Value| own_id(item, "entityResourceId").is_some_and(|id| id != user.as_str());
    paged::page(data, page, size, |item| if is_other(item) { None } else { entry(item) })
}

fn entry(item: &Value) -> Option<AuditEntry> {
    let value = |name: &str| match member(item, name)? {
        Value::String(text) => Some(clean(text, MESSAGE_MAX)).filter(|text| !text.is_empty()),
        other => Some(clean(&other.to_string(), MESSAGE_MAX)),
    };
    let entry = AuditEntry {
        who: text(item, "userName"),
        entity: text(item, "entityName"),
        operation: operation(&text(item, "operation").unwrap_or_default()),
        old: value("oldValue"),
        new: value("newValue"),
        ip: text(item, "ip"),
        agent: text(item, "userAgent"),
        description: text(item, "auditDescription"),
        at: member(item, "logDate").and_then(Value::as_str).and_then(parse_moment),
    };
    let says_something = entry.at.is_some() || entry.who.is_some() || entry.description.is_some();
    (item.is_object() && says_something).then_some(entry)
}

/// A number of the console's list, or its word.
fn operation(word: &str) -> AuditOperation {
    match word.to_lowercase().replace([' ', '_', '-'], "").as_str() {
        "0" | "create" | "created" => AuditOperation::Create,
        "1" | "update" | "updated" => AuditOperation::Update,
        "2" | "delete" | "deleted" => AuditOperation::Delete,
        "3" | "createmany" | "bulkcreate" => AuditOperation::CreateMany,
        _ => AuditOperation::Other(word.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("0", AuditOperation::Create)]
    #[case("Update", AuditOperation::Update)]
    #[case("2", AuditOperation::Delete)]
    #[case("Create Many", AuditOperation::CreateMany)]
    #[case("Merge", AuditOperation::Other("Merge".into()))]
    #[case("", AuditOperation::Other(String::new()))]
    fn operations(#[case] word: &str, #[case] expected: AuditOperation) {
        assert_eq!(operation(word), expected);
    }

    #[test]
    fn entries_are_read_leniently_and_those_about_others_left_out() {
        let long = "x".repeat(9_000);
        let data = json!({"Results": [
            {"UserName": "A\u{1b}[2Jnn", "EntityResourceId": "u1", "Operation": 1, "OldValue": {"a": null},
                "newValue": long, "LogDate": "2026-03-04T05:06:07", "ip": null},
            {"userName": "Eve", "entityResourceId": "u2", "operation": "2", "logDate": "2026-03-04T05:06:08"},
            {"auditDescription": "Imported", "operation": "3", "logDate": "never"},
            {"entityResourceId": "u1"}, null, 7,
        ], "totalNumberOfRecords": 3});
        let page = page(&data, &UserId::new("u1"), 1, 10).expect("a page");
        let [one, other] = &page.items[..] else { panic!("{page:?}") };
        assert_eq!(
            (one.who.as_deref(), &one.operation, one.old.as_deref()),
            (Some("Ann"), &AuditOperation::Update, Some(r#"{"a":null}"#))
        );
        assert_eq!(one.new.as_ref().map(|text| text.chars().count()), Some(MESSAGE_MAX));
        assert_eq!(one.at.map(|at| at.to_string()).as_deref(), Some("2026-03-04T05:06:07Z"));
        assert_eq!(
            (&other.operation, other.description.as_deref(), other.at),
            (&AuditOperation::CreateMany, Some("Imported"), None)
        );
    }

    #[rstest]
    #[case(Value::Null)]
    #[case(json!({"results": null, "totalNumberOfRecords": 2}))]
    // A service that does not heed the filter tells nothing about this user.
    #[case(json!({"results": [{"entityResourceId": "u2", "userName": "Eve"}], "totalNumberOfRecords": 1}))]
    fn nothing_is_taken_for_no_entries(#[case] data: Value) {
        assert!(page(&data, &UserId::new("u1"), 1, 10).is_err(), "{data}");
    }
}
