//! Company groups with the companies in them, against the server's own lists.

use std::collections::BTreeSet;

use keepnet_tui::api::Error;
use keepnet_tui::demo::{Fault, Options};
use reqwest::Method;
use serde_json::json;

use super::support::{Bench, limits};

#[tokio::test]
async fn groups_have_the_companies_that_the_service_lists() {
    // More companies than fit one page of a client that asks for few.
    let bench = Bench::with(Options { companies: 1_400, ..Options::instant() }, limits()).await;
    let groups = bench.client.company_groups().await.expect("groups");
    let names: Vec<_> = groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["EMEA desk", "APAC desk", "Key accounts", "Éducation & santé", "New partners"]);
    let page = json!({"pageNumber": 1, "pageSize": 10, "orderBy": "Name", "ascending": true, "filter": {}});
    let told = bench.told(Method::POST, "/api/company-groups/search", "", &page).await;
    let mut seen = 0;
    for listed in told["data"]["results"].as_array().expect("a list") {
        let mine = groups.iter().find(|group| listed["name"] == group.name.as_str()).expect("the group");
        assert_eq!(listed["companyCount"], mine.companies.len(), "{}", mine.name);
        let path = format!("/api/company-groups/{}/companies/search", listed["resourceId"].as_str().expect("an ID"));
        let mut theirs = BTreeSet::new();
        for number in 1..=15 {
            let page = json!({"pageNumber": number, "pageSize": 100, "orderBy": "CreateTime", "ascending": false});
            let told = bench.told(Method::POST, &path, "", &page).await;
            let rows = told["data"]["results"].as_array().cloned().unwrap_or_default();
            theirs.extend(rows.iter().map(|row| row["companyResourceId"].as_str().expect("an ID").to_owned()));
        }
        let mine: BTreeSet<String> = mine.companies.iter().map(ToString::to_string).collect();
        assert_eq!(mine, theirs);
        seen += mine.len();
    }
    assert!(groups[0].companies.len() > 1_000, "more than one page: {}", groups[0].companies.len());
    assert!(seen > 1_400 && groups[4].companies.is_empty());
}

/// A company missing from a group would be taken for one that is not in it.
#[tokio::test]
async fn group_that_cannot_be_read_fails_all() {
    let bench = Bench::new().await;
    bench.server.faults().always("POST /api/company-groups", Fault::status(403));
    assert!(matches!(bench.client.company_groups().await, Err(Error::Forbidden(_))));
}
