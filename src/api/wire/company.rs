//! Companies: the search, its items, the licence check.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde_json::{Value, json};

use super::json::{Node, View};
use super::{boolean, number, own_id, paged, text, words};
use crate::api::error::Error;
use crate::domain::company::license::LicenseCheck;
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::company::summary::Company;
use crate::domain::list::order_by::OrderBy;
use crate::domain::list::page::Page;
use crate::domain::list::query::CompanyQuery;
use crate::domain::service::ids::CompanyId;
use crate::domain::text::{NO_NAME, has_visible};
use crate::domain::time::month::Month;
use crate::domain::time::now::parse_day;

/// The columns that a text search covers, as in the web console.
const SEARCHED: [OrderBy; 4] =
    [OrderBy::CompanyName, OrderBy::ResellerName, OrderBy::IndustryName, OrderBy::LicenseTypeName];
/// A row without ID and name.
const UNNAMED_COMPANY: &str = "(no name, no ID)";
/// Tags kept of a company.
const TAGS_MAX: usize = 50;

/// The request body of a search. The filter is always present, because the newer description requires it.
pub(in crate::api) fn search(query: &CompanyQuery) -> Value {
    let mut filter = json!({ "condition": "AND", "searchInputTextValue": "" });
    if !query.search.is_empty() {
        let contains: Vec<_> = SEARCHED
            .iter()
            .map(|c| json!({ "fieldName": c.wire(), "operator": "Contains", "value": query.search }))
            .collect();
        filter["filterGroups"] =
            json!([{ "condition": "AND", "filterItems": [] }, { "condition": "OR", "filterItems": contains }]);
    }
    let mut body = json!({
        "pageNumber": query.page,
        "pageSize": query.size,
        "orderBy": query.order.wire(),
        "ascending": query.ascending,
        "filter": filter,
    });
    if query.over_limit {
        body["isTargetUserCountExceededLimit"] = json!(true);
    }
    body
}

/// The same with the monthly users of another month than this: a column filter that leaves out no company.
pub(in crate::api) fn search_of_month(query: &CompanyQuery, month: Month) -> Value {
    let mut body = search(query);
    if body["filter"]["filterGroups"].is_null() {
        let none = |condition: &str| json!({ "condition": condition, "filterItems": [] });
        body["filter"]["filterGroups"] = json!([none("AND"), none("OR")]);
    }
    if let Some(items) = body["filter"]["filterGroups"][0]["filterItems"].as_array_mut() {
        items.push(json!({ "fieldName": "MonthlyActiveUser", "operator": "=", "value": month.to_string() }));
    }
    body
}

/// One page of the answer.
pub(in crate::api) fn page<N: Node>(data: &N, query: &CompanyQuery) -> Result<Page<Company>, Error> {
    let mut page = paged::page(data, query.page, query.size, company)?;
    if !page.items.is_empty()
        && page.items.iter().all(|company| company.id.is_missing() && company.name == UNNAMED_COMPANY)
    {
        return Err(Error::Lacking(Some(page.total)));
    }
    disown(&mut page.items);
    Ok(Page { over_limit: number(data, "limitExceededCompanyCount"), ..page })
}

/// An ID that two rows share belongs to neither, unless they are the same company listed twice: then one of them keeps
/// it. Rows without an ID are distinguished by name, so each gets a unique one.
fn disown(companies: &mut [Company]) {
    let mut names: HashMap<&CompanyId, &str> = HashMap::new();
    let mut shared: HashSet<&CompanyId> = HashSet::new();
    let mut disowned = Vec::new();
    for (at, company) in companies.iter().enumerate().filter(|(_, company)| !company.id.is_missing()) {
        match names.get(&company.id) {
            None => drop(names.insert(&company.id, &company.name)),
            Some(name) if *name == company.name => disowned.push(at),
            Some(_) => drop(shared.insert(&company.id)),
        }
    }
    disowned.extend((0..companies.len()).filter(|at| shared.contains(&companies[*at].id)));
    for at in disowned {
        companies[at].id = CompanyId::missing();
    }
    let mut known: HashMap<String, u32> = HashMap::new();
    for company in companies {
        if company.id.is_missing() {
            let n = known.entry(company.name.clone()).and_modify(|n| *n += 1).or_insert(1);
            if *n > 1 {
                company.name = format!("{} ({n})", company.name);
            }
        }
    }
}

/// One company, with either spelling of ID and name. A company without an ID is kept: it is counted.
fn company<N: Node>(item: &N) -> Option<Company> {
    if !matches!(item.view(), View::Object) {
        return None;
    }
    let id = own_id(item, "companyResourceId").or_else(|| own_id(item, "resourceId"));
    let nameless = || id.as_ref().map_or_else(|| UNNAMED_COMPANY.to_owned(), |id| format!("{NO_NAME} {id}"));
    let name = ["companyName", "name"].into_iter().filter_map(|key| text(item, key)).find(|name| has_visible(name));
    let name = name.unwrap_or_else(nameless);
    let expired = boolean(item, "licenceExpired").or_else(|| boolean(item, "licenseExpired")).unwrap_or(false);
    let limit = limit(item, "isNumberOfUsersLimited", "numberOfUsers");
    let count = |name: &str| number(item, name).unwrap_or(0);
    Some(Company {
        name,
        reseller: text(item, "resellerName"),
        industry: text(item, "industryName"),
        license_type: text(item, "licenseTypeName"),
        seats: Seats { used: count("targetUserCount"), limit },
        inactive: count("inactiveTargetUserCount"),
        deleted: count("deletedTargetUserCount"),
        monthly: count("monthlyActiveUserCount"),
        renews: day(item, "licenseEndDate"),
        created: day(item, "createTime"),
        expired,
        // 0 and not expired: the customer has locked access; absent in older answers.
        locked: !expired && number(item, "privacyDurationId") == Some(0),
        tags: words(item, "tags", TAGS_MAX),
        desk: None,
        id: id.map_or_else(CompanyId::missing, CompanyId::new),
    })
}

/// A licence limit: whether there is one, and how high it is.
pub(super) fn limit<N: Node>(item: &N, is_limited: &str, limit: &str) -> Limit {
    match (boolean(item, is_limited), number(item, limit)) {
        (Some(false), _) => Limit::Unlimited,
        (_, Some(limit)) => Limit::Of(limit),
        (_, None) => Limit::Unknown,
    }
}

/// The day of a date-time.
pub(super) fn day<N: Node>(item: &N, name: &str) -> Option<Date> {
    item.named(name).and_then(N::text).and_then(parse_day)
}

/// `GET /api/companies/{id}/license-check`
pub(in crate::api) fn license(data: &Value) -> Result<LicenseCheck, Error> {
    if data.is_null() {
        return Err(Error::Lacking(None));
    }
    let used = number(data, "activeUserCount").ok_or(Error::Garbled(200))?;
    let limit = limit(data, "isLimited", "licenseLimit");
    Ok(LicenseCheck { seats: Seats { used, limit }, total: number(data, "totalUserCount").unwrap_or(used) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn one(item: &Value) -> Company {
        let data = json!({ "results": [item] });
        page(&data, &CompanyQuery::default()).expect("page").items.remove(0)
    }

    #[rstest]
    #[case(json!({"isNumberOfUsersLimited": true, "numberOfUsers": "60"}), Limit::Of(60))]
    #[case(json!({"isNumberOfUsersLimited": true, "numberOfUsers": 60}), Limit::Of(60))]
    #[case(json!({"isNumberOfUsersLimited": true, "numberOfUsers": ""}), Limit::Unknown)]
    #[case(json!({"isNumberOfUsersLimited": true, "numberOfUsers": null}), Limit::Unknown)]
    #[case(json!({"isNumberOfUsersLimited": false, "numberOfUsers": "60"}), Limit::Unlimited)]
    #[case(json!({"IsNumberOfUsersLimited": "true", "NumberOfUsers": " 60 "}), Limit::Of(60))]
    fn the_limit_in_every_shape(#[case] mut item: Value, #[case] limit: Limit) {
        item["companyResourceId"] = json!("x");
        assert_eq!(one(&item).seats.limit, limit);
    }

    #[rstest]
    #[case("", 0)]
    #[case("acme", 4)]
    fn a_month_is_a_column_filter_beside_the_text(#[case] text: &str, #[case] searched: usize) {
        let query = CompanyQuery { search: text.to_owned(), ..CompanyQuery::default() };
        let body = search_of_month(&query, Month::parse("2026-10").expect("a month"));
        let groups = &body["filter"]["filterGroups"];
        let month = json!([{ "fieldName": "MonthlyActiveUser", "operator": "=", "value": "2026-10" }]);
        assert_eq!((&groups[0]["filterItems"], &groups[0]["condition"]), (&month, &json!("AND")));
        assert_eq!(groups[1]["filterItems"].as_array().map(Vec::len), Some(searched));
    }

    #[test]
    fn both_spellings_and_nulls() {
        let old =
            one(&json!({"resourceId": "i", "name": "n", "tags": null, "targetUserCount": "7", "createTime": null}));
        assert_eq!((old.id.as_str(), old.name.as_str(), old.seats.used, old.created), ("i", "n", 7, None));
        let new = one(
            &json!({"companyResourceId": "i", "companyName": "n", "privacyDurationId": 0, "licenceExpired": false}),
        );
        assert!(new.locked);
        assert!(!one(&json!({"companyResourceId": "i", "privacyDurationId": 0, "licenceExpired": true})).locked);
    }

    #[test]
    fn wrong_totals_are_adjusted() {
        let query = CompanyQuery { page: 3, size: 2, ..CompanyQuery::default() };
        let item = json!({"companyResourceId": "i"});
        let shrunk = page(&json!({"results": [item], "totalNumberOfPages": 1, "totalNumberOfRecords": 1}), &query)
            .expect("page");
        assert_eq!((shrunk.pages, shrunk.total), (3, 5));
        let vast = page(&json!({"results": [item], "totalNumberOfPages": 9e18, "totalNumberOfRecords": 6}), &query)
            .expect("page");
        assert_eq!((vast.pages, vast.total), (3, 6));
        let none = page(&json!({"results": null, "totalNumberOfRecords": 0}), &query).expect("page");
        assert_eq!((none.items.len(), none.pages, none.total), (0, 1, 0));
        assert!(page(&json!("<html>"), &query).is_err());
    }

    fn second() -> CompanyQuery {
        CompanyQuery { page: 2, size: 2, ..CompanyQuery::default() }
    }

    #[rstest]
    #[case(json!({"results": []}), second())]
    #[case(json!({"results": [], "totalNumberOfRecords": 2}), second())]
    #[case(json!({"results": [], "totalNumberOfRecords": 3, "totalNumberOfPages": 1}), second())]
    #[case(json!({"results": [], "totalNumberOfRecords": 0, "totalNumberOfPages": 0}), CompanyQuery::default())]
    fn an_honest_empty_page_is_empty(#[case] data: Value, #[case] query: CompanyQuery) {
        assert!(page(&data, &query).is_ok_and(|page| page.items.is_empty()), "{data}");
    }

    #[rstest]
    #[case(Value::Null, None)]
    #[case(json!({}), None)]
    #[case(json!({"results": null}), None)]
    #[case(json!({"results": null, "totalNumberOfRecords": 137}), Some(137))]
    #[case(json!({"results": [], "totalNumberOfRecords": 137}), Some(137))]
    #[case(json!({"totalNumberOfRecords": 137}), Some(137))]
    #[case(json!({"results": [null, 7], "totalNumberOfRecords": 2}), Some(2))]
    #[case(json!({"results": [{"companyResourceId": null, "companyName": null}], "totalNumberOfRecords": 1}), Some(1))]
    fn page_without_its_rows_is_an_error(#[case] data: Value, #[case] counted: Option<u64>) {
        let read = page(&data, &CompanyQuery::default());
        assert!(matches!(read, Err(Error::Lacking(n)) if n == counted), "{data}");
    }

    /// It is counted and shown; only nothing can be asked about it.
    #[rstest]
    #[case(json!([{"companyName": "A"}, {"companyResourceId": "b", "companyName": "B"}]), &[("", "A"), ("b", "B")])]
    #[case(json!([{"companyResourceId": null, "companyName": null}, {"tags": []}, {"companyResourceId": "c"}]),
        &[("", "(no name, no ID)"), ("", "(no name, no ID) (2)"), ("c", "(no visible name) c")])]
    #[case(json!([{"companyResourceId": "..", "companyName": "A"}, {"companyResourceId": "a/b", "companyName": "B"}]),
        &[("", "A"), ("", "B")])]
    #[case(json!([{"companyResourceId": "x", "companyName": "A"}, {"companyResourceId": "x", "companyName": "B"},
        {"companyResourceId": "c", "companyName": "C"}]), &[("", "A"), ("", "B"), ("c", "C")])]
    #[case(json!([{"companyResourceId": "x", "companyName": "A"}, {"companyResourceId": "x", "companyName": "A"}]),
        &[("x", "A"), ("", "A")])]
    fn a_company_without_an_id_of_its_own_is_a_row(#[case] results: Value, #[case] rows: &[(&str, &str)]) {
        let total = results.as_array().expect("a list").len();
        let page = page(&json!({"results": results, "totalNumberOfRecords": total}), &CompanyQuery::default());
        let page = page.expect("a page");
        assert_eq!(page.items.iter().map(|c| (c.id.as_str(), c.name.as_str())).collect::<Vec<_>>(), rows);
        assert_eq!(page.total, total as u64);
    }
}
