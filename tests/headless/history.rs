//! `users history`: the audit log and this machine's journal as one list.

use keepnet_tui::demo::Fault;
use serde_json::{Value, json};

use super::support::{COMPANY, Desk, EMAIL};

const LOG: &str = "POST /api/audit-logs/search";

fn whats(history: &Value) -> Vec<(&str, &str)> {
    let lines = history["items"].as_array().expect("items").iter();
    lines.map(|line| (line["source"].as_str().expect("a source"), line["what"].as_str().expect("what"))).collect()
}

#[test]
fn log_and_journal_are_one_history_and_a_refused_log_is_told() {
    let desk = Desk::new();
    let made = desk.add(&["--first-name", "Jane", "--department", "IT"]).ends(0).json();
    let id = made["item"]["id"].as_str().expect("an ID").to_owned();
    let edit = ["users", "edit", EMAIL, "--company", COMPANY, "--department", "Finance", "--ticket", "4711"];
    desk.run(&edit).ends(0);
    let history = |user: &str, more: &[&str]| {
        desk.run(&[&["users", "history", user, "--company", COMPANY, "--output"], more].concat())
    };

    let all = history(EMAIL, &["json"]).ends(0).json();
    assert_eq!((&all["kind"], &all["total"], &all["user_id"]), (&json!("history"), &json!(4), &json!(id)));
    let mut told = whats(&all);
    told.sort_unstable();
    assert_eq!(told[0], ("audit log", "changed: department"));
    assert!(told[1].0 == "audit log" && told[1].1.starts_with("created: "), "{told:?}");
    assert_eq!(told[2..], [("this machine", "created"), ("this machine", "edited")]);
    let items = all["items"].as_array().expect("items");
    assert!(items.is_sorted_by(|a, b| a["at"].as_str() >= b["at"].as_str()), "the newest first: {items:?}");
    let edited = items.iter().find(|line| line["what"] == "edited").expect("the edit");
    assert_eq!(edited["details"], json!(["Department \"IT\" to \"Finance\"", "ticket 4711"]));
    assert_eq!(edited["who"], Value::Null);
    let logged = items.iter().find(|line| line["what"] == "changed: department").expect("the log");
    assert_eq!(logged["details"][1], "department: IT to Finance", "{logged}");
    assert!(logged["who"].as_str().is_some_and(|who| !who.is_empty()), "{logged}");

    let csv = history(&id, &["csv"]).ends(0).out;
    assert!(csv.starts_with("at,who,what,source,details\n") && csv.lines().count() == 5, "{csv}");
    let table = history(&id, &["table"]).ends(0).out;
    assert!(table.starts_with("AT ") && table.contains("this machine") && table.lines().count() == 5, "{table}");
    let last = history(&id, &["jsonl", "--last", "1"]).ends(0).says(&["the newest 1 entry"]).lines();
    assert_eq!(last.len(), 1);

    desk.faults().next(LOG, Fault::status(403));
    let refused = history(EMAIL, &["json"]).ends(3);
    assert_eq!(refused.json()["total"], 2, "what this machine did is written");
    refused.says(&["The history could not be loaded", "What was done from this machine is written."]);
    history("nobody-has-this-id", &["json"]).ends(4).says(&["has no user"]).without_data();
}
