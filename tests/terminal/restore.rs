//! However the program ends, the terminal is left as it was found.

use rstest::rstest;
use rustix::process::Signal;

use super::pty::Terminal;

#[cfg(target_os = "linux")]
use super::support::COMPANY;
use super::support::Desk;

#[test]
fn q_ends_it_but_asks_while_something_is_unsent() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    // All companies are here: the rows have their places.
    t.wait_text(" free");
    t.key("a");
    t.wait_text("Add target user to");
    t.type_str("half@typed.example");
    t.wait_text("half@typed.example");
    t.key("esc");
    t.wait_text("draft kept");
    t.key("q");
    t.wait_text("[y] Quit");
    t.key("n");
    t.wait_gone("[y] Quit");
    t.key("j");
    t.wait_text("2/137");
    t.key("q");
    t.wait_text("[y] Quit");
    t.key("y");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
}

#[rstest]
#[case::terminate(Signal::TERM, 143)]
#[case::interrupt(Signal::INT, 130)]
#[case::hang_up(Signal::HUP, 129)]
#[case::quit(Signal::QUIT, 131)]
fn a_signal_ends_it_at_once(#[case] signal: Signal, #[case] code: u32) {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    t.signal(signal);
    assert_eq!(t.wait_exit(), code);
    t.left_as_found();
}

#[test]
fn a_failure_of_the_loop_is_told_after_it_has_left() {
    let desk = Desk::new();
    let mut command = desk.command(&[]);
    command.env("KEEPNET_TEST_PANIC", "error");
    let mut t = Terminal::start(command, 80, 24);
    assert_eq!(t.wait_exit(), 1);
    t.left_as_found();
    assert!(t.text().contains("the terminal cannot be used: a failure for the test"), "{}", t.text());
    assert!(desk.reports().is_empty(), "a failure is no panic");
}

#[rstest]
#[case::usual(false)]
#[case::under_nohup(true)]
fn a_closed_window_ends_it(#[case] ignored: bool) {
    let desk = Desk::new();
    let command = if ignored { desk.through_shell("trap '' HUP; exec \"$0\"") } else { desk.command(&[]) };
    let mut t = Terminal::start(command, 80, 24);
    t.wait_text("1/137");
    t.hang_up();
    assert_eq!(t.wait_exit(), 129);
}

#[test]
fn half_a_sequence_does_not_keep_it_from_hearing() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    t.type_str("j\x1b[200~a paste that never en");
    t.wait_text("2/137");
    t.signal(Signal::TERM);
    assert_eq!(t.wait_exit(), 143);
    t.left_as_found();
}

#[test]
fn a_terminal_that_takes_nothing_does_not_keep_it() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    t.stop_output();
    t.key("j");
    t.signal(Signal::TERM);
    assert_eq!(t.wait_exit(), 143);
    t.line_modes_as_found();
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
    // The shell sets the line modes as it needs them, and the window changes while nobody looks.
    t.cook();
    t.resize(100, 30);
    t.signal(Signal::CONT);
    t.wait_raw();
    t.wait_for("its screen", |s| s.alternate_screen() && s.bracketed_paste());
    t.wait_for("the keys at the bottom", |s| s.rows(0, 100).nth(29).is_some_and(|line| line.contains("? keys")));
    t.key("/");
    t.type_str(COMPANY);
    t.wait_text("1/1 ");
    t.press("enter q");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
}
