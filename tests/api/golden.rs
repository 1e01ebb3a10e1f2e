//! The requests, byte for meaning, beside the files in `tests/golden`.
//!
//! To write a file anew after a wanted change, delete it, run with `GOLDEN=write`, and read the diff.

use keepnet_tui::demo::{Fault, Request};
use keepnet_tui::domain::change::update::{FieldChange, UserUpdate};
use keepnet_tui::domain::form::custom_field::CustomValue;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::list::order_by::OrderBy;
use keepnet_tui::domain::list::query::CompanyQuery;
use keepnet_tui::domain::list::user_query::{UserOrder, UserQuery};
use keepnet_tui::domain::service::ids::{CompanyId, CustomFieldId, GroupId, LanguageId, RoleId, TimeZoneId, UserId};
use keepnet_tui::domain::user::detail::{StoredValue, UserField};
use keepnet_tui::domain::user::system_user::{NewSystemUser, SystemUserQuery, SystemUserUpdate};
use keepnet_tui::domain::user::target_user::{NewTargetUser, Priority};
use rstest::rstest;
use serde_json::{Value, json};

use super::support::{Bench, CREATE, FIND, Op, SEARCH, TOKEN, USERS, changed, minimal, new_group, operator};

fn compare(name: &str, request: &Request) {
    let body = match request.content_type.as_deref() {
        Some("application/json") => serde_json::from_str(&request.body).expect("a JSON body"),
        _ => Value::from(request.body.clone()),
    };
    let sent = json!({
        "method": request.method,
        "path": request.path,
        "contentType": request.content_type,
        "company": request.company,
        "hasToken": request.has_token,
        "body": body,
    });
    let path = format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("GOLDEN").is_some() && !std::path::Path::new(&path).exists() {
        std::fs::write(&path, format!("{sent:#}\n")).expect("a new golden file");
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let golden: Value = serde_json::from_str(&golden).expect("golden JSON");
    assert_eq!(sent, golden, "{name}\nsent: {sent:#}\ngolden: {golden:#}");
}

fn only(bench: &Bench, prefix: &str) -> Request {
    let all: Vec<_> = bench.server.requests().into_iter().filter(|r| r.is(prefix)).collect();
    assert_eq!(all.len(), 1, "{prefix}");
    all.into_iter().next().expect("one")
}

fn company() -> CompanyId {
    CompanyId::new("COMPANY12345")
}

#[rstest]
#[case::plain("companies_search_plain", CompanyQuery::default())]
#[case::text("companies_search_text",
    CompanyQuery { search: "Müller \"& Co\" 株式会社".into(), page: 2, size: 25, ..CompanyQuery::default() })]
#[case::over_limit("companies_search_over_limit", CompanyQuery { over_limit: true, ..CompanyQuery::default() })]
#[case::sorted("companies_search_sorted",
    CompanyQuery { order: OrderBy::LicenseEndDate, ascending: false, size: 50, ..CompanyQuery::default() })]
#[tokio::test]
async fn company_searches(#[case] name: &str, #[case] query: CompanyQuery) {
    let bench = Bench::new().await;
    bench.client.search_companies(&query).await.expect("found");
    compare(name, &only(&bench, SEARCH));
}

fn full() -> NewTargetUser {
    NewTargetUser {
        email: "jana.novák@acme.example".into(),
        phone: "+420601123456".into(),
        first_name: Some("Jana".into()),
        last_name: Some("Nováková \"JN\"".into()),
        department: Some("Účtárna".into()),
        priority: Priority::VeryHigh,
        active: false,
        groups: vec![GroupId::new("GROUP1"), GroupId::new("GROUP2")],
        time_zone: Some(TimeZoneId::new("Central Europe Standard Time")),
        language: Some(LanguageId::new("LANGUAGE1")),
        manager_first_name: Some("Petr".into()),
        manager_last_name: Some("Svoboda".into()),
        manager_email: Some("petr@acme.example".into()),
        custom_fields: Vec::new(),
    }
}

fn value(field: &str, value: &str, timestamp: Option<&str>) -> CustomValue {
    CustomValue { field: CustomFieldId::new(field), value: value.into(), timestamp: timestamp.map(Into::into) }
}

#[rstest]
#[case::minimal("target_users_minimal", minimal("new@acme.example"))]
#[case::full("target_users_full", full())]
#[case::custom("target_users_custom_fields",
    NewTargetUser { custom_fields: vec![value("FIELD1", "A \"12\"", None),
        value("FIELD2", "2026-12-01 09:30", Some("2026-12-01T09:30:00Z")), value("FIELD3", "True", None)], ..minimal("new@acme.example") })]
#[tokio::test]
async fn target_users(#[case] name: &str, #[case] user: NewTargetUser) {
    let bench = Bench::new().await;
    // The IDs in the golden files are nobody's, so the answer comes from the test.
    let answer = r#"{"data":{"resourceId":"NEW"},"status":"SUCCESS"}"#;
    bench.server.faults().next(CREATE, Fault::Body(200, answer.into()));
    let id = bench.client.create_target_user(&company(), &user).await.expect("created");
    assert_eq!(id.as_str(), "NEW");
    compare(name, &only(&bench, CREATE));
}

#[rstest]
#[case::plain("target_users_search_plain", UserQuery::default())]
#[case::text("target_users_search_text",
    UserQuery { search: "Ada \"& Co\"".into(), page: 3, size: 25, ..UserQuery::default() })]
#[case::email("target_users_search_email_filter",
    UserQuery { email: Some("jana.novák@acme.example".into()), order: UserOrder::CreateTime, ascending: false, ..UserQuery::default() })]
#[tokio::test]
async fn user_searches(#[case] name: &str, #[case] query: UserQuery) {
    let bench = Bench::new().await;
    let answer = r#"{"data":{"results":[]},"status":"SUCCESS"}"#;
    bench.server.faults().next(USERS, Fault::Body(200, answer.into()));
    bench.client.search_users(&company(), &query).await.expect("found");
    compare(name, &only(&bench, USERS));
}

#[tokio::test]
async fn the_look_up_of_an_email() {
    let bench = Bench::new().await;
    let answer = r#"{"data":{"results":[]},"status":"SUCCESS"}"#;
    bench.server.faults().next(FIND, Fault::Body(200, answer.into()));
    bench.client.find_users(&company(), " jana.novák@acme.example ").await.expect("found");
    compare("target_users_search_email", &only(&bench, FIND));
}

#[rstest]
#[case::minimal("system_users_minimal", operator("oona@acme.example"))]
#[case::full("system_users_full", NewSystemUser { first_name: "Ö\"o".into(),
    roles: vec![RoleId::new("ROLE1"), RoleId::new("ROLE2")], ..operator("oona@acme.example") })]
#[tokio::test]
async fn system_users(#[case] name: &str, #[case] user: NewSystemUser) {
    let bench = Bench::new().await;
    let answer = r#"{"data":{"resourceId":"NEW"},"status":"SUCCESS"}"#;
    bench.server.faults().next(Op::CreateSystemUser.prefix(), Fault::Body(200, answer.into()));
    let id = bench.client.create_system_user(&company(), &user).await.expect("created");
    assert_eq!(id.as_str(), "NEW");
    compare(name, &only(&bench, Op::CreateSystemUser.prefix()));
}

#[tokio::test]
async fn a_delete() {
    let bench = Bench::new().await;
    let answer = r#"{"data":{"resourceId":"USER.1"},"status":"SUCCESS"}"#;
    bench.server.faults().next("DELETE", Fault::Body(200, answer.into()));
    bench.client.delete_target_user(&company(), &UserId::new("USER.1")).await.expect("deleted");
    compare("target_users_delete", &only(&bench, "DELETE"));
}

/// Exactly the fields as read, with the change; never the groups.
#[tokio::test]
async fn an_update() {
    let bench = Bench::new().await;
    let read = json!({
        "resourceId": "USER.1", "email": "jana.novák@acme.example", "firstName": " Jana", "lastName": null,
        "department": "", "priority": "VeryHigh", "isActive": false, "phoneNumber": "+420601123456",
        "timeZoneId": "Central Europe Standard Time", "preferredLanguageId": null, "managerFirstName": "Petr",
        "managerLastName": "Svoboda", "managerEmail": "petr@acme.example", "somethingNew": 1,
        "targetGroupResourceIds": ["GROUP1"],
        "customFieldValues": [
            {"resourceId": "FIELD1", "name": "Badge", "dataType": "String", "value": " 7 ", "timestampValue": null},
            {"resourceId": "FIELD2", "name": "Start", "dataType": "Date", "value": "2026-12-01",
                "timestampValue": "2026-12-01T00:00:00Z"},
            {"resourceId": "FIELD3", "name": "Floor", "dataType": "Number", "value": null, "timestampValue": null}],
    });
    let answer = json!({"data": read, "status": "SUCCESS"}).to_string();
    bench.server.faults().next("GET /api/target-users/", Fault::Body(200, answer));
    let answer = r#"{"data":{"resourceId":"USER.1"},"status":"SUCCESS"}"#;
    bench.server.faults().next("PUT", Fault::Body(200, answer.into()));
    let id = UserId::new("USER.1");
    let detail = bench.client.user_detail(&company(), &id).await.expect("a user");
    let change = |field: UserField, to: &str| FieldChange {
        from: detail.value(&field),
        field,
        name: String::new(),
        to: StoredValue::new(to),
    };
    let changes = [
        change(UserField::Field(FieldId::LastName), "Nováková"),
        change(UserField::Field(FieldId::TimeZone), ""),
        change(UserField::Field(FieldId::Active), "true"),
        change(UserField::Custom(CustomFieldId::new("FIELD3")), "4"),
    ];
    let update = UserUpdate::new(detail.clone(), &changes);
    bench.client.update_target_user(&company(), &id, &update).await.expect("changed");
    compare("target_users_update", &only(&bench, "PUT"));
}

#[tokio::test]
async fn groups_and_their_users() {
    let bench = Bench::new().await;
    let (user, group) = (UserId::new("USER.1"), GroupId::new("GROUP.1"));
    let pages = r#"{"data":{"results":[],"totalNumberOfRecords":0},"status":"SUCCESS"}"#;
    for prefix in ["POST /api/target-groups/", "POST /api/target-users/"] {
        bench.server.faults().always(prefix, Fault::Body(200, pages.into()));
    }
    let made = r#"{"data":{"resourceId":"GROUP.1"},"status":"SUCCESS","message":"Done."}"#;
    for prefix in ["POST /api/target-groups$", "PUT /api/target-groups", "DELETE /api/target-groups"] {
        bench.server.faults().always(prefix, Fault::Body(200, made.into()));
    }
    let (client, company) = (&bench.client, company());
    client.group_list(&company).await.expect("groups");
    client.groups_of_user(&company, &user).await.expect("groups");
    let query = UserQuery { search: "Ada".into(), page: 2, size: 25, ..UserQuery::default() };
    client.group_members(&company, &group, &query, true).await.expect("users");
    client.create_group(&company, &new_group()).await.expect("created");
    let two = [user.clone(), UserId::new("USER2")];
    client.add_to_groups(&company, &two, &[group.clone(), GroupId::new("GROUP2")]).await.expect("added");
    client.remove_from_group(&company, &group, &two).await.expect("removed");
    compare("target_groups_search", &only(&bench, "POST /api/target-groups/search"));
    compare("target_users_groups", &only(&bench, "POST /api/target-users/"));
    compare("target_groups_members", &only(&bench, "POST /api/target-groups/GROUP"));
    compare("target_groups_create", &only(&bench, "POST /api/target-groups$"));
    compare("target_groups_add", &only(&bench, "PUT /api/target-groups/users"));
    compare("target_groups_remove", &only(&bench, "DELETE /api/target-groups/"));
}

#[tokio::test]
async fn system_users_history_and_directories() {
    let bench = Bench::new().await;
    let user = UserId::new("USER.1");
    let nobody = r#"{"data":{"results":[],"totalNumberOfRecords":0},"status":"SUCCESS"}"#;
    for path in ["/api/system-users/search", "/api/audit-logs/", "/api/scim/", "/api/ldap-schedule/"] {
        bench.server.faults().always(path, Fault::Body(200, nobody.into()));
    }
    let done = r#"{"data":{"resourceId":"USER.1"},"status":"SUCCESS"}"#;
    for path in ["/api/system-users/USER", "/api/system-users/send"] {
        bench.server.faults().always(path, Fault::Body(200, done.into()));
    }
    bench.server.faults().always("/api/google", Fault::Body(200, r#"{"data":null,"status":"SUCCESS"}"#.into()));
    let (client, company) = (&bench.client, company());
    let query = SystemUserQuery { search: "Oo\"na".into(), page: 2, size: 25 };
    client.system_users(&company, &query).await.expect("users");
    compare("system_users_search", &only(&bench, "POST /api/system-users/search"));
    client.system_user_by_email(&company, " oona@acme.example ").await.expect("nobody");
    let look_up = bench.server.requests().pop().expect("a request");
    compare("system_users_search_email", &look_up);
    let update = SystemUserUpdate { roles: Some(vec![RoleId::new("ROLE1")]), ..changed("oona@acme.example") };
    client.update_system_user(&company, &user, &update).await.expect("changed");
    client.resend_welcome_mail(&company, &user).await.expect("sent");
    client.send_reset_link(&company, " oona@acme.example").await.expect("sent");
    client.delete_system_user(&company, &user).await.expect("deleted");
    client.audit_of_user(&company, &user, 3).await.expect("entries");
    client.directory_sync(&company).await.expect("directories");
    compare("system_users_update", &only(&bench, "PUT /api/system-users/"));
    compare("system_users_welcome", &only(&bench, "POST /api/system-users/USER"));
    compare("system_users_reset_link", &only(&bench, "POST /api/system-users/send"));
    compare("system_users_delete", &only(&bench, "DELETE /api/system-users/"));
    compare("audit_of_user", &only(&bench, "POST /api/audit-logs/search"));
    compare("scim_search", &only(&bench, "POST /api/scim/search"));
    compare("ldap_schedule_search", &only(&bench, "POST /api/ldap-schedule/search"));
    compare("google_user_provisioning", &only(&bench, "GET /api/google-user-provisioning"));
}

#[tokio::test]
async fn look_ups_and_token() {
    let bench = Bench::new().await;
    bench.client.check_license(&company()).await.expect_err("unknown");
    bench.client.target_groups(&company()).await.expect_err("unknown");
    bench.client.time_zones().await.expect("zones");
    bench.client.languages().await.expect("languages");
    compare("license_check", &only(&bench, "GET /api/companies/"));
    bench.client.company(&company()).await.expect_err("unknown");
    compare("company", &only(&bench, "GET /api/companies/COMPANY12345$"));
    compare("target_groups", &only(&bench, "GET /api/target-groups"));
    bench.client.user_counts(&company()).await.expect_err("unknown");
    bench.client.verified_domains(&company()).await.expect_err("unknown");
    bench.client.unverified_domains(&company()).await.expect_err("unknown");
    bench.client.roles(&company()).await.expect_err("unknown");
    bench.client.custom_fields(&company()).await.expect_err("unknown");
    compare("user_counts", &only(&bench, Op::Counts.prefix()));
    compare("domains_verified", &only(&bench, Op::VerifiedDomains.prefix()));
    compare("domains_unverified", &only(&bench, Op::UnverifiedDomains.prefix()));
    compare("roles", &only(&bench, Op::Roles.prefix()));
    compare("custom_fields", &only(&bench, Op::CustomFields.prefix()));
    compare("time_zones", &only(&bench, "GET /api/timezone/timezones"));
    compare("languages", &only(&bench, "GET /api/languages"));
    compare("token", &only(&bench, TOKEN));
}

/// The server reads strictly what the golden file pins: a full user arrives field for field.
#[tokio::test]
async fn full_user_is_stored_as_sent() {
    let bench = Bench::new().await;
    let id = bench.company(super::support::ACME);
    let group = bench.client.target_groups(&id).await.expect("groups").remove(0).id;
    let zone = bench.client.time_zones().await.expect("zones").remove(3).id;
    let language = bench.client.languages().await.expect("languages").remove(2).id;
    let user = NewTargetUser {
        groups: vec![GroupId::new(&group)],
        time_zone: Some(TimeZoneId::new(&zone)),
        language: Some(LanguageId::new(&language)),
        ..full()
    };
    let made = bench.client.create_target_user(&id, &user).await.expect("created");
    let stored = bench.server.users(id.as_str()).into_iter().find(|u| u.requested).expect("stored");
    assert_eq!(stored.resource_id, made.as_str());
    assert_eq!((stored.email, stored.phone), (user.email, user.phone));
    assert_eq!(
        (stored.first_name, stored.last_name, stored.department),
        (user.first_name, user.last_name, user.department)
    );
    assert_eq!((stored.priority.as_str(), stored.active, stored.groups), ("VeryHigh", false, vec![group]));
    assert_eq!((stored.time_zone, stored.language), (Some(zone), Some(language)));
    let manager = (stored.manager_first_name, stored.manager_last_name, stored.manager_email);
    assert_eq!(manager, (user.manager_first_name, user.manager_last_name, user.manager_email));
}
