//! Frames, and the exact bytes between them.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Style};
use rstest::rstest;

use super::{Display, Support};

const LIST: [&str; 6] = [
    "| Acme Aviation      |",
    "| Blue Harbour       |",
    "| Cedar Clinics      |",
    "| Dover Dairies      |",
    "| Elm Energy         |",
    "| Fjord Ferries      |",
];

fn display(support: Support, lines: &[&str]) -> Display {
    let width = u16::try_from(lines[0].len()).expect("a line");
    let height = u16::try_from(lines.len()).expect("a few");
    let mut display = Display::new(Size { width, height }, support);
    show(&mut display, lines);
    display
}

/// Draws the lines; returns what is written.
fn show(display: &mut Display, lines: &[&str]) -> String {
    written(display, |buffer| {
        for (y, line) in (0..).zip(lines) {
            buffer.set_string(0, y, line, Style::new());
        }
        None
    })
}

fn written(display: &mut Display, draw: impl FnOnce(&mut Buffer) -> Option<Position>) -> String {
    display.frame(draw).escape_ascii().to_string()
}

#[rstest]
#[case::nothing(&["one       ", "two       "], "")]
#[case::letter(&["one       ", "twa       "], r"\x1b[Da")]
#[case::short_gap_is_written_again(&["one       ", "tooo      "], r"\x1b[2Dooo")]
#[case::row_above(&["ore       ", "two       "], r"\x1b[1;2Hr")]
#[case::two_rows(&["ono       ", "too       "], r"\x1b[1;3Ho\x1b[2;2Ho")]
#[case::erased(&["one       ", "          "], r"\x1b[G   ")]
fn only_what_differs_is_written(#[case] next: &[&str], #[case] wanted: &str) {
    let mut display = display(Support::LEAST, &["one       ", "two       "]);
    assert_eq!(show(&mut display, next), wanted);
}

#[rstest]
#[case::least(Support::LEAST, "------------", r"\x1b[H------------")]
#[case::most(Support::MOST, "------------", r"\x1b[H-\x1b[11b")]
#[case::short(Support::MOST, "----        ", r"\x1b[H----\x1b[K")]
#[case::end(Support::LEAST, "            ", r"\x1b[H\x1b[K")]
#[case::middle(Support::LEAST, "x          x", r"\x1b[1;2H          ")]
fn runs_are_repeated_or_erased(#[case] support: Support, #[case] next: &str, #[case] wanted: &str) {
    let mut display = display(support, &["xxxxxxxxxxxx"]);
    assert_eq!(show(&mut display, &[next]), wanted);
}

#[test]
fn pen_and_cursor_stay_from_frame_to_frame() {
    let mut display = display(Support::MOST, &["            "]);
    let red = Style::new().fg(Color::Red);
    let mut typed = |text: &str| {
        written(&mut display, |buffer| {
            buffer.set_string(0, 0, text, red);
            Some(Position::new(u16::try_from(text.len()).expect("short"), 0))
        })
    };
    assert_eq!(typed("a"), r"\x1b[H\x1b[31ma\x1b[?25h");
    assert_eq!(typed("ab"), "b");
    assert_eq!(typed("a"), r"\x1b[D \x1b[D");
}

#[test]
fn list_that_moved_is_scrolled() {
    let mut lines = [&["+--------------------+"][..], &LIST[..5], &["+--------------------+"]].concat();
    let mut display = display(Support::MOST, &lines);
    lines[1..6].copy_from_slice(&LIST[1..]);
    assert_eq!(show(&mut display, &lines), r"\x1b[2;6r\x1b[2H\x1b[M\x1b[r\x1b[6H| Fjord Ferries\x1b[6C|");
    lines[1..6].copy_from_slice(&LIST[..5]);
    assert_eq!(show(&mut display, &lines), r"\x1b[2;6r\x1b[2H\x1b[L\x1b[r\x1b[2H| Acme Aviation\x1b[6C|");
}

#[test]
fn screen_that_was_written_by_others_is_cleared() {
    let mut display = display(Support::MOST, &LIST);
    display.forget();
    assert!(show(&mut display, &LIST).starts_with(r"\x1b[?2026h\x1b[?25l\x1b[m\x1b[2J\x1b[H| Acme Aviation"));
    display.resize(Size { width: 4, height: 1 });
    assert_eq!(show(&mut display, &["four"]), r"\x1b[?2026h\x1b[?25l\x1b[m\x1b[2J\x1b[Hfour\x1b[?2026l");
    assert_eq!(display.size(), Rect::new(0, 0, 4, 1).as_size());
}

#[test]
fn what_the_terminal_says_of_repeating_counts() {
    let mut display = display(Support::MOST, &["------------"]);
    display.set_repeat(false);
    assert!(show(&mut display, &["------------"]).contains("------------"));
    display.set_repeat(false);
    assert_eq!(show(&mut display, &["------------"]), "");
    display.set_repeat(true);
    assert_eq!(show(&mut display, &["============"]), r"\x1b[H=\x1b[11b");
}

#[test]
fn nothing_follows_a_letter_of_doubtful_width_blindly() {
    let mut display = display(Support::MOST, &["            "]);
    // Blanks below it first; then the cursor is placed, because nobody knows where it is.
    assert_eq!(show(&mut display, &["👩\u{200d}👧xy"]), r"\x1b[H  \x1b[H👩‍👧\x1b[1;3Hxy ".escape_default_text());
}

trait Text {
    fn escape_default_text(&self) -> String;
}

impl Text for str {
    /// The text outside ASCII as the display's bytes are told.
    fn escape_default_text(&self) -> String {
        let escaped =
            |c: char| if c.is_ascii() { c.to_string() } else { c.to_string().as_bytes().escape_ascii().to_string() };
        self.chars().map(escaped).collect()
    }
}
