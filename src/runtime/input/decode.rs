//! Decodes the bytes of a terminal, however they were split into reads.
//!
//! Three things are decided here: where a sequence ends, how long to wait for the rest of one, and what a paste is. The
//! meaning of a complete sequence is left to `termina`.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use termina::style::RgbColor;
use termina::{Event, Parser};

use super::super::background::{REPEATED, TerminalReport};
use super::translate::{from_terminal, key_of};
use crate::app::core::msg::Msg;
use crate::app::keys::press::{Key, KeyPress};
use crate::app::widgets::text_input::PASTE_MAX;
use crate::domain::terminal::appearance::Background;
use crate::domain::terminal::theme::Rgb;

const ESC: u8 = 0x1b;
/// Start and end of a bracketed paste.
const PASTE_BEGIN: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";
/// How long to wait for the rest of a sequence that is not a lone ESC.
const REST: Duration = Duration::from_secs(1);
/// A paste without an end is reported after this long.
const STALLED: Duration = Duration::from_secs(3);
/// How long an answer is expected that the program has asked for ...
const EXPECTED: Duration = Duration::from_secs(5);
/// ... and how long, meanwhile, a lone ESC may be its start: an answer that was cut there must not leave a form.
const ANSWER_DELAY: Duration = Duration::from_millis(300);
/// Longer sequences are invalid.
const LONGEST: usize = 4096;
/// One byte more than the program accepts, so that it notices an oversized paste.
const PASTE_LIMIT: usize = PASTE_MAX + 4;

/// Reassembles the input of a terminal.
#[derive(Debug)]
pub(super) struct Decoder {
    /// How long a lone ESC may be the start of a sequence.
    escape_delay: Duration,
    /// Bytes that are not decoded yet.
    bytes: Vec<u8>,
    /// The text of the current paste.
    paste: Option<Paste>,
    /// When the last byte arrived.
    last: Option<Instant>,
    done: VecDeque<Msg>,
    /// The terminal was asked for its background, and its last answer has not come.
    asked: bool,
    /// Until when that answer is waited for.
    expected: Option<Instant>,
    reports: VecDeque<TerminalReport>,
}

#[derive(Debug, Default)]
struct Paste {
    text: Vec<u8>,
    /// Its beginning was reported, because nothing more arrived.
    announced: bool,
}

/// What the next bytes are.
#[derive(Debug, PartialEq, Eq)]
enum Prefix {
    /// The start of something; wait this long for the rest.
    Part(Duration),
    /// A key or sequence of this many bytes.
    Complete(usize),
    /// The Esc key, followed by something else.
    Escape,
    /// This many meaningless bytes.
    Nothing(usize),
}

impl Decoder {
    /// With this delay after an ESC.
    pub(super) fn new(escape_delay: Duration) -> Self {
        Self {
            escape_delay,
            bytes: Vec::new(),
            paste: None,
            last: None,
            done: VecDeque::new(),
            asked: false,
            expected: None,
            reports: VecDeque::new(),
        }
    }

    /// The terminal was asked for its background at this moment.
    pub(super) fn expect_background(&mut self, now: Instant) {
        self.asked = true;
        self.expected = now.checked_add(EXPECTED);
    }

    /// What the terminal has said about its background.
    pub(super) fn report(&mut self) -> Option<TerminalReport> {
        self.reports.pop_front()
    }

    /// Takes bytes that were read at this moment.
    pub(super) fn feed(&mut self, bytes: &[u8], now: Instant) {
        if bytes.is_empty() {
            return;
        }
        self.last = Some(now);
        if self.paste.as_ref().is_some_and(|paste| paste.announced) && self.is_one_key(bytes) {
            // Typed by hand, not the rest of a paste.
            self.paste = None;
            self.bytes.clear();
        }
        self.bytes.extend_from_slice(bytes);
        self.expected = match self.expected {
            // It is coming, piece by piece.
            Some(end) if end > now && self.bytes.starts_with(b"\x1b]") => now.checked_add(EXPECTED),
            expected => expected.filter(|end| *end > now),
        };
        self.advance();
    }

    /// The next event.
    pub(super) fn next(&mut self) -> Option<Msg> {
        self.done.pop_front()
    }

    /// Until when more is waited for.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let last = self.last?;
        let wait = match &self.paste {
            Some(paste) => (!paste.announced || !paste.text.is_empty()).then_some(STALLED)?,
            None => match self.front() {
                Some(Prefix::Part(wait)) => wait,
                _ => return None,
            },
        };
        last.checked_add(wait)
    }

    /// The deadline has passed: the pending bytes are complete.
    pub(super) fn expire(&mut self, now: Instant) {
        if self.deadline().is_none_or(|at| now < at) {
            return;
        }
        if let Some(paste) = &mut self.paste {
            paste.announced = true;
            let text = std::mem::take(&mut paste.text);
            self.emit_paste(&text);
            return;
        }
        let rest = std::mem::take(&mut self.bytes);
        match rest.as_slice() {
            [ESC, key @ ..] if key.iter().all(|b| *b == ESC) => {
                for _ in 0..rest.len() {
                    self.emit_key(Key::Esc, false);
                }
            }
            // Alt with a character that starts sequences.
            [ESC, c] if c.is_ascii_graphic() => self.emit_key(Key::Char(char::from(*c)), true),
            // A truncated sequence: nobody typed its letters.
            _ => {}
        }
    }

    fn advance(&mut self) {
        // Removed from the buffer at once, so that an unmarked paste is linear too.
        let mut at = 0;
        loop {
            if self.paste.is_some() {
                at = self.continue_paste(at);
                if self.paste.is_some() {
                    break;
                }
            }
            let Some(front) = front(self.bytes.get(at..).unwrap_or_default(), self.delay()) else { break };
            match front {
                Prefix::Part(_) => break,
                Prefix::Nothing(count) => at += count,
                Prefix::Escape => {
                    at += 1;
                    self.emit_key(Key::Esc, false);
                }
                Prefix::Complete(count) => {
                    let end = (at + count).min(self.bytes.len());
                    let sequence = self.bytes.get(at..end).unwrap_or_default().to_vec();
                    at = end;
                    match sequence.as_slice() {
                        PASTE_BEGIN => self.paste = Some(Paste::default()),
                        // The end of a paste that was reported before it came.
                        PASTE_END => {}
                        sequence if self.asked && self.is_report(sequence) => {}
                        sequence => self.done.extend(meaning_of(sequence)),
                    }
                }
            }
        }
        self.bytes.drain(..at.min(self.bytes.len()));
    }

    /// Moves the bytes from `at` into the paste, up to its end; returns where the rest begins.
    fn continue_paste(&mut self, at: usize) -> usize {
        let Some(mut paste) = self.paste.take() else { return at };
        let rest = self.bytes.get(at..).unwrap_or_default();
        let end = memchr::memmem::find(rest, PASTE_END);
        // The first bytes of the end marker may be here already.
        let begun = (1..PASTE_END.len()).rev().find(|n| rest.ends_with(&PASTE_END[..*n])).unwrap_or(0);
        let text = &rest[..end.unwrap_or(rest.len() - begun)];
        let room = PASTE_LIMIT.saturating_sub(paste.text.len());
        paste.text.extend_from_slice(&text[..text.len().min(room)]);
        let read = at + text.len();
        if end.is_none() {
            self.paste = Some(paste);
            return read;
        }
        if !paste.announced || !paste.text.is_empty() {
            self.emit_paste(&paste.text);
        }
        read + PASTE_END.len()
    }

    fn emit_paste(&mut self, text: &[u8]) {
        // Truncated at the limit, perhaps within a character.
        let whole = if text.len() < PASTE_LIMIT { text.len() } else { PASTE_MAX + 1 };
        let text = &text[..whole];
        self.done.push_back(Msg::Paste(String::from_utf8_lossy(text).into_owned()));
    }

    fn emit_key(&mut self, key: Key, alt: bool) {
        self.done.push_back(Msg::Key(KeyPress { alt, ..KeyPress::plain(key) }));
    }

    /// Takes an answer to a question.
    fn is_report(&mut self, sequence: &[u8]) -> bool {
        let report = match sequence {
            [ESC, b'[', b'?', .., b'c'] => TerminalReport::End,
            [ESC, b'[', b'2', b';', .., b'R'] => TerminalReport::Repeats(sequence == REPEATED),
            sequence => match background_of(sequence) {
                Some(background) => TerminalReport::Is(background),
                None => return false,
            },
        };
        if report == TerminalReport::End {
            (self.asked, self.expected) = (false, None);
        }
        self.reports.push_back(report);
        true
    }

    /// How long a lone ESC may be the start of a sequence.
    fn delay(&self) -> Duration {
        if self.expected.is_some() { self.escape_delay.max(ANSWER_DELAY) } else { self.escape_delay }
    }

    fn front(&self) -> Option<Prefix> {
        front(&self.bytes, self.delay())
    }

    fn is_one_key(&self, bytes: &[u8]) -> bool {
        match front(bytes, self.escape_delay) {
            Some(Prefix::Complete(count)) => count == bytes.len() && bytes != PASTE_END,
            Some(Prefix::Part(_)) => bytes == [ESC],
            Some(Prefix::Escape | Prefix::Nothing(_)) | None => false,
        }
    }
}

/// What the first of these bytes are; `None` if there are none.
fn front(bytes: &[u8], escape_delay: Duration) -> Option<Prefix> {
    let found = match bytes {
        [] => return None,
        [ESC] | [ESC, ESC] => Prefix::Part(escape_delay),
        // Some terminals send Alt with an arrow as an ESC before the arrow's sequence.
        [ESC, ESC, b'[' | b'O', ..] => longer(1, sequence(&bytes[1..], escape_delay)),
        [ESC, ESC, ..] => Prefix::Escape,
        [ESC, ..] => sequence(bytes, escape_delay),
        _ => character(bytes),
    };
    Some(match found {
        Prefix::Part(_) if bytes.len() > LONGEST => Prefix::Nothing(bytes.len()),
        found => found,
    })
}

/// The same, longer by that many bytes.
fn longer(by: usize, front: Prefix) -> Prefix {
    match front {
        Prefix::Complete(count) => Prefix::Complete(count + by),
        Prefix::Nothing(count) => Prefix::Nothing(count + by),
        part @ (Prefix::Part(_) | Prefix::Escape) => part,
    }
}

/// A character, or an invalid byte.
fn character(bytes: &[u8]) -> Prefix {
    let first = &bytes[..bytes.len().min(4)];
    match std::str::from_utf8(first) {
        Ok(text) => Prefix::Complete(text.chars().next().map_or(1, char::len_utf8)),
        Err(error) if error.valid_up_to() > 0 => {
            let text = std::str::from_utf8(&first[..error.valid_up_to()]).unwrap_or_default();
            Prefix::Complete(text.chars().next().map_or(1, char::len_utf8))
        }
        Err(error) => error.error_len().map_or(Prefix::Part(REST), Prefix::Nothing),
    }
}

/// A sequence of ESC and another byte.
fn sequence(bytes: &[u8], escape_delay: Duration) -> Prefix {
    match bytes {
        [_, b'[', rest @ ..] => control_sequence(rest),
        [_, b'O'] => Prefix::Part(REST),
        [_, b'O', b' '..=b'~', ..] => Prefix::Complete(3),
        // Alt-O, and something else.
        [_, b'O', ..] => Prefix::Complete(2),
        // Answers to another program's queries, or Alt with these characters.
        [_, b']' | b'P' | b'X' | b'^' | b'_'] => Prefix::Part(escape_delay),
        [_, b']' | b'P' | b'X' | b'^' | b'_', rest @ ..] => answer(rest),
        [_, rest @ ..] => longer(1, character(rest)),
        [] => Prefix::Nothing(0),
    }
}

/// The rest of a sequence that starts with `ESC [`.
fn control_sequence(rest: &[u8]) -> Prefix {
    match rest {
        [] | [b'[' | b'M'] | [b'M', _] | [b'M', _, _] => return Prefix::Part(REST),
        // The function keys of the Linux console.
        [b'[', _, ..] => return Prefix::Complete(4),
        // The X10 mouse report: three bytes that are not characters.
        [b'M', _, _, _, ..] => return Prefix::Complete(6),
        _ => {}
    }
    match rest.iter().position(|byte| !(0x20..=0x3f).contains(byte)) {
        None => Prefix::Part(REST),
        Some(end) if (0x40..=0x7e).contains(&rest[end]) => Prefix::Complete(end + 3),
        // Interrupted by an invalid byte.
        Some(end) => Prefix::Nothing(end + 2),
    }
}

/// A string that the terminal sends, up to its end.
fn answer(rest: &[u8]) -> Prefix {
    if let Some(colour) = rest.strip_prefix(b"11;") {
        return longer(5, colour_answer(colour));
    }
    let bell = rest.iter().position(|b| *b == 0x07).map(|at| at + 1);
    let end = rest.windows(2).position(|two| two == [ESC, b'\\']).map(|at| at + 2);
    let end = match (bell, end) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    end.map_or(Prefix::Part(REST), |end| Prefix::Nothing(end + 2))
}

/// The answer to a question about the background, without its beginning, up to its end. What no colour contains ends it:
/// a key, if the rest was lost on the way.
fn colour_answer(rest: &[u8]) -> Prefix {
    let end = rest.iter().position(|byte| !byte.is_ascii_hexdigit() && !b"rgba:/".contains(byte));
    match end.map(|at| (at, &rest[at..])) {
        None | Some((_, [ESC])) => Prefix::Part(REST),
        Some((at, [0x07, ..])) => Prefix::Complete(at + 1),
        Some((at, [ESC, b'\\', ..])) => Prefix::Complete(at + 2),
        Some((at, _)) => Prefix::Nothing(at),
    }
}

/// The background of such an answer.
fn background_of(sequence: &[u8]) -> Option<Background> {
    let text = std::str::from_utf8(sequence).ok()?.strip_prefix("\x1b]11;")?;
    let colour: RgbColor = text.strip_suffix('\x07').or_else(|| text.strip_suffix("\x1b\\"))?.parse().ok()?;
    let [red, green, blue] = [colour.red, colour.green, colour.blue].map(u32::from);
    Some(Background::of(Rgb(red << 16 | green << 8 | blue)))
}

/// The meaning of a complete key or sequence.
fn meaning_of(sequence: &[u8]) -> Option<Msg> {
    let (alt, sequence) = match sequence {
        [ESC, ESC, ..] => (true, &sequence[1..]),
        sequence => (false, sequence),
    };
    let event = match sequence {
        // The parser only gets what it consumes as a whole; it would take the rest for typed text.
        [ESC, b'[', b'0'..=b'9', .., last] => {
            let asked = modify_other_keys(sequence);
            parse(asked.as_deref().unwrap_or(sequence)).filter(|event| *last == b'u' || *last == b'~' || !types(event))
        }
        [ESC, b'[', b'<' | b'M' | b'[', ..] | [ESC, b'[' | b'O', _] => parse(sequence).filter(|event| !types(event)),
        [ESC, b'[' | b']', ..] => None,
        [ESC, b'O'] => return Some(Msg::Key(KeyPress { alt: true, ..KeyPress::plain(Key::Char('O')) })),
        other => parse(other),
    };
    match from_terminal(&event?)? {
        Msg::Key(press) => Some(Msg::Key(KeyPress { alt: press.alt || alt, ..press })),
        other => Some(other),
    }
}

/// `ESC [ 27 ; modifiers ; code ~` of xterm's modifyOtherKeys in the form that the parser knows.
fn modify_other_keys(sequence: &[u8]) -> Option<Vec<u8>> {
    let inner = std::str::from_utf8(sequence).ok()?.strip_prefix("\x1b[27;")?.strip_suffix('~')?;
    let (modifiers, code) = inner.split_once(';')?;
    Some(format!("\x1b[{code};{modifiers}u").into_bytes())
}

fn types(event: &Event) -> bool {
    matches!(event, Event::Key(key) if matches!(key_of(key.code), Some(Key::Char(_))))
}

/// The single event of these bytes.
fn parse(bytes: &[u8]) -> Option<Event> {
    let mut parser = Parser::default();
    parser.parse(bytes, false);
    let event = parser.pop()?;
    parser.pop().is_none().then_some(event)
}

#[cfg(test)]
#[path = "decode_tests.rs"]
mod tests;
