//! CSV and its like: cells between separators, in quotes where they have one.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::encoding::Decoded;
use super::sheet::{Origin, Rows, Sheet, Unit};
use crate::domain::text::spreadsheet::plain;

/// The separators, the least likely inside a cell first.
const SEPARATORS: [u8; 4] = [b'\t', b'|', b';', b','];
/// Rows by which the separator is told.
const LOOKED_AT: usize = 60;
/// Line breaks that a cell has at most; more of them are a quote that was never closed.
const CELL_LINES: usize = 100;

/// Reads the rows of a text.
pub(super) fn read(decoded: &Decoded) -> Result<Sheet, String> {
    let (declared, text) = declaration(&decoded.text);
    let separator = declared.unwrap_or_else(|| separator(text));
    let mut rows = Rows::new(Unit::Line);
    let mut lines = LineCount { text, at: 0, line: if declared.is_some() { 2 } else { 1 } };
    let mut reader = reader(text, separator);
    let mut record = StringRecord::new();
    loop {
        let begin = reader.position().byte();
        let more = reader.read_record(&mut record).map_err(|error| format!("it cannot be read as CSV: {error}"))?;
        if !more {
            break;
        }
        let number = lines.of_row(begin);
        check_quotes(text, (begin, reader.position().byte()), number)?;
        // What was made harmless for a spreadsheet is read as it was before.
        rows.add(number, record.iter().map(|cell| plain(cell.trim_matches('\u{feff}'))).collect())?;
    }
    Ok(Sheet {
        form: format!("CSV, separated by {}, {}", word(separator), decoded.encoding),
        origin: Origin::Text,
        unit: Unit::Line,
        separator,
        lines: rows.done(),
        notes: guess_note(decoded),
        guesses: HashMap::new(),
    })
}

/// Counts lines as editors do, whatever ends them.
struct LineCount<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl LineCount<'_> {
    /// The line on which the row begins whose bytes begin here; empty lines before it belong to no row.
    fn of_row(&mut self, begin: u64) -> u64 {
        let begin = usize::try_from(begin).unwrap_or(usize::MAX);
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at).filter(|byte| self.at < begin || b"\r\n".contains(byte)) {
            let ends = *byte == b'\n' || *byte == b'\r' && bytes.get(self.at + 1) != Some(&b'\n');
            self.line += u64::from(ends);
            self.at += 1;
        }
        self.line
    }
}

/// A guess is told: only a person sees whether the names are right.
pub(super) fn guess_note(decoded: &Decoded) -> Vec<String> {
    let said =
        format!("the encoding was recognised as {}; if names look wrong, name it with --encoding", decoded.encoding);
    decoded.guessed.then_some(said).into_iter().collect()
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .trim(Trim::None)
        .from_reader(text.as_bytes())
}

fn word(separator: u8) -> String {
    if separator == b'\t' { "tabs".to_owned() } else { char::from(separator).to_string() }
}

/// `sep=;`, by which Excel is told the separator; and the lines below it.
fn declaration(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim_end_matches('\r').trim_matches('"');
    match first.get(..4).filter(|begin| begin.eq_ignore_ascii_case("sep=")).map(|_| first.as_bytes()) {
        Some(&[_, _, _, _, separator]) if SEPARATORS.contains(&separator) => (Some(separator), rest),
        _ => (None, text),
    }
}

/// The separator with which most rows have the same number of cells, and more than one.
fn separator(text: &str) -> u8 {
    let score = |separator: u8| {
        let mut widths: HashMap<usize, usize> = HashMap::new();
        for record in reader(text, separator).into_records().flatten().take(LOOKED_AT) {
            let filled = record.iter().any(|cell| !cell.trim().is_empty());
            if filled && record.len() > 1 {
                *widths.entry(record.len()).or_default() += 1;
            }
        }
        widths.into_iter().map(|(width, rows)| (rows, width)).max().unwrap_or_default()
    };
    let best = SEPARATORS.into_iter().rev().max_by_key(|separator| score(*separator));
    best.filter(|separator| score(*separator) > (0, 0)).unwrap_or(b',')
}

/// A quote that is never closed swallows everything behind it.
fn check_quotes(text: &str, (begin, end): (u64, u64), number: u64) -> Result<(), String> {
    let at = |byte: u64| usize::try_from(byte).unwrap_or_default();
    let raw = text.get(at(begin)..at(end)).unwrap_or_default();
    let lines = memchr::memchr_iter(b'\n', raw.trim_end().as_bytes()).count();
    let is_odd = lines > 0 && memchr::memchr_iter(b'"', raw.as_bytes()).count() % 2 == 1;
    if is_odd || lines > CELL_LINES {
        let from = number;
        return Err(format!(
            "line {from}: a quote (\") is opened and not closed; close it, or write a quote inside a cell twice (\"\")"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn read_text(text: &str) -> Result<Sheet, String> {
        read(&Decoded { text: text.to_owned(), encoding: "UTF-8".into(), guessed: false })
    }

    fn cells(text: &str) -> Vec<(u64, Vec<String>)> {
        read_text(text).expect("read").lines.into_iter().map(|line| (line.number, line.cells)).collect()
    }

    #[rstest]
    #[case("a,b\n1,2", ",")]
    #[case("a;b\n1,5;2", ";")]
    #[case("a\tb, c\n1\t2, 3", "tabs")]
    #[case("a|b\n1|2", "|")]
    #[case("a;b\n\"x,y,z\";2\n\"p,q\";3", ";")]
    #[case("sep=;\na;b,c\n1;2,3", ";")]
    #[case("email\na@b.co", ",")]
    fn the_separator_is_told(#[case] text: &str, #[case] word: &str) {
        let form = read_text(text).expect("read").form;
        assert_eq!(form, format!("CSV, separated by {word}, UTF-8"));
    }

    #[test]
    fn rows_have_the_number_of_their_first_line() {
        let text = "a,b\r\n\r\n\"x\r\ny\",2\r\n,\r\n3,\"say \"\"hi\"\"\"\r\n";
        let row = |number, cells: [&str; 2]| (number, cells.map(str::to_owned).to_vec());
        assert_eq!(cells(text), [row(1, ["a", "b"]), row(3, ["x\r\ny", "2"]), row(6, ["3", "say \"hi\""])]);
        assert_eq!(cells("sep=,\na,b\n1,2")[1].0, 3);
        assert_eq!(cells("a;b\r1;2\r3;4")[2], row(3, ["3", "4"]));
    }

    #[test]
    fn an_open_quote_is_said_with_its_line() {
        let said = read_text("a,b\n1,2\n\"3,4\n5,6\n").expect_err("refused");
        assert!(said.starts_with("line 3: a quote"), "{said}");
        assert!(read_text("a,b\n5\" wide,2\n").is_ok());
    }

    #[test]
    fn what_was_made_harmless_is_read_as_it_was() {
        assert_eq!(cells("a,b\n'=1+1,'+x")[1].1, ["=1+1", "+x"]);
    }
}
