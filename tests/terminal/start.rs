//! Started at a place that the command line names, and a view saved into the configuration.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use keepnet_tui::demo::{Fault, Gate, Options};

use super::pty::Terminal;
use super::support::{Desk, SEARCH};

const COMPANY: &str = "Quartz Accounting";
const EMAIL: &str = "jane@quartz.example";

#[test]
fn form_of_a_company_is_filled_in_and_typed_on() {
    let desk = Desk::new();
    let gate = Gate::new();
    desk.faults().next(SEARCH, Fault::Hold(gate.clone()));
    let arguments = ["--company", COMPANY, "--add", "--email", EMAIL, "--first-name", "Jane"];
    let mut t = Terminal::start(desk.command(&arguments), 80, 24);
    desk.wait_arrived(SEARCH, 1);
    // The service has not answered yet.
    t.wait_text("opens when it is loaded");
    t.type_str("+442079460018");
    t.wait_text("typed ahead: +442079460018");
    gate.open();
    t.wait_text(&format!("Add target user to {COMPANY}"));
    t.wait_for("what was given and typed", |s| {
        let text = s.contents();
        [EMAIL, "Jane", "+442079460018"].iter().all(|words| text.contains(words))
    });
    desk.wait_kept(EMAIL);
    assert!(desk.created(COMPANY, EMAIL).is_empty(), "nothing is sent by itself");
    t.key("ctrl-s");
    desk.wait_created(COMPANY, EMAIL);
}

#[test]
fn company_with_its_users_and_names_that_fit_several_or_none() {
    let desk = Desk::with(Options { companies: 300, ..Options::instant() });
    let id = desk.server.company_id(COMPANY).expect("a company");
    let mut t = Terminal::start(desk.command(&["--company", &id, "--users"]), 80, 24);
    t.wait_text(COMPANY);
    t.wait_text("Users");
    t.press("q");
    // With so many it was searched for before all of them were loaded.
    t.wait_text("1/1 ");
    t.key("esc");
    t.wait_text("/300");
    t.press("q");
    assert_eq!(t.wait_exit(), 0);
    let t = Terminal::start(desk.command(&["--company", "izmir"]), 160, 40);
    t.wait_text("choose one");
    t.wait_text("İzmir Enerji Holding");
    let mut t = Terminal::start(desk.command(&["--company", "no such company"]), 80, 24);
    t.wait_text("No company has the ID or the name");
    t.wait_text("1/300");
    t.press("q");
}

#[test]
fn view_is_opened_at_the_start_and_a_new_one_saved() {
    let desk = Desk::new();
    let (file, link) = (desk.home().join("dotfiles.toml"), desk.home().join("config.toml"));
    let before = "# Mine.\ntheme = \"default\" # as the terminal\n\n[views.vips] # by Jane\nfilter = \"left<5\"\n";
    fs::write(&file, before).expect("written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("mode");
    symlink(&file, &link).expect("a link");
    let config = link.to_str().expect("UTF-8");
    let mut t = Terminal::start(desk.command(&["--config", config, "--view", "VIPs"]), 120, 30);
    t.wait_text("· vips");
    t.wait_text("left<5");
    t.press("s u v");
    t.wait_text("Save this view");
    t.key("ctrl-s");
    t.wait_text("Save this view: its name");
    t.press("ctrl-u");
    t.type_str("the biggest");
    t.key("enter");
    t.wait_text("was saved; 6 opens it");
    let added = "\n[views.\"the biggest\"]\nfilter = \"left<5\"\nsort = \"seats\"\nkey = \"6\"\n";
    assert_eq!(fs::read_to_string(&file).expect("text"), format!("{before}{added}"));
    assert_eq!(fs::metadata(&file).expect("file").permissions().mode() & 0o777, 0o640);
    assert!(link.symlink_metadata().expect("link").is_symlink());
    t.press("esc 6");
    t.wait_text("· the biggest");
    t.press("q");
    assert_eq!(t.wait_exit(), 0);
    // It is there at the next start.
    let mut t = Terminal::start(desk.command(&["--config", config, "--view", "the-biggest"]), 120, 30);
    t.wait_text("· the biggest");
    t.press("q");
}

#[test]
fn unknown_view_is_refused_before_anything_is_shown() {
    let desk = Desk::new();
    let mut t = Terminal::start(desk.command(&["--view", "nothing"]), 100, 24);
    t.wait_text("no view is called \"nothing\"; there are: over limit, ending soon");
    assert_eq!(t.wait_exit(), 2);
}
