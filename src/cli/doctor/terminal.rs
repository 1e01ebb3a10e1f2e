//! Checks of the terminal: size, colours, characters, copying.

use std::io::{self, IsTerminal, Write};

use unicode_width::UnicodeWidthStr;

use super::super::profile_args::variable;
use super::finding::Finding;
use crate::domain::terminal::appearance::shows_truecolour;
use crate::system::output::{Stream, raw_stdout};

/// The smallest screen on which everything can be reached.
const SMALLEST: (u16, u16) = (60, 15);
/// Texts whose width differs between terminals, with a description.
const SAMPLES: [(&str, &str); 4] = [
    ("\u{6f22}\u{5b57}", "wide letters"),
    ("e\u{301}", "a letter with a mark"),
    ("\u{1f600}", "an emoji"),
    ("\u{1f469}\u{200d}\u{1f467}", "joined emoji"),
];

/// Checks the terminal; `may_ask` allows querying the cursor position, which is visible for a moment.
pub(super) fn check(may_ask: bool) -> Vec<Finding> {
    let is_terminal = Stream::Output.is_terminal() && io::stdin().is_terminal();
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    vec![
        size(is_terminal.then(crossterm::terminal::size)),
        colours(set),
        characters(set, |text| if is_terminal && may_ask { measure(text) } else { None }),
        copying(set),
    ]
}

/// There is no terminal.
fn size(asked: Option<io::Result<(u16, u16)>>) -> Finding {
    const CHECK: &str = "terminal";
    match asked {
        None => Finding::warn(CHECK, "not checked: input or output is not a terminal", "Run it without pipes."),
        Some(Err(error)) => Finding::warn(CHECK, format!("its size is unknown: {error}"), "Try another terminal."),
        Some(Ok((width, height))) if width < SMALLEST.0 || height < SMALLEST.1 => Finding::warn(
            CHECK,
            format!("{width} columns, {height} rows"),
            format!("Make it larger: the screen needs {} columns and {} rows.", SMALLEST.0, SMALLEST.1),
        ),
        Some(Ok((width, height))) => Finding::ok(CHECK, format!("{width} columns, {height} rows")),
    }
}

fn colours(set: impl Fn(&str) -> Option<String>) -> Finding {
    const CHECK: &str = "colours";
    let term = set("TERM").unwrap_or_default();
    let many = shows_truecolour(&set);
    if set("NO_COLOR").is_some() {
        return Finding::ok(CHECK, "none, because NO_COLOR is set");
    }
    if many {
        return Finding::ok(CHECK, "16 million");
    }
    match term.as_str() {
        "dumb" => Finding::warn(CHECK, "TERM is dumb: neither colours nor a cursor", "Use another terminal."),
        "" if !cfg!(windows) => Finding::warn(CHECK, "TERM is not set", "Set it to what the terminal's manual says."),
        term if term.contains("256color") => Finding::ok(CHECK, format!("256 (TERM is {term})")),
        term => Finding::ok(CHECK, format!("at least 16 (TERM is {term})")),
    }
}

/// `measure`: how many columns the cursor moves for a text; `None` without an answer.
fn characters(set: impl Fn(&str) -> Option<String>, measure: impl Fn(&str) -> Option<u16>) -> Finding {
    const CHECK: &str = "characters";
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default();
    let folded = locale.to_lowercase();
    if !cfg!(windows) && !folded.contains("utf-8") && !folded.contains("utf8") {
        let named = if locale.is_empty() { "no locale is set".to_owned() } else { format!("the locale is {locale}") };
        return Finding::warn(
            CHECK,
            format!("{named}: lines are drawn with ASCII"),
            "Set LANG to a UTF-8 locale, such as C.UTF-8.",
        );
    }
    let mut different = Vec::new();
    for (text, what) in SAMPLES {
        match measure(text) {
            // A terminal that does not answer is not asked again: each query is a wait.
            None => return Finding::warn(CHECK, "UTF-8; widths were not checked", ""),
            Some(columns) if usize::from(columns) != text.width() => {
                different.push(format!("{what}: {columns} columns, not {}", text.width()));
            }
            Some(_) => {}
        }
    }
    if different.is_empty() {
        return Finding::ok(CHECK, "UTF-8, as wide as expected");
    }
    Finding::warn(
        CHECK,
        format!("UTF-8; unexpected widths ({})", different.join("; ")),
        "Names with such characters may shift their row; Ctrl-L redraws the screen. Another terminal or font may help.",
    )
}

/// How far the cursor moves for this text; the line is cleared afterwards.
fn measure(text: &str) -> Option<u16> {
    let mut out = raw_stdout();
    crossterm::terminal::enable_raw_mode().ok()?;
    let asked = write!(out, "\r{text}").and_then(|()| out.flush()).and_then(|()| crossterm::cursor::position());
    let cleared = write!(out, "\r\x1b[K").and_then(|()| out.flush());
    let cooked = crossterm::terminal::disable_raw_mode();
    cleared.and(cooked).ok()?;
    asked.ok().map(|(column, _)| column)
}

/// Terminals do not report support for OSC 52: this goes by their names.
fn copying(set: impl Fn(&str) -> Option<String>) -> Finding {
    const CHECK: &str = "copying";
    let term = set("TERM").unwrap_or_default();
    let program = set("TERM_PROGRAM").unwrap_or_default();
    let shown = "Copied text is always shown as well.";
    if set("TMUX").is_some() {
        return Finding::warn(
            CHECK,
            "through tmux (OSC 52)",
            format!("tmux passes it on with: set -g set-clipboard on. {shown}"),
        );
    }
    if set("STY").is_some() {
        return Finding::warn(CHECK, "screen does not pass it on (OSC 52)", shown);
    }
    if program == "Apple_Terminal" {
        return Finding::warn(CHECK, "Terminal does not support it over ssh (OSC 52)", shown);
    }
    let takes = ["kitty", "foot", "alacritty", "ghostty", "wezterm"];
    let known = takes.iter().any(|name| term.contains(name) || program.to_lowercase().contains(name));
    if known || set("WT_SESSION").is_some() {
        return Finding::ok(CHECK, "supported, over ssh too (OSC 52)");
    }
    Finding::warn(
        CHECK,
        "unknown whether this terminal supports it over ssh (OSC 52)",
        format!("Try y y in the table; iTerm2 and xterm have a setting for it. {shown}"),
    )
}

#[cfg(test)]
mod tests {
    use super::super::finding::State;
    use super::*;
    use rstest::rstest;

    fn env<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        |name| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
    }

    #[rstest]
    #[case(&[("NO_COLOR", "1"), ("TERM", "dumb")], State::Ok, "NO_COLOR")]
    #[case(&[("COLORTERM", "truecolor")], State::Ok, "16 million")]
    #[case(&[("TERM", "screen-256color")], State::Ok, "256")]
    #[case(&[("TERM", "xterm")], State::Ok, "at least 16")]
    #[case(&[("TERM", "dumb")], State::Warn, "dumb")]
    fn colours_by_the_environment(#[case] set: &[(&str, &str)], #[case] state: State, #[case] words: &str) {
        let finding = colours(env(set));
        assert!(finding.state == state && finding.found.contains(words), "{finding:?}");
    }

    #[test]
    fn sizes() {
        assert_eq!(size(None).state, State::Warn);
        assert_eq!(size(Some(Ok((59, 48)))).state, State::Warn);
        assert_eq!(size(Some(Ok(SMALLEST))).state, State::Ok);
        assert_eq!(size(Some(Err(io::Error::other("no")))).state, State::Warn);
    }

    #[test]
    fn widths_are_compared_if_the_terminal_answers() {
        let utf8 = env(&[("LANG", "en_GB.UTF-8")]);
        let right = |text: &str| u16::try_from(text.width()).ok();
        assert_eq!(characters(&utf8, right).found, "UTF-8, as wide as expected");
        let unasked = characters(&utf8, |_| None);
        assert!(unasked.state == State::Warn && unasked.found.contains("not checked"), "{unasked:?}");
        let wrong = characters(&utf8, |text| if text.contains('\u{200d}') { Some(4) } else { right(text) });
        assert!(wrong.state == State::Warn && wrong.found.contains("joined emoji: 4 columns, not 2"), "{wrong:?}");
        #[cfg(not(windows))]
        assert_eq!(characters(env(&[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")]), right).state, State::Warn);
    }

    #[rstest]
    #[case(&[("TERM", "xterm-kitty")], State::Ok)]
    #[case(&[("TERM_PROGRAM", "WezTerm")], State::Ok)]
    #[case(&[("TERM", "xterm-kitty"), ("TMUX", "/tmp/t")], State::Warn)]
    #[case(&[("TERM", "xterm")], State::Warn)]
    fn copying_by_the_name_of_the_terminal(#[case] set: &[(&str, &str)], #[case] state: State) {
        assert_eq!(copying(env(set)).state, state);
    }
}
