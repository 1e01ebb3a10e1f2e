//! The table: pages, order, filter, search, and a slow service under it.

use keepnet_tui::demo::{Fault, Gate, Options};

use super::support::{Desk, SEARCH};

#[test]
fn rows_order_filter_and_search() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    // A list in memory has no pages.
    t.key(".");
    t.wait_gone(" 1/137");
    t.key(",");
    t.wait_text(" 1/137");
    t.key("G");
    t.wait_text("137/137");
    t.key("p");
    t.wait_text("Go to row");
    t.type_str("101");
    t.key("enter");
    t.wait_text("101/137");
    t.press("s u");
    t.wait_text("SEATS▼");
    t.key("g");
    t.wait_text(" 1/137");
    let most = t.line("▌");
    t.press("s u");
    t.wait_text("SEATS▲");
    // The cursor stays on its company.
    t.wait_text("137/137");
    assert_eq!(t.line("▌").trim_end(), most.trim_end());
    t.press("l l O");
    t.wait_for("the order by renewal", |s| s.contents().contains("ENDS ▲") || s.contents().contains("ENDS ▼"));
    t.key("!");
    t.wait_text("state:over");
    t.key("!");
    t.wait_gone("state:over");
    t.key("/");
    t.type_str("no such company");
    t.wait_text("No company matches");
    t.key("esc");
    t.wait_text("/137");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}

#[test]
fn an_old_search_never_replaces_a_newer_one() {
    // More than are kept in memory: the service searches.
    let desk = Desk::with(Options { companies: 20_100, ..Options::instant() });
    let mut t = desk.open(80, 24);
    t.wait_text("1/20100");
    // The next page may be fetched ahead: only then is the next search one of ours.
    t.wait_quiet(std::time::Duration::from_millis(200));
    let asked = desk.server.asked(SEARCH);
    let old = Gate::new();
    desk.faults().next(SEARCH, Fault::Hold(old.clone()));
    t.key("/");
    t.type_str("Lumen");
    desk.wait_arrived(SEARCH, asked + 1);
    // Typing shows while the service is silent, and the newer search overtakes.
    t.type_str("\x15Quartz");
    t.wait_text("/ Quartz");
    t.wait_text("▌  Quartz Accounting");
    old.open();
    t.key("enter");
    t.wait_quiet(std::time::Duration::from_millis(700));
    assert!(t.text().contains("▌  Quartz Accounting") && !t.text().contains("Lumen"), "{}", t.text());
}

/// Signs of Devanagari and Thai take a cell of their own in many terminals, although the letter
/// they stand on and they are one to a person: overwritten, both have to go.
#[test]
fn overwritten_names_leave_nothing_behind() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    let table = |screen: &str| screen.lines().skip(2).take(19).map(|l| l.trim_end().to_owned()).collect::<Vec<_>>();
    for keys in [".", ",", "s u", "ctrl-d", "ctrl-d", "s u", "s n", "G", "g", "ctrl-d", "ctrl-d", "ctrl-d"] {
        t.press(keys);
        // A key without meaning answers in a frame of its own or in the one of the keys before it.
        t.key("X");
        t.wait_text("no action on X");
        t.wait_quiet(std::time::Duration::from_millis(100));
        let drawn = table(&t.text());
        t.press("ctrl-l Q");
        t.wait_text("no action on Q");
        assert_eq!(drawn, table(&t.text()), "after {keys}");
    }
}
