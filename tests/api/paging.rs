//! Paging, order, filter and text: the client's view against the server's own list.

use std::collections::HashSet;

use keepnet_tui::demo::Options;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::list::order_by::OrderBy;
use keepnet_tui::domain::list::query::CompanyQuery;
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use super::support::{Bench, limits};

async fn bench() -> Bench {
    Bench::with(Options::instant(), limits()).await
}

/// Every page of a list, put together.
async fn walk(bench: &Bench, query: &CompanyQuery) -> Vec<Company> {
    let mut all = Vec::new();
    let mut number = 1;
    loop {
        let page = bench.client.search_companies(&query.at_page(number)).await.expect("a page");
        assert_eq!(page.number, number);
        let (pages, total) = (page.pages, page.total);
        assert!(number == pages || page.items.len() == query.size as usize, "only the last page is short");
        all.extend(page.items);
        if number == pages {
            assert_eq!(all.len() as u64, total);
            return all;
        }
        number += 1;
    }
}

fn ids(list: &[Company]) -> Vec<&str> {
    list.iter().map(|c| c.id.as_str()).collect()
}

/// The whole list in one answer, by a client that knows nothing of ours.
async fn truth(bench: &Bench, order: &str, ascending: bool) -> Vec<Value> {
    let body = json!({"pageNumber": 1, "pageSize": 1000, "orderBy": order, "ascending": ascending,
        "filter": {"condition": "AND", "searchInputTextValue": ""}});
    let answer = bench.told(Method::POST, "/api/companies/search", "", &body).await;
    answer["data"]["results"].as_array().expect("results").clone()
}

#[rstest]
#[tokio::test]
async fn pages_put_together_are_the_list(#[values(10, 25, 100, 200)] size: u32) {
    let bench = bench().await;
    let list = walk(&bench, &CompanyQuery { size, ..CompanyQuery::default() }).await;
    let truth = truth(&bench, "CompanyName", true).await;
    assert_eq!(ids(&list), truth.iter().map(|c| c["companyResourceId"].as_str().expect("ID")).collect::<Vec<_>>());
    assert_eq!(ids(&list).into_iter().collect::<HashSet<_>>().len(), 137);
    for (ours, theirs) in list.iter().zip(&truth) {
        assert_eq!(Some(ours.seats.used), theirs["targetUserCount"].as_u64(), "{}", ours.name);
        assert_eq!(ours.renews.is_some(), theirs["licenseEndDate"].is_string(), "{}", ours.name);
        assert_eq!(ours.seats.limit == Limit::Unlimited, theirs["isNumberOfUsersLimited"] == false, "{}", ours.name);
        assert_ne!(ours.seats.limit, Limit::Unknown, "{}", ours.name);
        assert_eq!(ours.expired, theirs["licenceExpired"] == true, "{}", ours.name);
    }
}

#[rstest]
#[tokio::test]
async fn every_order_in_both_directions(
    #[values(
        OrderBy::CompanyName,
        OrderBy::ResellerName,
        OrderBy::IndustryName,
        OrderBy::LicenseTypeName,
        OrderBy::TargetUserCount,
        OrderBy::NumberOfUsers,
        OrderBy::LicenseEndDate,
        OrderBy::CreateTime
    )]
    order: OrderBy,
    #[values(true, false)] ascending: bool,
) {
    let bench = bench().await;
    let list = walk(&bench, &CompanyQuery { order, ascending, size: 50, ..CompanyQuery::default() }).await;
    let truth = truth(&bench, order.wire(), ascending).await;
    assert_eq!(ids(&list), truth.iter().map(|c| c["companyResourceId"].as_str().expect("ID")).collect::<Vec<_>>());
    assert_eq!(ids(&list).into_iter().collect::<HashSet<_>>().len(), 137);
    // And it is that order, by what the client understood of each company; no value sorts last.
    let text = |t: Option<&String>| t.map(|t| t.to_lowercase().replace('\u{307}', "").replace('ı', "i"));
    let keys: Vec<Option<String>> = list
        .iter()
        .map(|c| match order {
            OrderBy::CompanyName => text(Some(&c.name)),
            OrderBy::ResellerName => text(c.reseller.as_ref()),
            OrderBy::IndustryName => text(c.industry.as_ref()),
            OrderBy::LicenseTypeName => text(c.license_type.as_ref()),
            OrderBy::TargetUserCount => Some(format!("{:012}", c.seats.used)),
            OrderBy::NumberOfUsers => match c.seats.limit {
                Limit::Of(limit) => Some(format!("{limit:012}")),
                Limit::Unlimited | Limit::Unknown => None,
            },
            OrderBy::LicenseEndDate => c.renews.map(|d| d.to_string()),
            OrderBy::CreateTime => c.created.map(|d| d.to_string()),
        })
        .collect();
    for pair in keys.windows(2) {
        let right = match (&pair[0], &pair[1]) {
            (Some(a), Some(b)) if ascending => a <= b,
            (Some(a), Some(b)) => a >= b,
            (None, Some(_)) => false,
            (_, None) => true,
        };
        assert!(right, "{order:?} {ascending}: {pair:?}");
    }
}

#[tokio::test]
async fn over_limit_matches_the_client_definition() {
    let bench = bench().await;
    let all = walk(&bench, &CompanyQuery::default()).await;
    let over = walk(&bench, &CompanyQuery { over_limit: true, size: 10, ..CompanyQuery::default() }).await;
    let expected: Vec<_> = all.iter().filter(|c| c.seats.is_over()).map(|c| c.id.as_str()).collect();
    assert!(expected.len() >= 5);
    assert_eq!(ids(&over), expected);
    let page = bench.search().await.expect("a page");
    assert_eq!(page.over_limit, Some(expected.len() as u64));
}

#[rstest]
#[case("acme")]
#[case("HOUSING")]
#[case("enterprise")]
#[case("Public")]
#[case("étoile")]
#[case("northwind")]
#[case("\"; DROP TABLE")]
#[case("株")]
#[tokio::test]
async fn search_matches_substrings(#[case] search: &str) {
    let bench = bench().await;
    let all = walk(&bench, &CompanyQuery::default()).await;
    let found = walk(&bench, &CompanyQuery { search: search.into(), size: 10, ..CompanyQuery::default() }).await;
    let needle = search.to_lowercase();
    let has = |t: Option<&String>| t.is_some_and(|t| t.to_lowercase().contains(&needle));
    let hit = |c: &&Company| {
        has(Some(&c.name)) || has(c.reseller.as_ref()) || has(c.industry.as_ref()) || has(c.license_type.as_ref())
    };
    assert_eq!(ids(&found), all.iter().filter(hit).map(|c| c.id.as_str()).collect::<Vec<_>>());
}

#[tokio::test]
async fn beyond_the_last_page() {
    let bench = bench().await;
    let page = bench.client.search_companies(&CompanyQuery::default().at_page(99)).await.expect("an empty page");
    assert_eq!((page.items.len(), page.number, page.pages, page.total), (0, 99, 2, 137));
}

/// A created user changes the seats that the next read tells.
#[tokio::test]
async fn seats_follow_a_create() {
    let bench = bench().await;
    let id = bench.company(super::support::ACME);
    let before = bench.client.check_license(&id).await.expect("seats");
    bench.create(super::support::ACME, "new@acme.example").await.expect("created");
    let after = bench.client.check_license(&id).await.expect("seats");
    assert_eq!((after.seats.used, after.total), (before.seats.used + 1, before.total + 1));
    assert_eq!(after.seats.left(), before.seats.left().map(|left| left - 1));
    let row = bench.search().await.expect("a page").items.into_iter().find(|c| c.id == id).expect("the row");
    assert_eq!(row.seats, after.seats);
}
