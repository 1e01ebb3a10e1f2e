//! What the service is asked for by a filter, and what the same filter finds among all rows in memory, are the same.

use std::collections::BTreeSet;

use jiff::civil::date;
use keepnet_tui::domain::list::filter::parse::parse_as;
use keepnet_tui::domain::list::filter::user_key::{UserLanguage, UserRow};
use keepnet_tui::domain::list::user_filter::Divided;
use keepnet_tui::domain::list::user_query::UserQuery;
use keepnet_tui::domain::user::existing::TargetUser;

use super::support::Bench;

/// Its people have ASCII names: where accents matter the service and the memory differ, which is said.
const COMPANY: &str = "Lumen Optics";
/// What the service can do alone, and what is left to be filtered here.
const FILTERS: [&str; 16] = [
    "",
    "a",
    "ma o",
    "department:fin",
    "email:lumen",
    "phone:+4",
    "department:s email:a",
    "maya department:a phone:7",
    "status:inactive",
    "-status:active department:e",
    "domain:lumenoptics.example",
    "domain=lumenoptics.example status:deleted,inactive",
    "department=finance",
    "created<90d",
    "created:2026 -department:s a",
    "priority:high name:a",
];

async fn users(bench: &Bench, query: &UserQuery) -> Vec<TargetUser> {
    let mut all = Vec::new();
    for number in 1.. {
        let page = bench.client.search_users(&bench.company(COMPANY), &query.at_page(number)).await.expect("a page");
        all.extend(page.items);
        if number >= page.pages {
            break;
        }
    }
    all
}

#[tokio::test]
async fn users_of_service_and_memory_are_the_same_set() {
    let bench = Bench::new().await;
    let today = date(2026, 11, 23);
    let base = UserQuery { size: 20, ..UserQuery::default() };
    let everybody = users(&bench, &base).await;
    let ids = |users: &[TargetUser]| users.iter().map(|user| user.id.to_string()).collect::<BTreeSet<_>>();
    let mut empty = 0;
    for text in FILTERS {
        let filter = parse_as::<UserLanguage>(text).expect(text);
        let memory: Vec<_> = everybody.iter().filter(|u| filter.matches(&UserRow::new(u), today)).cloned().collect();
        let divided = Divided::new(&filter);
        let mut served = users(&bench, &divided.query(&base)).await;
        served.retain(|user| divided.rest.matches(&UserRow::new(user), today));
        assert_eq!(ids(&served), ids(&memory), "{text}");
        empty += usize::from(memory.is_empty());
    }
    assert!(empty < 3 && everybody.len() > 40, "{empty} filters find nobody of {}", everybody.len());
}
