//! The whole job: find a company, add a target user, see the row change.

use rstest::rstest;

use super::pty::Terminal;
use super::support::{COMPANY, Desk, PHONE, wait_until};

const EMAIL: &str = "jane.doe@halcyon.example";
/// Its active users.
const USED: u32 = 39;

/// The first number under SEATS in the company's row: the first after its name.
fn used(terminal: &Terminal) -> u32 {
    let screen = terminal.text();
    // A mark may stand between the bar and the name.
    let line = screen.lines().find(|line| line.contains('▌') && line.contains(COMPANY)).expect("the company's row");
    let rest = line.split_once(COMPANY).map(|(_, rest)| rest).unwrap_or_default();
    let number = rest.split_whitespace().next().unwrap_or_default();
    let used = number.split('/').next().unwrap_or_default();
    used.parse().unwrap_or_else(|_| panic!("no number under SEATS: {line}"))
}

#[rstest]
#[case::usual(80, 24)]
#[case::wide(160, 48)]
#[case::smallest(60, 15)]
fn a_user_is_added_with_few_keys(#[case] width: u16, #[case] height: u16) {
    let desk = Desk::new();
    let mut t = desk.open_loaded(width, height);
    t.key("/");
    t.type_str("Quartz");
    t.key("enter");
    t.wait_text("1/1 ");
    assert_eq!(used(&t), USED);
    t.key("a");
    t.wait_text("Add target user to");
    t.type_str(EMAIL);
    t.key("tab");
    t.type_str(PHONE);
    t.wait_text("900123");
    t.key("ctrl-s");
    t.wait_text(&format!("Created {EMAIL}"));
    // When the list is being loaded meanwhile, its answer tells whether the user is counted already.
    wait_until("one more used", || used(&t) == USED + 1);
    assert!(t.keys() <= 8, "{} keys", t.keys());
    let users = desk.created(COMPANY, EMAIL);
    let [user] = &users[..] else { panic!("{} users", users.len()) };
    assert_eq!(user.phone, "+447700900123");
    assert!(user.active);
    assert!(t.text().contains(&format!("{})", user.resource_id)), "{}", t.text());
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
}

#[test]
fn a_group_is_picked_by_typing_a_part_of_its_name() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    t.key("/");
    t.type_str("Quartz");
    t.key("enter");
    t.wait_text("1/1 ");
    t.key("a");
    t.wait_text("Add target user to");
    t.type_str(EMAIL);
    t.key("tab");
    t.type_str(PHONE);
    t.press("tab tab tab tab f4");
    // The second group of the list, whatever it is called.
    t.wait_text("[ ]");
    let lines: Vec<String> = t.text().lines().filter(|l| l.contains("[ ]")).map(str::to_owned).collect();
    let group = lines[1].split("[ ] ").nth(1).unwrap_or_default().split("  ").next().unwrap_or_default().to_owned();
    t.key("esc");
    t.wait_gone("[ ]");
    // Space marks, so one word is typed.
    t.type_str(group.split_whitespace().next().unwrap_or_default());
    t.wait_for("the one group", |s| s.contents().lines().filter(|l| l.contains("[ ]")).count() == 1);
    t.key("space");
    t.wait_text("[x]");
    t.key("enter");
    t.wait_gone("Space marks");
    t.wait_for("the group in its field", |s| s.contents().lines().any(|l| l.contains("Groups") && l.contains(&group)));
    t.key("ctrl-s");
    t.wait_text("Created");
    let users = desk.created(COMPANY, EMAIL);
    assert_eq!(users.len(), 1);
    assert_eq!(users[0].groups.len(), 1);
}

#[test]
fn a_pasted_signature_is_created_with_few_keys() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    t.key("/");
    t.type_str("Quartz");
    t.press("enter a");
    t.wait_text("Add target user to");
    t.paste(&format!("Jane Doe\r\nAccounts | Quartz\r\nM: {PHONE}\r\n{EMAIL}\r\n"));
    t.wait_text("Ctrl-T takes");
    let before = t.keys();
    t.key("ctrl-t");
    t.wait_gone("Ctrl-T takes");
    t.key("ctrl-s");
    t.wait_text(&format!("Created {EMAIL}"));
    assert!(t.keys() - before <= 8, "{} keys after the paste", t.keys() - before);
    let users = desk.created(COMPANY, EMAIL);
    let [user] = &users[..] else { panic!("{} users", users.len()) };
    assert_eq!((user.first_name.as_deref(), user.last_name.as_deref()), (Some("Jane"), Some("Doe")));
}
