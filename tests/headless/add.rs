//! `users add` and `users undo`: what is checked, what is sent, and how it ends.

use keepnet_tui::demo::{Fault, Gate};
use serde_json::Value;

use super::support::{COMPANY, CREATE, Desk, EMAIL, PHONE};

#[test]
fn a_dry_run_checks_everything_and_sends_nothing() {
    let desk = Desk::new();
    let ran = desk.add(&["--dry-run", "--read-only", "--language", "en", "--priority", "high"]).ends(0);
    let ran = ran.says(&["nothing was sent"]);
    let item = &ran.json()["item"];
    assert_eq!((&item["outcome"], &item["priority"]), (&"dry_run".into(), &"High".into()));
    assert!(item["id"].is_null());
    assert_eq!(desk.server.asked("POST /api/target-users$"), 0);
    assert!(!desk.home.path().join("keepnet-tui").exists(), "nothing is recorded either");
    desk.add(&["--dry-run", "--group", "No such group"]).ends(5).says(&["--group", "available:"]);
    // Everything that is wrong is told at once.
    let wrong = ["--dry-run", "--group", "none", "--language", "none", "--time-zone", "none", "--custom", "none=1"];
    desk.add(&wrong).ends(5).without_data().says(&["--group", "--language", "--time-zone", "--custom"]);
    desk.add(&["--dry-run", "--time-zone", "Europe/Istanbul"]).ends(0);
}

/// It says what the create would say.
#[test]
fn dry_run_reports_refusals() {
    let desk = Desk::new();
    desk.add(&[]).ends(0);
    desk.add(&["--dry-run"]).ends(5).without_data().says(&["exists already, active", "--if-absent"]);
    let list = ["companies", "list", "--all", "--output", "jsonl"];
    let ended = desk.run(&list).ends(0).lines().into_iter().find(|c| c["state"] == "EXPIRED").expect("one");
    for name in ["id", "company"] {
        let company = ended[name].as_str().expect("text");
        let args = ["users", "add", "--company", company, "--email", "x@y.example", "--phone", PHONE, "--dry-run"];
        desk.run(&args).ends(0).says(&["has ended: the service may refuse"]);
    }
    let args = ["users", "add", "--company", "Lumen Optics", "--email", "x@lumenoptic.example", "--phone", PHONE];
    let ran = desk.run(&[&args[..], &["--dry-run"]].concat()).ends(0);
    ran.says(&[
        "the mail domain of x@lumenoptic.example is not one of Lumen Optics's; did you mean x@lumenoptics.example?",
    ]);
}

#[test]
fn all_problems_are_reported_before_any_request() {
    let desk = Desk::new();
    let args = ["users", "add", "--company", COMPANY, "--email", "jane", "--manager-email", "m@x.example"];
    desk.run(&args).ends(5).without_data().says(&[
        "--email has no @",
        "--phone is required",
        "--manager-first-name is required",
        "--manager-last-name is required",
    ]);
    assert!(desk.server.requests().is_empty());
}

#[test]
fn a_read_only_profile_refuses_with_the_reason() {
    let desk = Desk::new();
    desk.add(&["--read-only"]).ends(2).without_data().says(&["--read-only"]);
    let undo = ["users", "undo", "u", "--company", COMPANY, "--read-only"];
    desk.run(&undo).ends(2).without_data().says(&["--read-only"]);
    assert!(desk.server.requests().is_empty());
}

#[test]
fn a_second_user_is_refused_without_if_absent() {
    let desk = Desk::new();
    desk.add(&[]).ends(0);
    let ran = desk.add(&[]).ends(5).says(&["--email:"]);
    assert_eq!(ran.json()["item"]["outcome"], "exists");
    assert_eq!(desk.created(COMPANY), [EMAIL]);
}

#[test]
fn lost_answer_is_looked_up() {
    let desk = Desk::new();
    desk.faults().next(CREATE, Fault::ExecutedThenReset);
    let ran = desk.add(&[]).ends(0).says(&["looking the user up", "created in"]);
    assert_eq!(ran.json()["item"]["outcome"], "created");
    assert_eq!(desk.server.asked(CREATE), 1);
    let desk = Desk::new();
    desk.faults().next(CREATE, Fault::Reset);
    let ran = desk.add(&[]).ends(6).says(&["does not show it so far", "Run the same command again"]);
    assert_eq!((&ran.json()["item"]["outcome"], &ran.json()["item"]["id"]), (&"pending".into(), &Value::Null));
    assert!(desk.created(COMPANY).is_empty());
    desk.add(&[]).ends(0).says(&["an earlier create", "the user does not exist", "created in"]);
}

/// A 429 means that nothing was done.
#[test]
fn rate_limited_create_is_retried() {
    let desk = Desk::new();
    for wait in ["0", "1"] {
        desk.faults().next(CREATE, Fault::Status(429, Some(wait.to_owned())));
    }
    assert_eq!(desk.add(&[]).ends(0).json()["item"]["outcome"], "created");
    assert_eq!((desk.created(COMPANY).len(), desk.server.asked(CREATE)), (1, 3));
}

#[test]
fn unknown_outcome_blocks_the_next_run() {
    let desk = Desk::new();
    desk.faults().next(CREATE, Fault::ExecutedThenReset);
    // The look before the create is answered.
    desk.faults().next("POST /api/target-users/search", Fault::Pass);
    desk.faults().always("POST /api/target-users/search", Fault::status(403));
    let ran = desk.add(&[]).ends(6).says(&["not known", "Run the same command again"]);
    assert_eq!(ran.json()["item"]["outcome"], "pending");
    desk.add(&[]).ends(6).says(&["an earlier create", "Not sent"]);
    desk.faults().clear();
    let ran = desk.add(&[]).ends(0).says(&["an earlier create", "created in"]);
    assert_eq!(ran.json()["item"]["outcome"], "created");
    assert_eq!((desk.created(COMPANY).len(), desk.server.asked(CREATE)), (1, 1));
}

#[test]
fn a_command_that_was_killed_is_settled_by_the_next() {
    let desk = Desk::new();
    desk.faults().next(CREATE, Fault::Hold(Gate::new()));
    let usual = ["users", "add", "--company", COMPANY, "--email", EMAIL, "--phone", PHONE];
    let mut child = desk.start(&usual);
    desk.arrived(CREATE, 1);
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    let ran = desk.add(&["--if-absent"]).ends(0).says(&["an earlier create of jane.doe@quartz.example", "created in"]);
    assert_eq!(ran.json()["item"]["outcome"], "created");
    let id = ran.json()["item"]["id"].as_str().expect("an ID").to_owned();
    assert_eq!(desk.created(COMPANY), [EMAIL]);
    desk.run(&["users", "undo", &id, "--company", COMPANY]).ends(0);
    assert!(desk.created(COMPANY).is_empty());
}

/// Nobody is left in the dark about what they stopped.
#[cfg(unix)]
#[test]
fn ctrl_c_during_create_reports_the_unknown_outcome() {
    use rustix::process::{Pid, Signal, kill_process};
    let desk = Desk::new();
    desk.faults().next(CREATE, Fault::Hold(Gate::new()));
    let child = desk.start(&["users", "add", "--company", COMPANY, "--email", EMAIL, "--phone", PHONE]);
    desk.arrived(CREATE, 1);
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw).expect("a process");
    kill_process(pid, Signal::INT).expect("it runs");
    let ran = super::support::Ran::of(&child.wait_with_output().expect("it ends"));
    ran.ends(130).without_data().says(&["not known whether the user was created", "Run the same command again"]);
    desk.add(&["--if-absent"]).ends(0).says(&["an earlier create", "created in"]);
    assert_eq!(desk.created(COMPANY), [EMAIL]);
}

#[test]
fn undo_is_limited_to_own_creates() {
    let desk = Desk::new();
    let company = desk.id(COMPANY);
    let other = desk.server.users(&company).first().map(|u| u.resource_id.clone()).expect("a user");
    let undo = |id: &str| desk.run(&["users", "undo", id, "--company", COMPANY]);
    undo(&other).ends(4).without_data().says(&["from this machine"]);
    assert_eq!(desk.server.asked("DELETE"), 0);
    let id = desk.add(&[]).ends(0).json()["item"]["id"].as_str().expect("an ID").to_owned();
    desk.faults().next("DELETE", Fault::Reset);
    undo(&id).ends(6).says(&["does not show it so far"]);
    undo(&id).ends(0);
    undo(&id).ends(4).says(&["not deleted"]);
}

#[test]
fn write_requires_the_full_name() {
    let desk = Desk::new();
    let args = ["users", "add", "--company", "quartz", "--email", EMAIL, "--phone", PHONE];
    desk.run(&args).ends(4).without_data().says(&["the full name", &desk.id(COMPANY), COMPANY]);
    assert_eq!(desk.server.asked(CREATE), 0);
    let whole = ["users", "add", "--company", "QUARTZ accounting", "--email", EMAIL, "--phone", PHONE];
    desk.run(&whole).ends(0);
}

#[test]
fn required_custom_fields_are_named() {
    let desk = Desk::new();
    let add = |more: &[&str]| {
        let args = ["users", "add", "--company", "Bluefin Marine", "--email", EMAIL, "--phone", PHONE, "--dry-run"];
        desk.run(&[&args, more].concat())
    };
    let ran = add(&[]).ends(5).without_data().says(&["--custom", "is required by this company"]);
    let names: Vec<_> = ran.err.lines().filter_map(|line| line.split('"').nth(1)).collect();
    assert!(!names.is_empty());
    add(&["--custom", "Shoe size=9"]).ends(5).says(&["has no field \"Shoe size\""]);
}

#[test]
fn a_system_user_is_created_once_and_never_guessed_at() {
    const SYSTEM: &str = "POST /api/system-users$";
    let desk = Desk::new();
    let company = desk.id(COMPANY);
    let add = |more: &[&str]| {
        let args =
            ["system-users", "add", "--company", COMPANY, "--email", EMAIL, "--phone", PHONE, "--output", "json"];
        desk.run(&[&args, more].concat())
    };
    let name = ["--first-name", "Ann", "--last-name", "Lee"];
    add(&["--first-name", "Ann"]).ends(2).without_data().says(&["--last-name"]);
    add(&[&name[..], &["--role", "No such role"]].concat()).ends(5).without_data().says(&["--role", "available:"]);
    let dry = add(&[&name[..], &["--dry-run"]].concat()).ends(0).json();
    assert_eq!((&dry["kind"], &dry["item"]["outcome"]), (&"system_user".into(), &"dry_run".into()));
    assert_eq!(desk.server.asked(SYSTEM), 0);
    desk.faults().next(SYSTEM, Fault::ExecutedThenReset);
    let lost = add(&name).ends(0).says(&["no clear answer came", "looking the user up", "created"]).json();
    let made = desk.server.system_users(&company).remove(0);
    assert_eq!((&lost["item"]["outcome"], &lost["item"]["id"]), (&"created".into(), &made.resource_id.into()));
    let again = add(&name).ends(5).says(&["already exists"]).json();
    assert_eq!(again["item"]["outcome"], "exists", "who has the address is written");
    assert_eq!(desk.server.system_users(&company).len(), 1);
    let desk = Desk::new();
    let add = |more: &[&str]| {
        let args =
            ["system-users", "add", "--company", COMPANY, "--email", EMAIL, "--phone", PHONE, "--output", "json"];
        desk.run(&[&args, more].concat())
    };
    desk.faults().next(SYSTEM, Fault::Reset);
    assert_eq!(add(&name).ends(6).json()["item"]["outcome"], "pending");
    let sent = add(&name).ends(0).says(&["the user does not exist"]).json();
    assert_eq!((&sent["item"]["outcome"], desk.server.system_users(&company).len()), (&"created".into(), 1));

    let desk = Desk::new();
    let args = ["system-users", "add", "--company", COMPANY, "--email", EMAIL, "--phone", PHONE, "--output", "json"];
    let made = desk.run(&[&args[..], &name].concat()).ends(0).says(&["system user"]).json();
    let id = made["item"]["id"].as_str().expect("an ID");
    assert_eq!(desk.run(&[&args[..], &name].concat()).ends(5).json()["item"]["id"], id);
    // Only target users are undone by this command.
    desk.run(&["users", "undo", id, "--company", COMPANY]).ends(4).without_data();
    assert_eq!((desk.server.system_users(&company).len(), desk.server.asked("DELETE")), (1, 0));
}

#[test]
fn command_deletes_data_older_than_seven_days() {
    let desk = Desk::new();
    let other = desk.home.path().join("keepnet-tui/gone@service-1");
    std::fs::create_dir_all(&other).expect("a folder");
    for (name, days) in [("view.json", 8), ("companies.json", 1)] {
        let file = std::fs::File::create(other.join(name)).expect("a file");
        let then = std::time::SystemTime::now() - std::time::Duration::from_secs(days * 24 * 3600);
        file.set_modified(then).expect("made older");
    }
    desk.add(&[]).ends(0);
    assert!(!other.join("view.json").exists() && other.join("companies.json").exists());
}

#[test]
fn add_exceeds_the_limit_only_if_allowed() {
    let desk = Desk::new();
    let list = ["companies", "list", "--all", "--columns", "company,left,state", "--output", "jsonl"];
    let full = desk.run(&list).ends(0).lines().into_iter().find(|c| c["state"] == "FULL").expect("one");
    let id = full["id"].as_str().expect("an ID");
    let args = ["users", "add", "--company", id, "--email", "x@full.example", "--phone", PHONE, "--output", "json"];
    let add = |more: &[&str]| desk.run(&[&args, more].concat());
    for more in [&["--dry-run"][..], &[], &["--if-absent"], &["--over-limit", "refuse"]] {
        let refused = add(more).ends(5).without_data();
        refused.says(&["nothing was sent", "has no free seat", "1 seat over", "--over-limit allow"]);
    }
    assert_eq!(desk.server.asked(CREATE), 0);
    // Who is inactive takes no seat.
    add(&["--active", "no", "--dry-run"]).ends(0);
    add(&["--over-limit", "allow", "--dry-run"]).ends(0).says(&["1 seat over"]);
    let made = add(&["--over-limit", "allow"]).ends(0).says(&["1 seat over"]).json();
    assert_eq!(made["item"]["outcome"], "created");
    // Done is done, whatever the seats are.
    assert_eq!(add(&["--if-absent"]).ends(0).json()["item"]["outcome"], "exists");
}
