//! Token, companies, look-ups and creating: every rule of the contract.

use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rstest::rstest;

fn token_url(desk: &Desk) -> String {
    format!("{}/connect/token", desk.server.url())
}

#[tokio::test]
async fn a_token_is_shaped_like_a_jwt_and_never_the_same() {
    let desk = Desk::open().await;
    let other = desk.login().await;
    assert_ne!(desk.token, other);
    let parts: Vec<&str> = other.split('.').collect();
    assert_eq!(parts.len(), 3);
    let claims = URL_SAFE_NO_PAD.decode(parts[1]).expect("unpadded base64url");
    let claims: Value = serde_json::from_slice(&claims).expect("JSON");
    assert_eq!(claims["role"], "Reseller");
    assert_eq!(claims["reseller_access"], "true");
    assert_eq!(claims["user_company_name"], "Northwind MSP");
    assert_eq!(claims["client_id"], desk.server.client_id());
    assert_eq!(claims["exp"].as_i64().expect("exp") - claims["iat"].as_i64().expect("iat"), 3600);
}

#[tokio::test]
async fn the_token_answer_has_what_oauth_asks_for() {
    let desk = Desk::with(Options { token_ttl: Duration::from_secs(90), ..Options::instant() }).await;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", desk.server.client_id()),
        ("client_secret", desk.server.client_secret()),
        ("scope", "api1"),
    ];
    let body: Value = send(desk.http.post(token_url(&desk)).form(&form)).await.json().await.expect("JSON");
    assert_eq!((&body["token_type"], &body["scope"]), (&json!("Bearer"), &json!("api1")));
    assert_eq!(body["expires_in"], 90);
    assert!(body["permissions"].as_array().expect("list").contains(&json!("companies/search|POST")));
}

#[rstest]
#[case("client_credentials", "x", "api1", "invalid_client")]
#[case("password", "", "api1", "invalid_grant")]
#[case("client_credentials", "", "api2", "invalid_scope")]
#[tokio::test]
async fn a_wrong_token_request_is_told_why(
    #[case] grant: &str,
    #[case] secret_suffix: &str,
    #[case] scope: &str,
    #[case] error: &str,
) {
    let desk = Desk::open().await;
    let secret = format!("{}{secret_suffix}", desk.server.client_secret());
    let form =
        [("grant_type", grant), ("client_id", desk.server.client_id()), ("client_secret", &secret), ("scope", scope)];
    let answer = send(desk.http.post(token_url(&desk)).form(&form)).await;
    assert_eq!(answer.status(), 400);
    assert_eq!(answer.json::<Value>().await.expect("JSON"), json!({"error": error}));
}

#[tokio::test]
async fn json_at_the_token_endpoint_makes_it_stumble() {
    let desk = Desk::open().await;
    let body = json!({"grant_type": "client_credentials", "client_id": "x", "client_secret": "x", "scope": "api1"});
    assert_eq!(told(desk.http.post(token_url(&desk)).json(&body)).await.0, 500);
}

#[tokio::test]
async fn without_a_living_token_nothing_is_answered() {
    let desk = Desk::open().await;
    let url = format!("{}/api/languages", desk.server.url());
    let refused = |answer: Response| {
        assert_eq!(answer.status(), 401);
        assert_eq!(answer.headers()["www-authenticate"], "Bearer");
    };
    refused(send(desk.http.get(&url)).await);
    refused(send(desk.http.get(&url).bearer_auth("made.up.token")).await);
    refused(send(desk.http.get(&url).basic_auth("a", Some("b"))).await);
    assert_eq!(send(desk.get("/api/languages")).await.status(), 200);
    desk.server.revoke_tokens();
    refused(send(desk.get("/api/languages")).await);
    let fresh = desk.login().await;
    assert_eq!(send(desk.http.get(&url).bearer_auth(fresh)).await.status(), 200);
}

#[tokio::test]
async fn a_token_without_a_lifetime_is_expired_when_it_arrives() {
    let desk = Desk::with(Options { token_ttl: Duration::ZERO, ..Options::instant() }).await;
    assert_eq!(told(desk.get("/api/languages")).await.0, 401);
}

#[tokio::test]
async fn unknown_paths_and_methods_have_envelopes() {
    let desk = Desk::open().await;
    assert_eq!(told(desk.get("/api/unheard-of")).await.0, 404);
    assert_eq!(told(desk.get("/api/companies/search")).await.0, 405);
}

#[tokio::test]
async fn the_search_lists_the_reseller_s_own_in_the_documented_shape() {
    let desk = Desk::open().await;
    let data = desk.search(&json!({"pageSize": 1000})).await;
    assert_eq!((&data["totalNumberOfRecords"], &data["totalNumberOfPages"]), (&json!(137), &json!(1)));
    let rows = data["results"].as_array().expect("list");
    let fields = "childrencompanyNamecompanyResourceIdcreateTimedeletedTargetUserCountinactiveTargetUserCount\
                  industryNameindustryResourceIdisNumberOfUsersLimitedlicenceExpiredlicenseEndDatelicenseTypeName\
                  licenseTypeResourceIdmonthlyActiveUserCountnumberOfUsersprivacyDurationIdresellerNametags\
                  targetUserCount";
    let mut forms = std::collections::BTreeSet::new();
    for row in rows {
        let mut names: Vec<&str> = row.as_object().expect("object").keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names.concat(), fields);
        let form = match &row["numberOfUsers"] {
            Value::String(text) if text.is_empty() => "empty",
            Value::String(_) => "text",
            Value::Number(_) => "number",
            _ => "null",
        };
        forms.insert(form);
        assert_ne!(row["companyName"], "Vantablack Holdings");
    }
    assert!(forms.contains("text") && forms.contains("null"), "{forms:?}");
    let dates: Vec<&str> = rows.iter().filter_map(|row| row["licenseEndDate"].as_str()).collect();
    assert!(dates.iter().any(|d| d.ends_with('Z')) && dates.iter().any(|d| d.ends_with("+03:00")));
    assert!(dates.iter().any(|d| d.len() == 19) && dates.iter().any(|d| d.contains('.')));
}

#[tokio::test]
async fn pages_totals_and_counts() {
    let desk = Desk::open().await;
    let first = desk.search(&json!({"pageSize": 25})).await;
    assert_eq!((&first["pageNumber"], &first["pageSize"]), (&json!(1), &json!(25)));
    assert_eq!(first["totalNumberOfPages"], 6);
    assert_eq!(first["results"].as_array().map(Vec::len), Some(25));
    let beyond = desk.search(&json!({"pageSize": 25, "pageNumber": 7})).await;
    assert_eq!((&beyond["results"], &beyond["totalNumberOfRecords"]), (&json!([]), &json!(137)));
    assert_eq!(desk.search(&json!({"pageSize": 9999})).await["pageSize"], 1000);

    let over = desk.search(&json!({"isTargetUserCountExceededLimit": true})).await;
    assert_eq!(over["limitExceededCompanyCount"], first["limitExceededCompanyCount"]);
    assert_eq!(over["totalNumberOfRecords"], first["limitExceededCompanyCount"]);

    let none = desk.search(&json!({"filter": {"searchInputTextValue": "no company is called this"}})).await;
    assert_eq!((&none["results"], &none["totalNumberOfPages"]), (&Value::Null, &json!(0)));
}

#[tokio::test]
async fn the_console_s_own_filter_in_pascal_case_works() {
    let desk = Desk::open().await;
    let contains = |field: &str| json!({"FieldName": field, "Operator": "Contains", "Value": "sağlık"});
    let body = json!({
        "PageNumber": 1, "PageSize": 10, "OrderBy": "CreateTime", "Ascending": false,
        "Filter": {"Condition": "AND", "SearchInputTextValue": "", "FilterGroups": [
            {"Condition": "AND", "FilterItems": [], "FilterGroups": []},
            {"Condition": "OR", "FilterItems": [contains("CompanyName"), contains("ResellerName")], "FilterGroups": []},
        ]},
    });
    let (status, body) = told(desk.post("/api/companies/search", &body)).await;
    assert_eq!((status, &body["data"]["totalNumberOfRecords"]), (StatusCode::OK, &json!(1)));
}

#[rstest]
#[case(json!({"filter": null}), "The Filter field is required.")]
#[case(json!({"orderBy": null}), "The OrderBy field is required.")]
#[case(json!({"orderBy": "Colour"}), "OrderBy 'Colour' is not valid.")]
#[case(json!({"pageSize": 0}), "'PageSize' must be greater than '0'.")]
#[tokio::test]
async fn a_broken_search_is_refused(#[case] change: Value, #[case] message: &str) {
    let desk = Desk::open().await;
    let (status, body) = told(desk.post("/api/companies/search", &query(&change))).await;
    assert_eq!((status, &body["status"]), (StatusCode::BAD_REQUEST, &json!("INPUT_ERROR")));
    assert_eq!(body["validationMessages"], json!([message]));
}

/// What cannot be read is refused by the framework, in its own words, before the service judges anything.
#[tokio::test]
async fn a_value_of_another_type_is_refused_with_its_path() {
    let desk = Desk::open().await;
    let change = json!({"ascending": null, "pageSize": "5", "orderBy": "Colour"});
    let answer = desk.post("/api/companies/search", &query(&change)).send().await.expect("an answer");
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let (status, body) = (answer.status(), answer.json::<Value>().await.expect("JSON"));
    assert_eq!((status, &body["status"], body.get("validationMessages")), (StatusCode::BAD_REQUEST, &json!(400), None));
    let errors: Vec<_> = body["errors"].as_object().expect("fields").keys().map(String::as_str).collect();
    assert_eq!(errors, ["$.ascending", "$.pageSize"]);
}

#[rstest]
#[case("application/json-patch+json", "{}")]
#[case("text/plain", "{}")]
#[case("application/json", "{\"pageNumber\":")]
#[case("application/json", "[1]")]
#[case("application/json", "")]
#[tokio::test]
async fn only_json_objects_are_read(#[case] media_type: &str, #[case] body: &'static str) {
    let desk = Desk::open().await;
    let path = "/api/companies/search";
    let (status, _) = told(desk.request(Method::POST, path).header("Content-Type", media_type).body(body)).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn a_charset_does_no_harm() {
    let desk = Desk::open().await;
    let body = query(&json!({})).to_string();
    let request = desk.request(Method::POST, "/api/companies/search");
    let (status, _) = told(request.header("Content-Type", "Application/JSON; charset=utf-8").body(body)).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn one_company_and_its_seats() {
    let desk = Desk::open().await;
    let id = desk.id("Delta Housing Trust");
    let (status, body) = told(desk.get(&format!("/api/companies/{id}"))).await;
    assert_eq!(status, 200);
    assert_eq!((&body["data"]["resourceId"], &body["data"]["name"]), (&json!(id), &json!("Delta Housing Trust")));
    assert_eq!(
        (&body["data"]["numberOfUsers"], &body["data"]["timeZoneId"]),
        (&json!(400), &json!("GMT Standard Time"))
    );
    let seats = json!({"isLimited": true, "licenseLimit": 400, "activeUserCount": 402, "totalUserCount": 416,
        "isLicenseExceeded": true});
    assert_eq!(desk.seats(&id).await, seats);
    assert_eq!(desk.seats(&desk.id("Fjord Energy AS")).await["licenseLimit"], Value::Null);
    let (_, mine) = told(desk.get("/api/companies/my")).await;
    assert_eq!(mine["data"].as_array().map(Vec::len), Some(137));
}

#[tokio::test]
async fn foreign_and_unknown_companies_are_told_apart() {
    let desk = Desk::open().await;
    for name in ["Vantablack Holdings", "Fremdfirma GmbH"] {
        let id = desk.id(name);
        assert_eq!(told(desk.get(&format!("/api/companies/{id}"))).await.0, 403);
        assert_eq!(told(desk.get(&format!("/api/companies/{id}/license-check"))).await.0, 403);
        assert_eq!(told(desk.create(&id, &person("a@b.example"))).await.0, 403);
    }
    assert_eq!(told(desk.get("/api/companies/nosuchcompan")).await.0, 404);
    assert_eq!(told(desk.get("/api/companies/%FF")).await.0, 404);
    assert_eq!(told(desk.get("/api/companies/nosuchcompan/license-check")).await.0, 404);
    assert_eq!(told(desk.create("nosuchcompan", &person("a@b.example"))).await.0, 404);
}

#[tokio::test]
async fn scoped_calls_need_the_header_and_an_open_company() {
    let desk = Desk::open().await;
    assert_eq!(told(desk.get("/api/target-groups")).await.0, 403);
    assert_eq!(told(desk.post("/api/target-users", &person("a@b.example"))).await.0, 403);
    let locked = desk.id("Sentinel Law LLP");
    let (status, body) = told(desk.create(&locked, &person("a@b.example"))).await;
    assert_eq!((status, &body["status"]), (StatusCode::FORBIDDEN, &json!("PRIVACY_ERROR")));
    let groups = |id: String| desk.get("/api/target-groups").header("x-keepnet-company-id", id);
    assert_eq!(told(groups(locked)).await.0, 403);
    // Locked, but its licence has expired: no longer locked.
    assert_eq!(told(groups(desk.id("Brasserie de l'Étoile"))).await.0, 200);
    let (status, body) = told(groups(desk.id("Lumen Optics"))).await;
    assert_eq!(status, 200);
    let list = body["data"].as_array().expect("list");
    assert!((3..=9).contains(&list.len()));
    assert!(list.iter().all(|g| ["resourceId", "name", "priority"].iter().all(|name| g[*name].is_string())));
}

#[tokio::test]
async fn the_look_ups_have_their_shapes() {
    let desk = Desk::open().await;
    let (_, zones) = told(desk.get("/api/timezone/timezones")).await;
    let zones = zones["data"]["timeZoneList"].as_array().expect("list");
    assert!(
        zones.contains(
            &json!({"id": "GMT Standard Time", "displayName": "(UTC+00:00) Dublin, Edinburgh, Lisbon, London"})
        )
    );
    let (_, languages) = told(desk.get("/api/languages")).await;
    let languages = languages["data"].as_array().expect("list");
    let turkish = languages.iter().find(|l| l["isoCode"] == "tr-TR").expect("Turkish");
    assert_eq!((&turkish["name"], &turkish["code"]), (&json!("Turkish"), &json!("tr")));
    assert_eq!(turkish["resourceId"].as_str().map(str::len), Some(12));
    assert!(turkish["id"].is_i64() && turkish["isoFriendlyName"].is_string());
}

#[tokio::test]
async fn a_created_user_is_stored_counted_and_seen() {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    let (_, groups) = told(desk.get("/api/target-groups").header("X-KEEPNET-Company-Id", &id)).await;
    let (_, languages) = told(desk.get("/api/languages")).await;
    let (group, language) = (&groups["data"][0]["resourceId"], &languages["data"][2]["resourceId"]);
    let body = json!({
        "Email": "maya@lumenoptics.example", "phoneNumber": "+442079460018", "firstName": "Maya", "lastName": null,
        "priority": "High", "isActive": true, "targetGroupResourceIds": [group], "timeZoneId": "UTC",
        "preferredLanguageId": language, "customFields": null, "somethingNew": 1,
    });
    let (status, answer) = told(desk.create(&id, &body)).await;
    assert_eq!((status, &answer["status"]), (StatusCode::OK, &json!("SUCCESS")), "{answer}");
    let created = answer["data"]["resourceId"].as_str().expect("an ID");
    assert!(created.len() == 12 && created.bytes().all(|b| b.is_ascii_alphanumeric()));
    let user = desk.server.users(&id).into_iter().find(|u| u.resource_id == created).expect("stored");
    assert_eq!((user.email.as_str(), user.priority.as_str()), ("maya@lumenoptics.example", "High"));
    assert_eq!((user.first_name.as_deref(), user.last_name), (Some("Maya"), None));
    assert_eq!((user.groups.len(), user.time_zone.as_deref(), user.requested), (1, Some("UTC"), true));
    assert_eq!(desk.seats(&id).await["activeUserCount"], 60);
    let row = desk.search(&json!({"filter": {"searchInputTextValue": "lumen"}})).await["results"][0].clone();
    assert_eq!((&row["targetUserCount"], &row["inactiveTargetUserCount"]), (&json!(60), &json!(4)));

    // Beyond the limit is billed, not refused; who is not active takes no seat.
    assert_eq!(told(desk.create(&id, &person("two@lumenoptics.example"))).await.0, 200);
    let mut asleep = person("three@lumenoptics.example");
    asleep["isActive"] = json!(false);
    assert_eq!(told(desk.create(&id, &asleep)).await.0, 200);
    let seats = desk.seats(&id).await;
    assert_eq!((&seats["activeUserCount"], &seats["totalUserCount"]), (&json!(61), &json!(66)));
    assert_eq!(seats["isLicenseExceeded"], true);
}

#[tokio::test]
async fn an_address_is_taken_once_per_company() {
    let desk = Desk::open().await;
    let (here, there) = (desk.id("Lumen Optics"), desk.id("Zephyr Couriers"));
    assert_eq!(told(desk.create(&here, &person("jane@x.example"))).await.0, 200);
    let (status, body) = told(desk.create(&here, &person("JANE@x.example"))).await;
    assert_eq!((status, &body["message"]), (StatusCode::BAD_REQUEST, &json!("A user with this email already exists.")));
    assert_eq!(told(desk.create(&there, &person("jane@x.example"))).await.0, 200);
    let users = desk.server.users(&here);
    let gone = users.iter().find(|u| u.deleted).expect("a deleted one");
    assert_eq!(told(desk.create(&here, &person(&gone.email))).await.0, 200, "a deleted user's address is free");
}

#[tokio::test]
async fn an_expired_licence_takes_nobody() {
    let desk = Desk::open().await;
    let (status, body) = told(desk.create(&desk.id("Alder & Sons Ltd"), &person("a@b.example"))).await;
    assert_eq!(
        (status, &body["message"]),
        (StatusCode::BAD_REQUEST, &json!("The licence of the company has expired."))
    );
}

#[tokio::test]
async fn every_broken_field_has_its_message_and_nothing_is_stored() {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    let before = desk.server.users(&id).len();
    let body = json!({"email": "nobody", "firstName": "x".repeat(300), "priority": "X", "timeZoneId": "Mars"});
    let (status, answer) = told(desk.create(&id, &body)).await;
    assert_eq!(
        (status, &answer["status"], &answer["data"]),
        (StatusCode::BAD_REQUEST, &json!("INPUT_ERROR"), &Value::Null)
    );
    let messages = [
        "Email is not a valid e-mail address.",
        "The length of 'First Name' must be 256 characters or fewer. You entered 300 characters.",
        "Priority 'X' is not valid.",
        "'Phone Number' must not be empty.",
        "TimeZoneId 'Mars' does not exist.",
    ];
    assert_eq!(answer["validationMessages"], json!(messages));
    assert_eq!(desk.server.users(&id).len(), before);
    let console = json!({"email": "a@b.example", "phoneNumber": ""});
    assert_eq!(told(desk.create(&id, &console)).await.0, 200, "the console sends no phone");
}

#[tokio::test]
async fn a_group_of_another_company_does_not_exist_here() {
    let desk = Desk::open().await;
    let there = desk.id("Zephyr Couriers");
    let (_, groups) = told(desk.get("/api/target-groups").header("X-KEEPNET-Company-Id", &there)).await;
    let mut body = person("a@b.example");
    body["targetGroupResourceIds"] = json!([groups["data"][0]["resourceId"]]);
    assert_eq!(told(desk.create(&there, &body)).await.0, 200);
    assert_eq!(told(desk.create(&desk.id("Lumen Optics"), &body)).await.0, 400);
}

#[tokio::test]
async fn two_thousand_companies_are_served() {
    let desk = Desk::with(Options { companies: 2000, ..Options::instant() }).await;
    let data = desk.search(&json!({"pageSize": 1000, "pageNumber": 2})).await;
    assert_eq!((&data["totalNumberOfRecords"], data["results"].as_array().map(Vec::len)), (&json!(2000), Some(1000)));
}

#[tokio::test]
async fn what_was_asked_is_remembered() {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    let body = person("golden@x.example");
    send(desk.create(&id, &body)).await;
    send(desk.get("/api/languages?x=1")).await;
    assert_eq!((desk.server.asked("/connect/token"), desk.server.asked("POST /api")), (1, 1));
    desk.server.idle().await;
    let seen = desk.server.requests();
    let create = seen.iter().find(|r| r.path == "/api/target-users").expect("logged");
    assert_eq!((create.method.as_str(), create.status(), create.company.as_deref()), ("POST", Some(200), Some(&*id)));
    assert_eq!(serde_json::from_str::<Value>(&create.body).expect("JSON"), body);
    assert_eq!(create.content_type.as_deref(), Some("application/json"));
    assert!(create.has_token && !seen[0].has_token);
}

#[tokio::test]
async fn a_dropped_server_is_gone() {
    let desk = Desk::open().await;
    let url = format!("{}/api/languages", desk.server.url());
    let Desk { server, http, .. } = desk;
    // A server that is waited for runs until the future is dropped.
    let waiting = server.finished();
    tokio::select! {
        biased;
        _ = waiting => panic!("it ended by itself"),
        answer = http.get(&url).send() => assert_eq!(answer.expect("an answer").status(), 401),
    }
    let mut gone = false;
    for _ in 0..1000 {
        gone = http.get(&url).send().await.is_err();
        if gone {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert!(gone, "it still answers");
}
