//! `users reconcile`: a company becomes what a roster says, and nothing more.

use std::fs;
use std::path::{Path, PathBuf};

use keepnet_tui::demo::{Fault, StoredUser};
use serde_json::Value;

use super::support::{COMPANY, Desk, Ran};

const WRITES: [&str; 3] = ["POST /api/target-users$", "PUT /api/target-users/", "DELETE /api/target-users/"];
const HEAD: &str = "Email,First name,Last name,Department,Phone\n";

/// A company with so many people of one domain, as an import has made them.
fn company(people: usize) -> Desk {
    let desk = Desk::new();
    let row = |n: usize| format!("{},P{n},Doe,IT,{}\n", address(n), phone(n));
    let rows: String = (0..people).map(row).collect();
    let path = file(&desk, "begin.csv", &format!("{HEAD}{rows}"));
    desk.run(&["users", "import", text(&path), "--company", COMPANY, "--over-limit", "allow", "--yes"]).ends(0);
    desk
}

fn address(n: usize) -> String {
    format!("p{n}@roster.example")
}

fn phone(n: usize) -> String {
    format!("+4420794600{:02}", n % 90 + 10)
}

fn file(desk: &Desk, name: &str, content: &str) -> PathBuf {
    let path = desk.home.path().join(name);
    fs::write(&path, content).expect("written");
    path
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn reconcile(desk: &Desk, path: &Path, more: &[&str]) -> Ran {
    let usual = ["users", "reconcile", "--company", COMPANY, "--file", text(path), "--over-limit", "allow"];
    desk.run(&[&usual[..], more].concat())
}

fn user(desk: &Desk, n: usize) -> StoredUser {
    let users = desk.server.users(&desk.id(COMPANY));
    users.into_iter().find(|user| user.email == address(n)).expect("the user")
}

fn written(desk: &Desk) -> usize {
    WRITES.iter().map(|write| desk.server.asked(write)).sum()
}

fn outcomes(ran: &Ran) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    ran.lines().iter().map(|line| (text(&line["outcome"]), text(&line["email"]))).collect()
}

/// Rows with an address and a department.
fn named(people: std::ops::Range<usize>, department: &str) -> String {
    let row = |n: usize| format!("{},,,{department},\n", address(n));
    people.map(row).collect()
}

/// Of ten: the last has left, one has moved, one is new; the others are as they were.
fn roster(desk: &Desk) -> PathBuf {
    let same: String = named(1..9, "");
    let moved = format!("{},,Roe,Finance,\n", address(0));
    let new = format!("{},New,-,-,{}\n", address(20), phone(20));
    file(desk, "roster.csv", &format!("{HEAD}{same}{moved}{new}"))
}

#[test]
fn joiners_movers_and_leavers_become_what_the_roster_says() {
    let desk = company(10);
    let others: Vec<_> = desk
        .server
        .users(&desk.id(COMPANY))
        .into_iter()
        .filter(|user| !user.email.ends_with("@roster.example"))
        .collect();
    let path = roster(&desk);
    let before = written(&desk);
    let said = ["plan: joiners 1 · movers 1 · leavers 1 · same 8"];
    let dry = reconcile(&desk, &path, &["--dry-run", "--output", "jsonl"]).ends(0).says(&said);
    assert_eq!(outcomes(&dry)[0], ("deactivate".to_owned(), address(9)));
    assert_eq!(written(&desk), before);
    // Without a terminal, nothing is sent unasked.
    reconcile(&desk, &path, &[]).ends(2).says(&["--yes"]);
    assert_eq!(written(&desk), before);
    let ran = reconcile(&desk, &path, &["--yes", "--ticket", "INC-4711", "--output", "jsonl"]).ends(0).says(&said);
    // Each line comes as its row ends.
    let mut changed: Vec<_> = outcomes(&ran).into_iter().filter(|(outcome, _)| outcome != "exists").collect();
    changed.sort();
    let wanted = [("created", 20), ("deactivated", 9), ("updated", 0)].map(|(word, n)| (word.to_owned(), address(n)));
    assert_eq!(changed, wanted);
    let mover = user(&desk, 0);
    assert_eq!((mover.last_name.as_deref(), mover.department.as_deref()), (Some("Roe"), Some("Finance")));
    assert_eq!((mover.first_name.as_deref(), mover.active), (Some("P0"), true), "an empty cell says nothing");
    assert_eq!((user(&desk, 9).active, user(&desk, 9).deleted, user(&desk, 8).active), (false, false, true));
    assert_eq!((user(&desk, 20).department, user(&desk, 20).last_name), (None, None));
    let now = desk.server.users(&desk.id(COMPANY));
    assert!(others.iter().all(|other| now.contains(other)), "users of other domains are left alone");
    let result = fs::read_to_string(desk.home.path().join("roster.result.csv")).expect("there");
    assert!(
        result.lines().nth(1).is_some_and(|line| line.starts_with(&address(9)) && line.contains("deactivated")),
        "{result}"
    );
    // The second time there is nothing to do.
    let before = written(&desk);
    reconcile(&desk, &path, &["--yes"]).ends(0).says(&["plan: joiners 0 · movers 0 · leavers 0 · same 10"]);
    assert_eq!(written(&desk), before);
}

/// The list of users says neither the manager nor the groups: they are read, and nothing else is asked a second time.
#[test]
fn manager_language_and_groups_become_what_the_roster_says() {
    let desk = company(6);
    let add = |n: usize, group: &str| {
        desk.run(&["groups", "add", group, &address(n), "--company", COMPANY]).ends(0);
    };
    add(1, "All staff");
    let head = "Email,Manager,Manager email,Language,Group\n";
    let row = |n: usize, rest: &str| format!("{},{rest}\n", address(n));
    let rows: String = (3..6).map(|n| row(n, ",,,")).collect();
    let rows = rows
        + &row(0, "Ada Lovelace,ada@roster.example,tr,All staff; Night shift")
        + &row(1, ",,,All staff")
        + &row(2, "-,-,-,-");
    let path = file(&desk, "roster.csv", &format!("{head}{rows}"));
    let said = ["plan: joiners 0 · movers 1 · leavers 0 · same 5", "1 new group"];
    let ran = reconcile(&desk, &path, &["--yes", "--create-groups", "--output", "jsonl"]).ends(0).says(&said);
    let changed: Vec<_> = outcomes(&ran).into_iter().filter(|(outcome, _)| outcome != "exists").collect();
    assert_eq!(changed, [("updated".to_owned(), address(0))]);
    let mover = user(&desk, 0);
    assert_eq!(
        (mover.manager_first_name.as_deref(), mover.manager_email.as_deref()),
        (Some("Ada"), Some("ada@roster.example"))
    );
    assert!(mover.language.is_some());
    assert_eq!((mover.groups.len(), user(&desk, 1).groups.len(), user(&desk, 2).groups.len()), (2, 1, 0));
    let (before, reads) = (written(&desk), desk.server.asked("GET /api/target-users/"));
    reconcile(&desk, &path, &["--yes", "--create-groups"]).ends(0).says(&["same 6"]);
    assert_eq!(written(&desk), before, "once is enough");
    assert_eq!(desk.server.asked("GET /api/target-users/") - reads, 2, "only of whom the file says more");

    // What does not succeed is no create.
    desk.faults().next("PUT /api/target-users/", Fault::status(400));
    let changed = file(&desk, "changed.csv", &format!("{head}{}", rows.replace("Ada Lovelace", "Alan Turing")));
    reconcile(&desk, &changed, &["--yes"]).ends(5).says(&["not every row was carried out: 1 row left"]);
}

#[test]
fn many_leavers_are_refused_unless_they_are_counted() {
    let desk = company(10);
    let rows: String = named(0..7, "");
    let path = file(&desk, "roster.csv", &format!("{HEAD}{rows}"));
    let before = written(&desk);
    for more in [&["--yes"][..], &["--dry-run"], &["--yes", "--allow-leavers", "2"], &["--plan", "r.plan"]] {
        reconcile(&desk, &path, more).ends(5).says(&["3 of 10 users would be made inactive", "--allow-leavers 3"]);
    }
    assert_eq!(written(&desk), before);
    reconcile(&desk, &path, &["--yes", "--allow-leavers", "3"]).ends(0).says(&["deactivated 3"]);
    assert_eq!((0..10).filter(|n| user(&desk, *n).active).count(), 7);
}

#[test]
fn roster_with_an_unreadable_address_makes_nobody_leave() {
    let desk = company(10);
    let rows: String = named(1..10, "");
    let path = file(&desk, "roster.csv", &format!("{HEAD}{rows}p0 at roster.example,,,,\n"));
    let before = written(&desk);
    reconcile(&desk, &path, &["--yes", "--allow-leavers", "9"]).ends(5).says(&["no address that can be read"]);
    assert_eq!(written(&desk), before);
}

#[test]
fn plan_of_a_roster_is_applied_and_goes_on_after_a_stop() {
    let desk = company(10);
    let path = roster(&desk);
    let plan = desk.home.path().join("roster.plan");
    reconcile(&desk, &path, &["--plan", text(&plan)]).ends(0).says(&["leavers 1", "users apply"]);
    desk.run(&["users", "apply", text(&plan), "--first", "1", "--yes"]).ends(0);
    assert_eq!((user(&desk, 9).active, user(&desk, 0).department.as_deref()), (false, Some("IT")));
    desk.run(&["users", "apply", text(&plan), "--yes"]).ends(0).says(&["movers 1 · leavers 0"]);
    assert_eq!(user(&desk, 0).department.as_deref(), Some("Finance"));
    // Who has changed otherwise is not what the plan was made for.
    desk.run(&["users", "edit", &address(1), "--company", COMPANY, "--department", "Sales"]).ends(0);
    let moved = file(&desk, "moved.csv", &format!("{HEAD}{}", named(0..9, "Ops")));
    let plan = desk.home.path().join("moved.plan");
    reconcile(&desk, &moved, &["--plan", text(&plan)]).ends(0);
    desk.run(&["users", "edit", &address(1), "--company", COMPANY, "--department", "Legal"]).ends(0);
    desk.run(&["users", "apply", text(&plan), "--yes"])
        .ends(5)
        .says(&["has changed since the plan was made", &address(1)]);
}

#[test]
fn roster_comes_from_standard_input_and_faults_are_settled() {
    let desk = company(10);
    let content = fs::read_to_string(roster(&desk)).expect("there");
    desk.faults().nth("PUT /api/target-users/", 1, Fault::ExecutedThenReset);
    let args = ["users", "reconcile", "--company", COMPANY, "--file", "-", "--over-limit", "allow", "--yes"];
    let result = desk.home.path().join("piped");
    let ran = desk.run_fed(&[], &content, &[&args[..], &["--result", text(&result)]].concat());
    ran.ends(0);
    desk.run_fed(&[], &content, &[&args[..], &["--result", text(&result)]].concat()).ends(0);
    assert_eq!((user(&desk, 9).active, user(&desk, 0).department.as_deref()), (false, Some("Finance")));
}
