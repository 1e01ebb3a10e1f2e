//! The searches of users: every column both ways, every filter, everything refused.

use rstest::rstest;
use serde_json::{Value, json};

use super::*;

fn user(email: &str, change: impl FnOnce(&mut UserView)) -> UserView {
    let user = StoredUser {
        resource_id: format!("id-of-{email}"),
        email: email.to_owned(),
        phone: String::new(),
        first_name: None,
        last_name: None,
        department: None,
        priority: "Medium".into(),
        active: true,
        deleted: false,
        groups: Vec::new(),
        time_zone: None,
        language: None,
        manager_first_name: None,
        manager_last_name: None,
        manager_email: None,
        custom_fields: Vec::new(),
        created: "2026-03-04T08:00:00.0000000".into(),
        updated: None,
        requested: false,
        managed_by: None,
    };
    let mut seen = UserView { user, zone: None, language: None, custom: Vec::new(), manager: None };
    change(&mut seen);
    seen
}

fn people() -> Vec<UserView> {
    vec![
        user("ann@x.example", |seen| {
            seen.user.first_name = Some("Ann".into());
            seen.user.last_name = Some("Işık".into());
            seen.user.department = Some("Finance".into());
            seen.user.phone = "+447700900123".into();
            seen.user.priority = "VeryHigh".into();
            seen.user.time_zone = Some("Turkey Standard Time".into());
            seen.user.language = Some("l-tr".into());
            seen.zone = Some("(UTC+03:00) Istanbul");
            seen.language = Some("Turkish");
        }),
        user("bob@x.example", |seen| {
            seen.user.first_name = Some("Bob".into());
            seen.user.active = false;
            seen.user.priority = "Low".into();
            seen.user.created = "2025-01-01T08:00:00.0000000".into();
            seen.user.manager_email = Some("boss@x.example".into());
            seen.manager = Some("The Boss".into());
        }),
        user("cy@x.example", |seen| {
            seen.user.last_name = Some("Adams".into());
            seen.user.active = false;
            seen.user.deleted = true;
            seen.user.updated = Some("2026-05-05T05:05:05Z".into());
            seen.user.department = Some("Sales".into());
        }),
    ]
}

fn request(change: &Value) -> Fields {
    let mut body = json!({"pageNumber": 1, "pageSize": 50, "orderBy": "Email", "ascending": true, "filter": {},
        "newVersion": true, "email": "ann@x.example"});
    for (name, value) in change.as_object().expect("object") {
        body[name] = value.clone();
    }
    Fields::new(body).expect("object")
}

fn found(change: &Value) -> Vec<String> {
    let query = UserQuery::read(&request(change)).expect("a sound request");
    let (rows, total) = query.run(people());
    assert_eq!(rows.len(), total);
    rows.into_iter().map(|seen| seen.user.email.split('@').next().unwrap_or_default().to_owned()).collect()
}

fn item(field: &str, operator: &str, value: &str) -> Value {
    json!({"filter": {"condition": "AND", "filterGroups": [
        {"condition": "AND", "filterItems": [{"fieldName": field, "operator": operator, "value": value}]},
    ]}})
}

#[rstest]
#[case("Email", ["ann", "bob", "cy"], ["cy", "bob", "ann"])]
#[case("FirstName", ["ann", "bob", "cy"], ["bob", "ann", "cy"])]
#[case("LastName", ["cy", "ann", "bob"], ["ann", "cy", "bob"])]
#[case("Department", ["ann", "cy", "bob"], ["cy", "ann", "bob"])]
#[case("Priority", ["bob", "cy", "ann"], ["ann", "cy", "bob"])]
#[case("Status", ["ann", "cy", "bob"], ["bob", "cy", "ann"])]
#[case("CreateTime", ["bob", "ann", "cy"], ["ann", "cy", "bob"])]
#[case("PhoneNumber", ["ann", "bob", "cy"], ["ann", "bob", "cy"])]
#[case("TimeZone", ["ann", "bob", "cy"], ["ann", "bob", "cy"])]
#[case("preferredlanguage", ["ann", "bob", "cy"], ["ann", "bob", "cy"])]
#[case("ResourceId", ["ann", "bob", "cy"], ["cy", "bob", "ann"])]
#[case("UpdateTime", ["cy", "ann", "bob"], ["cy", "ann", "bob"])]
#[case("IsDeleted", ["ann", "bob", "cy"], ["cy", "ann", "bob"])]
#[case("ManagerFullName", ["bob", "ann", "cy"], ["bob", "ann", "cy"])]
#[case("managerEmail", ["bob", "ann", "cy"], ["bob", "ann", "cy"])]
#[case("timeZoneId", ["ann", "bob", "cy"], ["ann", "bob", "cy"])]
#[case("", ["bob", "ann", "cy"], ["ann", "cy", "bob"])]
fn every_column_orders_both_ways_with_nothing_last(
    #[case] order: &str,
    #[case] up: [&str; 3],
    #[case] down: [&str; 3],
) {
    assert_eq!(found(&json!({"orderBy": order})), up);
    assert_eq!(found(&json!({"orderBy": order, "ascending": false})), down);
}

#[rstest]
#[case("Status", "=", "Deleted", &["cy"])]
#[case("Status", "!=", "deleted", &["ann", "bob"])]
#[case("Status", "Include", "Active,Inactive", &["ann", "bob"])]
#[case("Email", "Contains", "B@X", &["bob"])]
#[case("LastName", "Contains", "isik", &[])]
#[case("LastName", "Contains", "IŞIK", &["ann"])]
#[case("Department", "=", "", &["bob"])]
#[case("PhoneNumber", "Contains", "0123", &["ann"])]
#[case("PhoneNumber", "=", "", &["bob", "cy"])]
#[case("Priority", "=", "VeryHigh", &["ann"])]
#[case("PreferredLanguage", "=", "turkish", &["ann"])]
#[case("TimeZone", "Contains", "istanbul", &["ann"])]
#[case("CreateTime", ">=", "2026-03-04", &["ann", "cy"])]
#[case("CreateTime", "<", "2026-03-04", &["bob"])]
#[case("ResourceId", "=", "id-of-cy@x.example", &["cy"])]
#[case("IsDeleted", "Contains", "true", &["cy"])]
#[case("IsDeleted", "=", "false", &["ann", "bob"])]
#[case("Status", "Include", "1", &["ann"])]
#[case("Status", "Include", "0", &["bob", "cy"])]
#[case("Status", "Include", "0,1", &["ann", "bob", "cy"])]
#[case("UpdateTime", ">=", "2026-01-01", &["cy"])]
#[case("TimeZoneId", "=", "Turkey Standard Time", &["ann"])]
#[case("preferredLanguageId", "=", "l-tr", &["ann"])]
#[case("ManagerFullName", "Contains", "boss", &["bob"])]
#[case("ManagerEmail", "=", "", &["ann", "cy"])]
fn filters(#[case] field: &str, #[case] operator: &str, #[case] value: &str, #[case] expected: &[&str]) {
    assert_eq!(found(&item(field, operator, value)), expected);
}

#[test]
fn text_is_looked_for_as_the_console_asks_and_in_its_own_field() {
    let like = |field: &str| json!({"FieldName": field, "Operator": "Contains", "Value": "işık"});
    let console = json!({"filter": {"Condition": "AND", "SearchInputTextValue": "", "FilterGroups": [
        {"Condition": "AND", "FilterItems": [], "FilterGroups": []},
        {"Condition": "OR", "FilterItems": [like("Email"), like("FirstName"), like("LastName")], "FilterGroups": []},
    ]}});
    assert_eq!(found(&console), ["ann"]);
    let plain = |text: &str| found(&json!({"filter": {"searchInputTextValue": text}}));
    assert_eq!(plain("işık"), ["ann"]);
    assert_eq!(plain("SALES"), ["cy"]);
    assert_eq!(plain("+4477"), ["ann"]);
    // As the console asks for whoever is deleted or active, with no order.
    let either = json!({"orderBy": "", "filter": {"Condition": "AND", "FilterGroups": [
        {"Condition": "AND", "FilterItems": [], "FilterGroups": []},
        {"Condition": "OR", "FilterItems": [
            {"FieldName": "IsDeleted", "Value": true, "Operator": "Contains"},
            {"FieldName": "Status", "Value": "1", "Operator": "Include"},
        ], "FilterGroups": []},
    ]}});
    assert_eq!(found(&either), ["ann", "cy"]);
    assert_eq!(plain("turkish"), [""; 0], "the language is no text column");
}

#[rstest]
#[case(json!({"orderBy": "Shoe"}), "OrderBy 'Shoe' is not valid.")]
#[case(json!({"orderBy": null}), "The OrderBy field is required.")]
#[case(json!({"filter": null}), "The Filter field is required.")]
#[case(json!({"pageNumber": 0}), "'PageNumber' must be greater than '0'.")]
#[case(json!({"pageSize": 0}), "'PageSize' must be greater than '0'.")]
#[case(json!({"ascending": null}), "The JSON value could not be converted to System.Boolean. Path: $.ascending.")]
#[case(json!({"newVersion": "yes"}), "The JSON value could not be converted to System.Boolean. Path: $.newVersion.")]
#[case(item("Shoe", "=", "1"), "The field 'Shoe' cannot be filtered by.")]
#[case(item("Email", "~", "1"), "The operator '~' is not valid.")]
fn what_makes_no_sense_is_named(#[case] change: Value, #[case] message: &str) {
    assert_eq!(UserQuery::read(&request(&change)), Err(vec![message.to_owned()]));
}

#[rstest]
#[case(json!({"email": null}), "The Email field is required.")]
#[case(json!({"email": " "}), "The Email field is required.")]
#[case(json!({"email": 1}), "The JSON value could not be converted to System.String. Path: $.email.")]
#[case(json!({"orderBy": "CompanyName"}), "OrderBy 'CompanyName' is not valid.")]
fn an_address_is_needed(#[case] change: Value, #[case] message: &str) {
    assert_eq!(EmailQuery::read(&request(&change)), Err(vec![message.to_owned()]));
}

#[test]
fn pages_are_cut_after_ordering() {
    let query = UserQuery::read(&request(&json!({"pageSize": 2, "pageNumber": 2}))).expect("sound");
    let (rows, total) = query.run(people());
    assert_eq!((rows.len(), total), (1, 3));
    assert_eq!(rows[0].user.email, "cy@x.example");
    let query = EmailQuery::read(&request(&json!({"pageSize": 5000}))).expect("sound");
    assert_eq!((query.paging.size, query.email.as_str()), (1000, "ann@x.example"));
}
