//! The search rules of the contract, case by case.

use rstest::rstest;
use serde_json::{Value, json};

use super::*;
use crate::demo::world::World;

fn world() -> World {
    World::new(1, 137, jiff::civil::date(2026, 11, 23)).expect("the data files are sound")
}

fn request(change: &Value) -> Fields {
    let mut body =
        json!({"pageNumber": 1, "pageSize": 1000, "orderBy": "CompanyName", "ascending": true, "filter": {}});
    for (name, value) in change.as_object().expect("object") {
        body[name] = value.clone();
    }
    Fields::new(body).expect("object")
}

fn query(change: &Value) -> Query {
    Query::read(&request(change)).expect("a sound request")
}

fn names(world: &World, change: &Value) -> Vec<String> {
    query(change).run(world.managed()).page.iter().map(|c| c.name.clone()).collect()
}

fn items(condition: &str, list: &Value) -> Value {
    json!({"filter": {"condition": "AND", "filterGroups": [{"condition": condition, "filterItems": list}]}})
}

/// Keys in the order of the answer, those without a value as `None`.
fn keys(world: &World, order: &str, ascending: bool) -> Vec<Option<String>> {
    let found = query(&json!({"orderBy": order, "ascending": ascending})).run(world.managed()).page;
    let padded = |n: u32| Some(format!("{n:08}"));
    found
        .iter()
        .map(|c| match order {
            "CompanyName" => Some(fold(&c.name)),
            "ResellerName" => Some(fold(&c.reseller)),
            "IndustryName" => c.industry.as_deref().map(fold),
            "LicenseTypeName" => c.license.as_deref().map(fold),
            "TargetUserCount" => padded(c.active),
            "NumberOfUsers" => c.limit.and_then(padded),
            "LicenseEndDate" => c.ends.as_ref().map(|s| s.as_str().to_owned()),
            _ => c.created.as_ref().map(|s| s.as_str().to_owned()),
        })
        .collect()
}

#[rstest]
fn every_column_orders_in_both_directions_with_nothing_last(
    #[values(
        "CompanyName",
        "ResellerName",
        "IndustryName",
        "LicenseTypeName",
        "TargetUserCount",
        "NumberOfUsers",
        "LicenseEndDate",
        "CreateTime"
    )]
    order: &str,
) {
    let world = world();
    for ascending in [true, false] {
        let keys = keys(&world, order, ascending);
        assert_eq!(keys.len(), 137);
        let some: Vec<_> = keys.iter().take_while(|k| k.is_some()).collect();
        assert!(keys.iter().skip(some.len()).all(Option::is_none), "{order}: a value after nothing");
        assert!(if ascending { some.is_sorted() } else { some.is_sorted_by(|a, b| a >= b) }, "{order}");
    }
}

#[rstest]
#[case(json!({"orderBy": "RenewalDate"}), "OrderBy 'RenewalDate' is not valid.")]
#[case(json!({"orderBy": null}), "The OrderBy field is required.")]
#[case(json!({"filter": null}), "The Filter field is required.")]
#[case(json!({"pageNumber": 0}), "'PageNumber' must be greater than '0'.")]
#[case(json!({"pageSize": -5}), "'PageSize' must be greater than '0'.")]
#[case(json!({"pageSize": "5"}), "The JSON value could not be converted to System.Int32. Path: $.pageSize.")]
#[case(json!({"ascending": "yes"}), "The JSON value could not be converted to System.Boolean. Path: $.ascending.")]
#[case(json!({"filter": {"condition": "XOR"}}), "The condition 'XOR' is not valid; use AND or OR.")]
#[case(items("AND", &json!([{"fieldName": "Shoe", "operator": "=", "value": "1"}])), "The field 'Shoe' cannot be filtered by.")]
#[case(items("AND", &json!([{"fieldName": "Tags", "operator": "~", "value": "1"}])), "The operator '~' is not valid.")]
fn what_makes_no_sense_is_named(#[case] change: Value, #[case] message: &str) {
    assert_eq!(Query::read(&request(&change)), Err(vec![message.to_owned()]));
}

#[test]
fn everything_missing_is_named() {
    let problems = Query::read(&Fields::new(json!({})).expect("object")).expect_err("refused");
    assert_eq!(problems.len(), 5, "{problems:?}");
}

#[test]
fn a_filter_cannot_be_nested_without_end() {
    let mut filter = json!({});
    for _ in 0..40 {
        filter = json!({"filterGroups": [filter]});
    }
    assert!(Query::read(&request(&json!({"filter": filter}))).is_err());
}

#[rstest]
#[case("lumen", "Lumen Optics")]
#[case("FJORD energy", "Fjord Energy AS")]
#[case("istanbul", "İstanbul Ilıca Sağlık Hizmetleri")]
#[case("ışık tek", "Işık Tekstil A.Ş.")]
#[case("東京", "東京光学株式会社")]
#[case("נק הגל", "בנק הגליל")]
#[case("gxp", "Yarrow Pharma")]
fn text_is_found_in_any_case(#[case] text: &str, #[case] name: &str) {
    assert_eq!(names(&world(), &json!({"filter": {"SearchInputTextValue": text}})), [name]);
}

#[test]
fn text_is_looked_for_in_reseller_industry_licence_and_tags() {
    let world = world();
    let found = |text: &str| names(&world, &json!({"filter": {"searchInputTextValue": text}}));
    assert!(found("bosporus").contains(&"Işık Tekstil A.Ş.".to_owned()));
    assert!(found("aviation").contains(&"Kestrel Aviation Services".to_owned()));
    assert!(found("partner").contains(&"Tidal Freight".to_owned()));
    assert!(found("audit 2026").contains(&"Yarrow Pharma".to_owned()));
    assert!(found("vantablack").is_empty());
}

#[test]
fn over_limit_counts_do_not_depend_on_the_switch() {
    let world = world();
    let run = |change: &Value| {
        let found = query(change).run(world.managed());
        (found.over, found.total)
    };
    let (over, all) = run(&json!({}));
    assert_eq!(all, 137);
    assert!(over >= 5);
    assert_eq!(run(&json!({"isTargetUserCountExceededLimit": true})), (over, over));
    assert_eq!(run(&json!({"isTargetUserCountExceededLimit": false})), (over, all));
    assert_eq!(run(&json!({"isTargetUserCountExceededLimit": null})), (over, all));
    let text = json!({"searchInputTextValue": "acme logistics"});
    assert_eq!(run(&json!({"filter": text})), (1, 1));
}

#[rstest]
#[case("TargetUserCount", ">", "402", false)]
#[case("TargetUserCount", ">=", "402", true)]
#[case("TargetUserCount", "<", "402", false)]
#[case("TargetUserCount", "<=", "402", true)]
#[case("TargetUserCount", "=", "402", true)]
#[case("TargetUserCount", "!=", "402", false)]
#[case("NumberOfUsers", "=", "400", true)]
#[case("CompanyName", "=", "delta housing TRUST", true)]
#[case("companyname", "contains", "housing", true)]
#[case("CompanyName", "Contains", "houses", false)]
#[case("IndustryName", "Include", "Legal, public sector", true)]
#[case("IndustryName", "Include", "Public", false)]
#[case("Tags", "Include", "public", true)]
#[case("Tags", "=", "uk", true)]
#[case("Tags", "Contains", "publ", true)]
#[case("CreateTime", ">=", "2024-02-19", true)]
#[case("CreateTime", "<=", "2024-02-19", true)]
#[case("CreateTime", ">", "2024-02-19", false)]
#[case("LicenseEndDate", "=", "2026-11-30", true)]
#[case("LicenseEndDate", "<", "2026-12-01T00:00:00", true)]
#[case("LicenceExpired", "=", "false", true)]
#[case("IsNumberOfUsersLimited", "=", "false", false)]
fn operators(#[case] field: &str, #[case] operator: &str, #[case] value: &str, #[case] delta: bool) {
    let change = items("AND", &json!([{"fieldName": field, "operator": operator, "value": value}]));
    let found = names(&world(), &change);
    assert_eq!(found.contains(&"Delta Housing Trust".to_owned()), delta, "{found:?}");
}

#[test]
fn missing_value_matches_only_an_empty_filter() {
    let world = world();
    let has = |operator: &str, value: &str| {
        let change = items("AND", &json!([{"fieldName": "LicenseEndDate", "operator": operator, "value": value}]));
        names(&world, &change).contains(&"Xenon Labs".to_owned())
    };
    assert!(has("=", "") && has("!=", "2026-12-01"));
    assert!(!has("<", "2999-01-01") && !has(">", "1999-01-01"));
}

#[test]
fn groups_combine_as_they_say() {
    let world = world();
    let over = json!({"FieldName": "TargetUserCount", "Operator": ">", "Value": 400});
    let either = |names: [&str; 2]| -> Vec<Value> {
        names.iter().map(|n| json!({"FieldName": "CompanyName", "Operator": "Contains", "Value": n})).collect()
    };
    let groups = json!([
        {"Condition": "AND", "FilterItems": [over], "FilterGroups": []},
        {"Condition": "OR", "FilterItems": either(["lumen", "delta housing"]), "FilterGroups": []},
    ]);
    let with = |condition: &str| {
        names(&world, &json!({"filter": {"Condition": condition, "SearchInputTextValue": "", "FilterGroups": groups}}))
    };
    assert_eq!(with("AND"), ["Delta Housing Trust"]);
    assert!(with("OR").contains(&"Lumen Optics".to_owned()));

    let nested =
        json!({"filter": {"filterGroups": [{"condition": "AND", "filterGroups": groups}, {"filterItems": []}]}});
    assert_eq!(names(&world, &nested), ["Delta Housing Trust"]);
}

#[test]
fn pages_cover_the_list_once() {
    let world = world();
    let all = names(&world, &json!({}));
    let paged: Vec<String> =
        (1..=6).flat_map(|page| names(&world, &json!({"pageNumber": page, "pageSize": 25}))).collect();
    assert_eq!(paged, all);
    assert!(names(&world, &json!({"pageNumber": 99, "pageSize": 25})).is_empty());
    assert_eq!(query(&json!({"pageSize": 5000})).paging.size, 1000);
    assert!(names(&world, &json!({"pageNumber": i32::MAX, "pageSize": 1000})).is_empty());
}
