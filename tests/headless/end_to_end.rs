//! The whole job, as a script does it.

use keepnet_tui::demo::Options;

use super::support::{COMPANY, Desk, EMAIL, PHONE};

#[test]
fn list_add_find_and_undo() {
    let desk = Desk::with(Options { companies: 430, ..Options::instant() });
    let all = desk.run(&["companies", "list", "--all", "--output", "jsonl"]).ends(0);
    let companies = all.lines();
    assert_eq!((companies.len(), all.err.as_str()), (430, ""));
    let quartz = companies.iter().find(|c| c["company"] == COMPANY).expect("it is there");
    assert_eq!(quartz["version"], 1);
    let company = quartz["id"].as_str().expect("an ID");

    let add = [
        "users",
        "add",
        "--company",
        company,
        "--email",
        EMAIL,
        "--phone",
        PHONE,
        "--first-name",
        "Jane",
        "--if-absent",
        "--output",
        "json",
    ];
    let first = desk.run(&add).ends(0).says(&["created in Quartz Accounting", EMAIL]);
    let created = &first.json()["item"];
    assert_eq!((&created["outcome"], &created["email"]), (&"created".into(), &EMAIL.into()));
    let second = desk.run(&add).ends(0).says(&["exists in Quartz Accounting", "active"]);
    let existing = &second.json()["item"];
    assert_eq!(existing["outcome"], "exists");
    assert_eq!((&existing["id"], &existing["first_name"]), (&created["id"], &"Jane".into()));
    assert_eq!(desk.created(COMPANY), [EMAIL]);

    let found = desk.run(&["users", "find", &EMAIL.to_uppercase(), "--output", "jsonl"]).ends(0).lines();
    assert_eq!((found.len(), &found[0]["id"], &found[0]["company"]), (1, &created["id"], &COMPANY.into()));
    let one = desk.run(&["users", "find", EMAIL, "--company", "quartz acc", "--output", "jsonl"]).ends(0).lines();
    assert_eq!(one, found);

    let id = created["id"].as_str().expect("an ID");
    let undone = desk.run(&["users", "undo", id, "--company", company, "--output", "json"]).ends(0).json();
    assert_eq!((&undone["item"]["outcome"], &undone["item"]["id"]), (&"deleted".into(), &created["id"]));
    assert!(desk.created(COMPANY).is_empty());
    let gone = desk.run(&["users", "find", EMAIL, "--company", company, "--output", "jsonl"]).ends(0).lines();
    assert_eq!(gone[0]["status"], "deleted");
    desk.run(&add).ends(0).says(&["was deleted in Quartz Accounting before", "created in"]);
}
