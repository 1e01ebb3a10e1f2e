//! What becomes of an answer with 100 companies: bytes, JSON, envelope, page.
//! `cargo bench --bench decode`.

use divan::Bencher;
use divan::counter::BytesCount;
use serde_json::{Value, json};

use keepnet_tui::api::decode_companies;
use keepnet_tui::domain::list::query::CompanyQuery;

fn main() {
    divan::main();
}

fn company(n: u32) -> Value {
    json!({
        "companyResourceId": format!("company{n:04}"),
        "companyName": format!("株式会社みなと物流 {n}"),
        "resellerName": "Northwind MSP",
        "industryName": "Transport",
        "licenseTypeName": "Enterprise",
        "isNumberOfUsersLimited": true,
        "numberOfUsers": "400",
        "targetUserCount": n * 7,
        "inactiveTargetUserCount": 14,
        "deletedTargetUserCount": 31,
        "monthlyActiveUserCount": 6,
        "licenseEndDate": "2026-12-01T00:00:00Z",
        "createTime": "2024-02-19T08:30:00.123",
        "licenceExpired": false,
        "privacyDurationId": 3,
        "tags": ["uk", "public"],
        "children": null,
    })
}

#[divan::bench]
fn page_of_100_companies(bencher: Bencher<'_, '_>) {
    let results: Vec<Value> = (0..100).map(company).collect();
    let body = json!({
        "data": {
            "results": results,
            "limitExceededCompanyCount": 40,
            "pageNumber": 1,
            "pageSize": 100,
            "totalNumberOfPages": 1,
            "totalNumberOfRecords": 100,
        },
        "status": "SUCCESS",
        "message": null,
        "validationMessages": null,
    })
    .to_string();
    let query = CompanyQuery::default();
    assert_eq!(decode_companies(body.as_bytes(), &query).expect("a page").items.len(), 100);
    bencher.counter(BytesCount::of_str(&body)).bench(|| decode_companies(body.as_bytes(), &query));
}
