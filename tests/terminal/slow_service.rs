//! Slow, failing and hostile services.

use std::time::Duration;

use keepnet_tui::demo::{Fault, Gate, Options};
use rstest::rstest;

use super::pty::Terminal;
use super::support::{COMPANY, CREATE, Desk, FIND, PHONE, SEARCH, open_needing};

const EMAIL: &str = "jane.doe@halcyon.example";

/// The whole screen is drawn: its last line shows the keys.
fn drawn(t: &Terminal, width: u16, height: u16) {
    t.wait_for("the keys at the bottom", |s| {
        s.rows(0, width).nth(usize::from(height) - 1).is_some_and(|line| line.trim_end().ends_with("? keys"))
    });
}

#[test]
fn the_window_changes_while_everything_loads() {
    let desk = Desk::new();
    let gate = Gate::new();
    desk.faults().always(SEARCH, Fault::Hold(gate.clone()));
    let mut t = desk.open(80, 24);
    desk.wait_arrived(SEARCH, 1);
    drawn(&t, 80, 24);
    t.resize(160, 48);
    drawn(&t, 160, 48);
    t.resize(50, 10);
    t.wait_text("60 x 15 is needed");
    t.resize(80, 24);
    drawn(&t, 80, 24);
    gate.open();
    t.wait_text("1/137");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
}

#[test]
fn keys_act_while_the_service_is_silent() {
    let desk = Desk::new();
    let gate = Gate::new();
    desk.faults().always("/", Fault::Hold(gate));
    let mut t = desk.open(80, 24);
    t.wait_text("Loading the companies");
    t.key("/");
    t.type_str("Quar");
    t.wait_text("/ Quar");
    t.key("esc");
    t.wait_gone("/ Quar");
    t.key("?");
    t.wait_text("Keys: ");
    t.key("esc");
    t.wait_gone("Keys: ");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
}

/// Keys that come faster than they can be drawn keep no answer out.
#[test]
fn a_key_that_is_held_down_keeps_no_answer_out() {
    let desk = Desk::new();
    let gate = Gate::new();
    desk.faults().always(SEARCH, Fault::Hold(gate.clone()));
    let mut t = desk.open(80, 24);
    desk.wait_arrived(SEARCH, 1);
    gate.open();
    let mut pressed = 0;
    while !t.text().contains("1/137") {
        assert!(pressed < 5_000, "no answer in {} keys", pressed * 100);
        t.type_str(&"M".repeat(100));
        t.pause(Duration::from_millis(1));
        pressed += 1;
    }
    t.wait_text("/137");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}

fn fill_open(t: &mut Terminal) {
    t.key("a");
    t.wait_text("Add target user to");
    t.type_str(EMAIL);
    t.key("tab");
    t.type_str(PHONE);
    t.wait_text("900123");
}

fn fill(t: &mut Terminal) {
    t.key("/");
    t.type_str(COMPANY);
    t.wait_text("1/1 ");
    t.key("enter");
    fill_open(t);
}

#[test]
fn create_in_flight_is_sent_once_and_reported_elsewhere() {
    let desk = Desk::new();
    let gate = Gate::new();
    desk.faults().always(CREATE, Fault::Hold(gate.clone()));
    let mut t = desk.open_loaded(80, 24);
    fill(&mut t);
    t.press("ctrl-s ctrl-s ctrl-s");
    t.wait_gone("Add target user to");
    // The same key writes the list to a file here: not when it was meant for the form.
    t.wait_text("the form has just closed");
    t.wait_text("⟳ 1");
    desk.wait_arrived(CREATE, 1);
    t.key("esc");
    t.wait_text("/137");
    t.key("j");
    gate.open();
    t.wait_text(&format!("Created {EMAIL}"));
    assert_eq!(desk.server.asked(CREATE), 1);
}

/// The errors the header counts.
pub fn errors(screen: &str) -> u32 {
    let count = screen.lines().next().unwrap_or_default().split_once(" error").map(|(before, _)| before);
    count.and_then(|before| before.split_whitespace().last()?.parse().ok()).unwrap_or(0)
}

/// Presses r as often as it takes until this text is there.
fn insist(t: &mut Terminal, wanted: &str) {
    loop {
        let before = errors(&t.text());
        t.wait_for(wanted, |s| s.contents().contains(wanted) || errors(&s.contents()) > before);
        if t.text().contains(wanted) {
            return;
        }
        t.key("r");
    }
}

/// What F9 says if there is nothing to open.
const NOTHING: &str = "nothing needs you";
/// What Ctrl-S says if the outcome has just closed the form.
const CLOSED: &str = "the form has just closed";

#[rstest]
#[case::nothing_was_done(11, Fault::status(503))]
#[case::the_answer_was_lost(11, Fault::ExecutedThenReset)]
fn with_every_third_request_failing_the_job_is_done_once(#[case] seed: u64, #[case] first: Fault) {
    let desk = Desk::with(Options { fail_rate: 0.3, seed, ..Options::instant() });
    let mut t = desk.open(80, 24);
    insist(&mut t, "1/137");
    t.key("/");
    t.type_str("Quartz");
    t.key("enter");
    insist(&mut t, "1/1 ");
    fill_open(&mut t);
    // Whatever the dice say, the first create fails.
    desk.faults().next(CREATE, first);
    let over = |screen: &str| screen.contains(&format!("Created {EMAIL}"));
    t.key("ctrl-s");
    loop {
        let is_told = |screen: &str| over(screen) || screen.contains("! 1 ") || screen.contains(CLOSED);
        t.wait_for("an outcome", |s| is_told(&s.contents()));
        if over(&t.text()) || t.text().contains(CLOSED) && !desk.created(COMPANY, EMAIL).is_empty() {
            break;
        }
        t.key("f9");
        t.wait_for("what was typed", |s| {
            let is_typed = s.contents().contains(EMAIL) && s.contents().contains("900123");
            over(&s.contents()) || is_typed || s.contents().contains(NOTHING)
        });
        // The outcome came just before the key, which took its message away.
        let came = t.text().contains(NOTHING);
        if over(&t.text()) || came && !desk.created(COMPANY, EMAIL).is_empty() {
            break;
        }
        if came {
            continue;
        }
        t.key("ctrl-s");
        // It is on the way, or being looked up once more.
        t.wait_for("a step", |s| {
            !s.contents().contains("Add target user to") || s.contents().contains("not created: ")
        });
    }
    assert_eq!(desk.created(COMPANY, EMAIL).len(), 1);
}

#[test]
fn hostile_names_stay_text_in_their_column() {
    let desk = Desk::new();
    let names = [
        "\u{1b}]0;pwned\u{7}title".to_owned(),
        "\u{1b}[2J\u{1b}[31mcleared".to_owned(),
        "\u{9b}31mC1\u{90}q\u{9c}".to_owned(),
        "abc\u{202e}fdp.exe\u{2066}x".to_owned(),
        format!("Z{}algo", "\u{301}\u{489}".repeat(5_000)),
        "long ".repeat(20_000),
        "tab\tline\nreturn\r".to_owned(),
        "東京光学株式会社".to_owned(),
        "भारत की कंपनी".to_owned(),
        "👩‍💻🏳️‍🌈 flags".to_owned(),
    ];
    let results: Vec<_> = (0..)
        .zip(&names)
        .map(|(n, name)| {
            serde_json::json!({ "companyResourceId": format!("id{n}"), "companyName": name, "targetUserCount": 777,
                "isNumberOfUsersLimited": true, "numberOfUsers": 900 })
        })
        .collect();
    let data = serde_json::json!({ "results": results, "totalNumberOfRecords": names.len(), "totalNumberOfPages": 1 });
    let body = serde_json::json!({ "status": "SUCCESS", "data": data }).to_string();
    desk.faults().always(SEARCH, Fault::Body(200, body));
    let t = desk.open(80, 24);
    t.wait_text("/10 ");
    let raw = t.raw_since(0);
    let evil: [&[u8]; 9] = [
        b"\x1b]",
        b"\x1bP",
        b"\x07",
        b"\x1b[31m",
        "\u{9b}".as_bytes(),
        "\u{90}".as_bytes(),
        "\u{202e}".as_bytes(),
        "\u{2066}".as_bytes(),
        "\u{301}\u{489}\u{301}\u{489}\u{301}\u{489}\u{301}\u{489}\u{301}".as_bytes(),
    ];
    for evil in evil {
        assert!(!raw.windows(evil.len()).any(|w| w == evil), "{evil:?} reached the terminal");
    }
    assert!(raw.len() < 20_000, "{} bytes", raw.len());
    // Column titles stand in the third line; the numbers end where the title ends.
    t.look(|s| {
        // A cell that was never written is as good as a space.
        let at = |y: u16, x: u16| s.cell(y, x).map(vt100::Cell::contents).filter(|c| !c.is_empty()).unwrap_or(" ");
        let spells = |y: u16, x: u16, word: &str| (x..).zip(word.chars()).all(|(x, c)| at(y, x).chars().eq([c]));
        let used = (0..76).find(|x| spells(2, *x, "SEATS")).expect("the column SEATS");
        for y in 3..13 {
            assert!(spells(y, used, "7/900 "), "line {y} is not aligned:\n{}", s.contents());
        }
    });
}

#[rstest]
#[case(80, 24)]
#[case(60, 15)]
fn a_failure_is_told_beside_what_was_typed(#[case] width: u16, #[case] height: u16) {
    let desk = Desk::new();
    let mut t = desk.open_loaded(width, height);
    fill(&mut t);
    desk.faults()
        .next(CREATE, Fault::failure_in_200("INPUT_ERROR", "Invalid", &["Email: this domain is not allowed."]));
    t.key("ctrl-s");
    open_needing(&mut t);
    t.wait_text("this domain is not allowed");
    let screen = t.text();
    assert!(screen.contains(EMAIL) && screen.contains("900123"), "something typed is gone:\n{screen}");
    // Corrected, it is sent again without a question, because nothing was done.
    t.key("ctrl-s");
    t.wait_text(&format!("Created {EMAIL}"));
    assert_eq!(desk.server.asked(CREATE), 2);
}

#[test]
fn an_unknown_outcome_hides_nothing_on_the_smallest_screen() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(60, 15);
    fill(&mut t);
    desk.faults().next(CREATE, Fault::ExecutedThenReset);
    desk.faults().always(FIND, Fault::status(403));
    t.key("ctrl-s");
    open_needing(&mut t);
    t.wait_text("not known");
    let screen = t.text();
    assert!(screen.contains(EMAIL) && screen.contains("900123"), "something typed is gone:\n{screen}");
    // It can be looked up again: the key does not send it, and finds out.
    let gate = Gate::new();
    desk.faults().clear();
    desk.faults().next(FIND, Fault::Hold(gate.clone()));
    t.key("ctrl-s");
    t.wait_text("not created: ");
    assert_eq!(desk.server.asked(CREATE), 1);
    gate.open();
    t.wait_text(&format!("Created {EMAIL}"));
    assert_eq!(desk.server.asked(CREATE), 1);
    assert_eq!(desk.created(COMPANY, EMAIL).len(), 1);
}
