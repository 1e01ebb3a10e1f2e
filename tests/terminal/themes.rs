//! Colours as they reach the terminal: which theme is chosen by its background, and what is left out where the terminal
//! or the person does not want it.

use std::time::{Duration, Instant};

use keepnet_tui::domain::terminal::theme::{Colours, DUSK, PAPER, Role};
use portable_pty::CommandBuilder;
use rstest::rstest;

use super::pty::Terminal;
use super::support::{Desk, open_form, wait_until};

const QUESTION: &[u8] = b"\x1b]11;?\x07\x1b[c";
const DARK: &str = "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\";
const LIGHT: &str = "\x1b]11;rgb:fdfd/f6f6/e3e3\x07";
/// What every terminal says of itself when it is asked.
const DEVICE: &str = "\x1b[?62;22c";

/// The companies are on the screen.
const LOADED: &str = "137 companies";

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// A terminal that reports 24-bit colours.
fn colourful(desk: &Desk, arguments: &[&str], set: &[(&str, &str)]) -> CommandBuilder {
    let mut command = desk.command(arguments);
    command.env("COLORTERM", "truecolor");
    for (name, value) in set {
        command.env(name, value);
    }
    command
}

fn open(desk: &Desk) -> Terminal {
    let terminal = Terminal::start(colourful(desk, &[], &[]), 100, 30);
    wait_until("the question", || contains(&terminal.raw_since(0), QUESTION));
    terminal
}

/// Something has been drawn on the ground of this theme.
fn shows(terminal: &Terminal, theme: Colours) -> bool {
    let rgb = theme.get(Role::Ground).0;
    let ground = format!("48;2;{};{};{}", rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
    contains(&terminal.raw_since(0), ground.as_bytes())
}

fn has_many_colours(terminal: &Terminal) -> bool {
    let raw = terminal.raw_since(0);
    contains(&raw, b"38;2;") || contains(&raw, b"48;2;")
}

/// What is remembered of terminals.
fn remembered(desk: &Desk) -> String {
    std::fs::read_to_string(desk.state().join("keepnet-tui/terminals.json")).unwrap_or_default()
}

#[rstest]
#[case::dark(DARK, DUSK, PAPER)]
#[case::light(LIGHT, PAPER, DUSK)]
fn theme_is_chosen_by_the_background(#[case] answer: &str, #[case] wanted: Colours, #[case] other: Colours) {
    let desk = Desk::new();
    let mut t = open(&desk);
    t.type_str(&format!("{answer}{DEVICE}"));
    t.wait_text(LOADED);
    assert!(shows(&t, wanted) && !shows(&t, other));
    wait_until("the terminal in the memory", || remembered(&desk).contains("\"background\""));
    // The next time nothing is waited for: this terminal does not answer.
    let t = open(&desk);
    t.wait_text(LOADED);
    assert!(shows(&t, wanted) && !shows(&t, other));
}

#[test]
fn changed_background_is_taken_over_before_the_first_key() {
    let desk = Desk::new();
    let mut t = open(&desk);
    t.type_str(&format!("{DARK}{DEVICE}"));
    t.wait_text(LOADED);
    wait_until("the terminal in the memory", || remembered(&desk).contains("dark"));
    let mut t = open(&desk);
    t.wait_text(LOADED);
    assert!(shows(&t, DUSK) && !shows(&t, PAPER));
    t.type_str(&format!("{LIGHT}{DEVICE}"));
    wait_until("the other theme", || shows(&t, PAPER));
    wait_until("the terminal in the memory", || remembered(&desk).contains("light"));
}

#[test]
fn keys_typed_while_the_answer_is_awaited_are_heard() {
    let desk = Desk::new();
    let mut t = open(&desk);
    t.type_str(&format!("/Lum{LIGHT}en{DEVICE} Op"));
    t.wait_for("the search", |screen| {
        let text = screen.contents();
        text.contains("Lumen Op ") && !text.contains(LOADED)
    });
    assert!(shows(&t, PAPER) && !shows(&t, DUSK));
}

#[test]
fn late_answer_is_no_typing_and_is_for_the_next_start() {
    let desk = Desk::new();
    let mut t = open(&desk);
    t.wait_text(LOADED);
    open_form(&mut t);
    t.type_str("maya@");
    t.pause(Duration::from_secs(2));
    for byte in format!("{LIGHT}{DEVICE}").bytes() {
        t.type_bytes(&[byte]);
        t.pause(Duration::from_millis(60));
    }
    wait_until("the terminal in the memory", || remembered(&desk).contains("light"));
    t.type_str("lumen.example");
    t.wait_text("maya@lumen.example");
    assert!(!has_many_colours(&t), "it changed under the hands");
    let t = open(&desk);
    t.wait_text(LOADED);
    assert!(shows(&t, PAPER));
}

#[test]
fn silent_terminal_keeps_its_sixteen_colours() {
    let desk = Desk::new();
    let t = open(&desk);
    t.wait_text(LOADED);
    wait_until("the terminal in the memory", || remembered(&desk).contains("terminals"));
    assert!(!remembered(&desk).contains("background") && !has_many_colours(&t));
}

/// Whether a character is repeated (REP) in what was written.
fn repeats(raw: &[u8]) -> bool {
    let sequences = raw.split(|byte| *byte == 0x1b).skip(1);
    sequences.filter_map(|sequence| sequence.strip_prefix(b"[")).any(|sequence| {
        let end = sequence.iter().position(|byte| !byte.is_ascii_digit());
        end.is_some_and(|end| sequence[end] == b'b')
    })
}

#[rstest]
#[case::repeated("\x1b[2;5R", true)]
#[case::once("\x1b[2;2R", false)]
fn terminal_that_repeats_nothing_is_asked_for_nothing_repeated(#[case] place: &str, #[case] works: bool) {
    let desk = Desk::new();
    let mut t = open(&desk);
    t.type_str(&format!("{place}{DARK}{DEVICE}"));
    wait_until("the theme", || shows(&t, DUSK));
    t.wait_text(LOADED);
    let before = t.written();
    t.key("G");
    t.wait_text("137/137");
    assert_eq!(repeats(&t.raw_since(before)), works);
}

#[test]
fn answer_that_is_under_way_at_the_end_does_not_reach_the_shell() {
    let desk = Desk::new();
    // What nobody has read by then would be typed at the prompt.
    let read_on = "stty -icanon -echo min 0 time 3; left=$(dd bs=64 count=1 2>/dev/null | tr -d '\\033\\007')";
    let mut command = desk.through_shell(&format!("\"$0\"; {read_on}; echo \"left over: [$left]\""));
    command.env("COLORTERM", "truecolor");
    let mut t = Terminal::start(command, 100, 30);
    wait_until("the question", || contains(&t.raw_since(0), QUESTION));
    t.wait_text(LOADED);
    t.key("q");
    t.wait_read();
    t.type_str(&format!("{DARK}{DEVICE}"));
    t.wait_text("left over: []");
    assert_eq!(t.wait_exit(), 0);
    // One that may still come is waited for.
    let mut t = open(&desk);
    t.wait_text(LOADED);
    let start = Instant::now();
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    assert!(start.elapsed() >= Duration::from_millis(300), "{:?}", start.elapsed());
}

#[rstest]
#[case::configured(&["--theme", "default"], &[])]
#[case::dark(&["--theme", "dusk"], &[])]
#[case::no_colour(&[], &[("NO_COLOR", "1")])]
#[case::gnu_screen(&[], &[("STY", "1.tty"), ("TERM", "screen.xterm-256color")])]
#[case::gnu_screen_elsewhere(&[], &[("TERM", "screen.xterm-256color")])]
#[case::few_colours(&[], &[("COLORTERM", "")])]
fn nothing_is_asked_where_nothing_depends_on_it(#[case] arguments: &[&str], #[case] set: &[(&str, &str)]) {
    let desk = Desk::new();
    let t = Terminal::start(colourful(&desk, arguments, set), 100, 30);
    t.wait_text(LOADED);
    assert!(!contains(&t.raw_since(0), b"\x1b]11;") && !contains(&t.raw_since(0), b"\x1b[c"));
    assert!(remembered(&desk).is_empty());
    assert_eq!(has_many_colours(&t), arguments.contains(&"dusk"));
}

#[test]
fn inside_gnu_screen_there_are_sixteen_colours() {
    let desk = Desk::new();
    let set = [("STY", "1.tty"), ("TERM", "screen.xterm-256color")];
    let t = Terminal::start(colourful(&desk, &["--theme", "dusk"], &set), 160, 30);
    t.wait_text("GNU screen");
    t.wait_text(LOADED);
    assert!(!has_many_colours(&t));
    let t = Terminal::start(colourful(&desk, &[], &set), 160, 30);
    t.wait_text(LOADED);
    assert!(!has_many_colours(&t) && !t.text().contains("GNU screen"));
}

#[test]
fn own_theme_is_what_the_configuration_says() {
    let desk = Desk::new();
    let text = "theme = 'evening'\n[themes.evening]\nground = '#010203'\n";
    let path = desk.home().join("themes.toml");
    std::fs::write(&path, text).expect("written");
    let t = Terminal::start(colourful(&desk, &["--config", "themes.toml"], &[]), 100, 30);
    t.wait_text(LOADED);
    assert!(contains(&t.raw_since(0), b"48;2;1;2;3"));
    let mut t = Terminal::start(colourful(&desk, &["--config", "themes.toml", "--theme", "morning"], &[]), 200, 30);
    assert_eq!(t.wait_exit(), 2);
    assert!(t.text().contains("there are: auto, default, mono, dusk, paper, evening"), "{}", t.text());
}

#[test]
fn dumb_terminal_gets_a_sentence() {
    let desk = Desk::new();
    let mut command = desk.command(&[]);
    command.env("TERM", "dumb");
    let mut t = Terminal::start(command, 100, 30);
    assert_eq!(t.wait_exit(), 2);
    let raw = String::from_utf8_lossy(&t.raw_since(0)).into_owned();
    assert!(raw.contains("TERM is \"dumb\""), "{raw}");
    assert!(!raw.contains('\x1b'), "{raw:?}");
    t.left_as_found();
    let mut command = desk.command(&["companies", "list", "--output", "json"]);
    command.env("TERM", "dumb");
    let mut t = Terminal::start(command, 100, 30);
    assert_eq!(t.wait_exit(), 0, "{}", t.text());
}

#[test]
fn locale_without_unicode_gets_ascii() {
    let desk = Desk::new();
    let mut command = colourful(&desk, &["--theme", "dusk"], &[("LANG", "C")]);
    command.env("LC_ALL", "POSIX");
    let mut t = Terminal::start(command, 100, 30);
    t.wait_text(LOADED);
    t.key("/");
    t.type_str("Lumen Optics");
    t.key("enter");
    t.wait_gone(LOADED);
    let before = t.written();
    t.key("ctrl-l");
    open_form(&mut t);
    t.key("f1");
    t.wait_text("Keys: ");
    let raw = t.raw_since(before);
    let odd = String::from_utf8_lossy(&raw).chars().find(|c| !c.is_ascii());
    assert!(odd.is_none() && raw.len() > 2_000, "{odd:?} in {} bytes", raw.len());
}
