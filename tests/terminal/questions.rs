//! The questions of a desk, each one line on the screen; `headless/questions.rs` has the commands, and the numbers.

use super::pty::Terminal;
use super::support::{Desk, wait_until};

/// Searches for `line` and waits until these words are on the screen, and those are not.
#[track_caller]
fn answer(desk: &Desk, line: &str, shown: &[&str], hidden: &str) {
    let mut t = desk.open_loaded(160, 48);
    t.press("/");
    t.type_str(line);
    t.key("enter");
    t.wait_for("the answer", |screen| {
        let text = screen.contents();
        shown.iter().all(|words| text.contains(words)) && !text.contains(hidden)
    });
    t.press("q");
    t.wait_exit();
}

#[test]
fn questions_are_one_line_each() {
    let desk = Desk::new();
    answer(
        &desk,
        "over>0",
        &["Halcyon Film Studios", "240/210", "−30", "Acme Logistics GmbH", "−12"],
        "Saffron Hotels",
    );
    let line = "reseller:southgate industry:hospitality ends:2026-11 left<5";
    answer(&desk, line, &["Meridian Travel", "−2", "1 company"], "Saffron Hotels");
}

#[test]
fn what_has_changed_since_friday_is_one_line() {
    let desk = Desk::new();
    let on = |day: &str| {
        let mut command = desk.command(&[]);
        command.env("KEEPNET_TEST_START", format!("{day}T12:00:00Z"));
        Terminal::start(command, 160, 48)
    };
    let mut friday = on("2026-11-27");
    friday.wait_text("1/137");
    wait_until("the day is kept", || desk.keeps_a_day());
    friday.press("q");
    friday.wait_exit();
    let add = ["users", "add", "--company", "Quartz Accounting", "--email", "jane@quartz.example", "--phone"];
    let mut added = Terminal::start(desk.command(&[&add[..], &["+442079460018"]].concat()), 80, 24);
    assert_eq!(added.wait_exit(), 0);
    let mut monday = on("2026-11-30");
    monday.wait_text("1/137");
    monday.press("/");
    monday.type_str("changed:2026-11-27");
    monday.key("enter");
    monday.wait_for("the company that has one user more", |screen| {
        let text = screen.contents();
        text.contains("1 company") && text.contains("Quartz Accounting") && text.contains("▲ +1")
    });
    monday.press("q");
    monday.wait_exit();
}
