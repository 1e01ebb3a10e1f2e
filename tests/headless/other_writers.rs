//! Somebody else works at the same company: what is theirs is never called ours, and never deleted by us.

use std::io::{BufRead, BufReader};
use std::time::Duration;

use jiff::SignedDuration;
use keepnet_tui::api::{Client, Credentials, Limits, Settings};
use keepnet_tui::demo::{Fault, Gate, Options};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::{FieldId, Rules};
use keepnet_tui::domain::service::base_url::BaseUrl;
use keepnet_tui::domain::service::ids::{CompanyId, UserId};
use rstest::rstest;

use super::support::{COMPANY, CREATE, Desk, EMAIL, PHONE, Ran};

const USERS: &str = "POST /api/target-users/search$";
const LOOKS: &str = "POST /api/target-users/search";
const BY_ADDRESS: &str = "POST /api/target-users/search-email";
const DELETE: &str = "DELETE /api/target-users/";

/// A colleague with a client of their own.
struct Colleague {
    client: Client,
    company: CompanyId,
}

impl Colleague {
    fn at(desk: &Desk) -> Self {
        let settings = Settings {
            base_url: BaseUrl::parse(&desk.server.url()).expect("a loopback address"),
            credentials: Credentials {
                client_id: desk.server.client_id().to_owned(),
                client_secret: desk.server.client_secret().to_owned().into(),
            },
            extra_roots: Vec::new(),
            limits: Limits::default(),
        };
        let client = Client::new(settings, |_| ()).expect("a client");
        Self { client, company: CompanyId::new(desk.id(COMPANY)) }
    }

    /// Creates Jane, with a department that nobody else knows of.
    fn creates_jane(&self, desk: &Desk) -> UserId {
        self.creates(desk, "Legal")
    }

    fn creates(&self, desk: &Desk, department: &str) -> UserId {
        let entry = Entry::default()
            .with(FieldId::Email, EMAIL)
            .with(FieldId::Phone, PHONE)
            .with(FieldId::Department, department);
        let user = entry.request(Rules::default()).expect("a request");
        desk.block_on(self.client.create_target_user(&self.company, &user)).expect("created")
    }
}

fn outcome(ran: &Ran) -> String {
    ran.json()["item"]["outcome"].as_str().unwrap_or_default().to_owned()
}

fn id_in(ran: &Ran) -> String {
    ran.json()["item"]["id"].as_str().unwrap_or_default().to_owned()
}

fn undo(desk: &Desk, id: &str, more: &[&str]) -> Ran {
    desk.run(&[&["users", "undo", id, "--company", COMPANY], more].concat())
}

fn pass(desk: &Desk, time: Duration) {
    desk.block_on(desk.server.clock().pass(time));
}

const MINUTE: Duration = Duration::from_secs(60);

/// A colleague has created Jane five minutes ago; our create is lost and not carried out.
#[test]
fn user_existing_before_a_lost_create_is_reported() {
    let desk = Desk::new();
    let jane = Colleague::at(&desk).creates_jane(&desk);
    pass(&desk, MINUTE * 5);
    desk.faults().next(CREATE, Fault::Reset);
    let ran = desk.add(&[]).ends(5).says(&["is there already", jane.as_str()]);
    assert_eq!((outcome(&ran).as_str(), id_in(&ran).as_str()), ("exists", jane.as_str()));
    assert_eq!(ran.json()["item"]["department"], "Legal", "the service's record, not what we typed");
    undo(&desk, jane.as_str(), &[]).ends(4).without_data();
    undo(&desk, jane.as_str(), &["--confirm", jane.as_str()]).ends(4).without_data();
    assert_eq!((desk.created(COMPANY).len(), desk.server.asked(DELETE)), (1, 0));
    assert_eq!(outcome(&desk.add(&["--if-absent"]).ends(0)), "exists");
}

/// The same, when nobody could look before: the service says that Jane is years old, or nothing.
#[rstest]
#[case::looked_later(false)]
#[case::search_stays_down(true)]
fn user_found_without_prior_check_is_never_ours(#[case] down: bool) {
    let desk = Desk::new();
    desk.server.clock().shift(SignedDuration::from_hours(-24 * 900));
    let jane = Colleague::at(&desk).creates_jane(&desk);
    desk.server.clock().shift(SignedDuration::from_hours(24 * 900));
    desk.faults().always(LOOKS, Fault::status(403));
    if down {
        desk.faults().always(BY_ADDRESS, Fault::Pass);
        desk.faults().next(BY_ADDRESS, Fault::status(403));
    }
    desk.faults().next(CREATE, Fault::Reset);
    let ran = desk.add(&[]).ends(6);
    assert_eq!(outcome(&ran), if down { "found" } else { "pending" });
    if down {
        ran.says(&["is not known", jane.as_str()]);
    }
    desk.faults().clear();
    let ran = desk.add(&[]);
    assert!(["exists", "found"].contains(&outcome(&ran).as_str()), "{ran:?}");
    assert_eq!(desk.server.asked(CREATE), 2, "the colleague's, and ours once");
    undo(&desk, jane.as_str(), &[]).without_data();
    assert_eq!((desk.created(COMPANY).len(), desk.server.asked(DELETE)), (1, 0));
}

/// Created between our look and our create, which is lost.
#[rstest]
#[case::with_other_details("Legal", "found", 6)]
#[case::a_moment_before("", "found", 6)]
fn user_created_concurrently_is_found(#[case] department: &str, #[case] word: &str, #[case] code: i32) {
    let desk = Desk::new();
    let gate = Gate::new();
    // The colleague's create is the first, ours is on its way to nowhere.
    desk.faults().next(USERS, Fault::Hold(gate.clone()));
    desk.faults().nth(CREATE, 2, Fault::Reset);
    let child = desk.start(&[
        "users",
        "add",
        "--company",
        COMPANY,
        "--email",
        EMAIL,
        "--phone",
        PHONE,
        "--output",
        "json",
        "--first-name",
        "Jane",
    ]);
    desk.arrived(USERS, 1);
    let jane = Colleague::at(&desk).creates(&desk, department);
    gate.open();
    let ran = Ran::of(&child.wait_with_output().expect("it ends")).ends(code);
    assert_eq!((outcome(&ran).as_str(), id_in(&ran).as_str()), (word, jane.as_str()));
    // Again: the same, and nothing is sent.
    let again = desk.add(&["--first-name", "Jane"]).ends(6);
    assert_eq!((outcome(&again).as_str(), desk.server.asked(CREATE)), ("found", 2));
    // Undo refuses, says who it is, and how.
    undo(&desk, jane.as_str(), &[]).ends(5).without_data().says(&[
        "may have been created by somebody else",
        "created 20",
        "--confirm",
    ]);
    undo(&desk, jane.as_str(), &["--confirm", "another"]).ends(5);
    assert_eq!((desk.created(COMPANY).len(), desk.server.asked(DELETE)), (1, 0));
    assert_eq!(outcome(&desk.add(&["--if-absent"]).ends(0)), "exists");
    undo(&desk, jane.as_str(), &["--confirm", jane.as_str()]).ends(0);
    assert!(desk.created(COMPANY).is_empty());
}

/// Not created on Monday; a colleague creates her on Tuesday, just as we would have; on Wednesday we try again.
#[test]
fn user_created_on_another_day_is_not_ours() {
    let desk = Desk::new();
    desk.faults().next(CREATE, Fault::Reset);
    assert_eq!(outcome(&desk.add(&[]).ends(6)), "pending");
    pass(&desk, MINUTE * 60 * 24);
    let jane = Colleague::at(&desk).creates(&desk, "");
    pass(&desk, MINUTE * 60 * 24);
    let ran = desk.add(&[]).ends(6).says(&["is not known", jane.as_str()]);
    assert_eq!((outcome(&ran).as_str(), desk.server.asked(CREATE)), ("found", 2));
    undo(&desk, jane.as_str(), &[]).ends(5).without_data();
    assert_eq!(desk.created(COMPANY).len(), 1);
}

/// A delete is lost while the index does not know the user yet.
#[test]
fn undo_that_is_lost_is_not_believed_because_the_index_lags() {
    let desk = Desk::with(Options { index_delay: MINUTE, ..Options::instant() });
    let id = id_in(&desk.add(&[]).ends(0));
    desk.faults().next(DELETE, Fault::Reset);
    undo(&desk, &id, &[]).ends(6).without_data().says(&["not known"]);
    assert_eq!(desk.created(COMPANY).len(), 1);
    pass(&desk, MINUTE * 2);
    desk.faults().next(DELETE, Fault::ExecutedThenReset);
    undo(&desk, &id, &[]).ends(0);
    assert!(desk.created(COMPANY).is_empty());
}

/// The service does not know the ID any more.
#[test]
fn undo_that_is_lost_is_believed_when_the_id_is_unknown() {
    let desk = Desk::with(Options { index_delay: MINUTE, ..Options::instant() });
    let id = id_in(&desk.add(&[]).ends(0));
    desk.faults().next(DELETE, Fault::ExecutedThenReset);
    desk.faults().always("GET /api/target-users/", Fault::status(404));
    undo(&desk, &id, &[]).ends(0);
}

/// A gateway has given up on a create that is carried out 45 seconds later.
#[rstest]
#[case::gateway(Some(504))]
#[case::reset(None)]
fn late_create_is_pending_and_then_ours(#[case] code: Option<u16>) {
    let desk = Desk::new();
    desk.faults().next(CREATE, Fault::Late(Duration::from_secs(45), code));
    let ran = desk.add(&[]).ends(6).says(&["not known", "so far"]);
    assert_eq!(outcome(&ran), "pending");
    assert!(desk.created(COMPANY).is_empty());
    pass(&desk, Duration::from_secs(50));
    assert_eq!(desk.created(COMPANY), [EMAIL]);
    let ran = desk.add(&[]).ends(0).says(&["created in"]);
    assert_eq!((outcome(&ran).as_str(), desk.server.asked(CREATE)), ("created", 1));
    undo(&desk, &id_in(&ran), &[]).ends(0);
}

/// Our clock is a year ahead of the service's, or behind it.
#[rstest]
#[case::behind(-24 * 365)]
#[case::ahead(24 * 365)]
fn clocks_that_differ_prove_nothing_and_hide_nothing(#[case] hours: i64) {
    let desk = Desk::new();
    desk.server.clock().shift(SignedDuration::from_hours(hours));
    desk.faults().next(CREATE, Fault::ExecutedThenReset);
    let ran = desk.add(&[]).ends(0);
    assert_eq!(outcome(&ran), "created");
    undo(&desk, &id_in(&ran), &[]).ends(0);
    let jane = Colleague::at(&desk).creates_jane(&desk);
    pass(&desk, MINUTE);
    desk.faults().next(CREATE, Fault::Reset);
    let ran = desk.add(&[]).ends(5);
    assert_eq!((outcome(&ran).as_str(), id_in(&ran).as_str()), ("exists", jane.as_str()));
}

/// Eight programs create one user at once.
#[test]
fn eight_concurrent_adds_create_one_user() {
    let desk = Desk::new();
    let args =
        ["users", "add", "--company", COMPANY, "--email", EMAIL, "--phone", PHONE, "--output", "json", "--if-absent"];
    let children: Vec<_> = (0..8).map(|_| desk.start(&args)).collect();
    let ran = children.into_iter().map(|child| Ran::of(&child.wait_with_output().expect("it ends")).ends(0));
    let mut words: Vec<_> = ran.map(|ran| outcome(&ran)).collect();
    words.sort();
    assert_eq!(words, ["created", "exists", "exists", "exists", "exists", "exists", "exists", "exists"]);
    assert_eq!(desk.created(COMPANY), [EMAIL]);
}

/// The second waits for the first, and says what came of it.
#[test]
fn second_program_waits_for_the_first_outcome() {
    let desk = Desk::new();
    let gate = Gate::new();
    desk.faults().next(CREATE, Fault::Hold(gate.clone()));
    let args = ["users", "add", "--company", COMPANY, "--email", EMAIL, "--phone", PHONE, "--output", "json"];
    let first = desk.start(&args);
    desk.arrived(CREATE, 1);
    let mut second = desk.start(&args);
    let mut said = BufReader::new(second.stderr.take().expect("a pipe"));
    let mut line = String::new();
    while !line.contains("waiting for it") {
        assert_ne!(said.read_line(&mut line).expect("text"), 0, "it has ended: {line}");
    }
    gate.open();
    let [first, second] = [first, second].map(|child| Ran::of(&child.wait_with_output().expect("it ends")));
    let (first, second) = (first.ends(0), second.ends(5));
    assert_eq!((outcome(&first).as_str(), outcome(&second).as_str()), ("created", "exists"));
    assert_eq!((id_in(&first), desk.server.asked(CREATE)), (id_in(&second), 1));
}

/// The log-in may create users and not look for them.
#[test]
fn target_user_without_look_up_is_not_sent_again() {
    let desk = Desk::new();
    desk.faults().next(CREATE, Fault::Reset);
    desk.faults().always(LOOKS, Fault::status(403));
    desk.add(&[]).ends(6).says(&["Mark as checked"]);
    desk.add(&[]).ends(6).says(&["Mark as checked"]);
    assert_eq!(desk.server.asked(CREATE), 1);
}
