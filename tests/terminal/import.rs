//! `users import` at a terminal: one question before anything is sent.

use super::pty::Terminal;
use super::support::{COMPANY, CREATE, Desk};

const FILE: &str =
    "Email,First name,Last name,Phone\np1@quartz.example,P,One,+442079460018\np2@quartz.example,P,Two,+442079460018\n";

fn start(desk: &Desk) -> Terminal {
    let file = desk.home().join("people.csv");
    std::fs::write(&file, FILE).expect("written");
    let file = file.to_str().expect("UTF-8").to_owned();
    Terminal::start(desk.command(&["users", "import", &file, "--company", COMPANY]), 100, 30)
}

fn active(desk: &Desk) -> Vec<String> {
    let users = desk.server.users(&desk.server.company_id(COMPANY).expect("a company"));
    users.into_iter().filter(|user| user.requested && user.active).map(|user| user.email).collect()
}

#[test]
fn anything_but_yes_sends_nothing() {
    let desk = Desk::new();
    for (typed, code) in [("\r", 1), ("n\r", 1), ("a\r", 1), ("\x03", 130)] {
        let mut t = start(&desk);
        t.wait_text("Quartz Accounting: create 2; 41 of 50 seats used then");
        t.wait_text("Send? [y/N]");
        t.type_str(typed);
        assert_eq!(t.wait_exit(), code, "{typed:?}: {}", t.text());
        assert!(t.text().contains("nothing was sent"), "{}", t.text());
        t.left_as_found();
    }
    assert_eq!(desk.server.asked(CREATE), 0);
}

#[test]
fn inactive_users_become_active_by_the_same_question() {
    let desk = Desk::new();
    let mut t = start(&desk);
    t.wait_text("Send? [y/N]");
    t.type_str("y\r");
    t.wait_text("result: created 2");
    assert_eq!((t.wait_exit(), active(&desk).len()), (0, 2));
    let out = ["users", "deactivate", "p2@quartz.example", "--company", COMPANY];
    let mut t = Terminal::start(desk.command(&out), 100, 30);
    assert_eq!((t.wait_exit(), active(&desk).len()), (0, 1));
    for (typed, expected) in [("y\r", 1), ("a\r", 2)] {
        let mut t = start(&desk);
        t.wait_text("1 user is there and inactive: with a they become active as well");
        t.wait_text("Send? [y/a/N]");
        t.type_str(typed);
        assert_eq!((t.wait_exit(), active(&desk).len()), (0, expected), "{}", t.text());
    }
}
