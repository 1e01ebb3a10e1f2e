//! A company's users as the client lists and finds them, against the server's own list.

use std::collections::HashSet;
use std::time::Duration;

use keepnet_tui::api::Error;
use keepnet_tui::demo::Options;
use keepnet_tui::domain::list::user_query::{UserOrder, UserQuery};
use keepnet_tui::domain::user::existing::{TargetUser, UserStatus};
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use super::support::{ACME, Bench, FIND, few, limits};

/// Small, with users of every status.
const LUMEN: &str = "Lumen Optics";
/// Its people have two domains, names of several scripts and every letter of the Turkish i.
const ISIK: &str = "Işık Tekstil A.Ş.";
const NEW: &str = "Maya.New@lumenoptics.example";

/// Every page of a list, put together.
async fn walk(bench: &Bench, name: &str, query: &UserQuery) -> Vec<TargetUser> {
    let mut all = Vec::new();
    for number in 1.. {
        let page = bench.client.search_users(&bench.company(name), &query.at_page(number)).await.expect("a page");
        assert_eq!((page.number, page.over_limit), (number, None));
        assert!(number == page.pages || page.items.len() == query.size as usize, "only the last page is short");
        all.extend(page.items);
        if number == page.pages {
            assert_eq!(all.len() as u64, page.total);
            break;
        }
    }
    all
}

fn ids(list: &[TargetUser]) -> Vec<&str> {
    list.iter().map(|u| u.id.as_str()).collect()
}

/// The whole list in one answer, by a client that knows nothing of ours.
async fn truth(bench: &Bench, name: &str, order: &str, ascending: bool) -> Vec<Value> {
    let body = json!({"pageNumber": 1, "pageSize": 1000, "orderBy": order, "ascending": ascending, "filter": {}});
    let company = bench.company(name).to_string();
    let answer = bench.told(Method::POST, "/api/target-users/search", &company, &body).await;
    answer["data"]["results"].as_array().expect("results").clone()
}

async fn find(bench: &Bench, name: &str, email: &str) -> Vec<TargetUser> {
    bench.client.find_users(&bench.company(name), email).await.expect("an answer")
}

/// Only the users with this address, by the other way to ask for one.
async fn listed(bench: &Bench, name: &str, email: &str) -> Vec<TargetUser> {
    walk(bench, name, &UserQuery { email: Some(email.to_owned()), ..UserQuery::default() }).await
}

async fn delete(bench: &Bench, name: &str, id: &str) {
    let path = format!("/api/target-users/{id}");
    bench.told(Method::DELETE, &path, bench.company(name).as_str(), &Value::Null).await;
}

/// Case and the dot of the Turkish i do not count on the service.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('\u{307}', "").replace('ı', "i")
}

#[rstest]
#[tokio::test]
async fn pages_put_together_are_the_list(#[values(7, 24, 50, 72, 500)] size: u32) {
    let bench = Bench::new().await;
    let list = walk(&bench, LUMEN, &UserQuery { size, ..UserQuery::default() }).await;
    let truth = truth(&bench, LUMEN, "LastName", true).await;
    assert_eq!(ids(&list), truth.iter().map(|u| u["resourceId"].as_str().expect("ID")).collect::<Vec<_>>());
    assert_eq!(ids(&list).into_iter().collect::<HashSet<_>>().len(), 59 + 4 + 9);
    for (ours, theirs) in list.iter().zip(&truth) {
        let told = |name: &str| theirs[name].as_str().filter(|text| !text.is_empty());
        let texts = [&ours.first_name, &ours.last_name, &ours.department, &ours.phone, &ours.priority];
        let names = ["firstName", "lastName", "department", "phoneNumber", "priority"];
        for (ours, name) in texts.into_iter().zip(names) {
            assert_eq!(ours.as_deref(), told(name), "{name}");
        }
        assert_eq!(Some(ours.email.as_str()), told("email"));
        assert_eq!(Some(ours.status.word().to_owned()), told("status").map(str::to_lowercase));
        let created = ours.created.expect("a moment").to_string();
        assert_eq!(Some(&created[..19]), told("createTime").map(|t| &t[..19]));
    }
    let count = |status: &UserStatus| list.iter().filter(|u| u.status == *status).count();
    assert_eq!([UserStatus::Active, UserStatus::Inactive, UserStatus::Deleted].map(|s| count(&s)), [59, 4, 9]);
}

#[rstest]
#[tokio::test]
async fn every_order_in_both_directions(
    #[values(
        UserOrder::Email,
        UserOrder::FirstName,
        UserOrder::LastName,
        UserOrder::Department,
        UserOrder::Priority,
        UserOrder::Status,
        UserOrder::PhoneNumber,
        UserOrder::CreateTime
    )]
    order: UserOrder,
    #[values(true, false)] ascending: bool,
) {
    let bench = Bench::new().await;
    let list = walk(&bench, ISIK, &UserQuery { order, ascending, size: 100, ..UserQuery::default() }).await;
    let truth = truth(&bench, ISIK, order.wire(), ascending).await;
    assert_eq!(ids(&list), truth.iter().map(|u| u["resourceId"].as_str().expect("ID")).collect::<Vec<_>>());
    assert_eq!(ids(&list).into_iter().collect::<HashSet<_>>().len(), 287 + 19 + 44);
    // And it is that order, by what the client understood of each user; no value sorts last.
    let keys: Vec<Option<String>> = list.iter().map(|user| key(user, order)).collect();
    for pair in keys.windows(2) {
        let right = match (&pair[0], &pair[1]) {
            (Some(a), Some(b)) if ascending => a <= b,
            (Some(a), Some(b)) => a >= b,
            (None, Some(_)) => false,
            (_, None) => true,
        };
        assert!(right, "{order:?} {ascending}: {pair:?}");
    }
    assert!(keys.iter().collect::<HashSet<_>>().len() > 2, "an order of equals shows nothing");
}

fn key(user: &TargetUser, order: UserOrder) -> Option<String> {
    let text = |text: &Option<String>| text.as_deref().map(folded);
    match order {
        UserOrder::Email => Some(folded(&user.email)),
        UserOrder::FirstName => text(&user.first_name),
        UserOrder::LastName => text(&user.last_name),
        UserOrder::Department => text(&user.department),
        UserOrder::Priority => {
            let words = ["VeryLow", "Low", "Medium", "High", "VeryHigh"];
            words.iter().position(|w| Some(*w) == user.priority.as_deref()).map(|at| at.to_string())
        }
        UserOrder::Status => Some(user.status.word().to_owned()),
        UserOrder::PhoneNumber => user.phone.clone(),
        UserOrder::CreateTime => user.created.map(|c| c.to_string()),
        UserOrder::Roles => text(&user.roles),
    }
}

#[rstest]
#[case::first_name("ayşe")]
#[case::last_name("YILMAZ")]
#[case::address("@isiktekstil-tr")]
#[case::department("Finance")]
#[case::phone("+447700900")]
#[case::both_names("a.y")]
#[case::odd("\"; DROP TABLE")]
#[case::blank_in_it("o'")]
#[tokio::test]
async fn search_matches_substrings(#[case] search: &str) {
    let bench = Bench::new().await;
    let all = walk(&bench, ISIK, &UserQuery { size: 500, ..UserQuery::default() }).await;
    let found = walk(&bench, ISIK, &UserQuery { search: search.into(), size: 20, ..UserQuery::default() }).await;
    let has = |text: Option<&String>| text.is_some_and(|t| folded(t).contains(&folded(search)));
    let hit = |u: &&TargetUser| {
        let optional = [&u.first_name, &u.last_name, &u.department, &u.phone];
        has(Some(&u.email)) || optional.into_iter().any(|text| has(text.as_ref()))
    };
    let expected: Vec<_> = all.iter().filter(hit).map(|u| u.id.as_str()).collect();
    assert_eq!(ids(&found), expected);
    assert!(expected.len() < all.len(), "a search that finds all shows nothing");
}

/// The filter is exact in any case; with a text both must hold.
#[tokio::test]
async fn the_email_filter_is_exact() {
    let bench = Bench::new().await;
    let all = walk(&bench, LUMEN, &UserQuery { size: 100, ..UserQuery::default() }).await;
    for user in all.iter().step_by(7) {
        let found = listed(&bench, LUMEN, &user.email.to_uppercase()).await;
        assert_eq!(found, std::slice::from_ref(user));
    }
    let (one, other) = (&all[0], &all[1]);
    let query = |email: &str, search: &str| UserQuery {
        email: Some(email.to_owned()),
        search: search.to_owned(),
        ..UserQuery::default()
    };
    let last = |user: &TargetUser| user.last_name.clone().expect("a name");
    let first = |user: &TargetUser| user.first_name.clone().expect("a name");
    assert_eq!(walk(&bench, LUMEN, &query(&one.email, &last(one))).await, std::slice::from_ref(one));
    assert_ne!(first(one), first(other));
    assert_eq!(walk(&bench, LUMEN, &query(&one.email, &first(other))).await, []);
    // A part of an address is no address; and nobody has one of another company.
    for email in [&one.email[1..], "nobody@lumenoptics.example", "maya@"] {
        assert_eq!(listed(&bench, LUMEN, email).await, []);
    }
    assert_eq!(listed(&bench, ACME, &one.email).await, []);
}

#[tokio::test]
async fn beyond_the_last_page_and_a_company_without_users() {
    let bench = Bench::new().await;
    let query = UserQuery::default().at_page(99);
    let page = bench.client.search_users(&bench.company(LUMEN), &query).await.expect("an empty page");
    assert_eq!((page.items.len(), page.number, page.pages, page.total), (0, 99, 2, 72));
    let none = bench.client.search_users(&bench.company("Tidal Freight"), &UserQuery::default()).await;
    let none = none.expect("an empty page");
    assert_eq!((none.items.len(), none.pages, none.total), (0, 1, 0));
    assert_eq!(find(&bench, "Tidal Freight", "nobody@tidal.example").await, []);
}

/// An ended licence closes nothing: what is there can be read, and nobody can be added.
#[tokio::test]
async fn an_expired_company_can_be_read() {
    let bench = Bench::new().await;
    let name = "Alder & Sons Ltd";
    let all = walk(&bench, name, &UserQuery { size: 500, ..UserQuery::default() }).await;
    assert_eq!(all.len(), 249 + 7 + 15);
    assert_eq!(ids(&find(&bench, name, &all[0].email).await), [all[0].id.as_str()]);
    bench.create(name, "new@alderandsons.example").await.expect_err("the licence has ended");
    assert_eq!(find(&bench, name, "new@alderandsons.example").await, []);
}

/// Both ways find a new user at once, in any case and with spaces around; by both it is the same one.
#[tokio::test]
async fn a_created_user_is_found() {
    let bench = Bench::new().await;
    assert_eq!(find(&bench, LUMEN, NEW).await, []);
    let id = bench.create(LUMEN, NEW).await.expect("created");
    for email in [NEW, "maya.new@LUMENOPTICS.EXAMPLE", "  Maya.New@lumenoptics.example\t"] {
        let found = find(&bench, LUMEN, email).await;
        assert_eq!(ids(&found), [id.as_str()], "{email}");
        assert_eq!((found[0].email.as_str(), &found[0].status), (NEW, &UserStatus::Active));
        assert_eq!(ids(&listed(&bench, LUMEN, email).await), [id.as_str()], "{email}");
    }
    assert_eq!(find(&bench, ACME, NEW).await, []);
    let newest = UserQuery { order: UserOrder::CreateTime, ascending: false, ..UserQuery::default() };
    assert_eq!(walk(&bench, LUMEN, &newest).await.len(), 73);
    assert!(bench.server.requests().iter().filter(|r| r.is(FIND)).all(|r| r.company.is_some()));
}

/// The look-up has no word for a deleted user: that it is one, the search alone tells.
#[tokio::test]
async fn search_reports_deleted_users() {
    let bench = Bench::new().await;
    let first = bench.create(LUMEN, NEW).await.expect("created");
    delete(&bench, LUMEN, &first).await;
    let found = find(&bench, LUMEN, NEW).await;
    assert_eq!(
        found.iter().map(|u| (u.id.as_str(), &u.status)).collect::<Vec<_>>(),
        [(&*first, &UserStatus::Inactive)]
    );
    let told = listed(&bench, LUMEN, NEW).await;
    assert_eq!(told.iter().map(|u| &u.status).collect::<Vec<_>>(), [&UserStatus::Deleted]);
    // The address is free again, and then there are two.
    let second = bench.create(LUMEN, &NEW.to_lowercase()).await.expect("created once more");
    let both: HashSet<_> = find(&bench, LUMEN, NEW).await.iter().map(|u| u.id.to_string()).collect();
    assert_eq!(both, HashSet::from([first.clone(), second.clone()]));
    let mut told: Vec<_> =
        listed(&bench, LUMEN, NEW).await.into_iter().map(|u| (u.status.word() == "active", u.id.to_string())).collect();
    told.sort();
    assert_eq!(told, [(false, first), (true, second)]);
}

#[tokio::test]
async fn lagging_index_misses_new_users() {
    let options = Options { index_delay: Duration::from_secs(3_600), ..few() };
    let bench = Bench::with(options, limits()).await;
    bench.create(LUMEN, NEW).await.expect("created");
    assert_eq!(find(&bench, LUMEN, NEW).await, []);
    assert_eq!(listed(&bench, LUMEN, NEW).await, []);
    // The service itself knows.
    let again = bench.create(LUMEN, NEW).await.expect_err("a second one");
    assert!(matches!(&again, Error::Refused(messages) if messages[0].contains("already exists")), "{again:?}");
}

#[tokio::test]
async fn lagging_index_catches_up() {
    let options = Options { index_delay: Duration::from_millis(50), ..few() };
    let bench = Bench::with(options, limits()).await;
    let id = bench.create(LUMEN, NEW).await.expect("created");
    let mut found = Vec::new();
    while found.is_empty() {
        found = find(&bench, LUMEN, NEW).await;
    }
    assert_eq!(ids(&found), [id.as_str()]);
    assert_eq!(ids(&listed(&bench, LUMEN, NEW).await), [id.as_str()]);
}
