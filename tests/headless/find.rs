//! `users find` in all companies: one that does not answer keeps nobody from the others.

use keepnet_tui::demo::Fault;
use serde_json::json;

use super::support::{COMPANY, Desk, EMAIL};

const LOOK_UP: &str = "POST /api/target-users/search$";

#[test]
fn one_company_that_fails_is_named_and_the_others_are_looked_at() {
    let desk = Desk::new();
    desk.add(&[]).ends(0);
    desk.faults().nth(LOOK_UP, 5, Fault::status(418));
    let ran = desk.run(&["users", "find", EMAIL, "--output", "json"]).ends(1).says(&["not looked at: ", "HTTP 418"]);
    let found = ran.json();
    assert_eq!((&found["total"], &found["items"][0]["company"]), (&json!(1), &json!(COMPANY)));
    assert_eq!(found["not_looked_at"].as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!(found["complete"], false);
    assert!(found["no_access"].as_u64().is_some_and(|locked| locked > 0), "{found}");
}

#[test]
fn a_service_that_answers_nobody_is_not_asked_for_each_of_them() {
    let desk = Desk::new();
    desk.faults().always(LOOK_UP, Fault::status(418));
    let ran = desk.run(&["users", "find", EMAIL, "--output", "json"]).ends(1).says(&["all that come after"]);
    let found = ran.json();
    assert_eq!((&found["total"], &found["complete"]), (&json!(0), &json!(false)));
    assert_eq!(found["not_looked_at"].as_array().map(Vec::len), Some(4));
    assert!(desk.server.asked(LOOK_UP) < 12, "{}", desk.server.asked(LOOK_UP));
}
