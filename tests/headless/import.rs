//! `users import` and `users apply`: what is understood, what is planned, what is sent, and what the result says.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use keepnet_tui::demo::{Fault, Gate, Options};

use super::support::{COMPANY, CREATE, Desk, Ran};

const HEAD: &str = "Email,First name,Last name,Phone\n";
/// Looking at one user.
const LOOKS: [&str; 2] = ["POST /api/target-users/search-email", "GET /api/target-users/"];

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
    desk.run(&[&["users", "import", text(path), "--company", COMPANY, "--over-limit", "allow", "--yes"], more].concat())
}

/// The rows of a CSV file, its header first.
fn read(desk: &Desk, name: &str) -> Vec<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_path(desk.home.path().join(name)).expect("there");
    reader.records().map(|record| record.expect("CSV").iter().map(str::to_owned).collect()).collect()
}

/// The outcomes, in the order of the rows.
fn outcomes(ran: &Ran) -> Vec<String> {
    let mut lines = ran.lines();
    lines.sort_by_key(|line| line["row"].as_u64());
    lines.iter().map(|line| line["outcome"].as_str().expect("text").to_owned()).collect()
}

#[test]
fn a_dry_run_plans_and_sends_nothing() {
    let desk = Desk::new();
    desk.run(&["users", "add", "--company", COMPANY, "--email", "p1@quartz.example", "--phone", "+442079460018"])
        .ends(0);
    let path =
        file(&desk, "people.csv", format!("{HEAD}{}jane,Jane,Doe,\nP2@quartz.example,P,D,+442079460018\n", rows(1, 4)));
    let before = desk.server.asked(CREATE);
    let ran = import(&desk, &path, &["--dry-run", "--read-only", "--output", "json"]).ends(5);
    let ran = ran.says(&[
        "plan: create 2 · already there 1 · twice in the file 1 · to fix 1",
        "columns used: Email, First name, Last name, Phone",
        "1 row to fix",
    ]);
    let json = ran.json();
    assert_eq!(
        (&json["kind"], &json["counts"]["create"], &json["total"]),
        (&"import_plan".into(), &2.into(), &5.into())
    );
    let of = |member: &str| {
        json["items"].as_array().expect("rows").iter().map(|row| row[member].clone()).collect::<Vec<_>>()
    };
    assert_eq!(of("outcome"), ["exists", "create", "create", "fix", "double"]);
    assert_eq!(of("row"), [2, 3, 4, 5, 6]);
    assert_eq!(json["items"][3]["reasons"][0], "Email (column A): \"jane\" has no @; expected name@company.tld");
    assert_eq!(desk.server.asked(CREATE), before);
    // For people, only the rows that need one.
    let ran = import(&desk, &path, &["--dry-run"]).ends(5);
    assert!(ran.out.contains("jane") && !ran.out.contains("p3@quartz.example"), "{}", ran.out);
    assert!(!desk.home.path().join("people.result.csv").exists());
}

#[test]
fn everybody_is_created_and_the_result_says_so() {
    let desk = Desk::new();
    let path = file(&desk, "people.csv", format!("{HEAD}{}", rows(1, 21)));
    let ran = import(&desk, &path, &["--output", "jsonl"]).ends(0).says(&["result: created 20", "people.result.csv"]);
    assert_eq!(outcomes(&ran), ["created"; 20]);
    assert_eq!(desk.created(COMPANY).len(), 20);
    // One search of the company's users, and not one look-up a row.
    assert!(LOOKS.iter().all(|look| desk.server.asked(look) == 0));
    assert!(desk.server.asked("POST /api/target-users/search$") < 10);
    let result = read(&desk, "people.result.csv");
    assert_eq!(result[0], ["Email", "First name", "Last name", "Phone", "outcome", "reason", "id"]);
    assert!(result[1..].iter().all(|row| row[4] == "created" && !row[6].is_empty()));
    assert!(!desk.home.path().join("people.failed.csv").exists());
    // The same file again is harmless, and says who was created before.
    let ran = import(&desk, &path, &["--output", "jsonl"]).ends(0).says(&["create 0 · already there 20"]);
    assert_eq!(outcomes(&ran), ["created"; 20]);
    assert_eq!((desk.server.asked(CREATE), read(&desk, "people.result-2.csv").len()), (20, 21));
    // The result itself can be imported: its own columns are not used, and are replaced.
    let again = import(&desk, &desk.home.path().join("people.result.csv"), &[]).ends(0);
    again.says(&["not used: outcome, reason, id"]);
    assert_eq!(read(&desk, "people.result.result.csv")[0].len(), 7);
}

#[test]
fn rows_that_failed_can_be_imported_again() {
    let desk = Desk::new();
    let odd =
        "Email;Name;Phone;Department\nx@quartz.example;Xi Yo;12;=1+1\ny@quartz.example;Yo Xi;+442079460018;Ärzte\n";
    let path = file(&desk, "odd.csv", odd);
    import(&desk, &path, &[])
        .ends(5)
        .says(&["result: fix 1 · created 1", "odd.failed.csv, which can be imported again"]);
    let failed = fs::read_to_string(desk.home.path().join("odd.failed.csv")).expect("there");
    assert!(failed.contains("x@quartz.example;Xi Yo;12;'=1+1;"), "safe, and separated as before: {failed}");
    let mended = file(&desk, "mended.csv", failed.replace(";12;", ";+442079460019;"));
    let ran = import(&desk, &mended, &["--output", "jsonl"]).ends(0);
    assert_eq!(outcomes(&ran), ["created"]);
    let user = desk.server.users(&desk.id(COMPANY)).into_iter().find(|user| user.email == "x@quartz.example");
    assert_eq!(user.and_then(|user| user.department).as_deref(), Some("=1+1"));
}

#[test]
fn bad_files_are_one_sentence_and_nothing_is_sent() {
    let desk = Desk::new();
    let folder = desk.home.path().to_owned();
    let sparse = folder.join("large.csv");
    fs::File::create(&sparse).expect("made").set_len(200 << 20).expect("set");
    for (path, code, said) in [
        (folder.clone(), 5, "it is a directory"),
        (folder.join("none.csv"), 4, "there is no file"),
        (file(&desk, "empty.csv", ""), 5, "it is empty"),
        (sparse, 5, "it has 200 MiB; at most 32 MiB are read"),
        (PathBuf::from("/dev/zero"), 5, "a pipe or a device"),
        (file(&desk, "open.csv", "Email,Name\na@b.co,\"A\nb@b.co,B\n"), 5, "line 2: a quote"),
        (file(&desk, "binary.csv", [0, 159, 146, 150, 0, 1]), 5, "not a text"),
    ] {
        if cfg!(windows) && path.starts_with("/dev") {
            continue;
        }
        import(&desk, &path, &[]).ends(code).without_data().says(&[said]);
    }
    assert!(desk.server.requests().is_empty());
}

#[test]
fn what_does_not_exist_is_listed_and_may_be_left_out() {
    let desk = Desk::new();
    let content = "Email,Name,Phone,Group,Language\na@quartz.example,A B,+442079460018,Nowhere,Klingon\n\
        b@quartz.example,B C,+442079460018,Nowhere,en\n";
    let path = file(&desk, "groups.csv", content);
    let said = ["group \"Nowhere\" does not exist", "(2 rows)", "language \"Klingon\"", "--skip-unknown"];
    import(&desk, &path, &[]).ends(5).without_data().says(&said);
    assert_eq!(desk.server.asked(CREATE), 0);
    import(&desk, &path, &["--skip-unknown"]).ends(0).says(&["left out: group \"Nowhere\"", "result: created 2"]);
    let users = desk.server.users(&desk.id(COMPANY));
    let user = users.iter().find(|user| user.email == "b@quartz.example").expect("created");
    assert!(user.language.is_some() && user.groups.is_empty());
    assert_eq!(desk.server.asked("GET /api/target-groups$"), 2, "once a command, and not once a row");
}

#[test]
fn groups_are_created_taken_for_others_or_left_out_as_the_plan_says() {
    let desk = Desk::new();
    let content = "Email,Name,Phone,Group\na@quartz.example,A B,+442079460018,Night shift; Everybody here\n\
        b@quartz.example,B C,+442079460018,night shift; Former\n";
    let path = file(&desk, "groups.csv", content);
    let groups = ["--create-groups", "--map-group", "everybody HERE=All staff", "--map-group", "Former="];
    let create_group = "POST /api/target-groups$";
    import(&desk, &path, &[]).ends(5).says(&["--create-groups", "--map-group"]);
    let plan = desk.home.path().join("groups.plan");
    let planned =
        ["users", "import", text(&path), "--company", COMPANY, "--plan", text(&plan), "--over-limit", "allow"];
    desk.run(&[&planned[..], &groups].concat()).ends(0).says(&["1 new group at Quartz Accounting: \"Night shift\""]);
    assert_eq!(desk.server.asked(create_group), 0);

    desk.faults().next(create_group, Fault::status(400));
    let apply = ["users", "apply", text(&plan), "--yes", "--ticket", "4711"];
    desk.run(&apply).says(&["nobody was created or changed: group \"Night shift\" is missing"]).without_data();
    assert_eq!(desk.server.asked(CREATE), 0, "nobody is created without the groups of the row");

    let ran = desk.run(&apply).ends(0).says(&["created in Quartz Accounting: group \"Night shift\"", "created 2"]);
    let batch = ran.err.split("--batch ").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a batch");
    let in_groups = |email: &str| {
        let groups = desk.run(&["users", "groups", email, "--company", COMPANY, "--output", "jsonl"]).ends(0).lines();
        groups.iter().map(|group| group["name"].as_str().expect("a name").to_owned()).collect::<BTreeSet<_>>()
    };
    assert_eq!(in_groups("a@quartz.example"), BTreeSet::from(["All staff".to_owned(), "Night shift".to_owned()]));
    assert_eq!(in_groups("b@quartz.example"), BTreeSet::from(["Night shift".to_owned()]));
    assert_eq!(desk.server.asked(create_group), 2);
    // The plan goes on although the group is there now.
    desk.run(&apply).ends(0);
    assert_eq!((desk.server.asked(create_group), desk.created(COMPANY).len()), (2, 2));
    let undo = ["users", "undo", "--batch", batch, "--dry-run", "--output", "jsonl"];
    let left = desk.run(&undo).lines();
    let kinds: Vec<_> = left.iter().map(|line| line["outcome"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "delete").count(), 2, "{left:?}");
    assert_eq!(kinds.iter().filter(|kind| *kind == "left").count(), 1, "the group stays: {left:?}");
}

#[test]
fn a_column_names_the_company_and_standard_input_is_read() {
    let desk = Desk::new();
    let content = format!(
        "Customer;Email;Name;Phone\n{COMPANY};a@quartz.example;A B;+442079460018\n\
         Lumen Optics;b@lumenoptics.example;B C;+442079460018\nNobody Ltd;c@x.example;C D;+442079460018\n"
    );
    let base = desk.home.path().join("fed");
    let ran = desk
        .run_fed(&[], &content, &["users", "import", "-", "--yes", "--result", text(&base), "--output", "jsonl"])
        .ends(5);
    assert_eq!(outcomes(&ran), ["created", "created", "fix"]);
    assert!(ran.lines()[0]["reason"].as_str().is_some_and(|reason| reason.contains("Nobody Ltd")));
    assert_eq!((desk.created(COMPANY).len(), desk.created("Lumen Optics").len()), (1, 1));
    assert_eq!(read(&desk, "fed.failed.csv").len(), 2);
    desk.run_fed(&[], &content, &["users", "import", "-", "--yes", "--map", "Customer=none"])
        .ends(2)
        .says(&["--company"]);
}

#[test]
fn a_plan_is_applied_unless_something_has_changed() {
    let desk = Desk::new();
    let path = file(&desk, "people.csv", format!("{HEAD}{}", rows(1, 4)));
    let plan = desk.home.path().join("people.plan");
    import(&desk, &path, &["--plan", text(&plan)]).ends(0).says(&["nothing was sent"]);
    assert_eq!(desk.server.asked(CREATE), 0);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&plan).expect("there").permissions().mode() & 0o777, 0o600);
    }
    import(&desk, &path, &["--plan", text(&plan)]).ends(2).says(&["nothing is overwritten"]);
    let apply = |more: &[&str]| desk.run(&[&["users", "apply", text(&plan), "--yes"], more].concat());
    apply(&["--first", "1"]).ends(0).says(&["created 1 · not sent 2"]);
    // Whoever was created by the plan is no change.
    apply(&["--first", "1"]).ends(0).says(&["already there 1"]);
    assert_eq!(desk.created(COMPANY).len(), 2);
    // Somebody else, from another machine, has created the third.
    let others =
        [("KEEPNET_STATE_DIR", text(desk.home.path().parent().expect("a folder")).to_owned() + "/import-others")];
    let variables = [(others[0].0, others[0].1.as_str())];
    let add = ["users", "add", "--company", COMPANY, "--email", "p3@quartz.example", "--phone", "+442079460018"];
    desk.run_with(&variables, &add).ends(0);
    let _ = fs::remove_dir_all(&others[0].1);
    apply(&[])
        .ends(5)
        .without_data()
        .says(&["the company has changed", "p3@quartz.example was \"create\" and is \"already there\""]);
    fs::write(&path, format!("{HEAD}{}", rows(1, 5))).expect("written");
    apply(&[]).ends(5).without_data().says(&["has changed since the plan was made"]);
    let other = file(&desk, "other.plan", "{}");
    desk.run(&["users", "apply", text(&other), "--yes"]).ends(5).says(&["it is no plan"]);
    assert_eq!(desk.created(COMPANY).len(), 3);
}

#[test]
fn the_run_stops_when_access_is_refused_and_after_equal_failures() {
    let desk = Desk::new();
    let path = file(&desk, "people.csv", format!("{HEAD}{}", rows(1, 41)));
    desk.faults().always(CREATE, Fault::status(403));
    let ran = import(&desk, &path, &["--output", "jsonl"]).ends(3).says(&["stopped", "run the same command again"]);
    assert!(outcomes(&ran).iter().all(|word| word == "not_sent"));
    assert!(desk.server.asked(CREATE) <= 8, "{}", desk.server.asked(CREATE));
    desk.faults().clear();
    let asked = desk.server.asked(CREATE);
    desk.faults().always(CREATE, Fault::failure_in_200("INPUT_ERROR", "", &["The address is not wanted."]));
    let ran = import(&desk, &path, &["--output", "jsonl"]).ends(1).says(&["5 rows in a row have failed alike"]);
    assert!(outcomes(&ran).iter().filter(|word| *word == "refused").count() >= 5);
    assert!(desk.server.asked(CREATE) - asked <= 16, "it stopped early");
    desk.faults().clear();
    import(&desk, &path, &[]).ends(0).says(&["result: created 40"]);
    assert_eq!(desk.created(COMPANY).len(), 40);
}

#[test]
fn nobody_is_created_over_the_limit_unless_that_is_allowed() {
    let desk = Desk::new();
    let path = file(&desk, "people.csv", format!("{HEAD}{}", rows(1, 16)));
    let usual = ["users", "import", text(&path), "--company", COMPANY, "--yes"];
    let ran = desk.run(&usual).ends(5).says(&["line 13 is the first over the licence limit", "over limit 4"]);
    assert_eq!((ran.out.lines().count(), desk.created(COMPANY).len()), (5, 11), "{}", ran.out);
    assert_eq!(read(&desk, "people.failed.csv").len(), 5);
    import(&desk, &path, &[]).ends(0).says(&["will be 4 seats over its licence limit", "result: created 15"]);
}

#[test]
fn a_read_only_profile_imports_nothing() {
    let desk = Desk::new();
    let path = file(&desk, "people.csv", format!("{HEAD}{}", rows(1, 2)));
    import(&desk, &path, &["--read-only"]).ends(2).without_data().says(&["--read-only"]);
    assert!(desk.server.requests().is_empty());
}

/// What is under way is finished, nothing else is begun, and the result says how far it came.
#[cfg(unix)]
#[test]
fn ctrl_c_pauses_and_the_same_command_goes_on() {
    use rustix::process::{Pid, Signal, kill_process};
    use std::io::{BufRead, BufReader, Read};
    let desk = Desk::new();
    let path = file(&desk, "people.csv", format!("{HEAD}{}", rows(1, 21)));
    let gate = Gate::new();
    for n in 5..=8 {
        desk.faults().nth(CREATE, n, Fault::Hold(gate.clone()));
    }
    let args =
        ["users", "import", text(&path), "--company", COMPANY, "--yes", "--over-limit", "allow", "--output", "jsonl"];
    let mut child = desk.start(&args);
    desk.arrived(CREATE, 8);
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw).expect("a process");
    kill_process(pid, Signal::INT).expect("it runs");
    // It has heard it when it says so.
    let mut said = BufReader::new(child.stderr.take().expect("its words"));
    let mut line = String::new();
    while !line.contains("rows under way") {
        line.clear();
        assert_ne!(said.read_line(&mut line).expect("read"), 0, "it has ended");
    }
    gate.open();
    let mut rest = String::new();
    said.read_to_string(&mut rest).expect("read");
    let ran = Ran::of(&child.wait_with_output().expect("it ends")).ends(130);
    assert!(rest.contains("stopped, 8 of 20 rows done"), "{rest}");
    let created = outcomes(&ran).iter().filter(|word| *word == "created").count();
    assert_eq!(created, 8);
    assert_eq!(desk.created(COMPANY).len(), created);
    import(&desk, &path, &[]).ends(0).says(&["result: created 20"]);
    assert_eq!((desk.created(COMPANY).len(), desk.server.asked(CREATE)), (20, 20));
}

/// From now on a fifth of the requests fails, in every way but those that ask the client to wait.
fn a_fifth_fails(desk: &Desk) {
    let mut dice = fastrand::Rng::with_seed(500);
    for _ in 0..20_000 {
        let kinds = [
            Fault::status(500),
            Fault::Html(502),
            Fault::status(503),
            Fault::Reset,
            Fault::Close,
            Fault::Garbage,
            Fault::CutBody,
            Fault::ExecutedThenStatus(504),
            Fault::ExecutedThenReset,
        ];
        let fails = dice.f64() < 0.2;
        let fault = dice.choice(kinds).filter(|_| fails).unwrap_or(Fault::Pass);
        desk.server.faults().next("/api/", fault);
    }
}

/// The promise: each row right once, whatever happens in between.
#[test]
fn rows_with_faults_and_kills_end_with_each_row_right_once() {
    let wanted = 500;
    let desk = Desk::with(Options::instant());
    a_fifth_fails(&desk);
    let path = file(&desk, "people.csv", format!("{HEAD}{}", rows(0, wanted)));
    let args = ["users", "import", text(&path), "--company", COMPANY, "--yes", "--over-limit", "allow"];
    for kill in 1..=3 {
        let before = desk.server.asked(CREATE);
        let mut child = desk.start(&args);
        desk.arrived(CREATE, before + wanted / 8 * kill);
        child.kill().expect("it runs");
        child.wait().expect("it ends");
    }
    // Not everything is clear at once when a fifth of all requests fails; it is never wrong.
    let done = (0..10).find(|_| desk.run(&args).code == Some(0));
    assert!(done.is_some(), "it ends");
    let created = desk.created(COMPANY);
    let distinct: BTreeSet<_> = created.iter().collect();
    assert_eq!((created.len(), distinct.len()), (wanted, wanted));
    let last = fs::read_dir(desk.home.path()).expect("the folder").filter_map(|entry| {
        let name = entry.expect("a file").file_name().to_string_lossy().into_owned();
        let number = name.strip_prefix("people.result")?.strip_suffix(".csv")?;
        Some((number.trim_start_matches('-').parse::<u32>().unwrap_or(1), name))
    });
    let (_, last) = last.max().expect("a result");
    let result = read(&desk, &last);
    assert_eq!(result.len(), wanted + 1);
    let users = desk.server.users(&desk.id(COMPANY));
    for row in &result[1..] {
        assert!(["created", "exists"].contains(&row[4].as_str()), "{row:?}");
        assert!(
            users.iter().any(|user| user.email == row[0] && user.resource_id == row[6] && !user.deleted),
            "{row:?}"
        );
    }
    let made = result[1..].iter().filter(|row| row[4] == "created").count();
    assert!(made + 5 >= wanted, "what this machine has created is called so: {made}");
}
