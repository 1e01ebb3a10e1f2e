//! The companies of the last run are on the screen before the service has answered anything.

use keepnet_tui::demo::{Fault, Gate};
use rstest::rstest;

use super::support::{COMPANY, Desk, wait_until};

/// A desk whose program has run before, and whose service answers nothing from now on.
fn silent() -> (Desk, Gate) {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    wait_until("the companies on disk", || !desk.companies().is_empty());
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    let gate = Gate::new();
    desk.faults().always("/", Fault::Hold(gate.clone()));
    (desk, gate)
}

#[rstest]
#[case::usual(80, 24)]
#[case::wide(160, 48)]
#[case::smallest(60, 15)]
fn start_shows_snapshot_without_any_answer(#[case] width: u16, #[case] height: u16) {
    let (desk, gate) = silent();
    let mut t = desk.open(width, height);
    t.wait_text("1/137");
    // All that a list does goes on.
    t.key("G");
    t.wait_text("137/137");
    t.press("s u");
    t.wait_text("SEATS▼");
    t.key("/");
    t.type_str("accounting quartz");
    t.wait_text(&format!("▌  {COMPANY}"));
    t.key("enter");
    t.wait_text("1/1 ");
    assert!(t.text().contains("connecting"), "nothing was answered:\n{}", t.text());
    // Then the service answers, and the row under the cursor is still that one.
    gate.open();
    t.wait_text("● ");
    t.wait_text(&format!("▌  {COMPANY}"));
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
}

#[test]
fn what_was_seen_last_is_the_owners_alone() {
    let (desk, _gate) = silent();
    let text = desk.companies().concat();
    assert!(text.contains(COMPANY) && !text.contains(desk.server.client_secret()), "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&desk.databases()[0]).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
