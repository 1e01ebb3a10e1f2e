//! Messages on standard error; standard output has only data.

use std::borrow::Cow;
use std::io::Write;

use textwrap::{Options, WordSplitter};

use super::progress;
use crate::system::output::{Stream, color_of, print_stderr_raw, raw_stdout, safe};

/// The width of a stream if it is a terminal.
pub(super) fn room(stream: Stream) -> Option<usize> {
    let size = stream.is_terminal().then(crossterm::terminal::size)?;
    size.ok().map(|(columns, _)| usize::from(columns)).filter(|columns| *columns > 0)
}

/// Wraps the text between words; continuation lines begin with `indent`.
pub(super) fn broken<'a>(text: &'a str, room: Option<usize>, indent: &str) -> Cow<'a, str> {
    match room {
        // Paths and addresses must stay in one piece for copying.
        Some(room) if room > 2 * indent.len() => {
            let options = Options::new(room).subsequent_indent(indent).break_words(false);
            let options = options.word_splitter(WordSplitter::NoHyphenation);
            let fill = |line: &str| match line.strip_prefix("  ") {
                // List items and lines for a file stay in one piece for copying.
                Some(_) => line.to_owned(),
                None => textwrap::fill(&glued(line), &options).replace(GLUE, " "),
            };
            text.split('\n').map(fill).collect::<Vec<_>>().join("\n").into()
        }
        _ => text.into(),
    }
}

/// A placeholder for a space that must not be broken.
const GLUE: &str = "\u{a0}";

/// Keeps commands of this program in one piece: `keepnet-tui login --profile north` is copied as a whole.
fn glued(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    // Possible parts of the command: a subcommand, an option, or its value.
    let (mut name, mut option, mut value) = (false, false, false);
    for (n, word) in line.split(' ').enumerate() {
        let is_option = option && word.starts_with("--");
        let goes_on = name && word.starts_with(|c: char| c.is_ascii_lowercase()) || is_option || value;
        if n > 0 {
            out.push_str(if goes_on { GLUE } else { " " });
        }
        out.push_str(word);
        let ends = word.ends_with([';', ',', '.', ':', ')']);
        (name, option, value) = match (word == "keepnet-tui", goes_on && !ends) {
            (true, _) => (true, true, false),
            (false, true) => (name && !is_option && !value, true, is_option),
            (false, false) => (false, false, false),
        };
        // The first word is the name; a second one belongs to the sentence.
        name &= word == "keepnet-tui";
    }
    out
}

/// Prints a line. Errors are ignored: there is nobody left to tell.
pub fn print(words: std::fmt::Arguments<'_>) {
    // Arguments, names and files may contain anything.
    let words = safe(&words.to_string()).into_owned();
    progress::beside(|| print_stderr_raw(&format!("{}\n", broken(&words, room(Stream::Error), ""))));
}

/// Shows the output of the command-line parser: help and version on standard output, the rest on standard error.
/// Colours are used only if no argument could contain its own.
///
/// # Errors
///
/// If standard output cannot be written to.
pub(super) fn show(error: &clap::Error) -> std::io::Result<()> {
    let is_odd = |argument: std::ffi::OsString| {
        let argument = argument.to_string_lossy();
        safe(&argument) != argument
    };
    let words = error.render();
    let words =
        if std::env::args_os().any(is_odd) { safe(&words.to_string()).into_owned() } else { words.ansi().to_string() };
    let words = words.replace(GLUE, " ");
    if error.use_stderr() {
        let colours = color_of(Stream::Error);
        print_stderr_raw(&in_colours(&words, colours));
        return Ok(());
    }
    let mut out = raw_stdout();
    let colours = color_of(Stream::Output);
    out.write_all(in_colours(&words, colours).as_bytes())?;
    out.flush()
}

fn in_colours(words: &str, choice: anstream::ColorChoice) -> Cow<'_, str> {
    match choice {
        anstream::ColorChoice::Never => anstream::adapter::strip_str(words).to_string().into(),
        _ => words.into(),
    }
}

/// The command with the lines of its examples kept in one piece on narrow terminals, for copying. [`show`] restores
/// their spaces.
pub(super) fn with_unwrapped_examples(command: clap::Command) -> clap::Command {
    let example = |line: &str| match line.strip_prefix("  ") {
        Some(rest) if rest.starts_with("keepnet-tui ") => format!("  {}", rest.replace(' ', GLUE)),
        _ => line.to_owned(),
    };
    let after = command.get_after_help().map(ToString::to_string);
    let command = match after {
        Some(after) => command.after_help(after.split('\n').map(example).collect::<Vec<_>>().join("\n")),
        None => command,
    };
    command.mut_subcommands(with_unwrapped_examples)
}

/// The same with the program's name in front, for logs.
pub fn print_prefixed(words: std::fmt::Arguments<'_>) {
    print(format_args!("keepnet-tui: {words}"));
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
    fn commands_are_not_wrapped(#[case] line: &str, #[case] pieces: &str) {
        assert_eq!(glued(line).replace(GLUE, "~"), pieces);
    }

    /// Whatever the width, an example is a line that can be copied.
    #[test]
    fn help_examples_are_not_wrapped() {
        let command = with_unwrapped_examples(
            clap::Command::new("x")
                .term_width(30)
                .after_help(
                    "Examples:\n  keepnet-tui users add --company \"Contoso Ltd\" --email jane@contoso.com\n  # a b",
                )
                .subcommand(
                    clap::Command::new("y").term_width(30).after_help("  keepnet-tui y --with many --words in-it"),
                ),
        );
        for (args, line) in [
            (&["x", "--help"][..], "\n  keepnet-tui users add --company \"Contoso Ltd\" --email jane@contoso.com\n"),
            (&["x", "y", "--help"], "\n  keepnet-tui y --with many --words in-it"),
        ] {
            let help = command.clone().try_get_matches_from(args).expect_err("help").render().to_string();
            let help = help.replace(GLUE, " ");
            assert!(help.contains(line), "{help}");
        }
    }

    #[rstest]
    #[case(None, "one two-three\n  four /a/long/path", "one two-three\n  four /a/long/path")]
    #[case(Some(12), "one two-three\nfour /a/long/path", "one\n> two-three\nfour\n> /a/long/path")]
    #[case(Some(12), "  four /a/long/path", "  four /a/long/path")]
    #[case(Some(2), "one two", "one two")]
    fn lines_wrap_between_words(#[case] room: Option<usize>, #[case] text: &str, #[case] lines: &str) {
        assert_eq!(broken(text, room, "> "), lines);
    }
}
