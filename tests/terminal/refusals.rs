//! What cannot go on, said in words; and pastes, which never run anything.

use std::process::{Command, Stdio};

use super::pty::Terminal;
use super::support::{CREATE, Desk, bare};

#[test]
fn missing_credentials_show_advice_and_offer_the_demo() {
    let home = tempfile::tempdir().expect("a home");
    let mut t = Terminal::start(bare(home.path(), &[]), 80, 24);
    t.wait_text("Company Settings > REST API");
    t.wait_text("KEEPNET_CLIENT_SECRET");
    t.key("d");
    t.wait_text("1/137");
    t.wait_text("DEMO");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
}

#[test]
fn the_demo_needs_no_credentials() {
    let home = tempfile::tempdir().expect("a home");
    let mut t = Terminal::start(bare(home.path(), &["--demo"]), 80, 24);
    t.wait_text("DEMO");
    t.wait_text("1/137");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
}

#[test]
fn a_wrong_secret_is_exit_code_3() {
    let desk = Desk::new();
    let mut command = desk.command(&[]);
    command.env("KEEPNET_CLIENT_SECRET", "wrong-but-still-secret");
    let mut t = Terminal::start(command, 80, 24);
    t.wait_text("the client ID or secret is refused");
    t.wait_text("REST API");
    t.key("q");
    assert_eq!(t.wait_exit(), 3);
    t.left_as_found();
    assert!(t.text().contains("credentials were refused"));
    assert!(!String::from_utf8_lossy(&t.raw_since(0)).contains("wrong-but"));
}

#[test]
fn plain_http_to_elsewhere_is_exit_code_2() {
    let desk = Desk::new();
    let mut t = Terminal::start(desk.command(&["--base-url", "http://example"]), 80, 24);
    assert_eq!(t.wait_exit(), 2);
    t.left_as_found();
    assert!(t.text().contains("plain http is only allowed to this machine"), "{}", t.text());
}

#[test]
fn a_pipe_is_exit_code_2() {
    let ended = Command::new(env!("CARGO_BIN_EXE_keepnet-tui"))
        .arg("--demo")
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    assert_eq!(ended.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("for a terminal"));
    assert!(ended.stdout.is_empty());
}

#[test]
fn a_paste_runs_nothing() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    t.paste("q\ny\nj\n");
    t.wait_text("pasted text was ignored");
    t.wait_text("1/137");
    t.key("a");
    t.wait_text("Add target user to");
    t.paste("jane@x.example\n\x13q\n");
    t.wait_text("Ctrl-T takes");
    t.key("i");
    t.wait_text("jane@x.example q");
    t.key("tab");
    t.paste("+44 7700 900123\n");
    t.wait_text("900123");
    assert!(t.text().contains("Add target user to"));
    assert_eq!(desk.server.asked(CREATE), 0);
}
