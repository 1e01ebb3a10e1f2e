//! What else belongs to a company: counts, domains, groups, roles, system users, custom fields, the full detail.

use super::*;
use rstest::rstest;

const HEADER: &str = "X-KEEPNET-Company-Id";

async fn got(desk: &Desk, company: &str, path: &str) -> Value {
    let (status, body) = told(desk.get(path).header(HEADER, company)).await;
    assert_eq!((status, &body["status"]), (StatusCode::OK, &json!("SUCCESS")), "{path}: {body}");
    body["data"].clone()
}

async fn sent(desk: &Desk, company: &str, path: &str, body: &Value) -> (StatusCode, Value) {
    told(desk.post(path, body).header(HEADER, company)).await
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().expect("list").iter().map(|text| text.as_str().expect("text")).collect()
}

#[tokio::test]
async fn counts_are_summed_up_as_the_console_reads_them() {
    let desk = Desk::open().await;
    let id = desk.id("Delta Housing Trust");
    let before = got(&desk, &id, "/api/target-users/count-summary").await;
    let names = ["totalNumberOfActiveUsers", "totalNumberOfInActiveUsers", "totalNumberOfDeletedUsers"];
    assert_eq!(names.map(|name| before[name].as_i64()), [Some(402), Some(14), Some(31)]);
    let months = before["monthlyActiveUsers"].as_array().expect("list");
    assert_eq!(
        months.last(),
        Some(&json!({"period": "November 2026", "periodStart": "2026-11-01T00:00:00", "count": 388}))
    );
    assert_eq!(months[0]["periodStart"], "2026-09-01T00:00:00");

    assert_eq!(told(desk.create(&id, &person("one@deltahousing.example"))).await.0, 200);
    let after = got(&desk, &id, "/api/target-users/count-summary").await;
    assert_eq!((&after[names[0]], &after["monthlyActiveUsers"][2]["count"]), (&json!(403), &json!(389)));
}

#[tokio::test]
async fn one_company_keeps_its_counts_to_itself() {
    let desk = Desk::open().await;
    let id = desk.id("Orchard Care Homes");
    let summary = desk.get("/api/target-users/count-summary").header(HEADER, &id);
    let (status, body) = told(summary).await;
    assert_eq!((status, &body["status"], &body["data"]), (StatusCode::FORBIDDEN, &json!("FORBIDDEN"), &Value::Null));
    for path in ["/api/target-groups", "/api/allow-list/search/verified", "/api/roles", "/api/custom-fields/company"] {
        assert!(got(&desk, &id, path).await.is_array(), "{path}");
    }
    assert_eq!(told(desk.create(&id, &person("one@orchardcare.example"))).await.0, 200);
    assert!(got(&desk, &desk.id("Lumen Optics"), "/api/target-users/count-summary").await.is_object());
}

#[tokio::test]
async fn domains_are_verified_or_not_and_people_have_them() {
    let desk = Desk::open().await;
    let both = async |name: &str| {
        let id = desk.id(name);
        let verified = got(&desk, &id, "/api/allow-list/search/verified").await;
        (verified, got(&desk, &id, "/api/allow-list/search/unverified").await)
    };
    assert_eq!(both("Lumen Optics").await, (json!(["lumenoptics.example"]), json!(["lumenoptics-events.example"])));
    assert_eq!(both("東京光学株式会社").await.0, json!(["tokyo-kogaku.example", "lumenoptica.example"]));
    assert_eq!(both("Saffron Hotels").await, (json!([]), json!(["saffronhotels.example"])));

    let (verified, unverified) = both("Acme Logistics GmbH").await;
    let body = json!({"pageNumber": 1, "pageSize": 1000, "orderBy": "Email", "ascending": true, "filter": {}});
    let (_, users) = sent(&desk, &desk.id("Acme Logistics GmbH"), "/api/target-users/search", &body).await;
    let mut seen = std::collections::BTreeMap::new();
    for user in users["data"]["results"].as_array().expect("list") {
        let (_, domain) = user["email"].as_str().and_then(|email| email.split_once('@')).expect("an address");
        *seen.entry(domain.to_owned()).or_insert(0) += 1;
    }
    let (known, odd) = (seen[texts(&verified)[0]], seen[texts(&unverified)[0]]);
    assert_eq!(seen.len(), 2);
    assert!(known > 500 && (1..30).contains(&odd), "{seen:?}");
}

#[tokio::test]
async fn groups_are_made_and_found_with_their_counts() {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    let group = json!({"name": "Night shift", "priority": "VeryHigh"});
    let (status, body) = sent(&desk, &id, "/api/target-groups", &group).await;
    assert_eq!(status, 200);
    let made = body["data"]["resourceId"].clone();
    let listed = got(&desk, &id, "/api/target-groups").await;
    assert_eq!(listed.as_array().and_then(|list| list.last()).map(|group| &group["name"]), Some(&json!("Night shift")));
    for name in ["night shift", "NIGHT SHIFT"] {
        let (status, body) = sent(&desk, &id, "/api/target-groups", &json!({"name": name, "priority": "Low"})).await;
        let message = json!("A target group with this name already exists.");
        assert_eq!((status, &body["message"]), (StatusCode::BAD_REQUEST, &message));
    }
    let (_, body) = sent(&desk, &id, "/api/target-groups", &json!({})).await;
    assert_eq!(body["validationMessages"], json!(["The Name field is required.", "The Priority field is required."]));

    for (mail, phone) in [("a@x.example", "+447700900123"), ("b@x.example", "")] {
        let user = json!({"email": mail, "phoneNumber": phone, "targetGroupResourceIds": [made]});
        assert_eq!(told(desk.create(&id, &user)).await.0, 200);
    }
    let by_count = query(&json!({"orderBy": "UserCount", "pageSize": 3}));
    let (status, body) = sent(&desk, &id, "/api/target-groups/search", &by_count).await;
    assert_eq!((status, &body["data"]["results"][0]["name"]), (StatusCode::OK, &json!("Night shift")));
    let row = &body["data"]["results"][0];
    assert_eq!((&row["userCount"], &row["userCountWithPhoneNumber"]), (&json!(2), &json!(1)));
    assert_eq!((&row["priority"], &row["companyName"]), (&json!("VeryHigh"), &json!("Lumen Optics")));
    assert_eq!(row.as_object().map(serde_json::Map::len), Some(15));

    let (_, body) = sent(&desk, &id, "/api/target-groups/search", &query(&json!({"orderBy": "Name"}))).await;
    let rows = body["data"]["results"].as_array().expect("list");
    let all: i64 = rows.iter().map(|row| row["userCount"].as_i64().expect("number")).sum();
    assert_eq!((rows.len(), all), (listed.as_array().expect("list").len(), 59 + 4 + 2));
}

#[tokio::test]
async fn a_new_group_moves_nobody() {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    let before = desk.server.users(&id);
    let made = sent(&desk, &id, "/api/target-groups", &json!({"name": "New", "priority": "Low"})).await;
    assert_eq!((made.0.as_u16(), desk.server.users(&id)), (200, before));
}

#[tokio::test]
async fn system_users_have_roles_and_one_address_each() {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    let roles = got(&desk, &id, "/api/roles").await;
    let admin = roles.as_array().and_then(|list| list.iter().find(|role| role["name"] == "CompanyAdmin"));
    let admin = admin.expect("a role that the console looks for")["resourceId"].clone();
    let user = json!({"email": "Ann@lumenoptics.example", "firstName": "Ann", "lastName": "Lee",
        "phoneNumber": "+442079460018", "statusId": 1, "roleResourceIdList": [admin]});
    let (status, body) = sent(&desk, &id, "/api/system-users", &user).await;
    assert_eq!((status, &body["status"]), (StatusCode::OK, &json!("SUCCESS")), "{body}");
    let stored = desk.server.system_users(&id);
    assert_eq!(stored.len(), 1);
    assert_eq!(body["data"]["resourceId"], stored[0].resource_id);
    assert_eq!((stored[0].email.as_str(), stored[0].status), ("Ann@lumenoptics.example", 1));
    assert_eq!((&json!(stored[0].roles), stored[0].last_name.as_str()), (&json!([admin]), "Lee"));

    let mut again = user.clone();
    again["email"] = json!("ANN@lumenoptics.example");
    let elsewhere = desk.id("Zephyr Couriers");
    let (status, body) = sent(&desk, &elsewhere, "/api/system-users", &again).await;
    let message = json!("A system user with this email already exists.");
    assert_eq!((status, &body["message"]), (StatusCode::BAD_REQUEST, &message));
    let (status, body) = sent(&desk, &id, "/api/system-users", &json!({"roleResourceIdList": ["nobody"]})).await;
    let messages = [
        "The FirstName field is required.",
        "The LastName field is required.",
        "The Email field is required.",
        "The PhoneNumber field is required.",
        "RoleResourceIdList: the role 'nobody' does not exist.",
    ];
    assert_eq!((status, &body["validationMessages"]), (StatusCode::BAD_REQUEST, &json!(messages)));
    assert!(desk.server.system_users(&elsewhere).is_empty());
    assert_eq!(desk.server.system_users(&id).len(), 1);
}

#[tokio::test]
async fn a_user_has_the_custom_fields_that_the_company_asks_for() {
    let desk = Desk::open().await;
    let id = desk.id("Bluefin Marine");
    let fields = got(&desk, &id, "/api/custom-fields/company").await;
    let fields = fields.as_array().expect("list");
    let kinds: Vec<&str> = fields.iter().map(|field| field["fieldDataType"].as_str().expect("text")).collect();
    assert_eq!(kinds, ["String", "Number", "Email", "Date", "DateTime", "Boolean"]);
    let orders: Vec<i64> = fields.iter().map(|field| field["sortOrder"].as_i64().expect("number")).collect();
    assert_eq!(orders, [1, 2, 3, 4, 5, 6]);
    assert_eq!(fields[0].as_object().map(serde_json::Map::len), Some(9));

    let (status, body) = told(desk.create(&id, &person("jo@bluefinmarine.example"))).await;
    let missing =
        ["'Crew no' must not be empty.", "'Signed on' must not be empty.", "'Shore based' must not be empty."];
    assert_eq!((status, &body["validationMessages"]), (StatusCode::BAD_REQUEST, &json!(missing)));

    let value = |at: usize, value: &str, time: Value| json!({"resourceId": fields[at]["resourceId"], "value": value, "timestampValue": time});
    let mut user = person("jo@bluefinmarine.example");
    user["customFields"] = json!([
        json!({"resourceId": fields[0]["resourceId"], "value": "C-17"}),
        value(1, "12", Value::Null),
        value(3, "2026-12-01", json!("2026-12-01T00:00:00Z")),
        value(4, "2026-11-30 08:15", json!("2026-11-30T08:15:00Z")),
        value(5, "False", Value::Null),
    ]);
    assert_eq!(told(desk.create(&id, &user)).await.0, 200);
    let find = json!({"email": "jo@bluefinmarine.example", "pageNumber": 1, "pageSize": 5, "orderBy": "Email",
        "ascending": true});
    let (_, found) = sent(&desk, &id, "/api/target-users/search-email", &find).await;
    let values = found["data"]["results"][0]["customFieldValues"].as_array().expect("list");
    assert_eq!(values.len(), 5);
    let crew = json!({"resourceId": fields[0]["resourceId"], "name": "Crew no", "dataType": "String", "value": "C-17",
        "timestampValue": null});
    assert_eq!(values[0], crew);
    assert_eq!(
        (&values[2]["dataType"], &values[2]["timestampValue"]),
        (&json!("Date"), &json!("2026-12-01T00:00:00Z"))
    );

    // Those who were there before have them too.
    let page = json!({"pageNumber": 1, "pageSize": 20, "orderBy": "Email", "ascending": true, "filter": {}});
    let (_, users) = sent(&desk, &id, "/api/target-users/search", &page).await;
    for user in users["data"]["results"].as_array().expect("list") {
        let has =
            |name: &str| user["customFieldValues"].as_array().is_some_and(|l| l.iter().any(|v| v["name"] == name));
        assert!(["Crew no", "Signed on", "Shore based"].into_iter().all(has), "{user}");
    }
    assert_eq!(got(&desk, &desk.id("Lumen Optics"), "/api/custom-fields/company").await, json!([]));
}

#[tokio::test]
async fn one_user_is_told_by_its_id() {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    let known = desk.server.users(&id)[0].clone();
    let user = got(&desk, &id, &format!("/api/target-users/{}", known.resource_id)).await;
    assert_eq!((&user["email"], &user["isActive"]), (&json!(known.email), &json!(true)));
    let (status, _) = told(desk.get("/api/target-users/nosuchuser12").header(HEADER, &id)).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn the_full_detail_has_every_field_of_the_description() {
    let desk = Desk::open().await;
    let id = desk.id("Işık Tekstil A.Ş.");
    let (_, body) = told(desk.get(&format!("/api/companies/{id}"))).await;
    let detail = &body["data"];
    assert_eq!(detail.as_object().map(serde_json::Map::len), Some(44));
    assert_eq!(
        (&detail["countryCode"], &detail["websiteUrl"]),
        (&json!("TR"), &json!("https://www.isiktekstil.example"))
    );
    assert!(detail["address"].as_str().is_some_and(|address| address.contains("Kadıköy") && !address.contains("{n}")));
    assert_eq!((&detail["statusName"], &detail["hasAgenticAILicense"]), (&json!("Active"), &json!(true)));
    assert!(detail["companyGroups"][0]["name"].is_string() && detail["licenseModules"].is_array());
    let (_, languages) = told(desk.get("/api/languages")).await;
    let languages = languages["data"].as_array().expect("list");
    let preferred = &detail["preferredLanguageTypeResourceId"];
    assert!(languages.iter().any(|language| &language["resourceId"] == preferred && language["name"] == "Turkish"));
}

#[rstest]
#[case("GET", "/api/target-users/count-summary")]
#[case("GET", "/api/target-users/abcdefghijkl")]
#[case("PUT", "/api/target-users/abcdefghijkl")]
#[case("GET", "/api/allow-list/search/verified")]
#[case("GET", "/api/allow-list/search/unverified")]
#[case("GET", "/api/roles")]
#[case("GET", "/api/custom-fields/company")]
#[case("POST", "/api/target-groups")]
#[case("POST", "/api/target-groups/search")]
#[case("PUT", "/api/target-groups/users")]
#[case("POST", "/api/target-groups/abcdefghijkl/users")]
#[case("DELETE", "/api/target-groups/abcdefghijkl/users")]
#[case("POST", "/api/target-users/abcdefghijkl/groups")]
#[case("POST", "/api/system-users")]
#[case("POST", "/api/system-users/search")]
#[case("POST", "/api/system-users/send-reset-password-link")]
#[case("PUT", "/api/system-users/abcdefghijkl")]
#[case("DELETE", "/api/system-users/abcdefghijkl")]
#[case("POST", "/api/system-users/abcdefghijkl/send-information-email")]
#[case("POST", "/api/audit-logs/search")]
#[case("POST", "/api/scim/search")]
#[case("POST", "/api/ldap-schedule/search")]
#[case("GET", "/api/google-user-provisioning")]
#[tokio::test]
async fn everything_needs_a_token_a_company_and_an_open_one(#[case] method: &str, #[case] path: &str) {
    let desk = Desk::open().await;
    let ask = |company: Option<String>| {
        let request = desk.request(method.parse().expect("a method"), path).json(&json!({}));
        company.into_iter().fold(request, |request, company| request.header(HEADER, company))
    };
    let (status, body) = told(ask(Some(desk.id("Sentinel Law LLP")))).await;
    assert_eq!((status, &body["status"]), (StatusCode::FORBIDDEN, &json!("PRIVACY_ERROR")));
    assert_eq!(told(ask(None)).await.0, 403);
    assert_eq!(told(ask(Some(desk.id("Fremdfirma GmbH")))).await.0, 403);
    assert_eq!(told(ask(Some("nosuchcompan".to_owned()))).await.0, 404);
    desk.server.revoke_tokens();
    assert_eq!(told(ask(Some(desk.id("Lumen Optics")))).await.0, 401);
}

#[tokio::test]
async fn every_permission_of_the_token_names_a_path_that_is_served() {
    let desk = Desk::open().await;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", desk.server.client_id()),
        ("client_secret", desk.server.client_secret()),
        ("scope", "api1"),
    ];
    let url = format!("{}/connect/token", desk.server.url());
    let body: Value = send(desk.http.post(url).form(&form)).await.json().await.expect("JSON");
    let permissions = texts(&body["permissions"]);
    assert_eq!(permissions.len(), 37);
    for permission in permissions {
        let (path, method) = permission.split_once('|').expect("path|method");
        let path = format!("/api/{}", path.replace("{resourceId}", "nosuchid"));
        let request = desk.request(method.parse().expect("a method"), &path).json(&json!({}));
        let (status, body) = told(request.header(HEADER, desk.id("Lumen Optics"))).await;
        assert!(body["message"] != "There is nothing at this path." && status != 405, "{permission}: {body}");
    }
}
