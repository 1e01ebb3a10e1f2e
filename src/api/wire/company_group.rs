//! Company groups, and the companies in one.

use serde_json::{Value, json};

use super::{listed, number, own_id, paged, some_of, text};
use crate::api::error::Error;
use crate::domain::list::order_by::OrderBy;
use crate::domain::list::page::Page;
use crate::domain::service::ids::CompanyId;

/// Groups kept: more than a desk could tell apart.
const GROUPS_MAX: usize = 1_000;

/// A group as it is listed.
pub(in crate::api) struct Listed {
    /// Its ID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many companies are in it, if the service says so.
    pub count: Option<u64>,
}

/// `GET /api/company-groups`: a list, or a page of one.
pub(in crate::api) fn groups(data: &Value) -> Result<Vec<Listed>, Error> {
    let items = listed(data, "results")?;
    let group = |item: &Value| {
        let id = own_id(item, "resourceId")?;
        let name = text(item, "name").unwrap_or_else(|| id.clone());
        Some(Listed { id, name, count: number(item, "companyCount") })
    };
    if items.len() > GROUPS_MAX {
        tracing::warn!(kept = GROUPS_MAX, sent = items.len(), "company groups left out: too many");
    }
    some_of(items, items.iter().filter_map(group).take(GROUPS_MAX).collect())
}

/// The body of `POST /api/company-groups/{id}/companies/search`.
pub(in crate::api) fn search(page: u32, size: u32) -> Value {
    json!({
        "pageNumber": page,
        "pageSize": size,
        "orderBy": OrderBy::CompanyName.wire(),
        "ascending": true,
        "filter": { "condition": "AND", "searchInputTextValue": "" },
    })
}

/// One page of the companies in a group: their IDs.
pub(in crate::api) fn companies(data: &Value, page: u32, size: u32) -> Result<Page<CompanyId>, Error> {
    let id = |item: &Value| own_id(item, "companyResourceId").or_else(|| own_id(item, "resourceId"));
    paged::page(data, page, size, |item| id(item).map(CompanyId::new))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn groups_are_read_leniently() {
        let data = json!([{"ResourceId": "g1", "Name": " EMEA\u{1b}[2J desk ", "companyCount": "2"},
            {"resourceId": "g2", "name": null}, {"resourceId": null, "name": "x"}, null]);
        let read = groups(&data).expect("groups");
        let told: Vec<_> = read.iter().map(|group| (group.id.as_str(), group.name.as_str(), group.count)).collect();
        assert_eq!(told, [("g1", "EMEA desk", Some(2)), ("g2", "g2", None)]);
        assert!(groups(&json!([])).is_ok_and(|groups| groups.is_empty()));
    }

    #[rstest]
    #[case(Value::Null)]
    #[case(json!({"results": null}))]
    #[case(json!([{"resourceId": null}]))]
    #[case(json!({"message": "hello"}))]
    fn answer_without_groups_is_an_error(#[case] data: Value) {
        assert!(groups(&data).is_err(), "{data}");
    }

    #[test]
    fn companies_have_either_spelling_of_the_id() {
        let data = json!({"results": [{"companyResourceId": "a"}, {"resourceId": "b"}], "totalNumberOfRecords": 2});
        let page = companies(&data, 1, 10).expect("a page");
        assert_eq!(page.items, [CompanyId::new("a"), CompanyId::new("b")]);
        assert!(companies(&json!({"results": null, "totalNumberOfRecords": 3}), 1, 10).is_err());
    }
}
