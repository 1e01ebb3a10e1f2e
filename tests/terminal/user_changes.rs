//! Existing users, deactivated and deleted on the screen of the real program.

use keepnet_tui::demo::StoredUser;

use super::pty::Terminal;
use super::support::{COMPANY, Desk, wait_until};

fn users(desk: &Desk) -> Vec<StoredUser> {
    desk.server.users(&desk.server.company_id(COMPANY).expect("a company"))
}

/// An active user who comes from no directory.
fn somebody(desk: &Desk) -> StoredUser {
    let is_it = |user: &StoredUser| user.active && !user.deleted && user.managed_by.is_none();
    users(desk).into_iter().find(is_it).expect("an active user")
}

fn now(desk: &Desk, user: &StoredUser) -> StoredUser {
    users(desk).into_iter().find(|one| one.resource_id == user.resource_id).expect("the same user")
}

/// The list of users with this one alone.
fn found(desk: &Desk, user: &StoredUser) -> Terminal {
    let mut t = desk.open_loaded(100, 30);
    t.key("/");
    t.type_str(COMPANY);
    t.wait_text("1/1 ");
    t.press("enter u");
    t.wait_text("Users of");
    t.key("/");
    t.type_str(&user.email);
    t.wait_text("1/1 ");
    t.key("enter");
    t.wait_text("x on/off");
    t
}

#[test]
fn a_user_is_deactivated_and_put_back() {
    let desk = Desk::new();
    let user = somebody(&desk);
    let mut t = found(&desk, &user);
    t.key("x");
    t.wait_text("deactivated in");
    assert!(!now(&desk, &user).active);
    t.wait_text("inactive");
    t.key("Z");
    wait_until("the old value", || now(&desk, &user).active);
    t.wait_text("activated in");
}

#[test]
fn a_user_is_deleted_after_a_yes_alone() {
    let desk = Desk::new();
    let user = somebody(&desk);
    let mut t = found(&desk, &user);
    t.key("D");
    t.wait_text("[y] Delete");
    t.key("enter");
    t.wait_gone("[y] Delete");
    assert!(!now(&desk, &user).deleted);
    t.key("D");
    t.wait_text("[y] Delete");
    t.key("y");
    t.wait_text("deleted from");
    assert!(now(&desk, &user).deleted);
}
