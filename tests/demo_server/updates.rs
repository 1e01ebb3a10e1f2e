//! `PUT /api/target-users/{id}`: what it replaces, what stays, what is refused, and who comes from a directory.

use super::place::{Place, as_write};
use super::*;
use rstest::rstest;

const LUMEN: &str = "Lumen Optics";

#[tokio::test]
async fn one_user_is_told_with_all_that_can_be_written() {
    let place = Place::at("Bluefin Marine").await;
    let known = place.desk.server.users(&place.company)[0].clone();
    let read = place.get(&known.resource_id).await;
    let mut names: Vec<&str> = read.as_object().expect("object").keys().map(String::as_str).collect();
    names.sort_unstable();
    let all = "customFieldValuesdepartmentemailfirstNameisActivelastNamemanagerEmailmanagerFirstNamemanagerFullName\
               managerLastNamephoneNumberpreferredLanguageIdpriorityresourceIdtimeZoneId";
    assert_eq!(names.concat(), all, "no groups, and nothing about deletion");
    let values = read["customFieldValues"].as_array().expect("list");
    assert!(values.len() >= 3);
    for value in values {
        let mut names: Vec<&str> = value.as_object().expect("object").keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["dataType", "name", "resourceId", "timestampValue", "value"]);
    }
    // What was read is accepted as it is, and changes nothing but the time.
    place.put_well(&known.resource_id, &as_write(&read)).await;
    assert_eq!(place.get(&known.resource_id).await, read);
    let after = place.stored(&known.resource_id);
    assert!(after.updated.is_some());
    assert_eq!(keepnet_tui::demo::StoredUser { updated: None, ..after }, known);
}

#[tokio::test]
async fn what_is_left_out_is_cleared_and_only_groups_stay() {
    let place = Place::at(LUMEN).await;
    let (_, languages) = told(place.desk.get("/api/languages")).await;
    let groups = place.groups().await;
    let mut body = person("maya@lumenoptics.example");
    for (name, value) in [
        ("firstName", json!("Maya")),
        ("lastName", json!("Ek")),
        ("department", json!("Lab")),
        ("priority", json!("High")),
        ("timeZoneId", json!("UTC")),
        ("preferredLanguageId", languages["data"][0]["resourceId"].clone()),
        ("managerFirstName", json!("Ann")),
        ("managerLastName", json!("Lee")),
        ("managerEmail", json!("ann@lumenoptics.example")),
        ("targetGroupResourceIds", json!([groups[0], groups[1]])),
    ] {
        body[name] = value;
    }
    let id = place.create(&body).await;
    place.put_well(&id, &person("Maya@lumenoptics.example")).await;
    let read = place.get(&id).await;
    let cleared = ["firstName", "lastName", "department", "timeZoneId", "preferredLanguageId", "managerFirstName"];
    for name in cleared.into_iter().chain(["managerLastName", "managerEmail", "managerFullName"]) {
        assert_eq!(read[name], Value::Null, "{name}");
    }
    assert_eq!((&read["priority"], &read["isActive"]), (&json!("Medium"), &json!(false)));
    assert_eq!(read["email"], "Maya@lumenoptics.example");
    let in_groups = || json!(place.stored(&id).groups);
    assert_eq!(in_groups(), json!([groups[0], groups[1]]), "left out: they stay");

    let mut body = person("maya@lumenoptics.example");
    for (list, then) in
        [(Value::Null, json!([groups[0], groups[1]])), (json!([groups[2]]), json!([groups[2]])), (json!([]), json!([]))]
    {
        body["targetGroupResourceIds"] = list;
        place.put_well(&id, &body).await;
        assert_eq!(in_groups(), then);
    }
}

#[tokio::test]
async fn custom_values_are_replaced_and_required_ones_required() {
    let place = Place::at("Bluefin Marine").await;
    let id = place.desk.server.users(&place.company)[0].resource_id.clone();
    let read = place.get(&id).await;
    let mut body = as_write(&read);
    body["customFields"] = Value::Null;
    let (status, answer) = place.put(&id, &body).await;
    let missing =
        ["'Crew no' must not be empty.", "'Signed on' must not be empty.", "'Shore based' must not be empty."];
    assert_eq!((status, &answer["validationMessages"]), (StatusCode::BAD_REQUEST, &json!(missing)));
    assert_eq!(place.get(&id).await, read);

    let required = |value: &&Value| ["Crew no", "Signed on", "Shore based"].map(Value::from).contains(&value["name"]);
    let values = read["customFieldValues"].as_array().expect("list");
    let mut kept: Vec<Value> = values.iter().filter(required).cloned().collect();
    kept[0]["value"] = json!("C-1");
    body["customFields"] = json!(kept);
    place.put_well(&id, &body).await;
    assert_eq!(place.get(&id).await["customFieldValues"], json!(kept));
}

#[rstest]
#[case(json!({"email": null}), "The Email field is required.")]
#[case(json!({"phoneNumber": null}), "'Phone Number' must not be empty.")]
#[case(json!({"firstName": "x".repeat(41)}),
    "The length of 'First Name' must be 40 characters or fewer. You entered 41 characters.")]
#[case(json!({"department": "x".repeat(65)}),
    "The length of 'Department' must be 64 characters or fewer. You entered 65 characters.")]
#[case(json!({"managerEmail": format!("{}@b.example", "a".repeat(311))}),
    "The length of 'Manager Email' must be 320 characters or fewer. You entered 321 characters.")]
#[case(json!({"targetGroupResourceIds": ["nobody"]}),
    "TargetGroupResourceIds: the target group 'nobody' does not exist.")]
#[case(json!({"customFields": [{"resourceId": "nobody", "value": "x"}]}),
    "CustomFields: the custom field 'nobody' does not exist.")]
#[tokio::test]
async fn a_broken_update_is_refused_and_changes_nothing(#[case] change: Value, #[case] message: &str) {
    let place = Place::at(LUMEN).await;
    let id = place.desk.server.users(&place.company)[0].resource_id.clone();
    let before = place.stored(&id);
    let mut body = person("new@lumenoptics.example");
    for (name, value) in change.as_object().expect("object") {
        body[name] = value.clone();
    }
    let (status, answer) = place.put(&id, &body).await;
    assert_eq!((status, &answer["status"]), (StatusCode::BAD_REQUEST, &json!("INPUT_ERROR")));
    assert_eq!(answer["validationMessages"], json!([message]));
    assert_eq!(place.stored(&id), before);
}

#[tokio::test]
async fn an_address_is_taken_by_one_user_in_any_case() {
    let place = Place::at(LUMEN).await;
    let users = place.desk.server.users(&place.company);
    let (one, other) = (&users[0], &users[1]);
    let taken = json!("A user with this email already exists.");
    let (status, body) = place.put(&one.resource_id, &person(&other.email.to_uppercase())).await;
    assert_eq!((status, &body["message"]), (StatusCode::BAD_REQUEST, &taken));
    place.put_well(&one.resource_id, &person(&one.email.to_uppercase())).await;
    place.put_well(&one.resource_id, &person("moved@lumenoptics.example")).await;
    let (status, body) = told(place.desk.create(&place.company, &person("MOVED@lumenoptics.example"))).await;
    assert_eq!((status, &body["message"]), (StatusCode::BAD_REQUEST, &taken));
    let again = place.create(&person(&one.email)).await;
    // The old address is the new user's now, and finds nobody else.
    let found = place.rows(&one.email).await;
    assert_eq!(found.iter().map(|row| &row["resourceId"]).collect::<Vec<_>>(), [&json!(again)]);
    assert_eq!(told(place.put_away(&again)).await.0, 200);
    place.put_well(&one.resource_id, &person(&one.email)).await;
}

#[tokio::test]
async fn an_inactive_user_frees_the_seat_and_an_active_one_takes_it() {
    let place = Place::at(LUMEN).await;
    let [active, inactive, deleted, month] = place.figures().await;
    assert_eq!([active, inactive], [59, 4]);
    let leaver = place.somebody("Active").await["resourceId"].as_str().expect("text").to_owned();
    for _ in 0..2 {
        assert_eq!(place.set_active(&leaver, false).await.0, 200);
        assert_eq!(place.figures().await, [active - 1, inactive + 1, deleted, month], "the month keeps who was in it");
    }
    let row = place.rows(place.stored(&leaver).email.as_str()).await[0].clone();
    assert_eq!((&row["status"], row["updateTime"].is_string()), (&json!("Inactive"), true));
    assert_eq!(place.set_active(&leaver, true).await.0, 200);
    assert_eq!(place.figures().await, [active, inactive, deleted, month], "counted once a month");

    // The seats do not stop it, as they do not stop a create.
    for more in 1..=2 {
        let asleep = place.somebody("Inactive").await["resourceId"].as_str().expect("text").to_owned();
        assert_eq!(place.set_active(&asleep, true).await.0, 200);
        assert_eq!(place.figures().await, [active + more, inactive - more, deleted, month + more]);
    }
    assert_eq!(place.desk.seats(&place.company).await["isLicenseExceeded"], true);
    assert_eq!(told(place.put_away(&leaver)).await.0, 200);
    assert_eq!(place.figures().await, [active + 1, inactive - 2, deleted + 1, month + 2]);
}

#[tokio::test]
async fn an_expired_company_lets_people_leave_and_nobody_in() {
    let place = Place::at("Meridian Travel").await;
    let refused = json!("The licence of the company has expired.");
    let leaver = place.somebody("Active").await["resourceId"].as_str().expect("text").to_owned();
    assert_eq!(place.set_active(&leaver, false).await.0, 200);
    let (status, body) = place.set_active(&leaver, true).await;
    assert_eq!((status, &body["message"]), (StatusCode::BAD_REQUEST, &refused));
}

#[tokio::test]
async fn a_deleted_an_unknown_and_a_foreign_user_are_not_found() {
    let place = Place::at(LUMEN).await;
    let gone = place.somebody("Deleted").await["resourceId"].as_str().expect("text").to_owned();
    let elsewhere = place.desk.server.users(&place.desk.id("Zephyr Couriers"))[0].resource_id.clone();
    let fresh = place.create(&person("jane@lumenoptics.example")).await;
    assert_eq!(told(place.put_away(&fresh)).await.0, 200);
    for id in [gone.as_str(), fresh.as_str(), elsewhere.as_str(), "nosuchuser12"] {
        let (status, body) = place.put(id, &person("new@lumenoptics.example")).await;
        assert_eq!((status, &body["message"]), (StatusCode::NOT_FOUND, &json!("Target user not found.")), "{id}");
    }
}

#[rstest]
#[case("Rowan Veterinary", json!("Entra ID"), Value::Null)]
#[case("Ivory Coast Coffee Roasters", Value::Null, json!("Head office AD"))]
#[case("क्षितिज प्रौद्योगिकी", Value::Null, Value::Null)]
#[tokio::test]
async fn who_comes_from_a_directory_is_told_and_not_changed(
    #[case] name: &str,
    #[case] scim: Value,
    #[case] ldap: Value,
) {
    let place = Place::at(name).await;
    let rows = place.rows("").await;
    let (managed, by_hand): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row["isEditable"] == false);
    assert!(managed.len() > 2 * by_hand.len() && by_hand.len() > 2, "{} and {}", managed.len(), by_hand.len());
    assert!(managed.iter().all(|row| row["scimSettingName"] == scim && row["ldapConfigName"] == ldap));
    assert!(by_hand.iter().all(|row| row["isEditable"] == true && row["scimSettingName"].is_null()));
    let active = |row: &&&Value| row["status"] == "Active";
    let id = managed.iter().find(active).expect("one")["resourceId"].as_str().expect("text");
    let before = place.get(id).await;
    let (status, body) = place.set_active(id, false).await;
    assert_eq!((status, &body["status"]), (StatusCode::BAD_REQUEST, &json!("INPUT_ERROR")));
    let message = "The target user is managed by a directory integration and cannot be changed.";
    assert_eq!((&body["message"], place.get(id).await), (&json!(message), before));
    let id = by_hand.iter().find(active).expect("one")["resourceId"].as_str().expect("text");
    assert_eq!(place.set_active(id, false).await.0, 200);
}

#[tokio::test]
async fn one_company_s_rows_leave_out_what_is_not_in_every_version() {
    let place = Place::at("Umbra Security Systems").await;
    let rows = place.rows("").await;
    assert!(rows.len() > 100);
    for name in ["isEditable", "scimSettingName", "ldapConfigName", "updateTime"] {
        assert!(rows.iter().all(|row| row.get(name).is_none()), "{name}");
    }
    assert!(rows.iter().all(|row| row["createTime"].is_string()));
}

#[tokio::test]
async fn a_slow_index_finds_a_change_only_later() {
    let delay = Duration::from_secs(3600);
    let place = Place::with(LUMEN, Options { index_delay: delay, ..Options::instant() }).await;
    let known = place.desk.server.users(&place.company)[0].clone();
    let mut body = person("moved@lumenoptics.example");
    body["lastName"] = json!("Moved");
    place.put_well(&known.resource_id, &body).await;
    assert_eq!(place.get(&known.resource_id).await["lastName"], "Moved", "the user itself is changed at once");
    assert!(place.rows("moved").await.is_empty());
    let old = place.rows(&known.email).await;
    assert_eq!((old.len(), &old[0]["lastName"]), (1, &json!(known.last_name)));
    place.desk.server.clock().pass(Duration::from_secs(1800)).await;
    body["lastName"] = json!("Twice");
    place.put_well(&known.resource_id, &body).await;
    place.desk.server.clock().pass(Duration::from_secs(2400)).await;
    assert_eq!(place.rows("moved@").await[0]["lastName"], "Moved");
    assert!(place.rows(&known.email).await.is_empty());
    place.desk.server.clock().pass(Duration::from_secs(2400)).await;
    assert_eq!(place.rows("moved@").await[0]["lastName"], "Twice");
    // A user that searches do not find yet can be changed, too.
    let fresh = place.create(&person("fresh@lumenoptics.example")).await;
    place.put_well(&fresh, &person("fresher@lumenoptics.example")).await;
    assert!(place.rows("fresh").await.is_empty());
    place.desk.server.clock().pass(delay).await;
    assert_eq!(place.rows("fresh").await.len(), 1);
}
