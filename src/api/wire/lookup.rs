//! Groups, time zones, languages and roles.

use serde_json::Value;

use super::{id, listed, some_of, text};
use crate::api::error::Error;
use crate::domain::service::lookup::Choice;

/// Choices kept of a list: more than anybody could pick from.
const CHOICES_MAX: usize = 10_000;

fn choices(items: &[Value], id_name: &str, name: &str, detail: &str) -> Result<Vec<Choice>, Error> {
    let choices = items
        .iter()
        .filter_map(|item| {
            let id = id(item, id_name)?;
            let name = text(item, name).unwrap_or_else(|| id.clone());
            Some(Choice { id, name, detail: text(item, detail).unwrap_or_default() })
        })
        .take(CHOICES_MAX)
        .collect();
    if items.len() > CHOICES_MAX {
        tracing::warn!(kept = CHOICES_MAX, sent = items.len(), "choices left out: too many");
    }
    some_of(items, choices)
}

/// `GET /api/target-groups`: a list, or a page of one.
pub(in crate::api) fn groups(data: &Value) -> Result<Vec<Choice>, Error> {
    choices(listed(data, "results")?, "resourceId", "name", "priority")
}

/// `GET /api/timezone/timezones`: `timeZoneList[]` of `{id, displayName}`.
pub(in crate::api) fn time_zones(data: &Value) -> Result<Vec<Choice>, Error> {
    choices(listed(data, "timeZoneList")?, "id", "displayName", "")
}

/// `GET /api/languages`; the `resourceId` is what a target user takes.
pub(in crate::api) fn languages(data: &Value) -> Result<Vec<Choice>, Error> {
    choices(listed(data, "results")?, "resourceId", "name", "code")
}

/// `GET /api/roles`: the roles of a company's system users.
pub(in crate::api) fn roles(data: &Value) -> Result<Vec<Choice>, Error> {
    choices(listed(data, "results")?, "resourceId", "name", "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    #[test]
    fn a_list_is_bounded() {
        let many: Vec<_> = (0..CHOICES_MAX + 5).map(|n| json!({"id": n.to_string()})).collect();
        let zones = time_zones(&json!({ "timeZoneList": many })).expect("zones");
        assert_eq!((zones.len(), zones.last().map(|z| z.id.as_str())), (CHOICES_MAX, Some("9999")));
    }

    #[rstest]
    #[case(json!([]))]
    #[case(json!({"results": []}))]
    #[case(json!({"Results": [], "totalNumberOfRecords": 0}))]
    #[case(json!({"results": null, "totalNumberOfRecords": 0}))]
    fn an_honest_empty_list_is_empty(#[case] data: Value) {
        assert!(groups(&data).is_ok_and(|g| g.is_empty()), "{data}");
    }

    #[rstest]
    #[case(Value::Null, None)]
    #[case(json!({"results": null}), None)]
    #[case(json!({"results": null, "totalNumberOfRecords": 7}), Some(7))]
    #[case(json!({"results": [], "totalNumberOfRecords": 7}), Some(7))]
    #[case(json!([{"resourceId": null}, null]), Some(2))]
    fn answer_without_the_requested_list_is_an_error(#[case] data: Value, #[case] counted: Option<u64>) {
        for read in [groups, roles, languages] {
            assert!(matches!(read(&data), Err(Error::Lacking(n)) if n == counted), "{data}");
        }
        assert!(time_zones(&json!({ "timeZoneList": null })).is_err());
    }

    #[test]
    fn nulls_and_items_without_id_are_skipped() {
        let data = json!([{"resourceId": "a", "name": "All\u{1b}[2J"}, {"resourceId": null, "name": "x"}, null, {"resourceId": "b", "name": null}]);
        let got = groups(&data).expect("groups");
        assert_eq!(
            got.iter().map(|c| (c.id.as_str(), c.name.as_str())).collect::<Vec<_>>(),
            [("a", "All"), ("b", "b")]
        );
        assert!(groups(&json!({"message": "hello"})).is_err());
        let zones = json!({"timeZoneList": [{"id": "UTC", "displayName": "(UTC)"}], "dateFormatList": null});
        assert_eq!(time_zones(&zones).map(|z| z.len()).ok(), Some(1));
    }
}
