//! The users of a company: found by filter and by address, deleted, and in step with the company's figures.

use super::*;
use rstest::rstest;

const SEARCH: &str = "/api/target-users/search";
const BY_EMAIL: &str = "/api/target-users/search-email";

/// A page of users, with the header.
async fn ask(desk: &Desk, path: &str, company: &str, change: &Value) -> Value {
    let mut body = json!({"pageNumber": 1, "pageSize": 1000, "orderBy": "Email", "ascending": true});
    for (name, value) in change.as_object().expect("object") {
        body[name] = value.clone();
    }
    let (status, body) = told(desk.post(path, &body).header("X-KEEPNET-Company-Id", company)).await;
    assert_eq!((status, &body["status"]), (StatusCode::OK, &json!("SUCCESS")), "{body}");
    body["data"].clone()
}

async fn with_status(desk: &Desk, company: &str, status: &str) -> Value {
    let item = json!({"fieldName": "Status", "operator": "=", "value": status});
    let filter = json!({"condition": "AND", "filterGroups": [{"condition": "AND", "filterItems": [item]}]});
    ask(desk, SEARCH, company, &json!({ "filter": filter })).await
}

async fn by_email(desk: &Desk, company: &str, email: &str) -> Vec<Value> {
    let data = ask(desk, BY_EMAIL, company, &json!({ "email": email })).await;
    data["results"].as_array().cloned().unwrap_or_default()
}

async fn listed(desk: &Desk, company: &str, email: &str) -> Vec<Value> {
    let data = ask(desk, SEARCH, company, &json!({"filter": {"searchInputTextValue": email}})).await;
    data["results"].as_array().cloned().unwrap_or_default()
}

fn delete(desk: &Desk, company: &str, id: &str) -> RequestBuilder {
    desk.request(Method::DELETE, &format!("/api/target-users/{id}")).header("X-KEEPNET-Company-Id", company)
}

fn names(row: &Value) -> Vec<&str> {
    row.as_object().expect("object").keys().map(String::as_str).collect()
}

#[tokio::test]
async fn the_list_agrees_with_the_figures_and_stays_the_same() {
    let desk = Desk::open().await;
    let id = desk.id("Delta Housing Trust");
    let all = ask(&desk, SEARCH, &id, &json!({"filter": {}})).await;
    assert_eq!(all["totalNumberOfRecords"], 402 + 14 + 31);
    for (status, count) in [("Active", 402), ("Inactive", 14), ("Deleted", 31)] {
        let data = with_status(&desk, &id, status).await;
        assert_eq!(data["totalNumberOfRecords"], count, "{status}");
        assert!(data["results"].as_array().expect("list").iter().all(|row| row["status"] == status));
    }
    let other = Desk::open().await;
    assert_eq!(all, ask(&other, SEARCH, &id, &json!({"filter": {}})).await, "the same seed, the same people");
    let largest = ask(&desk, SEARCH, &desk.id("Universidad del Sur"), &json!({"filter": {}, "pageNumber": 10})).await;
    assert_eq!(largest["totalNumberOfPages"], 10);
    assert_eq!(largest["results"].as_array().map(Vec::len), Some(6120 + 910 + 2204 - 9000));
    let nobody = ask(&desk, SEARCH, &desk.id("Tidal Freight"), &json!({"filter": {}})).await;
    assert_eq!((&nobody["results"], &nobody["totalNumberOfRecords"]), (&Value::Null, &json!(0)));
}

#[tokio::test]
async fn the_two_searches_have_their_shapes() {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    let data =
        ask(&desk, SEARCH, &id, &json!({"filter": {}, "pageSize": 10, "pageNumber": 2, "newVersion": true})).await;
    let paging = ["pageNumber", "pageSize", "totalNumberOfPages", "totalNumberOfRecords"].map(|name| &data[name]);
    assert_eq!(paging, [&json!(2), &json!(10), &json!(8), &json!(72)]);
    let row = &data["results"][0];
    let listed = "createTimecustomFieldValuesdepartmentemailfirstNameisDeletedisEditablelastNameldapConfigName\
                  managerEmailmanagerFullNamephoneNumberpreferredLanguagepriorityresourceIdscimSettingNamestatus\
                  timeZoneupdateTime";
    assert_eq!(names(row).concat(), listed);
    let found = by_email(&desk, &id, &row["email"].as_str().expect("text").to_uppercase()).await;
    assert_eq!(found.len(), 1);
    let detail = "customFieldValuesdepartmentemailfirstNameisActivelastNamemanagerEmailmanagerFirstNamemanagerFullName\
                  managerLastNamephoneNumberpreferredLanguageIdpriorityresourceIdtimeZoneId";
    assert_eq!(names(&found[0]).concat(), detail);
    for name in ["resourceId", "email", "firstName", "lastName", "department", "priority", "phoneNumber"] {
        assert_eq!(found[0][name], row[name], "{name}");
    }
    assert!(by_email(&desk, &id, "nobody@lumenoptics.example").await.is_empty());
    let zephyr = desk.id("Zephyr Couriers");
    assert!(by_email(&desk, &zephyr, row["email"].as_str().expect("text")).await.is_empty());
}

#[tokio::test]
async fn a_new_user_is_found_with_everything_that_was_sent() {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    let (_, languages) = told(desk.get("/api/languages")).await;
    let mut body = person("Maya.New@lumenoptics.example");
    body["timeZoneId"] = json!("GMT Standard Time");
    body["preferredLanguageId"] = languages["data"][0]["resourceId"].clone();
    body["managerFirstName"] = json!("Ann");
    body["managerLastName"] = json!("Lee");
    body["isActive"] = json!(false);
    let (_, created) = told(desk.create(&id, &body)).await;
    let found = by_email(&desk, &id, "maya.new@LUMENOPTICS.example").await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["resourceId"], created["data"]["resourceId"]);
    assert_eq!((&found[0]["email"], &found[0]["isActive"]), (&body["email"], &json!(false)));
    assert_eq!((&found[0]["timeZoneId"], &found[0]["managerFullName"]), (&body["timeZoneId"], &json!("Ann Lee")));
    let rows = listed(&desk, &id, "maya.new").await;
    assert_eq!((rows.len(), &rows[0]["status"]), (1, &json!("Inactive")));
    assert_eq!(rows[0]["timeZone"], "(UTC+00:00) Dublin, Edinburgh, Lisbon, London");
    assert_eq!(rows[0]["preferredLanguage"], languages["data"][0]["name"]);
}

#[tokio::test]
async fn an_address_that_was_there_from_the_start_is_taken() {
    let desk = Desk::open().await;
    let id = desk.id("Delta Housing Trust");
    // Beyond those that are told one by one.
    let last = with_status(&desk, &id, "Active").await["results"][401].clone();
    let email = last["email"].as_str().expect("text");
    assert_eq!(desk.stored(&id, email), 0);
    let (status, body) = told(desk.create(&id, &person(&email.to_uppercase()))).await;
    assert_eq!((status, &body["message"]), (StatusCode::BAD_REQUEST, &json!("A user with this email already exists.")));
    let gone = with_status(&desk, &id, "Deleted").await["results"][30]["email"].clone();
    assert_eq!(told(desk.create(&id, &person(gone.as_str().expect("text")))).await.0, 200);
    assert_eq!(by_email(&desk, &id, gone.as_str().expect("text")).await.len(), 2, "the deleted one is still found");
}

#[rstest]
#[case("Active", 59, -1, 0)]
#[case("Inactive", 4, 0, -1)]
#[tokio::test]
async fn a_deleted_user_frees_its_seat(
    #[case] status: &str,
    #[case] of: usize,
    #[case] active: i64,
    #[case] inactive: i64,
) {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    let row =
        async || desk.search(&json!({"filter": {"searchInputTextValue": "lumen opt"}})).await["results"][0].clone();
    let before = row().await;
    let user = with_status(&desk, &id, status).await["results"][of - 1].clone();
    let user_id = user["resourceId"].as_str().expect("text");
    let (code, body) = told(delete(&desk, &id, user_id)).await;
    assert_eq!((code, &body["data"]), (StatusCode::OK, &json!({"resourceId": user_id})));
    let after = row().await;
    let change = |name: &str| after[name].as_i64().expect("number") - before[name].as_i64().expect("number");
    let changes = ["targetUserCount", "inactiveTargetUserCount", "deletedTargetUserCount", "monthlyActiveUserCount"];
    assert_eq!(changes.map(change), [active, inactive, 1, 0]);
    assert_eq!(with_status(&desk, &id, status).await["totalNumberOfRecords"], of - 1);
    let email = user["email"].as_str().expect("text");
    assert_eq!(listed(&desk, &id, email).await[0]["status"], "Deleted");
    assert_eq!(by_email(&desk, &id, email).await[0]["isActive"], false);
    assert!(desk.server.users(&id).iter().any(|u| u.resource_id == user_id && u.deleted));
    assert_eq!(told(delete(&desk, &id, user_id)).await.0, 404, "once is enough");
    assert_eq!(told(desk.create(&id, &person(email))).await.0, 200, "the address is free again");
}

#[tokio::test]
async fn a_new_user_can_be_deleted_again() {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    let (_, created) = told(desk.create(&id, &person("jane@x.example"))).await;
    let user = created["data"]["resourceId"].as_str().expect("an ID");
    assert_eq!(desk.seats(&id).await["activeUserCount"], 60);
    assert_eq!(told(delete(&desk, &desk.id("Zephyr Couriers"), user)).await.0, 404, "not one of theirs");
    assert_eq!(told(delete(&desk, &id, user)).await.0, 200);
    assert_eq!(desk.seats(&id).await["activeUserCount"], 59);
    assert!(desk.server.users(&id).iter().any(|u| u.requested && u.deleted && u.resource_id == user));
    let (status, body) = told(delete(&desk, &id, user)).await;
    assert_eq!((status, &body["message"]), (StatusCode::NOT_FOUND, &json!("Target user not found.")));
}

#[tokio::test]
async fn a_slow_index_finds_a_new_user_only_later() {
    let desk = Desk::with(Options { index_delay: Duration::from_secs(3600), ..Options::instant() }).await;
    let id = desk.id("Lumen Optics");
    assert_eq!(told(desk.create(&id, &person("jane@x.example"))).await.0, 200);
    assert!(by_email(&desk, &id, "jane@x.example").await.is_empty());
    assert!(listed(&desk, &id, "jane@x.example").await.is_empty());
    assert_eq!(told(desk.create(&id, &person("jane@x.example"))).await.0, 400, "the address is taken all the same");
    assert_eq!(desk.seats(&id).await["activeUserCount"], 60, "and the seat");

    let soon = Duration::from_millis(40);
    let desk = Desk::with(Options { index_delay: soon, ..Options::instant() }).await;
    let start = tokio::time::Instant::now();
    assert_eq!(told(desk.create(&id, &person("jane@x.example"))).await.0, 200);
    while by_email(&desk, &id, "jane@x.example").await.is_empty() {
        tokio::task::yield_now().await;
    }
    assert!(start.elapsed() >= soon);
    assert_eq!(listed(&desk, &id, "jane@x.example").await.len(), 1);
}

/// A gateway has given up, and the service has not.
#[rstest]
#[case::gateway(Some(504))]
#[case::reset(None)]
#[tokio::test]
async fn a_late_create_happens_when_its_time_has_come(#[case] code: Option<u16>) {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    desk.server.faults().next("POST /api/target-users$", keepnet_tui::demo::Fault::Late(Duration::from_secs(45), code));
    let answer = desk.create(&id, &person("jane@x.example")).send().await;
    assert_eq!(answer.ok().map(|answer| answer.status().as_u16()), code);
    let stored = || desk.server.users(&id).iter().filter(|u| u.requested).count();
    desk.server.clock().pass(Duration::from_secs(40)).await;
    assert_eq!(stored(), 0);
    desk.server.clock().pass(Duration::from_secs(10)).await;
    assert_eq!(stored(), 1);
    let created = by_email(&desk, &id, "jane@x.example").await.len();
    assert_eq!(created, 1);
}

/// The date and the times of users go by one clock, which is not the machine's.
#[tokio::test]
async fn the_clock_of_the_server_can_be_another_one() {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    desk.server.clock().shift(jiff::SignedDuration::from_hours(-24 * 400));
    let answer = desk.create(&id, &person("jane@x.example")).send().await.expect("an answer");
    let year = (desk.server.clock().now()).to_string()[..4].to_owned();
    let date = answer.headers()["date"].to_str().expect("text").to_owned();
    assert!(date.contains(&year), "{date}");
    let created = listed(&desk, &id, "jane@x.example").await[0]["createTime"].to_string();
    assert!(created.contains(&year), "{created}");
}

#[rstest]
#[case(SEARCH, json!({"filter": null}), "The Filter field is required.")]
#[case(SEARCH, json!({"orderBy": "Colour"}), "OrderBy 'Colour' is not valid.")]
#[case(BY_EMAIL, json!({"email": null}), "The Email field is required.")]
#[case(BY_EMAIL, json!({"pageNumber": 0}), "'PageNumber' must be greater than '0'.")]
#[tokio::test]
async fn a_broken_search_of_users_is_refused(#[case] path: &str, #[case] change: Value, #[case] message: &str) {
    let desk = Desk::open().await;
    let mut body = query(&json!({"orderBy": "Email", "email": "a@b.example"}));
    for (name, value) in change.as_object().expect("object") {
        body[name] = value.clone();
    }
    let (status, body) = told(desk.post(path, &body).header("X-KEEPNET-Company-Id", desk.id("Lumen Optics"))).await;
    assert_eq!((status, &body["status"]), (StatusCode::BAD_REQUEST, &json!("INPUT_ERROR")));
    assert_eq!(body["validationMessages"], json!([message]));
}

#[tokio::test]
async fn users_need_a_token_a_company_and_an_open_one() {
    let desk = Desk::open().await;
    let body = query(&json!({"orderBy": "Email", "email": "a@b.example"}));
    let requests = |company: Option<&str>| {
        let plain = [desk.post(SEARCH, &body), desk.post(BY_EMAIL, &body), delete_without(&desk)];
        plain.map(|request| match company {
            Some(company) => request.header("X-KEEPNET-Company-Id", company),
            None => request,
        })
    };
    for (company, status, word) in [
        (None, 403, "FORBIDDEN"),
        (Some(desk.id("Sentinel Law LLP")), 403, "PRIVACY_ERROR"),
        (Some(desk.id("Vantablack Holdings")), 403, "FORBIDDEN"),
        (Some("nosuchcompan".to_owned()), 404, "NOT_FOUND"),
    ] {
        for request in requests(company.as_deref()) {
            let (code, body) = told(request).await;
            assert_eq!((code.as_u16(), &body["status"]), (status, &json!(word)), "{company:?}");
        }
    }
    desk.server.revoke_tokens();
    for request in requests(Some(&desk.id("Lumen Optics"))) {
        assert_eq!(told(request).await.0, 401);
    }
}

fn delete_without(desk: &Desk) -> RequestBuilder {
    desk.request(Method::DELETE, "/api/target-users/abcdefghijkl")
}

#[tokio::test]
async fn many_companies_are_cheap_and_have_people_all_the_same() {
    let desk = Desk::with(Options { companies: 20_000, ..Options::instant() }).await;
    let data = desk.search(&json!({"pageSize": 3, "orderBy": "TargetUserCount", "ascending": false})).await;
    assert_eq!(data["totalNumberOfRecords"], 20_000);
    let id = data["results"][0]["companyResourceId"].as_str().expect("an ID");
    let active = with_status(&desk, id, "Active").await;
    assert_eq!(active["totalNumberOfRecords"], data["results"][0]["targetUserCount"]);
}
