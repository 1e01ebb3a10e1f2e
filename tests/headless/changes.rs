//! `companies changes`, with days that the program itself has kept before.

use serde_json::json;

use super::support::{COMPANY, Desk, PHONE, Ran};

/// Runs a command at noon of this day.
fn on(desk: &Desk, day: &str, args: &[&str]) -> Ran {
    desk.run_with(&[("KEEPNET_TEST_START", &format!("{day}T12:00:00Z"))], args)
}

fn add(desk: &Desk, name: &str) {
    let email = format!("{name}@quartz.example");
    desk.run(&["users", "add", "--company", COMPANY, "--email", &email, "--phone", PHONE]).ends(0);
}

fn keep(desk: &Desk, day: &str) {
    on(desk, day, &["companies", "list", "--all", "--output", "csv"]).ends(0);
}

/// On Thursday and Friday all companies were listed; five users were created in between and after.
fn desk() -> Desk {
    let desk = Desk::new();
    keep(&desk, "2026-11-26");
    for name in ["a", "b", "c"] {
        add(&desk, name);
    }
    keep(&desk, "2026-11-27");
    for name in ["d", "e"] {
        add(&desk, name);
    }
    desk
}

/// The change of used seats: before and after.
fn used(ran: &Ran) -> Vec<(u64, u64)> {
    let of = |line: &serde_json::Value| (line["before"].as_u64().expect("n"), line["after"].as_u64().expect("n"));
    ran.lines().iter().map(of).collect()
}

#[test]
fn changes_since_the_last_day_are_told() {
    let desk = desk();
    let ran = on(&desk, "2026-11-30", &["companies", "changes", "--since", "1d", "--output", "json"]).ends(0);
    let ran = ran.says(&[
        "1 change since Friday, 2026-11-27: nothing is kept of 2026-11-29, and this is the nearest day that is",
    ]);
    let told = ran.json();
    let before = told["items"][0]["before"].as_u64().expect("a number");
    let id = desk.id(COMPANY);
    let item = json!({"id": id, "company": COMPANY, "change": "used", "before": before, "after": before + 2});
    let expected = json!({"version": 1, "kind": "changes", "items": [item], "total": 1, "since": "2026-11-27"});
    assert_eq!(told, expected);
    let csv = on(&desk, "2026-11-30", &["companies", "changes", "--since", "2026-11-27", "--output", "csv"]).ends(0);
    assert_eq!(csv.out, format!("id,company,change,before,after\n{id},{COMPANY},used,{before},{}\n", before + 2));
    assert_eq!(csv.err, "keepnet-tui: 1 change since Friday, 2026-11-27\n");
    let table = on(&desk, "2026-11-30", &["companies", "changes", "--since", "3d"]).ends(0);
    assert!(table.out.starts_with("ID ") && table.out.contains(COMPANY) && table.out.lines().count() == 2, "{table:?}");
}

#[test]
fn since_names_the_day() {
    let desk = desk();
    let since = |since: &str| on(&desk, "2026-11-30", &["companies", "changes", "--since", since, "--output", "jsonl"]);
    let friday = since("2026-11-27").ends(0).says(&["since Friday, 2026-11-27"]);
    let thursday = since("4d").ends(0).says(&["since Thursday, 2026-11-26"]);
    let oldest = since("30d").ends(0).says(&["nothing is kept of 2026-10-31", "2026-11-26"]);
    let steps = [friday, thursday, oldest].map(|ran| used(&ran));
    let (before, after) = steps[0][0];
    assert_eq!(steps, [vec![(before, before + 2)], vec![(before - 3, after)], vec![(before - 3, after)]]);
    for wrong in ["soon", "-3d", "none", "2026-13"] {
        since(&format!("={wrong}").replace("==", "=")).ends(2).without_data();
    }
}

#[test]
fn days_are_kept_by_listing_everything_alone() {
    let desk = Desk::new();
    on(&desk, "2026-11-01", &["companies", "list"]).ends(0);
    on(&desk, "2026-11-02", &["companies", "list", "--over-limit", "--all"]).ends(0);
    on(&desk, "2026-11-03", &["companies", "list", "--filter", "left<5"]).ends(0);
    let said = on(&desk, "2026-11-20", &["companies", "changes", "--since", "35d"]).ends(0).err;
    assert!(said.contains("since Tuesday, 2026-11-03"), "a filter reads all companies: {said}");
}

#[test]
fn list_filters_by_what_has_changed() {
    let desk = desk();
    let list = |day: &str, filter: &str| {
        let args = ["companies", "list", "--filter", filter, "--columns", "company", "--output", "csv", "--all"];
        on(&desk, day, &args)
    };
    let ran = list("2026-11-30", "changed:3d").ends(0).says(&["since Friday, 2026-11-27"]);
    assert_eq!(ran.out, format!("id,company\n{},{COMPANY}\n", desk.id(COMPANY)));
    let others = list("2026-11-30", "-changed:3d").ends(0).out;
    assert!(others.lines().count() > 2 && !others.contains(COMPANY), "{others}");
    list("2026-11-26", "changed:1d").ends(4).without_data().says(&["no earlier day is kept"]);
}

#[test]
fn without_an_earlier_day_it_is_said_what_to_do() {
    let desk = Desk::new();
    let ran = on(&desk, "2026-11-27", &["companies", "changes"]).ends(4).without_data();
    ran.says(&["no earlier day is kept", "run this again tomorrow"]);
    on(&desk, "2026-11-27", &["companies", "changes"]).ends(4);
    let ran = on(&desk, "2026-11-28", &["companies", "changes", "--output", "jsonl"]).ends(0).without_data();
    ran.says(&["0 changes since Friday, 2026-11-27"]);
}

#[test]
fn unreadable_day_is_skipped_and_told_by_doctor() {
    let desk = desk();
    let state = desk.home.path().join("keepnet-tui");
    let folders = std::fs::read_dir(state).expect("a folder").map(|entry| entry.expect("an entry").path());
    let database = folders.map(|path| path.join("state.db")).find(|path| path.is_file()).expect("a database");
    let connection = rusqlite::Connection::open(database).expect("opened");
    connection.execute("UPDATE days SET record = x'00' WHERE day = '2026-11-27'", []).expect("damaged");
    drop(connection);
    let ran = on(&desk, "2026-11-30", &["companies", "changes", "--output", "jsonl"]).ends(0);
    let ran = ran.says(&["2026-11-27 cannot be read and is skipped", "since Thursday, 2026-11-26"]);
    assert_eq!(used(&ran).len(), 1);
    let told = on(&desk, "2026-11-30", &["doctor", "--output", "json"]).json();
    let found = told["items"].as_array().expect("findings").iter().find(|item| item["check"] == "days");
    let found = found.expect("a finding");
    assert_eq!(found["state"], "warn", "{found}");
    assert!(
        found["found"].as_str().is_some_and(|said| said.starts_with("1 day cannot be read: 2026-11-27")),
        "{found}"
    );
}
