//! vCards of version 2.1, 3.0 and 4.0, as phones, Outlook and address books write them.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::{Encoding, UTF_8};

use super::delimited::guess_note;
use super::encoding::Decoded;
use super::sheet::{Origin, Rows, Sheet, Unit};

/// The titles of the columns that cards give.
const COLUMNS: [&str; 8] =
    ["Full name", "First name", "Last name", "Email", "Mobile", "Phone", "Department", "Organization"];

/// It begins as a card does.
pub(super) fn is_card(text: &str) -> bool {
    text.trim_start().get(..11).is_some_and(|begin| begin.eq_ignore_ascii_case("BEGIN:VCARD"))
}

/// A line of a card: `item1.TEL;TYPE=CELL:+44 20 7946 0018`.
struct Property {
    name: String,
    params: Vec<(String, String)>,
    value: String,
}

impl Property {
    fn read(line: &str) -> Option<Self> {
        let mut quoted = false;
        let colon = line.char_indices().find(|(_, c)| {
            quoted ^= *c == '"';
            *c == ':' && !quoted
        })?;
        let (head, value) = (line.get(..colon.0)?, line.get(colon.0 + 1..)?);
        let mut parts = head.split(';');
        let name = parts.next()?.rsplit('.').next()?.trim().to_uppercase();
        let params = parts.map(|part| match part.split_once('=') {
            Some((key, value)) => (key.trim().to_uppercase(), value.trim_matches('"').to_uppercase()),
            // Version 2.1 writes types without their key.
            None => ("TYPE".to_owned(), part.trim().to_uppercase()),
        });
        Some(Self { name, params: params.collect(), value: value.to_owned() })
    }

    fn is_of(&self, kind: &str) -> bool {
        self.params.iter().any(|(key, value)| {
            (key == "TYPE" || key == "ENCODING") && value.split(',').any(|part| part == kind) || key == kind
        })
    }

    fn is_quoted_printable(&self) -> bool {
        self.is_of("QUOTED-PRINTABLE")
    }

    /// The value as text.
    fn text(&self) -> String {
        let bytes = if self.is_quoted_printable() {
            quoted_printable(&self.value)
        } else if self.is_of("BASE64") || self.is_of("B") {
            STANDARD.decode(self.value.trim()).unwrap_or_default()
        } else {
            return self.value.clone();
        };
        let label = self.params.iter().find(|(key, _)| key == "CHARSET").map(|(_, value)| value.as_bytes());
        let encoding = label.and_then(Encoding::for_label).unwrap_or(UTF_8);
        encoding.decode_without_bom_handling(&bytes).0.into_owned()
    }

    /// How much this address or number is meant: preferred ones first.
    fn rank(&self) -> u32 {
        let asked = self.params.iter().find(|(key, _)| key == "PREF").and_then(|(_, value)| value.parse().ok());
        let work = if self.is_of("WORK") { 0 } else { 1_000 };
        work + asked.unwrap_or(if self.is_of("PREF") { 0 } else { 500 })
    }
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        if let (b'=', Some(value)) = (byte, hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            out.push(value);
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    out
}

/// The parts of a value between separators that are not escaped.
fn parts(value: &str, separator: char) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        let c = match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => ' ',
                Some(c) => c,
                None => break,
            },
            c if c == separator => {
                found.push(String::new());
                continue;
            }
            c => c,
        };
        if let Some(last) = found.last_mut() {
            last.push(c);
        }
    }
    found
}

/// A card while it is read.
#[derive(Default)]
struct Card {
    full: String,
    first: String,
    last: String,
    mails: Vec<(u32, String)>,
    mobiles: Vec<(u32, String)>,
    phones: Vec<(u32, String)>,
    organization: String,
    department: String,
}

impl Card {
    fn add(&mut self, property: &Property) {
        let text = property.text();
        let whole = || parts(&text, '\0').concat().trim().to_owned();
        match property.name.as_str() {
            "FN" if self.full.is_empty() => self.full = whole(),
            "N" if self.last.is_empty() && self.first.is_empty() => {
                let mut halves = parts(&text, ';').into_iter().map(|half| half.trim().to_owned());
                self.last = halves.next().unwrap_or_default();
                self.first = halves.next().unwrap_or_default();
            }
            "ORG" if self.organization.is_empty() => {
                let mut units = parts(&text, ';').into_iter().map(|unit| unit.trim().to_owned());
                self.organization = units.next().unwrap_or_default();
                self.department = units.next().unwrap_or_default();
            }
            "EMAIL" => self.mails.push((property.rank(), whole().trim_start_matches("mailto:").to_owned())),
            "TEL" if property.is_of("FAX") => {}
            "TEL" => {
                let number = whole().trim_start_matches("tel:").to_owned();
                let list = if property.is_of("CELL") { &mut self.mobiles } else { &mut self.phones };
                list.push((property.rank(), number));
            }
            _ => {}
        }
    }

    fn cells(self) -> Vec<String> {
        let best = |mut list: Vec<(u32, String)>| {
            list.sort_by_key(|(rank, _)| *rank);
            list.into_iter().next().map(|(_, text)| text).unwrap_or_default()
        };
        let (mail, mobile, phone) = (best(self.mails), best(self.mobiles), best(self.phones));
        vec![self.full, self.first, self.last, mail, mobile, phone, self.department, self.organization]
    }
}

/// Reads the cards of a text; their columns have titles.
pub(super) fn read(decoded: &Decoded) -> Result<Sheet, String> {
    let mut rows = Rows::new(Unit::Card);
    rows.add(0, COLUMNS.map(str::to_owned).to_vec())?;
    let (mut card, mut number): (Option<Card>, u64) = (None, 0);
    for (line_number, line) in unfolded(&decoded.text) {
        let Some(property) = Property::read(&line) else { continue };
        match (property.name.as_str(), property.value.trim().to_uppercase().as_str()) {
            ("BEGIN", "VCARD") if card.is_some() => {
                return Err(format!(
                    "line {line_number}: a card begins before the one before it has ended (END:VCARD)"
                ));
            }
            ("BEGIN", "VCARD") => {
                card = Some(Card::default());
                number += 1;
            }
            ("END", "VCARD") => {
                if let Some(card) = card.take() {
                    rows.add(number, card.cells())?;
                }
            }
            _ => {
                if let Some(card) = &mut card {
                    card.add(&property);
                }
            }
        }
    }
    if card.is_some() {
        return Err(format!("card {number} is cut off: it has no END:VCARD; export the contacts again"));
    }
    Ok(Sheet {
        form: format!("vCard, {}", decoded.encoding),
        origin: Origin::Text,
        unit: Unit::Card,
        separator: b',',
        lines: rows.done(),
        notes: guess_note(decoded),
        guesses: HashMap::new(),
    })
}

/// Lines with those that continue them, each with its number.
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_end_matches('\r');
        match lines.last_mut() {
            // Version 2.1 continues encoded text without a blank.
            Some((_, last))
                if last.ends_with('=')
                    && last.split(':').next().unwrap_or_default().to_uppercase().contains("QUOTED-PRINTABLE") =>
            {
                last.pop();
                last.push_str(line.trim_start());
            }
            Some((_, last)) if line.starts_with([' ', '\t']) => last.push_str(line.get(1..).unwrap_or_default()),
            _ => lines.push((number, line.to_owned())),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cards(text: &str) -> Result<Vec<Vec<String>>, String> {
        let decoded = Decoded { text: text.to_owned(), encoding: "UTF-8".into(), guessed: false };
        Ok(read(&decoded)?.lines.into_iter().skip(1).map(|line| line.cells).collect())
    }

    #[test]
    fn every_version_is_read() {
        let old = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BC=\r\nrgen\r\n\
            TEL;CELL:+49 30 1234\r\nTEL;WORK;FAX:+49 30 99\r\nEMAIL;INTERNET;PREF:j@b.example\r\nEND:VCARD\r\n";
        assert_eq!(cards(old).expect("read"), [["", "Jürgen", "Müller", "j@b.example", "+49 30 1234"]]);
        let middle = "BEGIN:VCARD\nVERSION:3.0\nFN:Jane Doe\nN:Doe;Jane;;;\nORG:Contoso\\, Ltd;Finance\n\
            EMAIL;TYPE=HOME:home@x.example\nitem1.EMAIL;TYPE=INTERNET,WORK:jane@con\n toso.example\nTEL;TYPE=WORK,VOICE:020\n\
            PHOTO;ENCODING=b;TYPE=JPEG:AAAA\nEND:VCARD\n";
        let row = ["Jane Doe", "Jane", "Doe", "jane@contoso.example", "", "020", "Finance", "Contoso, Ltd"];
        assert_eq!(cards(middle).expect("read"), [row]);
        let new = "BEGIN:VCARD\nVERSION:4.0\nFN:Zoe\nEMAIL;PREF=2:b@x.example\nEMAIL;PREF=1:a@x.example\n\
            TEL;VALUE=uri;TYPE=\"cell,voice\":tel:+1-418-555-0100\nEND:VCARD";
        assert_eq!(cards(new).expect("read"), [["Zoe", "", "", "a@x.example", "+1-418-555-0100"]]);
    }

    #[test]
    fn a_card_that_is_cut_off_is_said() {
        assert!(cards("BEGIN:VCARD\nFN:A\n").expect_err("refused").contains("card 1 is cut off"));
        assert!(cards("BEGIN:VCARD\nBEGIN:VCARD\n").expect_err("refused").starts_with("line 2: a card begins"));
    }
}
