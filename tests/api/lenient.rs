//! Answers of every shape the service has been seen or is feared to send, through the whole client.

use keepnet_tui::demo::Fault;
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::list::query::CompanyQuery;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use rstest::rstest;
use serde_json::{Value, json};

use super::support::{ACME, Bench, CREATE, Op, SEARCH};

async fn answered(data: &Value) -> keepnet_tui::domain::list::page::Page<Company> {
    let bench = Bench::new().await;
    let body = json!({"data": data, "status": "SUCCESS", "message": null, "validationMessages": null, "traceId": 7});
    bench.server.faults().next(SEARCH, Fault::Body(200, body.to_string()));
    bench.search().await.expect("read leniently")
}

async fn one(item: Value) -> Company {
    let mut page = answered(&json!({"results": [item], "totalNumberOfRecords": 1, "totalNumberOfPages": 1})).await;
    assert_eq!(page.items.len(), 1);
    page.items.remove(0)
}

#[rstest]
#[case::new(json!({"companyResourceId": "ID1", "companyName": "N", "targetUserCount": 3, "numberOfUsers": "9", "isNumberOfUsersLimited": true}))]
#[case::old(json!({"resourceId": "ID1", "name": "N", "targetUserCount": 3, "numberOfUsers": 9, "isNumberOfUsersLimited": true}))]
#[case::pascal(json!({"CompanyResourceId": "ID1", "CompanyName": "N", "TargetUserCount": 3, "NumberOfUsers": "9", "IsNumberOfUsersLimited": true}))]
#[case::strings(json!({"companyResourceId": "ID1", "companyName": "N", "targetUserCount": "3", "numberOfUsers": " 9 ", "isNumberOfUsersLimited": "True"}))]
#[case::floats(json!({"companyResourceId": "ID1", "companyName": "N", "targetUserCount": 3.0, "numberOfUsers": "9.0", "isNumberOfUsersLimited": 1}))]
#[case::both(json!({"companyResourceId": "ID1", "resourceId": "OTHER", "companyName": "N", "name": "O", "targetUserCount": 3, "numberOfUsers": 9, "isNumberOfUsersLimited": true}))]
#[case::unknown(json!({"companyResourceId": "ID1", "companyName": "N", "targetUserCount": 3, "numberOfUsers": 9, "isNumberOfUsersLimited": true,
    "new": {"deep": [1, {"companyName": "x"}]}, "children": [{"companyResourceId": "ID2"}]}))]
#[tokio::test]
async fn one_company_in_every_spelling(#[case] item: Value) {
    let company = one(item).await;
    assert_eq!((company.id.as_str(), company.name.as_str()), ("ID1", "N"));
    assert_eq!(company.seats, Seats { used: 3, limit: Limit::Of(9) });
}

#[tokio::test]
async fn nulls_everywhere() {
    let names = [
        "companyName",
        "resellerName",
        "industryName",
        "licenseTypeName",
        "isNumberOfUsersLimited",
        "numberOfUsers",
        "targetUserCount",
        "inactiveTargetUserCount",
        "deletedTargetUserCount",
        "monthlyActiveUserCount",
        "licenseEndDate",
        "createTime",
        "licenceExpired",
        "tags",
        "children",
        "privacyDurationId",
    ];
    let mut item: Value =
        names.iter().map(|n| ((*n).to_owned(), Value::Null)).collect::<serde_json::Map<_, _>>().into();
    item["companyResourceId"] = json!("ID1");
    let company = one(item).await;
    assert!(company.name.contains("ID1"), "still something to read: {}", company.name);
    assert_eq!(company.seats, Seats { used: 0, limit: Limit::Unknown });
    assert!(company.tags.is_empty() && company.renews.is_none() && !company.expired && !company.locked);
}

#[rstest]
#[case(json!({"results": [], "totalNumberOfRecords": 0, "totalNumberOfPages": 0}))]
#[case(json!({"results": null, "totalNumberOfRecords": 0}))]
#[case(json!({"Results": []}))]
#[tokio::test]
async fn nothing_found(#[case] data: Value) {
    let page = answered(&data).await;
    assert_eq!((page.items.len(), page.number, page.pages, page.total), (0, 1, 1, 0));
}

/// An answer without what was asked for is a failure that says so, for each call; nothing is taken for empty.
#[rstest]
#[case::no_data(json!(null))]
#[case::no_results(json!({"results": null, "totalNumberOfRecords": 137, "totalNumberOfPages": 2}))]
#[case::none_of_them(json!({"results": [], "totalNumberOfRecords": 137, "totalNumberOfPages": 2}))]
#[case::nulls(json!({"results": null, "totalNumberOfRecords": null, "totalNumberOfPages": null}))]
#[tokio::test]
async fn answer_without_the_requested_data_is_a_failure(#[case] data: Value) {
    let bench = Bench::new().await;
    for op in Op::READS {
        bench.server.faults().always(op.prefix(), answer(&data));
        let failure = op.fail(&bench).await;
        assert_eq!((&failure.remedy, failure.applied), (&Remedy::Retry, Applied::No), "{op:?}: {failure}");
        let single = matches!(op, Op::Company | Op::License | Op::Counts | Op::TimeZones);
        if !single || data.is_null() {
            assert!(failure.why.starts_with("the answer does not contain what was asked for"), "{op:?}: {failure}");
            assert_eq!(
                failure.why.ends_with("though it counts 137."),
                data["totalNumberOfRecords"] == 137,
                "{failure}"
            );
        }
    }
}

/// They are counted and shown; only nothing can be asked about them.
#[tokio::test]
async fn companies_without_an_id_of_their_own_are_rows() {
    let results = json!([null, 7, {"companyResourceId": null, "companyName": "No ID"}, {"companyResourceId": "..", "name": "Dots"},
        {"companyResourceId": "X", "companyName": "One"}, {"companyResourceId": "X", "companyName": "Other"}, {"companyResourceId": "A"}]);
    let page = answered(&json!({"Results": results, "totalNumberOfRecords": 7})).await;
    let rows: Vec<_> = page.items.iter().map(|c| (c.id.is_missing(), c.name.as_str())).collect();
    assert_eq!(rows, [(true, "No ID"), (true, "Dots"), (true, "One"), (true, "Other"), (false, "(no visible name) A")]);
    assert_eq!(page.total, 7);
}

fn answer(data: &Value) -> Fault {
    Fault::Body(200, json!({"data": data, "status": "SUCCESS"}).to_string())
}

/// Totals are made to fit what is there, and no figure makes pages that are not.
#[rstest]
#[case(json!(0), json!(0), 2, 1)]
#[case(json!(-5), json!(-1), 2, 1)]
#[case(json!("137"), json!("2"), 137, 2)]
#[case(json!(137), json!(1e300), 137, 2)]
#[case(json!("many"), json!([]), 2, 1)]
#[case(json!(250), json!(1), 250, 1)]
#[tokio::test]
async fn totals_that_lie(#[case] records: Value, #[case] pages: Value, #[case] total: u64, #[case] want: u32) {
    let results = json!([{"companyResourceId": "A"}, {"companyResourceId": "B"}]);
    let page =
        answered(&json!({"results": results, "totalNumberOfRecords": records, "totalNumberOfPages": pages})).await;
    assert_eq!((page.items.len(), page.total, page.pages), (2, total, want));
}

#[tokio::test]
async fn more_results_than_asked_for() {
    let bench = Bench::new().await;
    let many: Vec<_> = (0..500).map(|n| json!({"companyResourceId": n.to_string(), "companyName": "x"})).collect();
    bench.server.faults().next(SEARCH, Fault::Body(200, json!({"data": {"results": many}}).to_string()));
    let query = CompanyQuery { size: 25, ..CompanyQuery::default() };
    assert_eq!(bench.client.search_companies(&query).await.expect("bounded").items.len(), 25);
}

#[tokio::test]
async fn names_with_control_characters_arrive_clean() {
    let nasty = "\u{1b}]0;owned\u{7}Ac\u{0}me\r\nGmbH\t\u{202e}evil\u{9b}31m\u{200b}\u{e0041}\u{7f}";
    let company =
        one(json!({"companyResourceId": "A", "companyName": nasty, "resellerName": nasty, "industryName": nasty,
        "licenseTypeName": nasty, "tags": [nasty, "\u{7}", 7, null]}))
        .await;
    assert_eq!(company.name, "Acme GmbH evil");
    let texts = [company.reseller, company.industry, company.license_type, company.tags.first().cloned()];
    assert!(texts.iter().all(|t| t.as_deref() == Some("Acme GmbH evil")), "{texts:?}");
    assert_eq!(company.tags.len(), 1);
}

#[tokio::test]
async fn long_things_are_bounded() {
    let long = "é".repeat(50_000);
    let tags: Vec<_> =
        (0..1_000).map(|n| format!("{n}{long}")).take(20).chain((0..500).map(|n| n.to_string())).collect();
    let company = one(json!({"companyResourceId": "A", "companyName": long, "tags": tags})).await;
    assert!((1..=512).contains(&company.name.chars().count()));
    assert!(company.tags.len() <= 50 && company.tags.iter().all(|t| t.chars().count() <= 512));

    let bench = Bench::new().await;
    let said = json!({"status": "INPUT_ERROR", "message": long, "validationMessages": vec![long.clone(); 200]});
    bench.server.faults().next(CREATE, Fault::Body(400, said.to_string()));
    let failure = Op::Create.fail(&bench).await;
    assert!(failure.why.chars().count() <= 50 * 2_001, "{}", failure.why.len());
    let said = json!({"message": "\u{1b}[31mred\u{7}\nline"});
    bench.server.faults().next(CREATE, Fault::Body(500, said.to_string()));
    assert!(Op::Create.fail(&bench).await.why.ends_with("red line."));
}

/// Deep nesting is refused by the reader, not by the stack.
#[tokio::test]
async fn deep_nesting_is_garbled() {
    let bench = Bench::new().await;
    let deep = format!("{{\"data\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    bench.server.faults().always(SEARCH, Fault::Body(200, deep));
    let failure = Op::Companies.fail(&bench).await;
    assert!(failure.why.contains("is not from the service"), "{failure}");
}

#[rstest]
#[case(json!({"results": [{"resourceId": "g", "name": "All", "priority": "High"}]}))]
#[case(json!([{"ResourceId": "g", "Name": "All", "Priority": "High", "x": 1}, null, {"name": "no ID"}]))]
#[tokio::test]
async fn groups_as_list_or_page(#[case] data: Value) {
    let bench = Bench::new().await;
    let body = json!({"Data": data, "Status": "success"}).to_string();
    bench.server.faults().next(Op::Groups.prefix(), Fault::Body(200, body));
    let groups = bench.client.target_groups(&bench.company(ACME)).await.expect("groups");
    let [group] = &groups[..] else { panic!("{groups:?}") };
    assert_eq!((group.id.as_str(), group.name.as_str(), group.detail.as_str()), ("g", "All", "High"));
}

#[rstest]
#[case(json!({"isLimited": true, "licenseLimit": 60, "activeUserCount": 58, "totalUserCount": 70}), 58, Limit::Of(60), 70)]
#[case(json!({"IsLimited": "true", "LicenseLimit": "60", "ActiveUserCount": "58"}), 58, Limit::Of(60), 58)]
#[case(json!({"isLimited": false, "licenseLimit": null, "activeUserCount": 1, "totalUserCount": 2}), 1, Limit::Unlimited, 2)]
#[case(json!({"isLimited": null, "licenseLimit": null, "activeUserCount": 1, "totalUserCount": 2}), 1, Limit::Unknown, 2)]
#[tokio::test]
async fn license_checks(#[case] data: Value, #[case] used: u64, #[case] limit: Limit, #[case] total: u64) {
    let bench = Bench::new().await;
    let body = json!({"data": data, "status": "SUCCESS"}).to_string();
    bench.server.faults().next(Op::License.prefix(), Fault::Body(200, body));
    let check = bench.client.check_license(&bench.company(ACME)).await.expect("seats");
    assert_eq!((check.seats, check.total), (Seats { used, limit }, total));
}
