//! What is written to the terminal, byte by byte: little, and nothing while nothing happens.

use std::time::Duration;

use keepnet_tui::demo::Fault;

use super::pty::Terminal;
use super::support::{CREATE, Desk, PHONE, open_needing, send_over_limit};

/// What a key brings has been written when nothing has come for so long.
const QUIET: Duration = Duration::from_millis(150);

#[test]
fn idle_it_writes_nothing() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(160, 48);
    t.key("a");
    t.wait_text("Add target user to");
    t.wait_quiet(Duration::from_millis(700));
    assert!(!t.writes_within(Duration::from_secs(3)), "written while idle");
}

/// How much the program writes after each of these keys, in the middle and at most; each is followed by this text.
#[track_caller]
fn written(t: &mut Terminal, key: &str, texts: impl Iterator<Item = String>) -> (usize, usize) {
    let written = texts.map(|text| {
        t.wait_quiet(QUIET);
        let before = t.written();
        t.key(key);
        t.wait_text(&text);
        t.wait_quiet(QUIET);
        t.written() - before
    });
    let mut written: Vec<_> = written.collect();
    written.sort_unstable();
    (written[written.len() / 2], written[written.len() - 1])
}

#[test]
fn a_row_move_writes_little() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(160, 48);
    let (usual, most) = written(&mut t, "j", (2..32).map(|row| format!(" {row}/137")));
    // Two rows, one of them with a tint from edge to edge. A state has a colour of its own.
    assert!(usual <= 280 && most <= 340, "{usual} bytes, at most {most}");
}

#[test]
fn a_row_scrolled_in_writes_little() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(160, 48);
    t.type_str(&"j".repeat(60));
    t.wait_text(" 61/137");
    let (_, most) = written(&mut t, "j", (62..72).map(|row| format!(" {row}/137")));
    assert!(most <= 700, "downwards: {most} bytes");
    t.type_str(&"k".repeat(60));
    t.wait_text(" 11/137");
    let (_, most) = written(&mut t, "k", (5..11).rev().map(|row| format!(" {row}/137")));
    assert!(most <= 700, "upwards: {most} bytes");
}

#[test]
fn a_page_writes_less_than_the_screen() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(160, 48);
    let page = |t: &Terminal| t.text().lines().filter(|line| line.starts_with('│')).count();
    // Search, titles; the rest is rows.
    let rows = page(&t) - 2;
    let (_, most) = written(&mut t, "pgdn", (1..3).map(|n| format!(" {}/137", 1 + n * rows)));
    assert!(most <= 7_000, "{most} bytes");
}

#[test]
fn a_typed_letter_writes_little() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(160, 48);
    t.key("a");
    t.wait_text("Add target user to");
    t.type_str("jo");
    t.wait_text("jo");
    let (_, most) = written(&mut t, "l", (1..6).map(|n| format!("jo{}", "l".repeat(n))));
    assert!(most <= 100, "{most} bytes");
}

#[test]
fn a_thousand_keys_at_once_end_on_the_right_row() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(160, 48);
    t.wait_quiet(Duration::from_millis(500));
    let before = t.written();
    t.type_str(&"j".repeat(1_000));
    t.wait_text("137/137");
    t.wait_quiet(Duration::from_millis(500));
    assert!(t.text().contains("137/137"));
    let bytes = t.written() - before;
    assert!(bytes < 60_000, "{bytes} bytes");
    let before = t.written();
    t.type_str(&"k".repeat(1_000));
    t.wait_text(" 1/137");
    let bytes = t.written() - before;
    assert!(bytes < 60_000, "{bytes} bytes");
}

/// The parameters of every SGR sequence.
fn attributes(raw: &[u8]) -> Vec<u16> {
    let raw = String::from_utf8_lossy(raw);
    let mut found = Vec::new();
    for rest in raw.split("\x1b[").skip(1) {
        let parameters: String = rest.chars().take_while(|c| c.is_ascii_digit() || ";:".contains(*c)).collect();
        if rest[parameters.len()..].starts_with('m') {
            found.extend(parameters.split([';', ':']).map(|n| n.parse().unwrap_or(0)));
        }
    }
    found
}

fn is_colour(n: u16) -> bool {
    matches!(n, 30..=38 | 40..=48 | 90..=97 | 100..=107)
}

/// Shows what has colours: rows, a notice, the form, a failure, the key list.
fn tour(desk: &Desk, t: &mut Terminal) {
    t.wait_text("/137");
    t.key("!");
    t.wait_text("state:over");
    t.key("a");
    t.wait_text("Add target user to");
    t.type_str("jane@x.example");
    t.key("tab");
    t.type_str(PHONE);
    desk.faults().next(CREATE, Fault::status(403));
    send_over_limit(t);
    t.wait_text("✕ 1 J");
    open_needing(t);
    t.key("esc");
    t.wait_text("kept; F9");
    t.key("?");
    t.wait_text("Keys: ");
}

#[test]
fn no_color_means_none() {
    let desk = Desk::new();
    let mut command = desk.command(&[]);
    command.env("NO_COLOR", "1");
    command.env("COLORTERM", "truecolor");
    let mut t = Terminal::start(command, 80, 24);
    tour(&desk, &mut t);
    let found = attributes(&t.raw_since(0));
    assert!(found.contains(&7), "nothing is reversed");
    assert_eq!(found.into_iter().find(|n| is_colour(*n)), None);
    // The same tour has colours otherwise.
    let desk = Desk::new();
    let mut t = desk.open(80, 24);
    tour(&desk, &mut t);
    assert!(attributes(&t.raw_since(0)).into_iter().any(is_colour));
}

#[test]
fn ascii_means_ascii() {
    let desk = Desk::new();
    let mut t = Terminal::start(desk.command(&["--ascii"]), 80, 24);
    t.wait_text("1/137");
    t.key("/");
    t.type_str("Lumen Optics");
    t.key("enter");
    t.wait_text("1/1 ");
    let before = t.written();
    t.key("ctrl-l");
    t.press("s n");
    t.wait_text("COMPANY");
    t.key("a");
    t.wait_text("Add target user to");
    t.press("tab tab tab tab tab f4");
    t.wait_text("[ ]");
    t.key("esc");
    t.wait_gone("[ ]");
    t.key("f1");
    t.wait_text("Keys: ");
    let raw = t.raw_since(before);
    let odd = String::from_utf8_lossy(&raw).chars().find(|c| !c.is_ascii());
    assert_eq!(odd, None);
    assert!(raw.len() > 2_000, "nothing was painted again");
}
