//! Words to the person, on standard error: data alone go to standard output.

use std::borrow::Cow;
use std::io::{IsTerminal, Write};

use textwrap::{Options, WordSplitter};

use super::progress;

/// The cells of a line where a stream is a terminal.
pub(super) fn room(stream: &impl IsTerminal) -> Option<usize> {
    let size = stream.is_terminal().then(crossterm::terminal::size)?;
    size.ok().map(|(columns, _)| usize::from(columns)).filter(|columns| *columns > 0)
}

/// The text in lines of this room, broken between words; what a line is broken into begins with `indent`.
pub(super) fn broken<'a>(text: &'a str, room: Option<usize>, indent: &str) -> Cow<'a, str> {
    match room {
        // A path or an address must stay one that can be copied.
        Some(room) if room > 2 * indent.len() => {
            let options = Options::new(room).subsequent_indent(indent).break_words(false);
            let options = options.word_splitter(WordSplitter::NoHyphenation);
            let fill = |line: &str| match line.strip_prefix("  ") {
                // An entry of a list, or a line for a file: it stays one that can be copied.
                Some(_) => line.to_owned(),
                None => textwrap::fill(&glued(line), &options).replace(GLUE, " "),
            };
            text.split('\n').map(fill).collect::<Vec<_>>().join("\n").into()
        }
        _ => text.into(),
    }
}

/// Stands for a space at which no line is broken.
const GLUE: char = '\u{a0}';

/// The line with the commands of this program in one piece: `keepnet-tui login --profile north` is copied whole.
fn glued(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    // What may follow as a part of the command: its name, an option, the value of one.
    let (mut name, mut option, mut value) = (false, false, false);
    for (n, word) in line.split(' ').enumerate() {
        let is_option = option && word.starts_with("--");
        let goes_on = name && word.starts_with(|c: char| c.is_ascii_lowercase()) || is_option || value;
        if n > 0 {
            out.push(if goes_on { GLUE } else { ' ' });
        }
        out.push_str(word);
        let ends = word.ends_with([';', ',', '.', ':', ')']);
        (name, option, value) = match (word == "keepnet-tui", goes_on && !ends) {
            (true, _) => (true, true, false),
            (false, true) => (name && !is_option && !value, true, is_option),
            (false, false) => (false, false, false),
        };
        // One word is the name; a second one belongs to the sentence.
        name &= word == "keepnet-tui";
    }
    out
}

/// Says a line; when standard error is gone, there is nobody to tell.
pub fn tell(words: std::fmt::Arguments<'_>) {
    let mut stderr = std::io::stderr();
    let _ = progress::beside(|| writeln!(stderr, "{}", broken(&words.to_string(), room(&stderr), "")));
}

/// The same in the name of the program, so that in a log it is known whose words they are.
pub fn say(words: std::fmt::Arguments<'_>) {
    tell(format_args!("keepnet-tui: {words}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(
        "log in with keepnet-tui login --profile north, or set X",
        "log in with keepnet-tui~login~--profile~north, or set X"
    )]
    #[case(
        "keepnet-tui logout --profile a --config b removes it",
        "keepnet-tui~logout~--profile~a~--config~b removes it"
    )]
    #[case("keepnet-tui keys lists all", "keepnet-tui~keys lists all")]
    #[case("keepnet-tui: no such thing", "keepnet-tui: no such thing")]
    fn a_command_stays_in_one_piece(#[case] line: &str, #[case] pieces: &str) {
        assert_eq!(glued(line).replace(GLUE, "~"), pieces);
    }

    #[rstest]
    #[case(None, "one two-three\n  four /a/long/path", "one two-three\n  four /a/long/path")]
    #[case(Some(12), "one two-three\nfour /a/long/path", "one\n> two-three\nfour\n> /a/long/path")]
    #[case(Some(12), "  four /a/long/path", "  four /a/long/path")]
    #[case(Some(2), "one two", "one two")]
    fn lines_are_broken_between_words(#[case] room: Option<usize>, #[case] text: &str, #[case] lines: &str) {
        assert_eq!(broken(text, room, "> "), lines);
    }
}
