//! `groups list` and `users groups`: which target groups there are, and which a user is in.

use keepnet_tui::demo::Fault;
use serde_json::Value;

use super::support::{COMPANY, Desk, EMAIL};

/// Its users and some of its groups come from a directory, by SCIM.
const SYNCED: &str = "Rowan Veterinary";

fn names(listed: &Value) -> Vec<&str> {
    listed["items"].as_array().expect("items").iter().filter_map(|group| group["name"].as_str()).collect()
}

#[test]
fn groups_of_a_company_and_why_some_cannot_be_changed() {
    let desk = Desk::new();
    let own = desk.run(&["groups", "list", "--company", COMPANY, "--output", "json"]).ends(0).json();
    assert!(names(&own).contains(&"All staff"), "{own}");
    assert_eq!(own["total"].as_u64(), own["items"].as_array().map(|groups| groups.len() as u64));

    let synced = desk.run(&["groups", "list", "--company", SYNCED, "--output", "json"]).ends(0).json();
    let reasons: Vec<_> = synced["items"].as_array().expect("items").iter().map(|group| &group["read_only"]).collect();
    let says = |word: &str| reasons.iter().any(|reason| reason.as_str().is_some_and(|reason| reason.contains(word)));
    assert!(says("SCIM"), "{synced}");
    assert!(reasons.iter().any(|reason| reason.is_null()), "those that people fill have no reason: {synced}");

    let table = desk.run(&["groups", "list", "--company", SYNCED]).ends(0).out;
    assert!(table.starts_with("ID") && table.contains("READ ONLY") && table.contains("is filled by SCIM"), "{table}");
    let csv = desk.run(&["groups", "list", "--company", SYNCED, "--output", "csv"]).ends(0).out;
    assert!(csv.starts_with("id,name,priority,users,read_only,company_id,company"), "{csv}");
    assert_eq!(csv.lines().count(), reasons.len() + 1);
}

#[test]
fn groups_of_a_user_are_those_that_the_user_is_in() {
    let desk = Desk::new();
    let made = desk.add(&["--first-name", "Jane", "--last-name", "Doe", "--group", "All staff"]).ends(0).json();
    let id = made["item"]["id"].as_str().expect("an ID").to_owned();
    for user in [EMAIL, &id] {
        let listed = desk.run(&["users", "groups", user, "--company", COMPANY, "--output", "json"]).ends(0).json();
        assert_eq!(names(&listed), ["All staff"]);
        assert_eq!(listed["items"][0]["company"], COMPANY);
    }
    let nobody = ["users", "groups", "nobody@quartz.example", "--company", COMPANY];
    desk.run(&nobody).ends(4).says(&["has no user"]).without_data();
}

#[test]
fn refused_groups_are_told_and_nothing_is_written() {
    let desk = Desk::new();
    desk.faults().next("POST /api/target-groups/search", Fault::status(403));
    let list = ["groups", "list", "--company", COMPANY, "--output", "json"];
    desk.run(&list).ends(3).says(&["The groups could not be loaded"]).without_data();

    let made = desk.add(&["--first-name", "Jane", "--last-name", "Doe"]).ends(0).json();
    let id = made["item"]["id"].as_str().expect("an ID").to_owned();
    desk.faults().next(&format!("POST /api/target-users/{id}/groups"), Fault::status(403));
    let of_user = ["users", "groups", &id, "--company", COMPANY, "--output", "json"];
    desk.run(&of_user).ends(3).says(&["The groups of the user could not be loaded"]).without_data();
}
