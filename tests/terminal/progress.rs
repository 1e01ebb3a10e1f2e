//! A command that takes long says how far it is, on a terminal, and leaves nothing of it behind.

use keepnet_tui::demo::{Fault, Gate, Options};

use super::pty::Terminal;
use super::support::Desk;

#[test]
fn list_all_shows_a_bar_and_clears_it() {
    let desk = Desk::new();
    let gate = Gate::new();
    desk.faults().nth("/api/companies/search", 2, Fault::Hold(gate.clone()));
    let list = ["companies", "list", "--all", "--page-size", "100", "--columns", "company"];
    let mut t = Terminal::start(desk.command(&list), 100, 200);
    // Data and bar share the terminal.
    t.wait_text("100/137 companies, ");
    assert!(t.text().contains(" left"), "{}", t.text());
    assert!(t.text().lines().filter(|line| !line.trim().is_empty()).count() >= 102, "{}", t.text());
    gate.open();
    assert_eq!(t.wait_exit(), 0);
    let rows = t.text().lines().filter(|line| !line.trim().is_empty()).count();
    assert_eq!((rows, t.text().contains("100/137")), (1 + 137, false), "{}", t.text());
    t.line_modes_as_found();
}

/// A report of three pages, of which the last one is held back.
#[test]
fn report_shows_a_bar_and_leaves_the_table_of_eighty_cells() {
    let desk = Desk::with(Options { companies: 450, ..Options::instant() });
    let gate = Gate::new();
    desk.faults().nth("/api/companies/search", 3, Fault::Hold(gate.clone()));
    let mut t = Terminal::start(desk.command(&["companies", "report"]), 80, 500);
    t.wait_text("400/450 companies, ");
    gate.open();
    assert_eq!(t.wait_exit(), 0);
    let text = t.text();
    assert!(!text.contains("400/450") && text.contains("too narrow for RESELLER, LICENCE TYPE"), "{text}");
    let total = text.lines().find(|line| line.starts_with("TOTAL")).expect("a total");
    assert_eq!(total.split_whitespace().count(), 1 + 4, "{total}");
}

#[test]
fn a_worksheet_is_not_written_to_a_terminal() {
    let desk = Desk::new();
    let mut t = Terminal::start(desk.command(&["companies", "report", "--output", "xlsx"]), 80, 30);
    assert_eq!(t.wait_exit(), 2);
    assert!(t.text().contains("name a file with --out"), "{}", t.text());
    assert_eq!(desk.server.requests().len(), 0);
}

#[test]
fn find_tells_how_many_companies_were_looked_at() {
    let desk = Desk::new();
    let gate = Gate::new();
    desk.faults().nth("/api/target-users/search", 30, Fault::Hold(gate.clone()));
    let mut t = Terminal::start(desk.command(&["users", "find", "nobody@nowhere.example"]), 100, 30);
    t.wait_text("/137 companies looked at, ");
    gate.open();
    // Some companies allow no access: she may be there.
    assert_eq!(t.wait_exit(), 3);
    assert!(!t.text().contains("/137 companies"), "{}", t.text());
    assert!(t.text().contains("nobody has the email"), "{}", t.text());
}

#[test]
fn a_service_that_hangs_is_said_to_be_waited_for() {
    let desk = Desk::new();
    let gate = Gate::new();
    desk.faults().always("/api/companies/search", Fault::Hold(gate.clone()));
    let mut t = Terminal::start(desk.command(&["companies", "list", "--output", "json"]), 100, 30);
    t.wait_text("waiting for the service, ");
    t.key("ctrl-c");
    assert_eq!(t.wait_exit(), 130);
    t.line_modes_as_found();
    gate.open();
}

#[test]
fn a_dumb_terminal_gets_no_bar() {
    let desk = Desk::new();
    let gate = Gate::new();
    desk.faults().always("/api/companies/search", Fault::Hold(gate.clone()));
    let mut command = desk.command(&["companies", "list", "--output", "json"]);
    command.env("TERM", "dumb");
    let mut t = Terminal::start(command, 100, 30);
    desk.wait_arrived("/api/companies/search", 1);
    assert!(!t.writes_within(std::time::Duration::from_millis(1_500)), "{}", t.text());
    gate.open();
    assert_eq!(t.wait_exit(), 0);
}
