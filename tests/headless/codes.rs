//! Every exit code, produced.

use keepnet_tui::demo::Fault;
use rstest::rstest;

use super::support::{COMPANY, Desk};

const LIST: [&str; 2] = ["companies", "list"];
const SEARCH: &str = "POST /api/companies/search";

#[test]
fn failed_when_the_service_has_a_problem() {
    let desk = Desk::new();
    desk.faults().always(SEARCH, Fault::status(500));
    desk.run(&LIST).ends(1).without_data().says(&["The companies could not be loaded", "HTTP 500"]);
}

#[rstest]
#[case::no_such_flag(&["companies", "list", "--fast"])]
#[case::no_such_column(&["companies", "list", "--sort", "left"])]
#[case::two_pages(&["companies", "list", "--all", "--page", "2"])]
#[case::no_company(&["users", "list"])]
#[case::no_email(&["users", "add", "--company", "x"])]
#[case::no_such_profile(&["companies", "list", "--profile", "nowhere"])]
#[case::an_empty_name(&["companies", "show", " "])]
fn usage_when_the_command_is_wrong(#[case] args: &[&str]) {
    let desk = Desk::new();
    desk.run(args).ends(2).without_data();
    assert!(desk.server.requests().is_empty());
}

#[test]
fn usage_for_an_ambiguous_name_with_candidates() {
    let desk = Desk::new();
    let ran = desk.run(&["companies", "show", "a"]).ends(2).without_data().says(&["use one of their IDs"]);
    assert!(ran.err.lines().count() > 3, "{}", ran.err);
}

#[test]
fn credentials_if_missing_refused_or_forbidden() {
    let desk = Desk::new();
    desk.run_with(&[("KEEPNET_CLIENT_SECRET", "")], &LIST).ends(3).without_data().says(&["KEEPNET_CLIENT_SECRET"]);
    assert!(desk.server.requests().is_empty());
    desk.run_with(&[("KEEPNET_CLIENT_SECRET", "wrong")], &LIST).ends(3).without_data().says(&["refused"]);
    desk.faults().next(SEARCH, Fault::status(403));
    desk.run(&LIST).ends(3).without_data().says(&["not allowed", "Reseller"]);
}

#[test]
fn not_found_for_an_unknown_name() {
    let desk = Desk::new();
    desk.run(&["companies", "show", "No such company"]).ends(4).without_data().says(&["No such company"]);
    desk.run(&["companies", "show", "nosuchid"]).ends(4).without_data().says(&["nosuchid"]);
    let find = ["users", "find", "nobody@nowhere.example", "--company", COMPANY];
    desk.run(&[&find[..], &["--output", "jsonl"]].concat()).ends(4).without_data().says(&["nobody has the email"]);
}

#[test]
fn refused_when_a_value_is_wrong() {
    let desk = Desk::new();
    desk.run(&["users", "find", "nobody"]).ends(5).without_data().says(&["has no @"]);
    desk.faults().next("POST /api/target-users$", Fault::failure_in_200("INPUT_ERROR", "", &["Phone Number is odd."]));
    desk.add(&[]).ends(5).without_data().says(&["--phone: Phone Number is odd."]);
}

#[test]
fn network_without_an_answer() {
    let desk = Desk::new();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", closed.local_addr().expect("an address"));
    drop(closed);
    desk.run(&["companies", "list", "--base-url", &url]).ends(7).without_data().says(&["no connection"]);
    let add = ["--base-url", url.as_str()];
    desk.add(&add).ends(7).without_data();
}

#[test]
fn network_if_connection_is_lost_before_a_create() {
    let desk = Desk::new();
    // Token and look-ups are answered, the create finds nobody.
    desk.faults().always("POST /api/target-users/search", Fault::Reset);
    desk.faults().next("POST /api/target-users$", Fault::Reset);
    desk.add(&[]).ends(6).says(&["not known"]);
}
