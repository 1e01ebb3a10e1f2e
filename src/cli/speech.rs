//! Words to the person, on standard error: data alone go to standard output.

use std::borrow::Cow;
use std::io::{IsTerminal, Write};

use textwrap::{Options, WordSplitter};

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
            text.split('\n').map(|line| textwrap::fill(line, &options)).collect::<Vec<_>>().join("\n").into()
        }
        _ => text.into(),
    }
}

/// Says a line; when standard error is gone, there is nobody to tell.
pub fn tell(words: std::fmt::Arguments<'_>) {
    let mut stderr = std::io::stderr();
    let erase = if may_have_progress() { "\r\x1b[K" } else { "" };
    let _ = writeln!(stderr, "{erase}{}", broken(&words.to_string(), room(&stderr), ""));
}

/// The same in the name of the program, so that in a log it is known whose words they are.
pub fn say(words: std::fmt::Arguments<'_>) {
    tell(format_args!("keepnet-tui: {words}"));
}

fn may_have_progress() -> bool {
    std::io::stderr().is_terminal() && !std::io::stdout().is_terminal()
}

/// A line on standard error that grows with the work: on a terminal alone, and not when the data go
/// to the same terminal.
#[derive(Debug)]
pub struct Progress {
    on: bool,
}

impl Progress {
    /// A line, if there is somebody to look at it.
    #[must_use]
    pub fn new() -> Self {
        Self { on: may_have_progress() }
    }

    /// Puts other words in the line.
    pub fn show(&self, words: std::fmt::Arguments<'_>) {
        if self.on {
            let mut stderr = std::io::stderr();
            let _ = write!(stderr, "\r\x1b[K{words}");
            let _ = stderr.flush();
        }
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.show(format_args!(""));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(None, "one two-three\n  four /a/long/path", "one two-three\n  four /a/long/path")]
    #[case(Some(12), "one two-three\n  four /a/long/path", "one\n> two-three\n  four\n> /a/long/path")]
    #[case(Some(2), "one two", "one two")]
    fn lines_are_broken_between_words(#[case] room: Option<usize>, #[case] text: &str, #[case] lines: &str) {
        assert_eq!(broken(text, room, "> "), lines);
    }
}
