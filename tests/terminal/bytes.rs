//! A strict reader of what the program wrote: it knows the program's own sequences and reports
//! everything else that is no plain text.
//!
//! It knows them as narrowly as they are used: colours are the sixteen, places lie on the screen, modes are
//! switched between frames, a screen is cleared before anything is drawn on it.

use std::num::NonZeroU16;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Characters shown on both sides of what is reported.
const CONTEXT: usize = 24;
/// Modes that are switched while no frame is drawn.
const MODES: [u16; 7] = [1000, 1002, 1003, 1006, 1015, 1049, 2004];
/// Attributes and default colours.
const ATTRIBUTES: [u16; 10] = [0, 1, 2, 4, 7, 22, 24, 27, 39, 49];

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Texts handed to the clipboard, in order.
    pub copies: Vec<String>,
    /// What is not the program's own, each with what stands around it.
    pub foreign: Vec<String>,
    /// Characters of plain text.
    pub letters: usize,
    /// Frames of several rows, drawn to their end.
    pub frames: usize,
}

impl Found {
    /// Fails with what is foreign, if anything is.
    #[track_caller]
    pub fn assert_own(&self) {
        let foreign = &self.foreign;
        assert!(foreign.is_empty(), "{} foreign things reached the terminal:\n{}", foreign.len(), foreign.join("\n"));
    }
}

/// Control characters (C0, DEL, C1), and what turns, hides or marks text without being seen.
pub fn is_control(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}'
        | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Reads what was written to a terminal that was never larger than this.
pub fn read(raw: &[u8], width: u16, height: u16) -> Found {
    let mut reader = Reader { raw, at: 0, width, height, state: State::Outside, found: Found::default() };
    while reader.at < raw.len() {
        reader.step();
    }
    reader.found
}

/// A line feed in the last row moves the first one: no region is left that scrolls.
pub fn scrolls_as_a_whole(raw: &[u8], (height, width): (NonZeroU16, NonZeroU16)) -> bool {
    let mut parser = vt100::Parser::new(height, width, 0);
    parser.process(raw);
    parser.process(b"\x1b[1;1Hfirst row\x1b[999;1H\n");
    parser.screen().rows(0, width.get()).next().is_some_and(|row| !row.contains("first row"))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// On the screen that was there before.
    Outside,
    /// On the program's own screen, where a row or the cursor may change.
    Between,
    /// In a frame of several rows, of which nothing is drawn yet.
    Blank,
    /// In a frame of several rows.
    Drawing,
}

struct Reader<'a> {
    raw: &'a [u8],
    at: usize,
    width: u16,
    height: u16,
    state: State,
    found: Found,
}

impl<'a> Reader<'a> {
    fn step(&mut self) {
        let rest = &self.raw[self.at..];
        if rest.starts_with(b"\x1b") {
            match self.own(rest) {
                Some(length) => self.at += length,
                None => self.foreign(1),
            }
            return;
        }
        let Some(c) = first(rest) else {
            self.foreign(1);
            return;
        };
        let fits = match self.state {
            // Lines after the program's end.
            State::Outside => !is_control(c) || matches!(c, '\r' | '\n'),
            State::Between | State::Blank | State::Drawing => !is_control(c),
        };
        if fits {
            self.found.letters += 1;
            self.at += c.len_utf8();
            if self.state == State::Blank {
                self.state = State::Drawing;
            }
        } else {
            self.foreign(c.len_utf8());
        }
    }

    /// The length of one of the program's own sequences, when there is one here where it may be.
    fn own(&mut self, rest: &'a [u8]) -> Option<usize> {
        if let Some(text) = rest.strip_prefix(b"\x1b]52;c;") {
            let end = text.iter().position(|b| *b == 7).filter(|_| self.state == State::Between)?;
            let copied = STANDARD.decode(&text[..end]).ok().and_then(|bytes| String::from_utf8(bytes).ok())?;
            self.found.copies.push(copied);
            return Some(rest.len() - text.len() + end + 1);
        }
        let body = rest.strip_prefix(b"\x1b[")?;
        let end = body.iter().position(|b| !b.is_ascii_digit() && *b != b';' && *b != b'?')?;
        let parameters = std::str::from_utf8(&body[..end]).ok()?;
        let own = match (body[end], parameters.strip_prefix('?')) {
            (_, None) if self.state == State::Outside => false,
            (b'm', None) => parameters.is_empty() || colours(&numbers(parameters)?),
            (b'H' | b'r', None) if parameters.is_empty() => true,
            (b'H', None) => match numbers(parameters)?[..] {
                [row] => self.is_row(row),
                [row, column] => self.is_row(row) && self.is_column(column),
                _ => false,
            },
            (b'A' | b'B' | b'L' | b'M', None) => self.is_row(one(parameters)?),
            (b'C' | b'D' | b'G' | b'X' | b'b', None) => self.is_column(one(parameters)?),
            (b'K', None) => parameters.is_empty(),
            (b'r', None) => match numbers(parameters)?[..] {
                [top, bottom] => top < bottom && self.is_row(top) && self.is_row(bottom),
                _ => false,
            },
            (b'J', None) => parameters == "2" && self.state == State::Blank,
            (on @ (b'h' | b'l'), Some(mode)) => self.switch(mode.parse().ok()?, on == b'h'),
            _ => false,
        };
        own.then_some(2 + end + 1)
    }

    fn is_row(&self, row: u16) -> bool {
        (1..=self.height).contains(&row)
    }

    fn is_column(&self, column: u16) -> bool {
        (1..=self.width).contains(&column)
    }

    /// The mode may be switched here; the state after it.
    fn switch(&mut self, mode: u16, on: bool) -> bool {
        match (mode, on, self.state) {
            (2026, true, State::Between) => self.state = State::Blank,
            (2026, false, State::Blank | State::Drawing) => {
                self.state = State::Between;
                self.found.frames += 1;
            }
            (1049, true, State::Outside) => self.state = State::Between,
            (1049, false, State::Between) => self.state = State::Outside,
            // The cursor is hidden and shown with each frame, and shown at the end.
            (25, ..) => {}
            (mode, _, State::Between | State::Outside) if mode != 1049 && MODES.contains(&mode) => {}
            _ => return false,
        }
        true
    }

    /// Reports what stands here and goes on after it.
    fn foreign(&mut self, length: usize) {
        let around = self.at.saturating_sub(CONTEXT)..(self.at + CONTEXT).min(self.raw.len());
        let here = String::from_utf8_lossy(&self.raw[self.at..self.at + length]).escape_unicode().to_string();
        let context = self.raw[around].escape_ascii();
        self.found.foreign.push(format!("{here} at {}: {context}", self.at));
        self.at += length;
    }
}

/// The first character, when it is one.
fn first(bytes: &[u8]) -> Option<char> {
    let head = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).ok()?,
    };
    valid.chars().next()
}

/// The only parameter, 1 if it is left out.
fn one(parameters: &str) -> Option<u16> {
    if parameters.is_empty() { Some(1) } else { parameters.parse().ok() }
}

fn numbers(parameters: &str) -> Option<Vec<u16>> {
    parameters.split(';').map(|n| n.parse().ok()).collect()
}

/// Only attributes the program uses, and the sixteen colours.
fn colours(mut numbers: &[u16]) -> bool {
    loop {
        numbers = match numbers {
            [] => return true,
            [30..=37 | 40..=47 | 90..=97 | 100..=107, rest @ ..] => rest,
            [n, rest @ ..] if ATTRIBUTES.contains(n) => rest,
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const START: &str = "\x1b[?1049h\x1b[?2004h\x1b[?1000h";
    const FRAME: &str = "\x1b[?2026h\x1b[?25l";
    const END: &str = "\x1b[?25h\x1b[?2026l";

    fn found(text: &str) -> Found {
        read(text.as_bytes(), 80, 24)
    }

    #[test]
    fn a_whole_run_is_the_programs_own() {
        let found = found(&format!(
            "{START}{FRAME}\x1b[2J\x1b[1;1Hkeepnet\x1b[7;91;49m日本\x1b[m\x1b[2;5r\x1b[2H\x1b[M\x1b[r{END}\
             \x1b]52;c;YWJj\x07\x1b[24;80Hx\x1b[?1000l\x1b[?2004l\x1b[?1049l\x1b[?25hbye\r\n"
        ));
        found.assert_own();
        assert_eq!((found.copies, found.frames, found.letters), (vec!["abc".to_owned()], 1, 15));
    }

    #[rstest]
    #[case::c0("a\x07b")]
    #[case::line_feed("a\nb")]
    #[case::delete("a\x7fb")]
    #[case::c1("a\u{9b}31mb")]
    #[case::no_utf8_after_all("a\u{85}b")]
    #[case::bidi("a\u{202e}b")]
    #[case::tag("a\u{e0041}b")]
    #[case::bare("a\x1bb")]
    #[case::reset("a\x1bcb")]
    #[case::colour("a\x1b[38;5;1mb")]
    #[case::true_colour("a\x1b[38;2;1;2;3mb")]
    #[case::off_the_screen("a\x1b[25;1Hb")]
    #[case::clear_over_text("a\x1b[2Jb")]
    #[case::scrollback("a\x1b[3Jb")]
    #[case::mode_in_a_frame("a\x1b[?1049lb")]
    #[case::report("a\x1b[6nb")]
    #[case::title("a\x1b]0;t\x07b")]
    #[case::copy_in_a_frame("a\x1b]52;c;YWJj\x07b")]
    #[case::device("a\x1bP1$r\x1b\\b")]
    #[case::cut("a\x1b[")]
    fn what_came_with_data_is_reported(#[case] text: &str) {
        let found = found(&format!("{START}{FRAME}\x1b[1;1H{text}{END}"));
        assert!(!found.foreign.is_empty(), "nothing is reported");
    }

    #[rstest]
    #[case::clear_between_frames("\x1b[2J")]
    #[case::no_copy("\x1b]52;c;?\x07")]
    fn what_does_not_belong_between_frames_is_reported(#[case] text: &str) {
        assert!(!found(&format!("{START}{text}{FRAME}x{END}")).foreign.is_empty());
    }

    #[test]
    fn bytes_that_are_no_text_are_reported() {
        let raw = [START.as_bytes(), FRAME.as_bytes(), b"a\x9bb\xff", END.as_bytes()].concat();
        assert_eq!(read(&raw, 80, 24).foreign.len(), 2);
    }
}
