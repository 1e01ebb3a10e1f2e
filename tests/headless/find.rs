//! `users find` in all companies: one that does not answer keeps nobody from the others.

use keepnet_tui::demo::{Fault, Gate};
use serde_json::json;

use super::support::{COMPANY, Desk, EMAIL, Ran};

const LOOK_UP: &str = "POST /api/target-users/search$";

#[test]
fn failing_company_is_named_and_others_are_searched() {
    let desk = Desk::new();
    desk.add(&[]).ends(0);
    desk.faults().nth(LOOK_UP, 5, Fault::status(418));
    let ran = desk.run(&["users", "find", EMAIL, "--output", "json"]).ends(1).says(&["not searched: ", "HTTP 418"]);
    let found = ran.json();
    assert_eq!((&found["total"], &found["items"][0]["company"]), (&json!(1), &json!(COMPANY)));
    assert_eq!(found["not_looked_at"].as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!(found["complete"], false);
    assert!(found["no_access"].as_u64().is_some_and(|locked| locked > 0), "{found}");
}

#[test]
fn unavailable_service_stops_the_search() {
    let desk = Desk::new();
    desk.faults().always(LOOK_UP, Fault::status(418));
    let ran = desk.run(&["users", "find", EMAIL, "--output", "json"]).ends(1).says(&["all that follow"]);
    let found = ran.json();
    assert_eq!((&found["total"], &found["complete"]), (&json!(0), &json!(false)));
    assert_eq!(found["not_looked_at"].as_array().map(Vec::len), Some(4));
    assert!(desk.server.asked(LOOK_UP) < 12, "{}", desk.server.asked(LOOK_UP));
}

/// That every look-up is answered by 404 says nothing about who has an address.
#[test]
fn unknown_look_up_path_is_not_an_empty_result() {
    let desk = Desk::new();
    desk.faults().always(LOOK_UP, Fault::status(404));
    let all = desk.run(&["users", "find", EMAIL, "--output", "json"]).ends(1).says(&["not searched: "]);
    assert_eq!(all.json()["complete"], false);
    let one = desk.run(&["users", "find", EMAIL, "--company", COMPANY]).ends(1);
    for ran in [all, one] {
        assert!(!ran.err.contains("nobody has"), "{}", ran.err);
    }
}

/// Whoever is in a company that allows no access may have the address.
#[test]
fn locked_company_is_skipped_and_sets_the_exit_code() {
    let desk = Desk::new();
    let ran = desk.run(&["users", "find", "nobody@nowhere.example"]).ends(3);
    ran.says(&["nobody has the email nobody@nowhere.example in the companies that allow access", "not allowed: "]);
    desk.run(&["users", "find", EMAIL, "--company", "Sentinel Law LLP"]).ends(3).says(&["has not allowed access"]);
    desk.run(&["users", "find", "nobody@nowhere.example", "--company", COMPANY])
        .ends(4)
        .says(&["nobody has the email"]);
}

/// Four at once, and the first of them is answered last.
#[test]
fn slow_company_does_not_delay_others() {
    let desk = Desk::new();
    let gate = Gate::new();
    desk.faults().next(LOOK_UP, Fault::Hold(gate.clone()));
    let child = desk.start(&["users", "find", EMAIL, "--output", "json"]);
    desk.arrived(LOOK_UP, 100);
    gate.open();
    let ran = Ran::of(&child.wait_with_output().expect("it ends"));
    assert_eq!(ran.ends(3).json()["complete"], true);
}

/// A name of which nothing can be seen is told as such to people; a program gets what there is.
#[test]
fn user_without_visible_name_is_marked() {
    let desk = Desk::new();
    desk.add(&["--first-name", "Ada"]).ends(0);
    let nameless = || {
        Fault::rewrite(|answer| {
            for user in answer["data"]["results"].as_array_mut().into_iter().flatten() {
                user["firstName"] = "\u{3164}".into();
                user["lastName"] = "\u{200b}".into();
            }
        })
    };
    for args in [&["users", "find", EMAIL, "--company", COMPANY][..], &["users", "list", "--company", COMPANY]] {
        desk.faults().next(LOOK_UP, nameless());
        let table = desk.run(args).ends(0).out;
        assert!(table.contains("(no visible name)"), "{table}");
        desk.faults().next(LOOK_UP, nameless());
        let json = desk.run(&[args, &["--output", "json"]].concat()).ends(0).json();
        assert_eq!((&json["items"][0]["name"], &json["items"][0]["first_name"]), (&json!(""), &json!(null)), "{json}");
    }
}
