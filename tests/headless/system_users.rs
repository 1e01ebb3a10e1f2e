//! System users: listed, shown, created once, edited, put back, deleted, written to.

use jiff::SignedDuration;
use keepnet_tui::demo::{Fault, Mail, Options, StoredSystemUser};
use rstest::rstest;
use serde_json::json;
use std::time::Duration;

use super::support::{COMPANY, Desk, EMAIL, PHONE, Ran};

const CREATE: &str = "POST /api/system-users$";
const WRITE: &str = "PUT /api/system-users/";
const DELETE: &str = "DELETE /api/system-users/";
const WELCOME: &str = "POST /api/system-users/{id}/send-information-email";
const RESET: &str = "POST /api/system-users/send-reset-password-link";

/// A company with Ann, whom a command has created with a role.
struct Life {
    desk: Desk,
    id: String,
}

impl Life {
    fn new() -> Self {
        Self::with(Options::instant())
    }

    fn with(options: Options) -> Self {
        let desk = Desk::with(options);
        let made = add(&desk, &["--role", "CompanyAdmin"]).ends(0);
        let id = made.json()["item"]["id"].as_str().expect("an ID").to_owned();
        Self { desk, id }
    }

    fn run(&self, verb: &str, more: &[&str]) -> Ran {
        let usual = ["system-users", verb, &self.id, "--company", COMPANY, "--output", "json"];
        self.desk.run(&[&usual, more].concat())
    }

    fn ann(&self) -> StoredSystemUser {
        let users = self.desk.server.all_system_users(&self.desk.id(COMPANY));
        users.into_iter().find(|user| user.resource_id == self.id).expect("Ann")
    }

    fn sent(&self, prefix: &str) -> usize {
        self.desk.server.asked(prefix)
    }
}

fn add(desk: &Desk, more: &[&str]) -> Ran {
    let usual = ["system-users", "add", "--company", COMPANY, "--email", EMAIL, "--phone", PHONE, "--output", "json"];
    desk.run(&[&usual[..], &["--first-name", "Ann", "--last-name", "Lee"], more].concat())
}

fn outcome(ran: &Ran) -> String {
    ran.json()["item"]["outcome"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn list_and_show_have_the_same_user() {
    let life = Life::new();
    let list = ["system-users", "list", "--company", COMPANY, "--output", "json"];
    let all = life.desk.run(&list).ends(0).json();
    assert_eq!(all["kind"], "system_users");
    assert!(all["items"].as_array().is_some_and(|users| users.len() > 1), "{all}");
    let found = life.desk.run(&[&list[..], &["--search", EMAIL]].concat()).ends(0).json();
    let [ann] = &found["items"].as_array().expect("users")[..] else { panic!("{found}") };
    assert_eq!((&ann["id"], &ann["roles"]), (&life.id.as_str().into(), &json!(["CompanyAdmin"])));
    let by_email = life.desk.run(&["system-users", "show", EMAIL, "--company", COMPANY, "--output", "json"]).ends(0);
    let by_id = life.run("show", &[]).ends(0);
    assert_eq!(by_id.json(), by_email.json());
    assert_eq!(by_id.json()["item"]["editable"], true);
    life.desk.run(&["system-users", "show", "nobody@x.example", "--company", COMPANY]).ends(4).without_data();
}

/// All is sent as read, the roles by their IDs.
#[test]
fn edit_changes_the_given_fields_and_nothing_else() {
    let life = Life::new();
    let before = life.ann();
    let ran = life.run("edit", &["--last-name", "Roe"]).ends(0);
    assert_eq!(outcome(&ran), "updated");
    assert_eq!(ran.json()["item"]["changes"], json!([{"field": "last-name", "from": "Lee", "to": "Roe"}]));
    assert_eq!(life.ann(), StoredSystemUser { last_name: "Roe".to_owned(), ..before.clone() });
    life.run("edit", &["--role", "Help Desk", "--role", "CompanyAdmin"]).ends(0);
    assert_eq!(life.ann().roles.len(), 2);
    life.run("edit", &["--clear", "role"]).ends(0);
    assert!(life.ann().roles.is_empty());
    assert_eq!(outcome(&life.run("edit", &["--last-name", "Roe"]).ends(0)), "unchanged");
}

#[test]
fn edit_checks_before_it_sends() {
    let life = Life::new();
    life.run("edit", &[]).ends(2).without_data();
    life.run("edit", &["--last-name", "Roe", "--if-match", "last-name=Doe"]).ends(5).without_data().says(&["\"Lee\""]);
    life.run("edit", &["--last-name", "Roe", "--if-match", "role=Nobody"]).ends(5).without_data();
    life.run("edit", &["--last-name", &"x".repeat(41)]).ends(5).without_data().says(&["--last-name", "at most 40"]);
    let dry = life.run("edit", &["--last-name", "Roe", "--dry-run"]).ends(0).says(&["nothing was sent"]);
    assert_eq!((outcome(&dry).as_str(), life.sent(WRITE)), ("dry_run", 0));
    let matched = ["--last-name", "Roe", "--if-match", "last-name=Lee", "--if-match", "role=CompanyAdmin"];
    life.run("edit", &matched).ends(0);
    assert_eq!(life.sent(WRITE), 1);
}

/// The first system user of a company is the reseller's.
#[test]
fn user_that_is_not_editable_is_refused_before_anything_is_sent() {
    let life = Life::new();
    let first = life.desk.server.all_system_users(&life.desk.id(COMPANY)).remove(0).resource_id;
    for verb in [&["edit", "--last-name", "Roe"][..], &["delete", "--yes"]] {
        let args = [&["system-users", verb[0], &first, "--company", COMPANY], &verb[1..]].concat();
        life.desk.run(&args).ends(5).says(&["does not let"]);
    }
    assert_eq!((life.sent(WRITE), life.sent(DELETE)), (0, 0));
}

#[rstest]
#[case::carried_out(Fault::ExecutedThenReset, 0, "updated", "Roe")]
#[case::not_carried_out(Fault::Close, 6, "pending", "Lee")]
#[case::refused(Fault::status(403), 3, "refused", "Lee")]
fn update_without_an_answer_is_looked_up(
    #[case] fault: Fault,
    #[case] code: i32,
    #[case] word: &str,
    #[case] name: &str,
) {
    let life = Life::new();
    life.desk.faults().next(WRITE, fault);
    let ran = life.run("edit", &["--last-name", "Roe"]).ends(code);
    assert_eq!((outcome(&ran).as_str(), life.ann().last_name.as_str()), (word, name));
    assert_eq!(life.sent(WRITE), 1);
}

/// The list is all that tells what a user is like. What it does not show yet must not be sent back.
#[test]
fn change_that_is_not_listed_yet_is_not_undone_by_the_next_one() {
    let life = Life::with(Options { index_delay: Duration::from_secs(120), ..Options::instant() });
    life.desk.server.clock().shift(SignedDuration::from_secs(121));
    life.run("edit", &["--phone", "+442079460019"]).ends(0);
    let early = life.run("edit", &["--last-name", "Roe"]).ends(1).says(&["does not list the last change"]);
    assert_eq!((outcome(&early).as_str(), life.sent(WRITE)), ("refused", 1));
    life.desk.server.clock().shift(SignedDuration::from_secs(121));
    life.run("edit", &["--last-name", "Roe"]).ends(0);
    let ann = life.ann();
    assert_eq!((ann.phone.as_str(), ann.last_name.as_str()), ("+442079460019", "Roe"));
}

#[test]
fn undo_puts_the_edit_back_and_deletes_the_created_user() {
    let life = Life::new();
    life.run("edit", &["--last-name", "Roe"]).ends(0);
    assert_eq!(outcome(&life.run("undo", &[]).ends(0)), "updated");
    assert_eq!(life.ann().last_name, "Lee");
    life.run("undo", &[]).ends(5).without_data().says(&["--confirm"]);
    assert_eq!(outcome(&life.run("undo", &["--confirm", &life.id]).ends(0)), "deleted");
    assert!(life.ann().deleted);
    life.desk.run(&["users", "undo", &life.id, "--company", COMPANY]).ends(4).without_data();
}

#[rstest]
#[case::answered(None)]
#[case::lost(Some(Fault::ExecutedThenReset))]
fn delete_asks_first_and_is_looked_up(#[case] fault: Option<Fault>) {
    let life = Life::new();
    life.run("delete", &[]).ends(2).without_data().says(&["--yes"]);
    assert_eq!((outcome(&life.run("delete", &["--dry-run"]).ends(0)).as_str(), life.sent(DELETE)), ("dry_run", 0));
    if let Some(fault) = fault {
        life.desk.faults().next(DELETE, fault);
    }
    assert_eq!(outcome(&life.run("delete", &["--yes"]).ends(0)), "deleted");
    assert!(life.ann().deleted);
    life.run("delete", &["--yes"]).ends(4).without_data();
    assert_eq!(life.sent(DELETE), 1);
}

#[rstest]
#[case("resend", "welcome mail", Mail::Welcome(EMAIL.to_owned()))]
#[case("reset-password", "password link", Mail::ResetLink(EMAIL.to_owned()))]
fn mail_is_sent_once_and_a_lost_answer_is_told(#[case] verb: &str, #[case] name: &str, #[case] mail: Mail) {
    let life = Life::new();
    assert_eq!(outcome(&life.run(verb, &["--dry-run"]).ends(0).says(&["was not sent"])), "dry_run");
    assert_eq!(outcome(&life.run(verb, &["--ticket", "T-1"]).ends(0).says(&[name, EMAIL])), "sent");
    assert_eq!(life.desk.server.mails(), std::slice::from_ref(&mail));
    let path = if verb == "resend" { WELCOME.replace("{id}", &life.id) } else { RESET.to_owned() };
    life.desk.faults().next(&path, Fault::ExecutedThenReset);
    let said = format!("It is not known whether the {name} was sent");
    assert_eq!(outcome(&life.run(verb, &[]).ends(6).says(&[&said, "nothing is sent again by itself"])), "unknown");
    // Other commands send nothing again.
    life.run("edit", &["--last-name", "Roe"]).ends(0);
    life.run("undo", &[]).ends(0);
    assert_eq!(life.desk.server.mails(), [mail.clone(), mail]);
}

#[test]
fn add_if_absent_accepts_a_user_who_is_there() {
    let life = Life::new();
    assert_eq!(life.sent(CREATE), 1);
    let again = add(&life.desk, &["--if-absent"]).ends(0).json();
    assert_eq!((&again["item"]["outcome"], &again["item"]["id"]), (&"exists".into(), &life.id.as_str().into()));
    assert_eq!(outcome(&add(&life.desk, &["--if-absent", "--dry-run"]).ends(0)), "exists");
    add(&life.desk, &["--dry-run"]).ends(5).without_data().says(&["--if-absent accepts that"]);
    assert_eq!(life.sent(CREATE), 1);
}
