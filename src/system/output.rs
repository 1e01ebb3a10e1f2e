//! Output. Whatever it is made of, arguments, names, files or the service's answers, no control character reaches a
//! terminal or a pipe.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Stdout, Write};

use crate::domain::text::is_unsafe;

/// An output stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Output,
    /// Standard error.
    Error,
}

impl Stream {
    /// A person may be reading.
    #[must_use]
    pub fn is_terminal(self) -> bool {
        match self {
            Self::Output => io::stdout().is_terminal(),
            Self::Error => io::stderr().is_terminal(),
        }
    }
}

/// Whether to colour the stream, by the terminal and the environment.
#[must_use]
pub fn color_of(stream: Stream) -> anstream::ColorChoice {
    match stream {
        Stream::Output => anstream::AutoStream::choice(&io::stdout()),
        Stream::Error => anstream::AutoStream::choice(&io::stderr()),
    }
}

/// Standard output, for data.
#[derive(Debug)]
pub struct StdoutWriter(Stdout);

/// Standard output, for data.
#[must_use]
pub fn stdout() -> StdoutWriter {
    StdoutWriter(io::stdout())
}

/// Unfiltered standard output: for the screen, and for text that was cleaned before it was coloured.
#[must_use]
pub fn raw_stdout() -> Stdout {
    io::stdout()
}

impl Write for StdoutWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.iter().all(|byte| is_plain(*byte)) {
            return self.0.write_all(bytes);
        }
        self.0.write_all(safe(&String::from_utf8_lossy(bytes)).as_bytes())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A single-byte, harmless character.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n' | b'\t')
}

/// Prints a line to standard error. Errors are ignored: there is nobody left to tell.
pub fn print_stderr(words: &str) {
    print_stderr_raw(&safe(words));
}

/// The same with our own control characters, such as colours.
pub fn print_stderr_raw(words: &str) {
    let mut stderr = io::stderr();
    let _ = stderr.write_all(words.as_bytes()).and_then(|()| stderr.flush());
}

/// The text without anything that could move the cursor, change a colour or change the direction of text. Line breaks,
/// tabs and a leading byte-order mark are kept.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    let goes = |at: usize, c: char| is_unsafe(c) && !matches!(c, '\n' | '\t') && !(at == 0 && c == '\u{feff}');
    if text.bytes().all(is_plain) || !text.char_indices().any(|(at, c)| goes(at, c)) {
        return Cow::Borrowed(text);
    }
    text.char_indices().filter(|(at, c)| !goes(*at, *c)).map(|(_, c)| c).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("plain words\n\tand a tab", "plain words\n\tand a tab")]
    #[case("a\u{1b}[2Jb\u{7}c\rd\u{8}e\u{7f}f", "a[2Jbcdef")]
    #[case("a\u{9b}2Jb\u{9d}0;t\u{9c}", "a2Jb0;t")]
    #[case("\u{202e}abc\u{2066}", "abc")]
    #[case("\u{feff}id,name\u{feff}", "\u{feff}id,name")]
    #[case("Zażółć 日本 👩\u{200d}👧", "Zażółć 日本 👩\u{200d}👧")]
    fn control_characters_go_and_letters_stay(#[case] text: &str, #[case] cleaned: &str) {
        assert_eq!(safe(text), cleaned);
    }
}
