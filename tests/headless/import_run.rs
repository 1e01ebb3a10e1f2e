//! The run of `users import`: who is made active, who has come meanwhile, what is asked, and what is said while it runs.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use keepnet_tui::demo::{Fault, Gate};
use serde_json::Value;

use super::support::{COMPANY, CREATE, Desk, PHONE, Ran};

const HEAD: &str = "Email,First name,Last name,Phone\n";
const SEARCH: &str = "POST /api/target-users/search$";
/// What an import asks about a company after it has read its users.
const AFTER_THE_USERS: &str = "GET /api/custom-fields/company";

fn file(desk: &Desk, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = desk.home.path().join(name);
    fs::write(&path, content).expect("written");
    path
}

fn rows(from: usize, to: usize) -> String {
    let row = |n: usize| format!("p{n}@quartz.example,P{n},Doe,+4420794600{:02}\n", n % 90 + 10);
    (from..to).map(row).collect()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn import(desk: &Desk, path: &Path, more: &[&str]) -> Ran {
    desk.run(&[&["users", "import", text(path), "--company", COMPANY, "--yes"], more].concat())
}

/// A command of somebody else, whose machine knows nothing of ours.
fn elsewhere(desk: &Desk, args: &[&str]) {
    let home = tempfile::tempdir().expect("a folder");
    desk.run_with(&[("KEEPNET_STATE_DIR", text(home.path()))], args).ends(0);
}

fn added_elsewhere(desk: &Desk, email: &str) {
    elsewhere(desk, &["users", "add", "--company", COMPANY, "--email", email, "--phone", PHONE]);
}

/// The outcome of each row, by its address.
fn outcomes(lines: &[Value]) -> BTreeMap<String, String> {
    let word = |line: &Value, key: &str| line[key].as_str().expect("text").to_owned();
    lines.iter().map(|line| (word(line, "email"), word(line, "outcome"))).collect()
}

#[test]
fn inactive_users_are_made_active_only_if_that_is_allowed() {
    let desk = Desk::new();
    for n in 1..=2 {
        added_elsewhere(&desk, &format!("p{n}@quartz.example"));
        elsewhere(&desk, &["users", "deactivate", &format!("p{n}@quartz.example"), "--company", COMPANY]);
    }
    let path = file(&desk, "people.csv", format!("{HEAD}{}", rows(1, 4)));
    let plan = import(&desk, &path, &["--dry-run", "--output", "json"]).ends(0);
    let json = plan.says(&["create 1 · reactivate 2"]).json();
    assert_eq!((&json["counts"]["reactivate"], &json["items"][0]["outcome"]), (&2.into(), &"reactivate".into()));
    let active = |desk: &Desk| {
        let users = desk.server.users(&desk.id(COMPANY)).into_iter();
        users
            .filter(|user| user.email.starts_with('p') && user.email.ends_with("@quartz.example") && user.active)
            .count()
    };
    let ran = import(&desk, &path, &["--output", "jsonl"]).ends(0).says(&["inactive 2"]);
    assert_eq!(outcomes(&ran.lines())["p1@quartz.example"], "inactive");
    assert_eq!(active(&desk), 1);
    let ran = import(&desk, &path, &["--reactivate", "--output", "jsonl"]).ends(0).says(&["reactivated 2"]);
    assert_eq!(outcomes(&ran.lines())["p2@quartz.example"], "reactivated");
    assert_eq!((active(&desk), desk.server.asked("PUT /api/target-users/")), (3, 4), "two of them were to deactivate");
    // It is a change like any other, and is put back by an undo.
    let id = ran.lines().iter().find(|line| line["email"] == "p2@quartz.example").expect("told")["id"].clone();
    desk.run(&["users", "undo", id.as_str().expect("an ID"), "--company", COMPANY]).ends(0);
    assert_eq!(active(&desk), 2);
    import(&desk, &path, &["--reactivate"]).ends(0).says(&["reactivate 1"]);
}

#[test]
fn reactivated_users_take_seats_as_well() {
    let desk = Desk::new();
    added_elsewhere(&desk, "p20@quartz.example");
    elsewhere(&desk, &["users", "deactivate", "p20@quartz.example", "--company", COMPANY]);
    let path = file(&desk, "people.csv", format!("{HEAD}{}{}", rows(20, 21), rows(1, 12)));
    // Eleven seats are left.
    import(&desk, &path, &["--dry-run"]).ends(0).says(&["create 11 · reactivate 1"]);
    let said = ["create 10 · reactivate 1 · over the limit 1", "line 13 is the first over the licence limit"];
    import(&desk, &path, &["--reactivate", "--dry-run"]).ends(5).says(&said);
}

/// The plan has read the users, and then somebody else creates one of them.
#[test]
fn a_row_whose_user_has_come_meanwhile_is_not_sent() {
    let desk = Desk::new();
    let path = file(&desk, "people.csv", format!("{HEAD}{}", rows(1, 5)));
    let gate = Gate::new();
    desk.faults().next(AFTER_THE_USERS, Fault::Hold(gate.clone()));
    let child = desk.start(&["users", "import", text(&path), "--company", COMPANY, "--yes", "--output", "jsonl"]);
    desk.arrived(AFTER_THE_USERS, 1);
    added_elsewhere(&desk, "p3@quartz.example");
    let before = desk.server.asked(CREATE);
    gate.open();
    let ran = Ran::of(&child.wait_with_output().expect("it ends")).ends(0).says(&["created 3", "exists 1"]);
    assert_eq!(outcomes(&ran.lines())["p3@quartz.example"], "exists");
    assert_eq!(desk.server.asked(CREATE) - before, 3, "the row was not sent");
}

#[test]
fn reads_are_few_and_no_row_has_one_of_its_own() {
    let desk = Desk::new();
    let path = file(&desk, "people.csv", format!("{HEAD}{}", rows(0, 300)));
    import(&desk, &path, &["--over-limit", "allow"]).ends(0).says(&["result: created 300"]);
    let of = |prefix: &str| desk.server.asked(prefix);
    let others = of("") - of(CREATE);
    assert_eq!(of(CREATE), 300);
    // A run of many seconds looks again each second.
    assert!(others < 60, "{others} requests besides the creates");
    assert_eq!(of("POST /api/target-users/search-email"), 0);
    assert!(of(SEARCH) < 40, "{}", of(SEARCH));
}

/// Rows are told as they end, while others are still under way.
#[test]
fn lines_of_json_come_as_the_rows_end() {
    let desk = Desk::new();
    let path = file(&desk, "people.csv", format!("{HEAD}bad,A,B,\n{}", rows(1, 3)));
    let gate = Gate::new();
    desk.faults().nth(CREATE, 2, Fault::Hold(gate.clone()));
    let args = ["users", "import", text(&path), "--company", COMPANY, "--yes", "--output", "jsonl"];
    let mut child = desk.start(&args);
    let mut out = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut line = || -> Value { serde_json::from_str(&out.next().expect("a line").expect("text")).expect("JSON") };
    assert_eq!(line()["outcome"], "fix", "what is not sent comes first");
    assert_eq!(line()["outcome"], "created");
    gate.open();
    assert_eq!(line()["outcome"], "created");
    assert_eq!(child.wait_with_output().expect("it ends").status.code(), Some(5));
}

#[test]
fn nothing_is_sent_where_nobody_can_be_asked() {
    let desk = Desk::new();
    let path = file(&desk, "people.csv", format!("{HEAD}{}", rows(1, 2)));
    let args = ["users", "import", text(&path), "--company", COMPANY];
    desk.run(&args).ends(2).without_data().says(&["there is no terminal to ask on", "--yes"]);
    desk.run(&["users", "apply", "people.plan"]).ends(2).without_data().says(&["--yes"]);
    assert!(desk.server.requests().is_empty());
    // Looking asks nothing.
    desk.run(&[&args[..], &["--dry-run"]].concat()).ends(0);
}

#[test]
fn each_company_of_a_file_has_its_own_users_groups_and_seats() {
    let desk = Desk::new();
    let (other, full) = ("Lumen Optics", "Delta Housing Trust");
    let group = desk.server.groups(&desk.id(COMPANY)).first().expect("a group").1.clone();
    added_elsewhere(&desk, "a@quartz.example");
    let content = format!(
        "Customer;Email;Name;Phone;Group;Language\n\
         {COMPANY};a@quartz.example;A B;{PHONE};;English\n\
         {other};a@quartz.example;A B;{PHONE};;English\n\
         {COMPANY};b@quartz.example;B C;{PHONE};{group};English\n\
         {full};c@quartz.example;C D;{PHONE};;\n\
         Nobody Ltd;d@quartz.example;D E;{PHONE};;\n\
         ;e@quartz.example;E F;{PHONE};;\n\
         Quartz;f@quartz.example;F G;{PHONE};;\n"
    );
    let path = file(&desk, "people.csv", content);
    let ran = desk.run(&["users", "import", text(&path), "--yes", "--output", "jsonl"]).ends(5);
    let mut lines = ran.lines();
    lines.sort_by_key(|line| line["row"].as_u64());
    let words: Vec<_> = lines.iter().map(|line| line["outcome"].as_str().expect("text")).collect();
    assert_eq!(words, ["exists", "created", "created", "over_limit", "fix", "fix", "fix"]);
    let reason = |at: usize| lines[at]["reason"].as_str().expect("text").to_owned();
    assert!(reason(3).contains("Delta Housing Trust has no seat left"), "{}", reason(3));
    assert!(reason(4).contains("\"Nobody Ltd\""), "{}", reason(4));
    assert_eq!(reason(5), "the row names no company");
    assert!(reason(6).contains("no company is called \"Quartz\""), "{}", reason(6));
    assert_eq!(
        (desk.created(other).len(), desk.server.asked("GET /api/languages")),
        (1, 1),
        "languages are asked once"
    );
    let user = desk.server.users(&desk.id(COMPANY)).into_iter().find(|user| user.email == "b@quartz.example");
    assert_eq!(user.expect("created").groups.len(), 1);
}

/// A trial leaves no groups behind that only later rows need.
#[test]
fn groups_of_later_rows_are_not_created_by_a_trial() {
    let desk = Desk::new();
    let row = |n: usize, group: &str| format!("p{n}@quartz.example,P{n},Doe,+4420794600{},{group}\n", 10 + n);
    let rows = row(1, "Night shift") + &row(2, "Day shift");
    let path = file(&desk, "people.csv", format!("Email,First name,Last name,Phone,Groups\n{rows}"));
    let create_group = "POST /api/target-groups$";
    import(&desk, &path, &["--create-groups", "--first", "1"]).ends(0).says(&["group \"Night shift\"", "created 1"]);
    assert_eq!(desk.server.asked(create_group), 1);
    import(&desk, &path, &["--create-groups"]).ends(0).says(&["group \"Day shift\"", "created 2"]);
    assert_eq!(desk.server.asked(create_group), 2);
}
