//! The receipt of a run, and `users undo --batch`, which undoes all of it and nothing else.

use std::fs;
use std::path::{Path, PathBuf};

use keepnet_tui::demo::{Fault, StoredUser};
use serde_json::{Value, json};

use super::support::{COMPANY, Desk, PHONE, Ran};

const WRITES: [&str; 3] = ["POST /api/target-users$", "PUT /api/target-users/", "DELETE /api/target-users/"];
const DELETE: &str = "DELETE /api/target-users/";
const HEAD: &str = "Email,First name,Last name,Phone,Department\n";

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn address(n: usize) -> String {
    format!("p{n}@quartz.example")
}

/// Three people, of whom the first is there already.
fn file(desk: &Desk, department: &str) -> PathBuf {
    let row = |n: usize| format!("{},P{n},Doe,+4420794600{},{department}\n", address(n), 10 + n);
    let path = desk.home.path().join("people.csv");
    fs::write(&path, format!("{HEAD}{}", (1..4).map(row).collect::<String>())).expect("written");
    path
}

/// A command of somebody else, whose machine knows nothing of ours.
fn elsewhere(desk: &Desk, args: &[&str]) {
    let home = tempfile::tempdir().expect("a folder");
    desk.run_with(&[("KEEPNET_STATE_DIR", text(home.path()))], args).ends(0);
}

/// A desk with one inactive user, whom somebody else has made.
fn desk() -> Desk {
    let desk = Desk::new();
    elsewhere(&desk, &["users", "add", "--company", COMPANY, "--email", &address(1), "--phone", PHONE]);
    elsewhere(&desk, &["users", "deactivate", &address(1), "--company", COMPANY]);
    desk
}

/// Creates two people and makes one active.
fn imported(desk: &Desk) -> Ran {
    let path = file(desk, "");
    let usual = ["users", "import", text(&path), "--company", COMPANY, "--yes", "--reactivate", "--output", "json"];
    desk.run(&[&usual[..], &["--ticket", "INC-4711"]].concat()).ends(0)
}

fn batch_of(ran: &Ran) -> String {
    ran.json()["batch"].as_str().expect("a batch").to_owned()
}

fn undo(desk: &Desk, batch: &str, more: &[&str]) -> Ran {
    desk.run(&[&["users", "undo", "--batch", batch, "--output", "json"], more].concat())
}

fn user(desk: &Desk, n: usize) -> StoredUser {
    let users = desk.server.users(&desk.id(COMPANY));
    users.into_iter().rfind(|user| user.email == address(n)).expect("the user")
}

fn state(desk: &Desk) -> [(bool, bool); 3] {
    [1, 2, 3].map(|n| user(desk, n)).map(|user| (user.active && !user.deleted, user.deleted))
}

fn written(desk: &Desk) -> usize {
    WRITES.iter().map(|write| desk.server.asked(write)).sum()
}

fn outcomes(ran: &Ran) -> Vec<(String, String)> {
    let word = |item: &Value, key: &str| item[key].as_str().expect("text").to_owned();
    let json = ran.json();
    let items = json["items"].as_array().expect("items");
    let mut outcomes: Vec<_> = items.iter().map(|item| (word(item, "email"), word(item, "outcome"))).collect();
    outcomes.sort();
    outcomes
}

fn ends(words: [&str; 3]) -> Vec<(String, String)> {
    (1..4).map(address).zip(words.map(str::to_owned)).collect()
}

#[test]
fn batch_is_undone_once_and_its_receipt_names_nobody() {
    let desk = desk();
    let ran = imported(&desk);
    let batch = batch_of(&ran);
    let receipt = ran.json()["receipt"].as_str().expect("a receipt").to_owned();
    for part in [COMPANY, "created 2", "reactivated 1", "INC-4711", " UTC", batch.as_str()] {
        assert!(receipt.contains(part), "no {part:?} in {receipt:?}");
    }
    assert!(!receipt.contains('@') && !receipt.contains("Doe"), "{receipt:?}");
    let ran = ran.says(&[&format!("receipt: {receipt}"), &format!("users undo --batch {batch}")]);
    assert_eq!((state(&desk), ran.json()["total"].clone()), ([(true, false); 3], json!(3)));
    let before = written(&desk);
    // Nothing is sent the second time, so that there is nothing to paste.
    let none = imported(&desk);
    assert_eq!((&none.json()["batch"], none.err.contains("receipt:")), (&Value::Null, false), "{}", none.err);
    // Nothing is sent unasked.
    let counts = format!("{COMPANY}: delete 2, put back 1");
    undo(&desk, &batch, &[]).ends(2).says(&[&counts, "--yes"]);
    let dry = undo(&desk, &batch, &["--dry-run"]).ends(0).says(&[&counts, "nothing was sent"]);
    assert_eq!((outcomes(&dry), dry.json()["batch"].clone()), (ends(["put_back", "delete", "delete"]), Value::Null));
    undo(&desk, &batch, &["--yes", "--company", "Umbra Security Systems"]).ends(4).says(&["in that company"]);
    undo(&desk, "nobody-1", &["--yes"]).ends(4);
    assert_eq!(written(&desk), before);
    let undone = undo(&desk, &batch, &["--yes"]).ends(0).says(&["receipt: ", "deleted 2", "put back 1", "INC-4711"]);
    assert_eq!(outcomes(&undone), ends(["put_back", "deleted", "deleted"]));
    assert_eq!((state(&desk), written(&desk)), ([(false, false), (false, true), (false, true)], before + 3));
    let own = batch_of(&undone);
    assert_ne!(own, batch, "the undo is a batch of its own");
    // A second run changes nothing, and the undo is not undone.
    undo(&desk, &batch, &["--yes"]).ends(0).says(&["nothing of batch"]);
    let left = undo(&desk, &own, &["--yes"]).ends(5).says(&["2 changes left"]);
    assert!(left.json()["items"][0]["reason"].as_str().expect("text").contains("cannot be restored"));
    assert_eq!(written(&desk), before + 3);
}

/// One delete is refused, and somebody has changed what another row has made.
#[test]
fn undo_goes_on_after_failures_and_leaves_what_others_have_changed() {
    let desk = desk();
    let batch = batch_of(&imported(&desk));
    let path = file(&desk, "Finance");
    let moved =
        desk.run(&["users", "reconcile", "--company", COMPANY, "--file", text(&path), "--yes", "--output", "json"]);
    let second = batch_of(&moved.ends(0));
    elsewhere(&desk, &["users", "edit", &address(1), "--company", COMPANY, "--department", "Sales"]);
    // Whoever was changed since is more than the import has made.
    let left = undo(&desk, &batch, &["--yes"]).ends(5).says(&["2 changes left"]);
    assert_eq!(outcomes(&left), ends(["put_back", "left", "left"]));
    let conflict = undo(&desk, &second, &["--yes"]).ends(5).says(&["1 change left"]);
    assert_eq!(outcomes(&conflict), ends(["conflict", "put_back", "put_back"]));
    assert_eq!(user(&desk, 1).department.as_deref(), Some("Sales"));
    // Now they are as the import has made them.
    desk.faults().next(DELETE, Fault::status(403));
    let stopped = undo(&desk, &batch, &["--yes"]);
    assert_ne!(stopped.code, Some(0), "{}", stopped.err);
    desk.faults().next(DELETE, Fault::status(400));
    let some = undo(&desk, &batch, &["--yes"]).ends(5).says(&["1 change left"]);
    assert_eq!(outcomes(&some).iter().filter(|(_, outcome)| outcome == "deleted").count(), 1);
    let rest = undo(&desk, &batch, &["--yes"]).ends(0);
    assert_eq!((outcomes(&rest).len(), state(&desk).map(|(_, deleted)| deleted)), (1, [false, true, true]));
}

/// Without an answer the undo is looked up, by this run or the next one.
#[test]
fn lost_answers_are_looked_up() {
    let desk = desk();
    let batch = batch_of(&imported(&desk));
    desk.faults().next(DELETE, Fault::ExecutedThenReset);
    undo(&desk, &batch, &["--yes"]).ends(0).says(&["looking the user up", "deleted 2"]);
    let before = written(&desk);
    undo(&desk, &batch, &["--yes"]).ends(0).says(&["nothing of batch"]);
    assert_eq!((state(&desk), written(&desk)), ([(false, false), (false, true), (false, true)], before));
}
