//! Lists of the commands without a screen, where they are read by a person.

use super::pty::Terminal;
use super::support::Desk;

/// On a terminal every company has one line, and what has no room is named.
#[test]
fn a_list_fits_the_terminal_or_names_what_it_leaves_out() {
    let desk = Desk::new();
    let lines = |columns: u16, arguments: &[&str]| {
        let command = desk.command(arguments);
        let mut t = Terminal::start(command, columns, 40);
        assert_eq!(t.wait_exit(), 0);
        t.text().lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect::<Vec<_>>()
    };
    let said = lines(80, &["companies", "list", "--page-size", "20"]);
    let rows = said.iter().take_while(|line| !line.starts_with("keepnet-tui: ")).count();
    assert_eq!(rows, 21, "a title and 20 companies: {said:#?}");
    assert!(said[0].ends_with("RENEWS") && said.concat().contains('…'), "{said:#?}");
    let said = lines(50, &["companies", "list", "--page-size", "5", "--columns", "company,used,reseller,industry"]);
    let named = "keepnet-tui: too narrow for INDUSTRY; --output csv has every column";
    assert!(said.join(" ").contains(named), "{said:#?}");
}
