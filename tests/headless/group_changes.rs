//! `groups create`, `groups add`, `groups remove`, and `users undo` of a membership.

use jiff::SignedDuration;
use keepnet_tui::demo::Fault;
use rstest::rstest;
use serde_json::{Value, json};

use super::support::{COMPANY, Desk, EMAIL, PHONE, Ran};

const CREATE: &str = "POST /api/target-groups$";
const ADD: &str = "PUT /api/target-groups/users";
const REMOVE: &str = "DELETE /api/target-groups/";
/// Its users and some of its groups come from a directory, by SCIM.
const SYNCED: &str = "Rowan Veterinary";
const JOE: &str = "joe.bloggs@quartz.example";

/// A company with Jane and Joe, and a group for them.
struct Members {
    desk: Desk,
    jane: String,
    joe: String,
}

impl Members {
    fn new() -> Self {
        let desk = Desk::new();
        let add = |email| {
            let usual = ["users", "add", "--company", COMPANY, "--email", email, "--phone", PHONE, "--output", "json"];
            desk.run(&usual).ends(0).json()["item"]["id"].as_str().expect("an ID").to_owned()
        };
        let (jane, joe) = (add(EMAIL), add(JOE));
        Self { desk, jane, joe }
    }

    fn groups(&self, more: &[&str]) -> Ran {
        self.desk.run(&[&["groups"], more, &["--company", COMPANY, "--output", "json"]].concat())
    }

    fn undo(&self, user: &str) -> Ran {
        self.desk.run(&["users", "undo", user, "--company", COMPANY, "--output", "json"])
    }

    /// The names of the groups that a user is in.
    fn of(&self, user: &str) -> Vec<String> {
        let company = self.desk.id(COMPANY);
        let users = self.desk.server.users(&company);
        let user = users.into_iter().find(|other| other.resource_id == user).expect("the user");
        let known = self.desk.server.groups(&company);
        known.into_iter().filter(|(id, _)| user.groups.contains(id)).map(|(_, name)| name).collect()
    }

    /// How many groups have this name.
    fn named(&self, name: &str) -> usize {
        self.desk.server.groups(&self.desk.id(COMPANY)).iter().filter(|(_, known)| known == name).count()
    }

    fn sent(&self) -> [usize; 3] {
        [CREATE, ADD, REMOVE].map(|prefix| self.desk.server.asked(prefix))
    }
}

/// The outcome of each user.
fn outcomes(ran: &Ran) -> Vec<String> {
    let json = ran.json();
    let items = json["items"].as_array().expect("items").iter();
    items.map(|item| item["outcome"].as_str().expect("an outcome").to_owned()).collect()
}

#[test]
fn group_is_created_once() {
    let members = Members::new();
    let dry = members.groups(&["create", "Night shift", "--dry-run"]).ends(0).says(&["nothing was sent"]);
    assert_eq!((dry.json()["item"]["outcome"].as_str(), members.sent()[0]), (Some("dry_run"), 0));
    let ran = members.groups(&["create", " Night  shift", "--priority", "high", "--ticket", "4711"]).ends(0);
    let item = &ran.json()["item"];
    let told = ["outcome", "name", "priority", "ticket"].map(|key| item[key].clone());
    assert_eq!(told, ["created", "Night shift", "High", "4711"].map(Value::from));
    assert!(item["id"].is_string(), "{item}");

    let again = members.groups(&["create", "night SHIFT"]).ends(5).says(&["already", "--if-absent accepts that"]);
    assert_eq!(again.json()["item"]["outcome"], json!("exists"));
    members.groups(&["create", "night SHIFT", "--dry-run"]).ends(5);
    let accepted = members.groups(&["create", "night SHIFT", "--if-absent"]).ends(0).says(&["exists in"]);
    assert_eq!(accepted.json()["item"]["id"], item["id"]);
    assert_eq!((members.sent()[0], members.named("Night shift")), (1, 1));
}

#[test]
fn group_that_cannot_be_created_is_told() {
    let members = Members::new();
    members.groups(&["create", " "]).ends(5).says(&["a group needs a name", "nothing was sent"]).without_data();
    members.groups(&["create", &"x".repeat(65)]).ends(5).says(&["at most 64 characters"]).without_data();
    members.groups(&["create", "X", "--read-only"]).ends(2).without_data();
    assert_eq!(members.sent()[0], 0);
    members.desk.faults().next(CREATE, Fault::status(403));
    members.groups(&["create", "X"]).ends(3).without_data();
    assert_eq!(members.named("X"), 0);
}

/// No clear answer: the list of groups decides, and nothing is sent a second time while it may still be carried out.
#[test]
fn group_without_an_answer_is_looked_for() {
    let members = Members::new();
    members.desk.faults().next(CREATE, Fault::ExecutedThenReset);
    let ran = members.groups(&["create", "Night shift"]).ends(0);
    assert_eq!(ran.json()["item"]["outcome"], json!("created"));
    assert_eq!((members.sent()[0], members.named("Night shift")), (1, 1));

    members.desk.faults().next(CREATE, Fault::Close);
    let ran = members.groups(&["create", "Day shift"]).ends(6).says(&["whether the group was created"]);
    assert_eq!(ran.json()["item"]["outcome"], json!("pending"));
    members.groups(&["create", "Day shift"]).ends(6).says(&["an earlier create of group \"Day shift\""]);
    assert_eq!((members.sent()[0], members.named("Day shift")), (2, 0));
    members.desk.server.clock().shift(SignedDuration::from_mins(16));
    members.groups(&["create", "Day shift"]).ends(0);
    assert_eq!((members.sent()[0], members.named("Day shift")), (3, 1));
}

#[test]
fn users_are_added_and_removed() {
    let members = Members::new();
    members.groups(&["create", "Night shift"]).ends(0);
    let dry = members.groups(&["add", "night shift", EMAIL, "--dry-run"]).ends(0).says(&["nothing was sent"]);
    assert_eq!((outcomes(&dry), members.sent()[1]), (vec!["dry_run".to_owned()], 0));

    let ran = members.groups(&["add", "night shift", EMAIL, &members.joe, "--ticket", "4711"]).ends(0);
    let ran = ran.says(&["added to the group \"Night shift\" in Quartz Accounting"]);
    assert_eq!(outcomes(&ran), ["updated", "updated"]);
    let first = &ran.json()["items"][0];
    let change = json!([{"field": "Night shift", "from": "false", "to": "true"}]);
    assert_eq!((&first["id"], &first["changes"], &first["ticket"]), (&json!(members.jane), &change, &json!("4711")));
    assert_eq!(
        (members.of(&members.jane), members.of(&members.joe)),
        (vec!["Night shift".into()], vec!["Night shift".into()])
    );
    assert_eq!(members.sent(), [1, 2, 0], "each user is a change by itself");

    let again = members.groups(&["add", "Night shift", EMAIL]).ends(0).says(&["is in the group already"]);
    assert_eq!((outcomes(&again), members.sent()[1]), (vec!["unchanged".to_owned()], 2));
    let dry = members.groups(&["add", "Night shift", EMAIL, "--dry-run"]).ends(0);
    assert_eq!(outcomes(&dry), ["unchanged"]);

    members.groups(&["remove", "Night shift", EMAIL]).ends(0).says(&["taken from the group \"Night shift\""]);
    members.groups(&["remove", "Night shift", EMAIL]).ends(0).says(&["is not in the group"]);
    assert!(members.of(&members.jane).is_empty());
    assert_eq!((members.of(&members.joe).len(), members.sent()), (1, [1, 2, 1]));
}

/// One who fails does not keep the others from it, and the worst decides the exit code.
#[test]
fn users_that_fail_are_told_and_the_others_go_on() {
    let members = Members::new();
    members.groups(&["create", "Night shift"]).ends(0);
    let nobody = "nobody@quartz.example";
    let ran = members.groups(&["add", "Night shift", nobody, EMAIL]).ends(4);
    let ran =
        ran.says(&["nobody@quartz.example: ", "has no user", "1 of 2 users not added to the group \"Night shift\""]);
    assert_eq!((outcomes(&ran), members.of(&members.jane).len()), (vec!["updated".to_owned()], 1));

    members.desk.faults().next(REMOVE, Fault::Close);
    let ran = members.groups(&["remove", "Night shift", EMAIL, nobody, JOE]).ends(6);
    let ran = ran.says(&["it is not known", "has no user", "2 of 3 users not taken from"]);
    assert_eq!((outcomes(&ran), members.sent()[2]), (vec!["pending".to_owned(), "unchanged".to_owned()], 1));
    members.groups(&["add", "Night shift", nobody]).ends(4).says(&["has no user"]).without_data();
}

#[rstest]
#[case("add")]
#[case("remove")]
fn group_that_is_not_there_or_filled_by_something_else_is_refused(#[case] verb: &str) {
    let members = Members::new();
    members.groups(&["create", "Night shift"]).ends(0);
    let ran = members.groups(&[verb, "Night shfit", EMAIL]).ends(4).without_data();
    ran.says(&["has no group \"Night shfit\"; did you mean \"Night shift\"?"]);
    members.groups(&[verb, "Night shift", EMAIL, "--read-only"]).ends(2).without_data();

    let desk = &members.desk;
    let list = desk.run(&["groups", "list", "--company", SYNCED, "--output", "json"]).ends(0).json();
    let filled = list["items"].as_array().expect("items").iter().find(|group| group["read_only"].is_string());
    let filled = filled.and_then(|group| group["id"].as_str()).expect("a group of the directory");
    let users = desk.server.users(&desk.id(SYNCED));
    let user = users.into_iter().find(|user| !user.deleted).expect("a user").resource_id;
    let ran = desk.run(&["groups", verb, filled, &user, "--company", SYNCED]).ends(5).without_data();
    ran.says(&["nothing was sent: the group", "is filled by"]);
    assert_eq!(members.sent(), [1, 0, 0]);
}

/// A lost answer is looked up, not sent again.
#[rstest]
#[case("add", ADD, 1)]
#[case("remove", REMOVE, 0)]
fn membership_without_an_answer_is_looked_up(#[case] verb: &str, #[case] write: &str, #[case] groups: usize) {
    let members = Members::new();
    members.groups(&["create", "Night shift"]).ends(0);
    if verb == "remove" {
        members.groups(&["add", "Night shift", EMAIL]).ends(0);
    }
    members.desk.faults().next(write, Fault::ExecutedThenReset);
    let ran = members.groups(&[verb, "Night shift", EMAIL]).ends(0);
    assert_eq!((outcomes(&ran), members.of(&members.jane).len()), (vec!["updated".to_owned()], groups));
    assert_eq!(members.desk.server.asked(write), 1);
}

#[test]
fn undo_puts_a_membership_back() {
    let members = Members::new();
    members.groups(&["create", "Night shift"]).ends(0);
    members.groups(&["add", "Night shift", EMAIL]).ends(0);
    members.undo(&members.jane).ends(0).says(&["taken from the group \"Night shift\""]);
    assert!(members.of(&members.jane).is_empty());
    // Whoever was in it before is in it again.
    let made = ["users", "add", "--company", COMPANY, "--email", "kim@quartz.example", "--phone", PHONE];
    let made = members.desk.run(&[&made[..], &["--group", "Night shift", "--output", "json"]].concat()).ends(0).json();
    let kim = made["item"]["id"].as_str().expect("an ID");
    members.groups(&["remove", "Night shift", kim]).ends(0);
    assert!(members.of(kim).is_empty());
    members.undo(kim).ends(0).says(&["add to group \"Night shift\"", "added to the group \"Night shift\""]);
    assert_eq!(members.of(kim), ["Night shift"]);
}

/// A user of a directory may be in a group that people fill, and comes out of it again.
#[test]
fn user_of_a_directory_is_put_into_a_group_of_people() {
    let desk = Desk::new();
    let company = desk.id(SYNCED);
    let users = desk.server.users(&company);
    let user = users.into_iter().find(|user| user.managed_by.is_some() && !user.deleted).expect("one").resource_id;
    desk.run(&["groups", "create", "Night shift", "--company", SYNCED]).ends(0);
    desk.run(&["groups", "add", "Night shift", &user, "--company", SYNCED]).ends(0);
    desk.run(&["users", "undo", &user, "--company", SYNCED]).ends(0).says(&["taken from the group"]);
    assert_eq!((desk.server.asked(ADD), desk.server.asked(REMOVE)), (1, 1));
}
