//! What happens to a user after the create: shown, edited, deactivated, activated, put back, deleted.

use jiff::SignedDuration;
use keepnet_tui::demo::{Fault, StoredUser};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;

use super::support::{COMPANY, Desk, EMAIL, Ran};

const READ: &str = "GET /api/target-users/";
const WRITE: &str = "PUT /api/target-users/";
const DELETE: &str = "DELETE /api/target-users/";

/// A company with Jane, who has a department, a manager and a name.
struct Life {
    desk: Desk,
    id: String,
}

impl Life {
    fn new() -> Self {
        let desk = Desk::new();
        let more = ["--first-name", "Jane", "--last-name", "Doe", "--department", "IT", "--group", "All employees"];
        let made = desk.add(&more);
        let made = if made.code == Some(0) { made } else { desk.add(&more[..6]).ends(0) };
        let id = made.json()["item"]["id"].as_str().expect("an ID").to_owned();
        Self { desk, id }
    }

    fn run(&self, verb: &str, more: &[&str]) -> Ran {
        let usual = ["users", verb, &self.id, "--company", COMPANY, "--output", "json"];
        self.desk.run(&[&usual, more].concat())
    }

    fn jane(&self) -> StoredUser {
        let users = self.desk.server.users(&self.desk.id(COMPANY));
        users.into_iter().find(|user| user.resource_id == self.id).expect("Jane")
    }

    fn sent(&self, prefix: &str) -> usize {
        self.desk.server.asked(prefix)
    }
}

fn outcome(ran: &Ran) -> String {
    ran.json()["item"]["outcome"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn edit_changes_the_given_fields_and_nothing_else() {
    let life = Life::new();
    let before = life.jane();
    let ran = life.run("edit", &["--department", "Finance", "--last-name", "Roe"]).ends(0);
    assert_eq!(outcome(&ran), "updated");
    let changes = json!([{"field": "last-name", "from": "Doe", "to": "Roe"}, {"field": "department", "from": "IT", "to": "Finance"}]);
    assert_eq!(ran.json()["item"]["changes"], changes);
    let after = life.jane();
    let wanted = StoredUser {
        department: Some("Finance".to_owned()),
        last_name: Some("Roe".to_owned()),
        updated: after.updated.clone(),
        ..before
    };
    assert_eq!(after, wanted);
    // The same again is nothing.
    let again = life.run("edit", &["--department", "Finance"]).ends(0).says(&["so already"]);
    assert_eq!((outcome(&again).as_str(), life.sent(WRITE)), ("unchanged", 1));
}

#[test]
fn user_is_found_by_email_and_shown() {
    let life = Life::new();
    let ran =
        life.desk.run(&["users", "show", &EMAIL.to_uppercase(), "--company", COMPANY, "--output", "json"]).ends(0);
    let item = &ran.json()["item"];
    assert_eq!((&item["id"], &item["department"], &item["status"]), (&json!(life.id), &json!("IT"), &json!("active")));
    life.run("show", &[]).ends(0);
    let shown = life.desk.run(&["users", "show", &life.id, "--company", COMPANY]).ends(0);
    assert!(shown.out.contains("MANAGER EMAIL"), "{}", shown.out);
    life.desk.run(&["users", "show", "nobody@quartz.example", "--company", COMPANY]).ends(4).without_data();
    life.desk.run(&["users", "edit", "u0000", "--company", COMPANY, "--department", "X"]).ends(4).without_data();
}

#[test]
fn clear_and_if_match() {
    let life = Life::new();
    life.run("edit", &["--clear", "department", "--if-match", "department=HR"])
        .ends(5)
        .says(&["--if-match: department is \"IT\", not \"HR\""]);
    assert_eq!(life.jane().department.as_deref(), Some("IT"));
    life.run("edit", &["--clear", "department", "--if-match", "department=it", "--if-match", "active=yes"]).ends(0);
    assert_eq!(life.jane().department, None);
    life.run("edit", &["--clear", "department", "--department", "X"]).ends(2).says(&["contradict"]);
    life.run("edit", &[]).ends(2).says(&["nothing is given"]);
    life.run("edit", &["--clear", "email"]).ends(2);
}

#[rstest]
#[case(&["--first-name", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"], "at most 40 are taken in a change")]
#[case(&["--email", "jane"], "--email has no @")]
#[case(&["--manager-email", "m@quartz.example"], "--manager-last-name")]
#[case(&["--time-zone", "Mars"], "--time-zone: \"Mars\" does not exist")]
#[case(&["--custom", "Shoe size=7"], "no field \"Shoe size\"")]
fn what_cannot_be_sent_is_refused_here(#[case] flags: &[&str], #[case] why: &str) {
    let life = Life::new();
    life.run("edit", flags).ends(5).says(&[why, "nothing was sent"]);
    assert_eq!(life.sent(WRITE), 0);
}

/// A name that a create accepts and a change does not: it is told before anything is sent.
#[test]
fn long_name_of_an_earlier_create_is_told() {
    let desk = Desk::new();
    let made = desk.add(&["--first-name", &"x".repeat(60)]).ends(0);
    let id = made.json()["item"]["id"].as_str().expect("an ID").to_owned();
    let edit = ["users", "edit", &id, "--company", COMPANY, "--department"];
    desk.run(&[&edit[..], &["Finance"]].concat()).ends(5).says(&["--first-name is 60 characters long"]);
    desk.run(&[&edit[..], &["Finance", "--first-name", "Jane"]].concat()).ends(0);
    assert_eq!(desk.server.asked(WRITE), 1);
}

/// One more like Jane: what users share, and nothing of the person. A flag wins.
#[test]
fn a_new_user_can_be_like_another() {
    let life = Life::new();
    let manager =
        ["--manager-first-name", "Mia", "--manager-last-name", "Boss", "--manager-email", "mia@rowanvet.example"];
    life.run("edit", &[&manager[..], &["--priority", "high", "--language", "English (US)"]].concat()).ends(0);
    let add = |email: &str, more: &[&str]| {
        let usual =
            ["users", "add", "--company", COMPANY, "--email", email, "--phone", "+442079460019", "--output", "json"];
        life.desk.run(&[&usual, more].concat())
    };
    let before = life.sent("POST /api/target-users");
    let ran = add("joe@x.example", &["--like", &life.id, "--dry-run"]).ends(0);
    let ran = ran.says(&[
        "like Jane Doe",
        "Department IT",
        "Priority High",
        "Manager email mia@rowanvet.example",
        "nothing was sent",
    ]);
    assert_eq!(ran.json()["item"]["department"], json!("IT"));
    let ran = add("joe@x.example", &["--like", EMAIL, "--department", "Legal"]).ends(0);
    let id = ran.json()["item"]["id"].as_str().expect("an ID").to_owned();
    assert!(life.sent("POST /api/target-users") > before);
    let users = life.desk.server.users(&life.desk.id(COMPANY));
    let joe = users.iter().find(|user| user.resource_id == id).expect("Joe");
    let jane = life.jane();
    assert_eq!(joe.department.as_deref(), Some("Legal"), "the flag wins");
    assert_eq!((&joe.language, &joe.manager_email), (&jane.language, &jane.manager_email));
    assert_eq!((&joe.first_name, &joe.groups), (&None, &jane.groups));
    add("kim@x.example", &["--like", "nobody@x.example"]).ends(4);
}

#[test]
fn deactivated_user_frees_the_seat_and_comes_back() {
    let life = Life::new();
    let used = || life.desk.run(&["companies", "show", COMPANY, "--output", "json"]).json()["item"]["used"].as_u64();
    let before = used();
    life.run("deactivate", &[]).ends(0).says(&["the seat is free"]);
    assert_eq!((life.jane().active, used()), (false, before.map(|n| n - 1)));
    life.run("deactivate", &[]).ends(0).says(&["so already"]);
    life.run("activate", &[]).ends(0).says(&["it takes a seat"]);
    assert_eq!((life.jane().active, used(), life.sent(WRITE)), (true, before, 2));
}

#[test]
fn activate_needs_a_seat() {
    let desk = Desk::new();
    let list = ["companies", "list", "--all", "--output", "jsonl"];
    let full = desk.run(&list).ends(0).lines().into_iter().find(|c| c["state"] == "FULL").expect("one");
    let company = full["id"].as_str().expect("an ID");
    let add = [
        "users",
        "add",
        "--company",
        company,
        "--email",
        "x@full.example",
        "--phone",
        "+442079460018",
        "--active",
        "no",
    ];
    let made = desk.run(&[&add[..], &["--output", "json"]].concat()).ends(0);
    let id = made.json()["item"]["id"].as_str().expect("an ID").to_owned();
    let activate = ["users", "activate", &id, "--company", company];
    desk.run(&activate).ends(5).says(&["no free seat", "--over-limit allow activates"]);
    desk.run(&[&activate[..], &["--over-limit", "allow", "--dry-run"]].concat()).ends(0).says(&["nothing was sent"]);
    assert_eq!(desk.server.asked(WRITE), 0);
    desk.run(&[&activate[..], &["--over-limit", "allow"]].concat()).ends(0);
    assert_eq!(desk.server.asked(WRITE), 1);
}

#[test]
fn dry_run_sends_nothing() {
    let life = Life::new();
    let before = life.jane();
    for (verb, more) in [
        ("edit", &["--department", "Finance", "--dry-run"][..]),
        ("deactivate", &["--dry-run"]),
        ("activate", &["--dry-run"]),
        ("delete", &["--dry-run"]),
        ("undo", &["--dry-run"]),
    ] {
        let ran = life.run(verb, more).ends(0).says(&["nothing was sent"]);
        assert_eq!(outcome(&ran), "dry_run", "{verb}");
    }
    assert_eq!((life.sent(WRITE), life.sent(DELETE), life.jane()), (0, 0, before));
}

#[test]
fn undo_puts_back_and_then_needs_a_word_to_delete() {
    let life = Life::new();
    let before = life.jane();
    life.run("edit", &["--department", "Finance", "--phone", "+442079460019"]).ends(0);
    life.run("deactivate", &[]).ends(0);
    life.run("undo", &[]).ends(0).says(&["activated"]);
    life.run("undo", &[]).ends(0).says(&["edited"]);
    assert_eq!(life.jane(), StoredUser { updated: life.jane().updated, ..before });
    life.run("undo", &[]).ends(5).says(&["put back already", "--confirm"]);
    life.run("undo", &["--confirm", &life.id]).ends(0);
    assert!(life.jane().deleted);
}

#[test]
fn undo_leaves_what_somebody_else_has_changed() {
    let life = Life::new();
    life.run("edit", &["--department", "Finance"]).ends(0);
    // A colleague at another desk, with a journal of their own.
    let home = tempfile::tempdir().expect("a folder");
    let theirs = home.path().to_str().expect("UTF-8");
    let edit = ["users", "edit", &life.id, "--company", COMPANY, "--department", "Legal"];
    life.desk.run_with(&[("HOME", theirs), ("XDG_STATE_HOME", theirs)], &edit).ends(0);
    let ran = life.run("undo", &[]).ends(5).says(&["Department is \"Legal\" now; it was \"Finance\""]);
    assert_eq!((outcome(&ran).as_str(), life.jane().department.as_deref()), ("conflict", Some("Legal")));
}

#[test]
fn delete_asks_and_says_what_it_means() {
    let life = Life::new();
    life.run("delete", &[]).ends(2).without_data().says(&[
        "Jane Doe, jane.doe@quartz.example",
        COMPANY,
        "still counts in this month's usage",
        "cannot be undone; users deactivate",
        "--yes",
    ]);
    assert_eq!(life.sent(DELETE), 0);
    let ran = life.run("delete", &["--yes"]).ends(0);
    assert_eq!((outcome(&ran).as_str(), life.jane().deleted), ("deleted", true));
    life.run("edit", &["--department", "X"]).ends(5).says(&["a deleted user cannot be changed"]);
    life.run("delete", &["--yes"]).ends(5).says(&["deleted"]);
    assert_eq!((life.sent(DELETE), life.sent(WRITE)), (1, 0));
}

#[test]
fn user_of_a_directory_is_changed_there() {
    let desk = Desk::new();
    let list = ["companies", "list", "--all", "--output", "jsonl"];
    let managed = desk.run(&list).ends(0).lines().into_iter().find_map(|company| {
        let id = company["id"].as_str()?.to_owned();
        let users = desk.server.users(&id);
        let user = users.into_iter().find(|user| user.managed_by.is_some() && !user.deleted)?;
        Some((id, user.resource_id))
    });
    let (company, id) = managed.expect("a company with a directory");
    for verb in [&["edit", "--department", "X"][..], &["deactivate"], &["delete", "--yes"]] {
        let args = [&["users", verb[0], &id, "--company", &company], &verb[1..]].concat();
        desk.run(&args).ends(5).says(&["is managed by"]);
    }
    assert_eq!((desk.server.asked(WRITE), desk.server.asked(DELETE)), (0, 0));
}

/// No clear answer: it is looked up, and nothing is sent a second time.
#[rstest]
#[case::carried_out(Fault::ExecutedThenReset, 0, "updated", "Finance")]
#[case::not_carried_out(Fault::Close, 6, "pending", "IT")]
#[case::refused(Fault::status(403), 3, "refused", "IT")]
fn update_without_an_answer_is_looked_up(
    #[case] fault: Fault,
    #[case] code: i32,
    #[case] word: &str,
    #[case] department: &str,
) {
    let life = Life::new();
    life.desk.faults().next(WRITE, fault);
    let ran = life.run("edit", &["--department", "Finance"]).ends(code);
    assert_eq!((outcome(&ran).as_str(), life.jane().department.as_deref()), (word, Some(department)));
    assert_eq!(life.sent(WRITE), 1);
}

/// While it may still be carried out, nothing is sent about the user; afterwards everything is.
#[test]
fn update_in_doubt_holds_the_next_one() {
    let life = Life::new();
    life.desk.faults().next(WRITE, Fault::Close);
    life.run("edit", &["--department", "Finance"]).ends(6);
    life.run("edit", &["--last-name", "Roe"]).ends(6).says(&["is being changed", "Nothing was sent"]);
    assert_eq!(life.sent(WRITE), 1);
    life.desk.server.clock().shift(SignedDuration::from_secs(16 * 60));
    life.run("edit", &["--last-name", "Roe"]).ends(0);
    assert_eq!((life.sent(WRITE), life.jane().last_name.as_deref()), (2, Some("Roe")));
}

/// A gateway that has given up passes the request on: told as done by the next command.
#[test]
fn late_update_is_found_by_the_next_command() {
    let life = Life::new();
    life.desk.faults().next(WRITE, Fault::Late(Duration::from_secs(60), Some(504)));
    life.run("edit", &["--department", "Finance"]).ends(6);
    assert_eq!(life.jane().department.as_deref(), Some("IT"));
    life.desk.block_on(life.desk.server.clock().pass(Duration::from_secs(61)));
    life.run("edit", &["--department", "Finance"]).ends(0).says(&["so already"]);
    assert_eq!((life.sent(WRITE), life.jane().department.as_deref()), (1, Some("Finance")));
    // It is this machine's change, and can be put back.
    life.run("undo", &[]).ends(0);
    assert_eq!(life.jane().department.as_deref(), Some("IT"));
}

/// Nothing is sent without having read the user.
#[test]
fn unreadable_user_is_not_changed() {
    let life = Life::new();
    life.desk.faults().nth(READ, 2, Fault::rewrite(|answer| answer["data"]["isActive"] = Value::Null));
    let ran = life.run("edit", &["--department", "Finance"]).ends(1).says(&["could not be read first"]);
    assert_eq!((outcome(&ran).as_str(), life.sent(WRITE)), ("refused", 0));
    life.run("edit", &["--department", "Finance"]).ends(0);
}

#[test]
fn read_only_profile_changes_nothing() {
    let life = Life::new();
    for verb in [&["edit", "--department", "X"][..], &["deactivate"], &["activate"], &["delete", "--yes"], &["undo"]] {
        life.run(verb[0], &[&verb[1..], &["--read-only"]].concat()).ends(2).without_data();
    }
    assert_eq!((life.sent(WRITE), life.sent(DELETE)), (0, 0));
}
