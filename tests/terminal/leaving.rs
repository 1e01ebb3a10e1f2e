//! However the program ends, the terminal is left as it was found.

use rstest::rstest;
use rustix::process::Signal;

#[cfg(target_os = "linux")]
use super::desk::COMPANY;
use super::desk::Desk;
use super::pty::Terminal;

#[test]
fn q_ends_it_but_asks_while_something_is_unsent() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    t.key("a");
    t.wait_text("Add target user to");
    t.type_str("half@typed.example");
    t.wait_text("half@typed.example");
    t.key("esc");
    t.wait_text("draft kept");
    t.key("q");
    t.wait_text("Yes");
    t.key("n");
    t.wait_gone("Yes");
    t.key("j");
    t.wait_text("2 of 137");
    t.key("q");
    t.wait_text("Yes");
    t.key("y");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
}

#[rstest]
#[case::terminate(Signal::TERM, 143)]
#[case::interrupt(Signal::INT, 130)]
#[case::hang_up(Signal::HUP, 129)]
fn a_signal_ends_it_at_once(#[case] signal: Signal, #[case] code: u32) {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    t.signal(signal);
    assert_eq!(t.wait_exit(), code);
    t.left_as_found();
}

#[rstest]
#[case("task")]
#[case("loop")]
fn a_panic_ends_it_and_says_where_but_not_what(#[case] place: &str) {
    let desk = Desk::new();
    let mut command = desk.command(&[]);
    command.env("KEEPNET_TEST_PANIC", place);
    let mut t = Terminal::start(command, 80, 24);
    assert_eq!(t.wait_exit(), 1);
    t.left_as_found();
    // On the screen that was there before, so after the restore.
    let said = t.text().replace('\n', "");
    assert!(said.contains("internal error at src/runtime/"), "{said}");
    assert!(said.contains("please report it"), "{said}");
    let raw = String::from_utf8_lossy(&t.raw_since(0)).into_owned();
    assert!(!raw.contains("jane@example.com"), "the panic's own words were printed");
}

// Whether a process is stopped is read from /proc.
#[cfg(target_os = "linux")]
#[rstest]
#[case::by_key(None)]
#[case::by_signal(Some(Signal::TSTP))]
#[case::unannounced(Some(Signal::STOP))]
fn stopped_it_gives_the_terminal_back_and_takes_it_again(#[case] signal: Option<Signal>) {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    match signal {
        None => t.key("ctrl-z"),
        Some(signal) => t.signal(signal),
    }
    t.wait_state('T');
    // What cannot be noticed cannot be prepared for; all the same the screen comes back after it.
    if signal != Some(Signal::STOP) {
        t.wait_for("the ordinary screen", |s| !s.alternate_screen());
        t.left_as_found();
    }
    // The window changes while nobody looks.
    t.resize(100, 30);
    t.signal(Signal::CONT);
    t.wait_for("its screen", |s| s.alternate_screen() && s.bracketed_paste());
    t.wait_for("the keys at the bottom", |s| s.rows(0, 100).nth(29).is_some_and(|line| line.contains("? keys")));
    t.key("/");
    t.type_str(COMPANY);
    t.wait_text("1 of 1 ");
    t.press("enter q");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
}
