//! Whatever is pressed, pasted, clicked and answered, in whichever order, the program stands.

use keepnet_tui::app::keys::press::{Key, KeyPress};

use crate::common::walk::{Step, Walk};

/// Walks: where a search begins, and what a search once found.
pub const SEEDS: &[&[u8]] = &[
    b"",
    // The rows come, a form opens, is filled in, sent, and ends in every way.
    b"\x01A\x01\x01S\x00\x01A\x01\x01A\x01\x01A\x01\x01Pjane@contoso.com\0\x01S\x03\x01P+442079460018\0\x01S\x02\x01A\x01",
    b"\x01A\x01\x01S\x00TTPx\0S\x02T\x01S\x04S\x05A\x00A\x04A\x08TTTFFFA\x03A\x06A\x07",
    b"\x00TA\x06A\x01S\x00DTPa\0TDTS\x04S\x06TT",
    b"\x01Z\x00\x00Z\x09\x09Z\xc8\x3cC\x10\x05W\x05\x05Z\x50\x18C\x02\x02NRR",
    b"\x01G\x00A\x01G\xffA\x01G\x03A\x01K\x00K\x01K\x02K\x03K\x04K\x05K\x06K\x07K\x08K\x09",
    b"\x01Pa\x1b[31m\xe2\x80\xae\0X\x61\x00X\x73\x01X\x02\x02X\x0b\x04X\x1b\x07",
];

/// The keys of the job: what a search would hardly find by itself.
const JOB: [&str; 8] = ["a", "ctrl-s", "tab", "enter", "esc", "y", "ctrl-n", "f4"];

/// Reads numbers and texts off bytes.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// A number; none left is 0.
    fn number(&mut self) -> u8 {
        self.next().unwrap_or_default()
    }

    /// What stands before a zero, or before the end.
    fn text(&mut self) -> String {
        let end = self.0.iter().position(|b| *b == 0).unwrap_or(self.0.len());
        let (text, rest) = self.0.split_at(end);
        self.0 = rest.get(1..).unwrap_or_default();
        String::from_utf8_lossy(text).into_owned()
    }

    fn press(&mut self) -> KeyPress {
        let (key, with) = (self.number(), self.number());
        let key = match key {
            0 => Key::Enter,
            1 => Key::Esc,
            2 => Key::Tab,
            3 => Key::Backspace,
            4 => Key::Delete,
            5 => Key::Left,
            6 => Key::Right,
            7 => Key::Up,
            8 => Key::Down,
            9 => Key::Home,
            10 => Key::End,
            11 => Key::PageUp,
            12 => Key::PageDown,
            13..=27 => Key::F(key - 12),
            28 => Key::Char('\u{301}'),
            29 => Key::Char('\u{65e5}'),
            30 => Key::Char('\u{202e}'),
            31 => Key::Char('\u{1f469}'),
            _ => Key::Char(char::from(key)),
        };
        KeyPress { key, ctrl: with & 1 > 0, alt: with & 2 > 0, shift: with & 4 > 0 && !matches!(key, Key::Char(_)) }
    }

    fn step(&mut self) -> Option<Step> {
        Some(match self.next()? {
            b'S' => Step::Press(KeyPress::parse(JOB[usize::from(self.number()) % JOB.len()])?),
            b'X' => Step::Press(self.press()),
            b'P' => Step::Paste(self.text()),
            b'L' => Step::Text(self.text().chars().take(20).collect()),
            b'C' => Step::Click(self.number().into(), self.number().into()),
            b'W' => Step::Wheel(self.number().into(), self.number().into(), self.number() & 1 > 0),
            b'Z' => Step::Size(u16::from(self.number()) % 201, u16::from(self.number()) % 61),
            b'A' => Step::Answer(0, self.number()),
            b'F' => Step::Answer(self.number().into(), self.number()),
            b'T' => Step::Timers,
            b'N' => Step::News(self.number() & 1 > 0),
            b'R' => Step::Resumed,
            b'G' => Step::Change(usize::from(self.number())),
            b'D' => Step::Disk(self.number() & 1 > 0),
            key => Step::Key(usize::from(key)),
        })
    }
}

/// Takes the walk that these bytes describe: the first says how it begins.
pub fn run(bytes: &[u8]) {
    let mut bytes = Bytes(bytes);
    let mut walk = if bytes.number() & 1 > 0 { Walk::new() } else { Walk::restored() };
    let mut taken = Vec::new();
    while taken.len() < 300
        && let Some(step) = bytes.step()
    {
        let stands = walk.step(&step);
        taken.push(step);
        assert_eq!(stands, Ok(()), "after {taken:#?}");
    }
    assert_eq!(walk.end(), Ok(()), "after {taken:#?}");
}
