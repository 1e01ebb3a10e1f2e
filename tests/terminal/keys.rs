//! What the terminal sends, cut into pieces as a slow line does it, and all at once.

use std::time::Duration;

use rstest::rstest;

use super::pty::Terminal;
use super::support::{COMPANY, CREATE, Desk, PHONE, open_form};

const EMAIL: &str = "jane@pieces.example";
/// Long enough for two reads.
const PAUSE: Duration = Duration::from_millis(60);

/// The program with much patience after an ESC, so that a busy machine changes nothing.
fn patient(desk: &Desk) -> Terminal {
    let path = desk.home().join("patient.toml");
    std::fs::write(&path, "escape_delay_ms = 1000\n").expect("a file");
    let t = Terminal::start(desk.command(&["--config", &path.to_string_lossy()]), 80, 24);
    t.wait_text("1/137");
    t.wait_text("● ");
    t
}

/// Types these pieces with pauses between them.
fn type_pieces(t: &mut Terminal, pieces: &[&[u8]]) {
    for piece in pieces {
        t.pause(PAUSE);
        t.type_bytes(piece);
    }
}

#[track_caller]
fn end(mut t: Terminal) {
    t.key("esc");
    t.wait_gone("Add target user to");
    t.key("q");
    t.wait_text("Quit?");
    t.key("y");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
}

#[test]
fn sequences_in_pieces_are_keys_and_pastes() {
    let desk = Desk::new();
    let mut t = patient(&desk);
    open_form(&mut t);
    t.type_str("x");
    // Down, to the phone.
    type_pieces(&mut t, &[b"\x1b", b"[B"]);
    t.pause(PAUSE);
    t.type_str("+4477");
    t.wait_text("+4477");
    assert!(t.text().contains("Add target user to"), "the form is open");
    // Shift-Tab, back to the email.
    type_pieces(&mut t, &[b"\x1b", b"[", b"Z"]);
    t.type_str("\x15");
    // A letter and a paste.
    type_pieces(&mut t, &[b"z", b"\xc3", b"\xbc", b"\x1b[20", b"0~pasted.by@pie", b"ces.example\x1b[2", b"01~"]);
    t.wait_text("züpasted.by@pieces.example");
    end(t);
}

#[test]
fn an_escape_of_its_own_leaves_after_its_patience() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    open_form(&mut t);
    t.key("esc");
    t.wait_gone("Add target user to");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}

#[test]
fn much_text_typed_at_once_is_all_there() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    open_form(&mut t);
    let long = format!("{}end", "0123456789".repeat(300));
    t.type_str(&long);
    t.wait_text("789end");
    desk.wait_kept(&long);
    end(t);
}

#[test]
fn keys_typed_before_the_program_reads_are_heard() {
    let desk = Desk::new();
    let mut t = Terminal::start(desk.through_shell("echo ready; read -r go; exec \"$0\""), 80, 24);
    t.wait_text("ready");
    t.type_str(&format!("go\r/{COMPANY}\r"));
    t.wait_text(&format!("▌  {COMPANY}"));
    t.wait_text("1/1 ");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
}

#[rstest]
#[case::at_once(1)]
#[case::in_two_reads(2)]
#[case::line_by_line(20)]
fn a_paste_without_marks_creates_nobody(#[case] pieces: usize) {
    let desk = Desk::new();
    let mut t = desk.open_loaded(100, 30);
    open_form(&mut t);
    let text = format!("{EMAIL}\r{PHONE}{}", "\r".repeat(13));
    let bytes = text.as_bytes();
    for piece in bytes.chunks(bytes.len().div_ceil(pieces)) {
        t.type_bytes(piece);
        t.wait_quiet(Duration::from_millis(20));
    }
    t.wait_text(EMAIL);
    t.wait_quiet(Duration::from_millis(200));
    assert_eq!(desk.server.asked(CREATE), 0, "{}", t.text());
    assert!(t.text().contains(EMAIL), "{}", t.text());
}

#[test]
fn a_form_filled_blindly_at_eight_keys_a_second_is_created() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(100, 30);
    t.type_str(&format!("/{COMPANY}"));
    t.wait_text(&format!("▌  {COMPANY}"));
    t.key("enter");
    open_form(&mut t);
    t.type_str(EMAIL);
    t.key("tab");
    t.type_str(PHONE);
    // The fields go round: before the first are the two buttons.
    t.press("shift-tab shift-tab shift-tab enter");
    desk.wait_created(COMPANY, EMAIL);
}
