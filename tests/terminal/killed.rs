//! A program that is killed, a disk that is full, two programs at once: the real binary, with what it
//! leaves on disk.

use keepnet_tui::demo::{Fault, Gate};
use rstest::rstest;
use rustix::process::Signal;

use super::pty::Terminal;
use super::support::{COMPANY, CREATE, Desk, PHONE, open_needing};

const EMAIL: &str = "jane.doe@halcyon.example";

fn find(t: &mut Terminal) {
    t.key("/");
    t.type_str("Quartz");
    t.wait_text("1/1 ");
    t.key("enter");
}

fn fill(t: &mut Terminal) {
    find(t);
    t.key("a");
    t.wait_text("Add target user to");
    t.type_str(EMAIL);
    t.key("tab");
    t.type_str(PHONE);
    t.wait_text("900123");
}

/// Starts the program with something in its environment.
fn open_with(desk: &Desk, name: &str, value: &str) -> Terminal {
    let mut command = desk.command(&[]);
    command.env(name, value);
    let t = Terminal::start(command, 80, 24);
    t.wait_text("1/137");
    t
}

/// Where the kill falls, how often the create had reached the server by then.
#[rstest]
#[case::before_the_intent("recording", Left::Nothing)]
#[case::after_the_intent("sending", Left::Intent)]
#[case::after_the_answer("answered", Left::InDoubt)]
#[case::after_the_outcome("settled", Left::Known)]
fn killed_at_any_step_the_next_run_makes_it_exactly_one_user(#[case] step: &str, #[case] left: Left) {
    let desk = Desk::new();
    let mut t = open_with(&desk, "KEEPNET_TEST_KILL", step);
    fill(&mut t);
    desk.wait_kept("900123");
    t.key("ctrl-s");
    t.wait_killed();
    assert_eq!(
        desk.created(COMPANY, EMAIL).len(),
        usize::from(!matches!(left, Left::Nothing | Left::Intent)),
        "{step}"
    );
    finish(&desk, left);
}

#[test]
fn killed_before_the_answer_next_run_finds_the_user() {
    let desk = Desk::new();
    desk.faults().next(CREATE, Fault::Hold(Gate::new()));
    let mut t = desk.open_loaded(80, 24);
    fill(&mut t);
    t.key("ctrl-s");
    desk.wait_created(COMPANY, EMAIL);
    t.signal(Signal::KILL);
    t.wait_killed();
    finish(&desk, Left::InDoubt);
}

#[test]
fn killed_while_it_looks_the_user_up_the_next_run_finds_it() {
    let desk = Desk::new();
    desk.faults().next(CREATE, Fault::ExecutedThenReset);
    let mut t = open_with(&desk, "KEEPNET_TEST_KILL", "checking");
    fill(&mut t);
    t.key("ctrl-s");
    t.wait_killed();
    finish(&desk, Left::InDoubt);
}

/// What a run that was killed has left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Left {
    /// No user, and no word of one.
    Nothing,
    /// No user, but the journal says that one was to be.
    Intent,
    /// A user of whom the journal does not know.
    InDoubt,
    /// A user, and the journal knows it.
    Known,
}

/// The next run: what was stored is reported, what was not is created, by itself or by whoever sees to it.
fn finish(desk: &Desk, left: Left) {
    let mut t = desk.open_loaded(80, 24);
    let created = format!("Created {EMAIL}");
    match left {
        Left::Nothing => {
            // When the disk has heard that it was to be created it goes out by itself, else it is a draft.
            let is_back = |text: &str| text.contains("draft restored");
            t.wait_for("the draft or the user", |s| is_back(&s.contents()) || s.contents().contains(&created));
            if is_back(&t.text()) {
                find(&mut t);
                t.key("a");
                t.wait_text(EMAIL);
                t.wait_text("900123");
                t.key("ctrl-s");
            }
            t.wait_text(&created);
        }
        Left::Intent => {
            open_needing(&mut t);
            t.wait_text("will be created");
            assert!(t.text().contains(EMAIL) && t.text().contains("900123"), "{}", t.text());
            t.key("ctrl-s");
            t.wait_text(&created);
        }
        Left::InDoubt | Left::Known => {
            if left == Left::InDoubt {
                t.wait_text("no clear answer came");
            }
            find(&mut t);
            t.key("a");
            t.wait_text("Add target user to");
            assert!(!t.line("Email *").contains(EMAIL), "what was created is back as a draft:\n{}", t.text());
        }
    }
    t.signal(Signal::TERM);
    assert_eq!(t.wait_exit(), 143);
    assert_eq!(desk.created(COMPANY, EMAIL).len(), 1);
    assert_eq!(desk.server.asked(CREATE), 1);
}

#[test]
fn a_draft_survives_kill_9_a_second_after_it_was_typed() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    fill(&mut t);
    desk.wait_kept("900123");
    t.signal(Signal::KILL);
    t.wait_killed();
    let mut t = desk.open_loaded(80, 24);
    t.wait_text("draft restored");
    find(&mut t);
    // The table marks it.
    t.wait_for("a mark", |s| s.contents().contains("▌*"));
    t.key("a");
    t.wait_text(EMAIL);
    t.wait_text("900123");
    t.key("ctrl-s");
    t.wait_text(&format!("Created {EMAIL}"));
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    let t = desk.open_loaded(80, 24);
    assert!(!t.text().contains("is back"));
}

#[rstest]
#[case::terminated(Signal::TERM)]
#[case::hung_up(Signal::HUP)]
#[case::interrupted(Signal::INT)]
fn a_signal_loses_nothing_not_even_the_last_key(#[case] signal: Signal) {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    fill(&mut t);
    t.signal(signal);
    t.wait_exit();
    let mut t = desk.open_loaded(80, 24);
    find(&mut t);
    t.key("a");
    t.wait_text(EMAIL);
    t.wait_text("900123");
}

#[test]
fn two_programs_at_once_keep_apart_what_they_keep() {
    let desk = Desk::new();
    let mut one = desk.open_loaded(80, 24);
    let mut two = desk.open_loaded(80, 24);
    fill(&mut one);
    two.key("a");
    two.wait_text("Add target user to");
    two.type_str("second@halcyon.example");
    desk.wait_kept("900123");
    desk.wait_kept("second@halcyon");
    for t in [&mut one, &mut two] {
        t.signal(Signal::KILL);
        t.wait_killed();
    }
    let t = desk.open_loaded(80, 24);
    t.wait_text("2 drafts restored");
}

/// A process whose files may not grow is told by the system that the file is too large, as by a full disk
/// that there is no room; the terminal is no file.
#[test]
fn a_full_disk_is_said_and_the_job_goes_on() {
    let desk = Desk::new();
    let mut t = Terminal::start(desk.through_shell("trap '' XFSZ; ulimit -f 0; exec \"$0\""), 80, 24);
    t.wait_text("1/137");
    fill(&mut t);
    t.wait_text("not saved");
    let screen = t.text();
    assert!(screen.contains(EMAIL) && screen.contains("900123"), "something typed is gone:\n{screen}");
    sent_without_a_record_only_when_said_so(&desk, &mut t);
    assert_eq!(desk.created(COMPANY, EMAIL).len(), 1);
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
}

#[test]
fn a_state_folder_that_cannot_be_made_is_said_and_not_fatal() {
    let desk = Desk::new();
    std::fs::write(desk.home().join("file"), "x").expect("written");
    let mut command = desk.command(&[]);
    command.env("XDG_STATE_HOME", desk.home().join("file"));
    let mut t = Terminal::start(command, 80, 24);
    t.wait_text("1/137");
    t.wait_text("not saved");
    t.key("esc");
    t.wait_gone("not saved");
    fill(&mut t);
    sent_without_a_record_only_when_said_so(&desk, &mut t);
}

/// What cannot be recorded is not sent, and is kept; it goes out when the person says so in its form.
#[track_caller]
fn sent_without_a_record_only_when_said_so(desk: &Desk, t: &mut Terminal) {
    t.key("ctrl-s");
    t.wait_gone("Add target user to");
    open_needing(t);
    t.wait_text("cannot be recorded");
    let screen = t.text();
    assert!(screen.contains(EMAIL) && screen.contains("900123"), "something typed is gone:\n{screen}");
    assert_eq!(desk.server.asked(CREATE), 0);
    t.pass_gates();
    t.wait_text(&format!("Created {EMAIL}"));
    assert_eq!(desk.server.asked(CREATE), 1);
}
