//! The table: pages, order, filter, search, and a slow service under it.

use keepnet_tui::demo::{Fault, Gate};

use super::desk::{Desk, SEARCH};

#[test]
fn pages_order_filter_and_search() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    t.key(".");
    t.wait_text("101 of 137");
    t.key(".");
    t.wait_text("this is the last page");
    t.key(",");
    t.wait_text("1 of 137");
    t.key("p");
    t.wait_text("Go to page");
    t.type_str("2");
    t.key("enter");
    t.wait_text("101 of 137");
    t.press("s u");
    t.wait_text("USED▲");
    let smallest = t.line("> ");
    t.press("s u");
    t.wait_text("USED▼");
    assert_ne!(smallest, t.line("> "));
    t.press("l l O");
    t.wait_text("LEFT");
    t.key("!");
    t.wait_text("ONLY OVER LIMIT");
    t.key("!");
    t.wait_gone("ONLY OVER LIMIT");
    t.key("/");
    t.type_str("no such company");
    t.wait_text("No company matches");
    t.key("esc");
    t.wait_text("of 137");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}

#[test]
fn an_old_search_never_replaces_a_newer_one() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    // The next page may be fetched ahead: only then is the next search one of ours.
    t.wait_quiet(std::time::Duration::from_millis(200));
    let asked = desk.server.asked(SEARCH);
    let old = Gate::new();
    desk.faults().next(SEARCH, Fault::Hold(old.clone()));
    t.key("/");
    t.type_str("Lumen");
    desk.wait_arrived(SEARCH, asked + 1);
    // Typing shows while the service is silent, and the newer search overtakes.
    t.type_str("\x15Halcyon");
    t.wait_text("/ Halcyon");
    t.wait_text("> Halcyon Film");
    old.open();
    t.key("enter");
    assert!(!t.writes_within(std::time::Duration::from_millis(700)) || t.text().contains("> Halcyon Film"));
    assert!(t.text().contains("> Halcyon Film") && !t.text().contains("Lumen"), "{}", t.text());
}
