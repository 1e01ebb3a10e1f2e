//! `--ticket`: who must give one, and where it stays.

use std::fs;

use jiff::Timestamp;
use keepnet_tui::domain::change::ticket::TICKET_MAX;
use keepnet_tui::domain::change::write::Intent;
use keepnet_tui::store::Store;
use rstest::rstest;
use serde_json::{Value, json};

use super::support::{COMPANY, Desk, EMAIL, PHONE, Ran};

const TICKET: &str = "INC-4711";

/// A desk whose profile requires tickets.
fn strict() -> Desk {
    let desk = Desk::new();
    let folder = desk.home.path().join("keepnet-tui");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("config.toml"), "[profiles.default]\nticket = 'required'\n").expect("written");
    desk
}

fn ticket_of(ran: &Ran) -> Value {
    ran.json()["item"]["ticket"].clone()
}

/// All writes of this machine, oldest first.
fn recorded(desk: &Desk) -> Vec<Intent> {
    let state = desk.home.path().join("keepnet-tui");
    let folders = fs::read_dir(state).expect("a folder").map(|entry| entry.expect("an entry").path());
    let folder = folders.filter(|path| path.is_dir()).find(|path| path.join("state.db").exists()).expect("a profile");
    let history = Store::open(&folder).expect("a database").history(Timestamp::MIN).expect("records");
    let mut intents: Vec<_> = history.into_iter().map(|write| write.intent).collect();
    intents.sort_by_key(|intent| intent.at);
    intents
}

#[test]
fn ticket_is_recorded_and_told() {
    let desk = Desk::new();
    assert_eq!(ticket_of(&desk.add(&["--dry-run"]).ends(0)), Value::Null);
    let made = desk.add(&["--ticket", " INC-4711 "]).ends(0);
    assert_eq!(ticket_of(&made), json!(TICKET));
    let id = made.json()["item"]["id"].as_str().expect("an ID").to_owned();
    let run = |verb: &str, more: &[&str]| {
        desk.run(&[&["users", verb, &id, "--company", COMPANY, "--output", "json"], more].concat()).ends(0)
    };
    assert_eq!(ticket_of(&run("edit", &["--department", "IT", "--ticket", "INC-4712"])), json!("INC-4712"));
    assert_eq!(ticket_of(&run("deactivate", &[])), Value::Null);
    // An undo belongs to the ticket of what it undoes, unless another is given.
    assert_eq!(ticket_of(&run("undo", &["--ticket", "INC-4713"])), json!("INC-4713"));
    assert_eq!(ticket_of(&run("undo", &[])), json!("INC-4712"));
    assert_eq!(ticket_of(&run("delete", &["--yes", "--ticket", "INC-4714"])), json!("INC-4714"));
    let tickets: Vec<_> = recorded(&desk).iter().map(|intent| intent.ticket.to_string()).collect();
    assert_eq!(tickets, [TICKET, "INC-4712", "", "INC-4713", "INC-4712", "INC-4714"]);
    let csv = desk.run(&[
        "users",
        "add",
        "--company",
        COMPANY,
        "--email",
        "b@quartz.example",
        "--phone",
        PHONE,
        "--ticket",
        TICKET,
        "--output",
        "csv",
    ]);
    let lines: Vec<_> = csv.ends(0).out.lines().map(str::to_owned).collect();
    assert!(lines[0].ends_with(",ticket") && lines[1].ends_with(",INC-4711"), "{lines:?}");
}

#[test]
fn profile_that_requires_a_ticket_sends_nothing_without_one() {
    let desk = strict();
    let path = desk.home.path().join("people.csv");
    fs::write(&path, format!("Email,Phone\np1@quartz.example,{PHONE}\n")).expect("written");
    let plan = desk.home.path().join("people.plan");
    let (file, plan) = (path.to_str().expect("UTF-8"), plan.to_str().expect("UTF-8"));
    let add = ["users", "add", "--email", EMAIL, "--phone", PHONE];
    let system =
        ["system-users", "add", "--email", EMAIL, "--phone", PHONE, "--first-name", "Jane", "--last-name", "Doe"];
    // Looking takes no ticket.
    desk.run(&[&["users", "import", file, "--company", COMPANY, "--plan", plan][..]].concat()).ends(0);
    desk.run(&[&add[..], &["--company", COMPANY, "--dry-run"]].concat()).ends(0);
    let asked = desk.server.asked("");
    let orders: [&[&str]; 8] = [
        &add,
        &system,
        &["users", "edit", EMAIL, "--department", "IT"],
        &["users", "deactivate", EMAIL],
        &["users", "activate", EMAIL],
        &["users", "delete", EMAIL, "--yes"],
        &["users", "undo", "u1"],
        &["users", "import", file],
    ];
    for order in orders {
        let ran = desk.run(&[order, &["--company", COMPANY]].concat()).ends(2).without_data();
        ran.says(&["profile \"default\" requires the number of a ticket", "--ticket"]);
    }
    desk.run(&["users", "apply", plan]).ends(2).says(&["requires the number of a ticket"]);
    assert_eq!(desk.server.asked(""), asked, "nothing was asked");
    desk.run(&["users", "apply", plan, "--yes", "--ticket", TICKET]).ends(0);
    desk.run(&[&system[..], &["--company", COMPANY, "--ticket", TICKET]].concat()).ends(0);
    desk.run(&[&add[..], &["--company", COMPANY, "--ticket", TICKET]].concat()).ends(0);
    let records = recorded(&desk);
    assert_eq!(records.len(), 3);
    assert!(records.iter().all(|record| record.ticket.as_str() == TICKET), "{records:#?}");
    // The changes of a file are a batch.
    let batches: Vec<_> = records.iter().map(|record| record.batch.is_some()).collect();
    assert_eq!(batches, [true, false, false]);
}

#[rstest]
#[case::empty("", "a ticket such as")]
#[case::blank("  ", "a ticket such as")]
#[case::line_break("INC-1\nINC-2", "control character")]
#[case::escape_sequence("INC\u{1b}[31m", "control character")]
fn ticket_that_is_none_is_refused(#[case] ticket: &str, #[case] why: &str) {
    let desk = Desk::new();
    desk.add(&["--ticket", ticket]).ends(2).says(&[why]);
    let long = "x".repeat(TICKET_MAX + 1);
    desk.add(&["--ticket", &long]).ends(2).says(&["at most 64"]);
    assert_eq!(desk.server.asked(""), 0);
}
