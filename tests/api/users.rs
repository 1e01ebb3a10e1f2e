//! A company's users: what the client makes of the answers of the search and of the look-up.

use keepnet_tui::api::{Error, Operation};
use keepnet_tui::demo::Fault;
use keepnet_tui::domain::list::user_query::UserQuery;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::domain::user::existing::UserStatus;
use rstest::rstest;
use serde_json::{Value, json};

use super::support::{ACME, Bench, FIND, USERS};

fn answer(data: &Value) -> Fault {
    Fault::Body(200, json!({"data": data, "status": "SUCCESS"}).to_string())
}

#[tokio::test]
async fn a_page_of_users() {
    let bench = Bench::new().await;
    let data = json!({"pageNumber": 2, "pageSize": 2, "totalNumberOfPages": 3, "totalNumberOfRecords": 5, "results": [
        {"resourceId": "u3", "email": "ada@acme.example", "firstName": "Ada", "lastName": "King", "department": "R&D",
         "priority": "High", "status": "Active", "phoneNumber": "+4915112345678", "createTime": "2026-01-02T03:04:05.678Z"},
        {"ResourceId": "u4", "Email": null, "FirstName": "\u{1b}[2J\u{202e}Bo", "Status": "Deleted", "CreateTime": "0001-01-01T00:00:00"},
    ]});
    bench.server.faults().next(USERS, answer(&data));
    let query = UserQuery { page: 2, size: 2, ..UserQuery::default() };
    let page = bench.client.search_users(&bench.company(ACME), &query).await.expect("a page");
    assert_eq!((page.number, page.pages, page.total, page.items.len()), (2, 3, 5, 2));
    let [ada, bo] = &page.items[..] else { panic!("{page:?}") };
    assert_eq!((ada.id.as_str(), ada.email.as_str(), ada.name().as_str()), ("u3", "ada@acme.example", "Ada King"));
    assert_eq!((ada.department.as_deref(), ada.priority.as_deref()), (Some("R&D"), Some("High")));
    assert_eq!((ada.phone.as_deref(), &ada.status), (Some("+4915112345678"), &UserStatus::Active));
    assert_eq!(ada.created.map(|c| c.to_string()).as_deref(), Some("2026-01-02T03:04:05.678Z"));
    assert_eq!((bo.email.as_str(), bo.name().as_str(), &bo.status), ("", "Bo", &UserStatus::Deleted));
    assert_eq!(bo.created, None);
}

#[tokio::test]
async fn an_email_in_any_case_and_every_status() {
    let bench = Bench::new().await;
    let data = json!({"results": [
        {"resourceId": "now", "email": "JANE@acme.example", "isActive": true},
        {"resourceId": "then", "email": "jane@acme.example", "status": "Deleted"},
        {"resourceId": "other", "email": "jane@acme.example.org", "isActive": true},
    ], "totalNumberOfRecords": 3});
    bench.server.faults().next(FIND, answer(&data));
    let found = bench.client.find_users(&bench.company(ACME), "jane@ACME.example").await.expect("found");
    let found: Vec<_> = found.iter().map(|u| (u.id.as_str(), u.status.word())).collect();
    assert_eq!(found, [("now", "active"), ("then", "deleted")]);
}

/// The service's own clock, whatever ours shows.
#[tokio::test]
async fn service_time_is_that_of_its_answers() {
    let bench = Bench::new().await;
    assert_eq!(bench.client.service_time(), None, "nothing was heard yet");
    let company = bench.company(ACME);
    for hours in [-30, 60] {
        bench.server.clock().shift(jiff::SignedDuration::from_hours(hours));
        bench.client.find_users(&company, "jane@acme.example").await.expect("asked");
        let (now, told) = (bench.server.clock().now(), bench.client.service_time().expect("told"));
        let of = |at: jiff::Timestamp| at.duration_since(now).abs().as_secs();
        assert!(of(told.earliest) <= 5 && of(told.latest) <= 5, "{told:?}, {now}");
        assert!(told.earliest <= now && now <= told.latest + jiff::SignedDuration::from_secs(1), "{told:?}, {now}");
    }
    // Neither a gateway nor a cache tells the service's time.
    let before = bench.client.service_time().expect("told");
    bench.server.faults().always(FIND, Fault::ExecutedThenStatus(502));
    bench.server.clock().shift(jiff::SignedDuration::from_hours(-50));
    bench.client.find_users(&company, "jane@acme.example").await.expect_err("a gateway");
    assert!(bench.client.service_time().expect("told").earliest >= before.earliest);
}

#[tokio::test]
async fn user_is_loaded_by_id() {
    let bench = Bench::new().await;
    let company = bench.company(ACME);
    let id = UserId::new(bench.create(ACME, "ada@acme.example").await.expect("created"));
    let user = bench.client.target_user(&company, &id).await.expect("there");
    assert_eq!((user.id, user.email.as_str(), user.status), (id.clone(), "ada@acme.example", UserStatus::Active));
    let nobody = bench.client.target_user(&company, &UserId::new("nobody")).await.expect_err("nobody");
    assert!(matches!(nobody, Error::NotFound(_)), "{nobody:?}");
    bench.server.faults().next("GET /api/target-users/", answer(&json!({"resourceId": "other", "email": "x@y.z"})));
    bench.client.target_user(&company, &id).await.expect_err("about somebody else");
    bench.server.faults().next("GET /api/target-users/", answer(&json!({"email": "x@y.z", "isActive": true})));
    assert_eq!(bench.client.target_user(&company, &id).await.expect("there").id, id);
}

/// What is not understood must never count as "nobody has this email".
#[rstest]
#[case(json!({"results": [{"resourceId": "", "email": "jane@acme.example"}]}))]
#[case(json!({"results": [], "totalNumberOfRecords": 3}))]
#[case(json!("none"))]
#[tokio::test]
async fn unreadable_answer_is_not_an_empty_list(#[case] data: Value) {
    let bench = Bench::new().await;
    bench.server.faults().next(FIND, answer(&data));
    let error = bench.client.find_users(&bench.company(ACME), "jane@acme.example").await.expect_err("unreadable");
    assert!(matches!(error, Error::Garbled(200) | Error::Lacking(Some(3))), "{error:?}");
    let failure = error.failure(Operation::FindUser);
    assert_eq!((failure.what.as_str(), failure.applied), ("The email could not be looked up", Applied::No));
}

/// Both are reads: tried again, and their failures say what could not be done.
#[tokio::test]
async fn both_reads_are_retried() {
    let bench = Bench::new().await;
    bench.server.faults().always("POST /api/target-users/search", Fault::status(500));
    let company = bench.company(ACME);
    let users = bench.client.search_users(&company, &UserQuery::default()).await.expect_err("down");
    assert_eq!(bench.server.asked(USERS), 4);
    let find = bench.client.find_users(&company, "jane@acme.example").await.expect_err("down");
    assert_eq!(bench.server.asked(FIND), 4);
    let failures = [users.failure(Operation::Users), find.failure(Operation::FindUser)];
    assert_eq!(
        failures.each_ref().map(|f| f.what.as_str()),
        ["The users could not be loaded", "The email could not be looked up"]
    );
    assert!(failures.iter().all(|f| f.remedy == Remedy::Retry && f.applied == Applied::No));
}

/// Every word somewhere in the user, also where the service looks for the text in one field at a time.
#[rstest]
#[case::first_and_last("{first} {last}")]
#[case::last_and_first("{last} {first}")]
#[case::with_a_part_of_the_email("{email} {first}")]
#[tokio::test]
async fn users_are_found_by_several_words(#[case] typed: &str) {
    let bench = Bench::new().await;
    let company = bench.company("Delta Housing Trust");
    let users = bench.server.users(company.as_str());
    let meant = users.iter().find(|u| u.first_name.is_some() && u.last_name.is_some()).expect("somebody with a name");
    let (first, last) = (meant.first_name.clone().expect("one"), meant.last_name.clone().expect("one"));
    let typed = typed.replace("{first}", &first).replace("{last}", &last).replace("{email}", &meant.email[..5]);
    let query = UserQuery { search: typed.clone(), size: 200, ..UserQuery::default() };
    let page = bench.client.search_users(&company, &query).await.expect("a page");
    assert!(page.items.iter().any(|user| user.id.as_str() == meant.resource_id), "{typed}: {page:?}");
    assert_eq!(page.total, page.items.len() as u64);
    let nobody = UserQuery { search: format!("{typed} xyzzy"), ..query.clone() };
    assert_eq!(bench.client.search_users(&company, &nobody).await.expect("a page").total, 0);
    // A page of them is cut as the service cuts one.
    let one = UserQuery { size: 1, ..query };
    let cut = bench.client.search_users(&company, &one).await.expect("a page");
    assert_eq!((cut.items.len(), cut.total, u64::from(cut.pages)), (1, page.total, page.total));
}

/// A search for several words looks at so many of those who have the longest one, and says how many it left.
#[tokio::test]
async fn incomplete_search_is_reported() {
    let bench = Bench::new().await;
    let company = bench.company("Delta Housing Trust");
    let many = Fault::rewrite(|answer| {
        let data = answer.get_mut("data").and_then(Value::as_object_mut).expect("data");
        data.insert("totalNumberOfRecords".into(), 12_000.into());
        data.insert("totalNumberOfPages".into(), 60.into());
        let user = json!({"resourceId": "u1", "email": "jane@acme.example", "firstName": "Jane", "lastName": "Doe"});
        data.insert("results".into(), vec![user; 200].into());
    });
    bench.server.faults().always(USERS, many);
    let query = UserQuery { search: "jane doe".to_owned(), size: 25, ..UserQuery::default() };
    let page = bench.client.search_users(&company, &query).await.expect("a page");
    assert_eq!((bench.server.asked(USERS), page.total, page.unchecked), (50, 10_000, 2_000));
    let said = page.unchecked_note().expect("words");
    assert!(said.contains("2000 were not looked at"), "{said}");
    let one = UserQuery { search: "jane".to_owned(), ..query };
    let page = bench.client.search_users(&company, &one).await.expect("a page");
    assert_eq!((page.total, page.unchecked, page.unchecked_note()), (12_000, 0, None), "the service pages it");
}
