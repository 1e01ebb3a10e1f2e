//! Companies: the search, its items, the licence check.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::{id, member, number, paged, text, truth, words};
use crate::api::error::Error;
use crate::domain::company::Company;
use crate::domain::ids::CompanyId;
use crate::domain::license::LicenseCheck;
use crate::domain::page::Page;
use crate::domain::query::{CompanyQuery, OrderBy};
use crate::domain::seats::{Limit, Seats};
use crate::domain::time::parse_day;

/// The columns a text search looks at, as the web console does it.
const SEARCHED: [OrderBy; 4] =
    [OrderBy::CompanyName, OrderBy::ResellerName, OrderBy::IndustryName, OrderBy::LicenseTypeName];
/// Most tags of one company that are kept.
const TAGS_MAX: usize = 50;

/// The request body of a search. The filter is always there, because the newer description
/// requires it.
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

/// One page of the answer.
pub(in crate::api) fn page(data: &Value, query: &CompanyQuery) -> Result<Page<Company>, Error> {
    let page = paged::page(data, query.page, query.size, company)?;
    Ok(Page { over_limit: number(data, "limitExceededCompanyCount"), ..page })
}

/// One company, with either spelling of its ID and name.
fn company(item: &Value) -> Option<Company> {
    let id = id(item, "companyResourceId").or_else(|| id(item, "resourceId"))?;
    let name = text(item, "companyName").or_else(|| text(item, "name")).unwrap_or_else(|| format!("(no name, {id})"));
    let expired = truth(item, "licenceExpired").or_else(|| truth(item, "licenseExpired")).unwrap_or(false);
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
        id: CompanyId::new(id),
    })
}

/// A licence limit: whether there is one, and how far it goes.
pub(super) fn limit(item: &Value, is_limited: &str, limit: &str) -> Limit {
    match (truth(item, is_limited), number(item, limit)) {
        (Some(false), _) => Limit::Unlimited,
        (_, Some(limit)) => Limit::Of(limit),
        (_, None) => Limit::Unknown,
    }
}

/// The day of a date-time.
pub(super) fn day(item: &Value, name: &str) -> Option<Date> {
    member(item, name).and_then(Value::as_str).and_then(parse_day)
}

/// `GET /api/companies/{id}/license-check`
pub(in crate::api) fn license(data: &Value) -> Result<LicenseCheck, Error> {
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
    fn totals_that_lie_are_made_to_fit() {
        let query = CompanyQuery { page: 3, size: 2, ..CompanyQuery::default() };
        let item = json!({"companyResourceId": "i"});
        let shrunk = page(&json!({"results": [item], "totalNumberOfPages": 1, "totalNumberOfRecords": 1}), &query)
            .expect("page");
        assert_eq!((shrunk.pages, shrunk.total), (3, 5));
        let vast = page(&json!({"results": [item], "totalNumberOfPages": 9e18, "totalNumberOfRecords": 6}), &query)
            .expect("page");
        assert_eq!((vast.pages, vast.total), (3, 6));
        let none = page(&json!({"results": null}), &query).expect("page");
        assert_eq!((none.items.len(), none.pages, none.total), (0, 1, 0));
        assert!(page(&json!("<html>"), &query).is_err());
    }
}
