//! Users typed one after the other without a look at the screen, for a service that takes its time.

use std::time::Duration;

use keepnet_tui::demo::{Fault, Gate};
use rstest::rstest;
use rustix::process::Signal;

use super::pty::Terminal;
use super::support::{COMPANY, CREATE, Desk, PHONE, wait_until};

/// Two seats are left here.
const NEARLY_FULL: &str = "Cafe\u{301} Cre\u{300}me Ne\u{301}goce";
const FIELDS: &str = "GET /api/custom-fields/company";
/// Between two keys of somebody who types eight in a second.
const HAND: Duration = Duration::from_millis(125);

fn email(n: usize) -> String {
    format!("user{n}@halcyon.example")
}

/// The form of the company, for a service that takes so long for each answer from now on; its custom fields may never
/// come.
fn open(desk: &Desk, company: &str, answer: Duration, fields: bool) -> Terminal {
    let mut t = desk.open_loaded(100, 30);
    t.key("/");
    t.type_str(company);
    t.wait_text("1/1 ");
    t.key("enter");
    desk.faults().always("/", Fault::Delay(answer));
    if !fields {
        desk.faults().always(FIELDS, Fault::Hold(Gate::new()));
    }
    t.key("a");
    t.wait_text("Add target user to");
    t
}

/// Types a user and goes on to the next, whatever the screen says.
fn type_blind(t: &mut Terminal, email: &str, phone: &str) {
    t.pause(HAND);
    t.type_str(email);
    t.pause(HAND);
    t.key("tab");
    t.pause(HAND);
    t.type_str(phone);
    t.pause(HAND);
    t.key("ctrl-n");
}

/// Those of the first `count` who are there.
fn created(desk: &Desk, company: &str, count: usize) -> Vec<usize> {
    (0..count).filter(|n| !desk.created(company, &email(*n)).is_empty()).collect()
}

/// Each of them is there once.
#[track_caller]
fn once(desk: &Desk, company: &str, count: usize) {
    for n in 0..count {
        assert_eq!(desk.created(company, &email(n)).len(), 1, "{}", email(n));
    }
}

#[test]
fn ten_users_typed_blind_are_created_mended_or_held() {
    let desk = Desk::new();
    let mut t = open(&desk, NEARLY_FULL, Duration::from_secs(3), true);
    for n in 0..10 {
        type_blind(&mut t, &email(n), if n == 3 || n == 7 { "12" } else { PHONE });
    }
    t.pause(HAND);
    t.key("esc");
    t.wait_text("! 8");
    for n in 0..2 {
        t.wait_text(&format!("Created {}", email(n)));
    }
    assert_eq!((created(&desk, NEARLY_FULL, 10), desk.server.asked(CREATE)), (vec![0, 1], 2));

    desk.faults().clear();
    t.key("f9");
    t.wait_text("6 users would go over the licence limit");
    t.key("y");
    t.wait_text("! 2");
    t.wait_gone("⟳");
    wait_until("the six", || created(&desk, NEARLY_FULL, 10) == [0, 1, 2, 4, 5, 6, 8, 9]);
    for n in [3, 7] {
        t.key("f9");
        t.wait_text(&email(n));
        t.press("f8 ctrl-u");
        t.type_str(PHONE);
        t.wait_text("900123");
        t.wait_text("No seat is left");
        t.pass_gates();
        t.wait_text(&format!("Created {}", email(n)));
    }
    assert!(!t.text().contains("(F9)"), "{}", t.text());
    once(&desk, NEARLY_FULL, 10);
    assert_eq!(desk.server.asked(CREATE), 10);
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
    assert!(desk.drafts().is_empty(), "{:?}", desk.drafts());
}

/// How far the users were when the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Far {
    /// They wait for the custom fields of their company.
    Waiting,
    /// The first was sent.
    Sent,
    /// Two of them are there.
    Created,
}

#[rstest]
fn users_in_the_queue_are_created_by_the_next_run(
    #[values(Far::Waiting, Far::Sent, Far::Created)] far: Far,
    #[values(true, false)] killed: bool,
) {
    const USERS: usize = 4;
    let desk = Desk::new();
    // Where the first is under way the others are typed meanwhile.
    let answer = Duration::from_millis(if far == Far::Sent { 2_000 } else { 400 });
    let mut t = open(&desk, COMPANY, answer, far != Far::Waiting);
    (0..USERS).for_each(|n| type_blind(&mut t, &email(n), PHONE));
    if far == Far::Created {
        t.wait_text(&format!("Created {}", email(1)));
    } else {
        (0..USERS).for_each(|n| desk.wait_queued(&email(n)));
    }
    if far == Far::Sent {
        desk.wait_arrived(CREATE, 1);
    }
    if killed {
        t.signal(Signal::KILL);
        t.wait_killed();
    } else {
        t.pause(HAND);
        t.key("esc");
        t.wait_gone("Add target user to");
        t.key("q");
        t.wait_text("Quit?");
        t.key("y");
        assert_eq!(t.wait_exit(), 0);
    }
    desk.faults().clear();

    let mut t = desk.open_loaded(100, 30);
    // Of one nobody may know whether it was created.
    wait_until("the users", || created(&desk, COMPANY, USERS).len() + 1 >= USERS);
    t.wait_gone("⟳");
    if t.text().contains("! 1 ") {
        t.key("f9");
        t.wait_text("900123");
        t.key("ctrl-s");
    }
    wait_until("the last one", || created(&desk, COMPANY, USERS).len() == USERS);
    t.wait_gone("⟳");
    t.wait_gone("(F9)");
    once(&desk, COMPANY, USERS);
    wait_until("no draft", || desk.drafts().is_empty());
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}
