//! Standard output: only data, as a table, JSON, JSON lines or CSV, page by page.

use std::borrow::Cow;
use std::io::{self, Write};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;

use super::heading::Heading;
use super::sheet::Sheet;
use super::table::{Columns, title};
use crate::domain::text::is_unsafe;
use crate::domain::text::spreadsheet::{BOM, cell as harmless, record};

/// The version of the JSON formats. It is incremented when a member is removed or changes its meaning, not when one is
/// added.
pub const VERSION: u32 = 1;

/// What stands for a limit where there is none, and the member that says so.
const UNLIMITED: &str = "unlimited";

/// An output format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned columns
    #[default]
    Table,
    /// One JSON document
    Json,
    /// One JSON object per line
    Jsonl,
    /// Comma-separated values with a header line
    Csv,
    /// The same, with a byte-order mark for Excel.
    #[value(skip)]
    CsvWithBom,
    /// A worksheet for Excel
    Xlsx,
}

/// The options of all commands that write data.
#[derive(Debug, Clone, Copy, Args)]
pub struct OutputArgs {
    /// Output format
    #[arg(long, short, value_parser = formats(false), default_value = "table", value_name = "FORMAT", help_heading = "Output")]
    output: Format,
    /// Start CSV with a byte-order mark, so that Excel reads it as UTF-8
    #[arg(long, help_heading = "Output")]
    bom: bool,
}

impl OutputArgs {
    /// The resulting format.
    #[must_use]
    pub fn form(self) -> Format {
        if self.bom && self.output == Format::Csv { Format::CsvWithBom } else { self.output }
    }
}

/// The formats of a command; few write worksheets.
pub(super) fn formats(with_worksheets: bool) -> impl TypedValueParser<Value = Format> {
    let offered = Format::value_variants().iter().filter(move |format| with_worksheets || **format != Format::Xlsx);
    PossibleValuesParser::new(offered.filter_map(ValueEnum::to_possible_value))
        .map(|name| Format::from_str(&name, false).unwrap_or_default())
}

/// A JSON object with its members in this order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item(pub Vec<(&'static str, Value)>);

impl Item {
    /// Adds a member.
    pub fn add(&mut self, name: &'static str, value: impl Into<Value>) {
        self.0.push((name, value.into()));
    }

    fn member(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

impl Serialize for Item {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// A row: its cells, one for each heading, and its JSON object.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// For tables and CSV.
    pub cells: Vec<String>,
    /// For JSON.
    pub item: Item,
}

/// Writes a list. Pages are not kept in memory.
pub struct TableWriter<W> {
    out: W,
    format: Format,
    kind: &'static str,
    head: Vec<Heading>,
    /// The width of the table; `None`: as wide as needed.
    room: Option<usize>,
    /// The columns of the table. On a terminal those of the first page are kept; elsewhere they grow with later pages.
    columns: Columns,
    /// The worksheet that is being written.
    sheet: Option<Box<Sheet>>,
    rows: u64,
    begun: bool,
}

impl<W: Write> TableWriter<W> {
    /// A list of this `kind` (`companies`, `users`); writes nothing yet.
    pub fn new(out: W, format: Format, kind: &'static str, mut head: Vec<Heading>) -> Self {
        head.retain(|heading| format != Format::Table || !heading.extra);
        Self { out, format, kind, head, room: None, columns: Columns::default(), sheet: None, rows: 0, begun: false }
    }

    /// The same, with a table of at most this width.
    #[must_use]
    pub fn within(self, room: Option<usize>) -> Self {
        Self { room, ..self }
    }

    /// The titles of the columns that do not fit.
    #[must_use]
    pub fn hidden_columns(&self) -> Vec<String> {
        if self.format == Format::Table && self.begun { self.columns.hidden_columns(&self.head) } else { Vec::new() }
    }

    /// How many rows were written.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Writes and flushes a page of rows.
    ///
    /// # Errors
    ///
    /// If the output cannot be written to.
    pub fn page(&mut self, rows: &[Row]) -> io::Result<()> {
        let mut text = Vec::new();
        self.begin(&mut text, rows)?;
        if self.format == Format::Table && self.room.is_none() {
            for row in rows {
                self.columns.widen(&row.cells);
            }
        }
        for row in rows {
            match self.format {
                Format::Json => {
                    text.extend_from_slice(if self.rows == 0 { b"\n" } else { b",\n" });
                    json(&mut text, &row.item)?;
                }
                _ => self.line(&mut text, row, false)?,
            }
            self.rows += 1;
        }
        self.out.write_all(&text)?;
        self.out.flush()
    }

    /// Writes a row below the others that is none of them: their sums. A JSON document has them beside its items.
    ///
    /// # Errors
    ///
    /// If the output cannot be written to.
    pub fn total(&mut self, row: &Row) -> io::Result<()> {
        let mut text = Vec::new();
        self.begin(&mut text, std::slice::from_ref(row))?;
        self.line(&mut text, row, true)?;
        self.out.write_all(&text)?;
        self.out.flush()
    }

    fn line(&mut self, text: &mut Vec<u8>, row: &Row, is_total: bool) -> io::Result<()> {
        match self.format {
            Format::Table => self.columns.write(text, &self.head, &row.cells),
            Format::Csv | Format::CsvWithBom => {
                record(text, self.head.iter().zip(&row.cells).map(|(h, cell)| csv_cell(h, row, cell)));
                Ok(())
            }
            Format::Jsonl => write_line(text, &row.item),
            Format::Json => Ok(()),
            Format::Xlsx => match &mut self.sheet {
                Some(sheet) => {
                    let values = self.head.iter().zip(&row.cells).map(|(h, cell)| csv_value(h, row, cell));
                    sheet.row(&self.head, &values.collect::<Vec<_>>(), is_total)
                }
                None => Ok(()),
            },
        }
    }

    /// Writes the end of the list; `facts` are members of the JSON document beside its items.
    ///
    /// # Errors
    ///
    /// If the output cannot be written to.
    pub fn end(mut self, facts: Item) -> io::Result<()> {
        let mut text = Vec::new();
        self.begin(&mut text, &[])?;
        if self.format == Format::Json {
            text.extend_from_slice(b"\n]");
            for (name, value) in facts.0 {
                write!(text, ",{}:{value}", Value::from(name))?;
            }
            text.extend_from_slice(b"}\n");
        }
        if let Some(sheet) = self.sheet.take() {
            return sheet.save(&mut self.out);
        }
        self.out.write_all(&text)?;
        self.out.flush()
    }

    fn begin(&mut self, text: &mut Vec<u8>, rows: &[Row]) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        match self.format {
            Format::Table => {
                let cells: Vec<&[String]> = rows.iter().map(|row| row.cells.as_slice()).collect();
                self.columns = Columns::of(&self.head, &cells, self.room);
                self.columns.write_titles(text, &self.head)
            }
            Format::Csv | Format::CsvWithBom => {
                if self.format == Format::CsvWithBom {
                    text.extend_from_slice(BOM.as_bytes());
                }
                record(text, self.head.iter().map(|h| h.key));
                Ok(())
            }
            Format::Json => write!(text, "{{\"version\":{VERSION},\"kind\":\"{}\",\"items\":[", self.kind),
            Format::Jsonl => Ok(()),
            Format::Xlsx => {
                self.sheet = Some(Box::new(Sheet::new(self.kind, &self.head)?));
                Ok(())
            }
        }
    }
}

/// Writes one object: a table has a line for each cell.
///
/// # Errors
///
/// If the output cannot be written to.
pub fn one<W: Write>(mut out: W, format: Format, kind: &'static str, head: Vec<Heading>, row: &Row) -> io::Result<()> {
    let mut text = Vec::new();
    match format {
        Format::Table => {
            let titles: Vec<_> = head.iter().map(title).collect();
            let width = titles.iter().map(String::len).max().unwrap_or(0);
            for (title, cell) in titles.iter().zip(&row.cells) {
                writeln!(text, "{}", format!("{title:width$}  {cell}").trim_end())?;
            }
        }
        Format::Json => {
            write!(text, "{{\"version\":{VERSION},\"kind\":\"{kind}\",\"item\":")?;
            json(&mut text, &row.item)?;
            text.extend_from_slice(b"}\n");
        }
        Format::Jsonl | Format::Csv | Format::CsvWithBom | Format::Xlsx => {
            let mut sheet = TableWriter::new(&mut text, format, kind, head);
            sheet.page(std::slice::from_ref(row))?;
            sheet.end(Item::default())?;
        }
    }
    out.write_all(&text)?;
    out.flush()
}

/// A cell for CSV: the value of the JSON object where there is one, numbers without signs, nothing for null. A missing
/// limit is `unlimited`.
fn csv_cell<'r>(heading: &Heading, row: &'r Row, cell: &'r str) -> Cow<'r, str> {
    let text = |text: &'r str| if heading.text { harmless(text) } else { text.into() };
    match csv_member(heading, row) {
        Some(Value::Null) if is_unlimited(heading, row) => UNLIMITED.into(),
        Some(Value::Null) => "".into(),
        Some(Value::String(member)) => text(member),
        Some(member) => member.to_string().into(),
        None => text(cell),
    }
}

/// The value of a cell: a text, a number, a boolean or nothing.
fn csv_value(heading: &Heading, row: &Row, cell: &str) -> Value {
    match csv_member(heading, row) {
        Some(Value::Null) if is_unlimited(heading, row) => UNLIMITED.into(),
        Some(member) => member.clone(),
        None => cell.into(),
    }
}

/// The member of the JSON object with the value of a cell, if it is a single one.
fn csv_member<'r>(heading: &Heading, row: &'r Row) -> Option<&'r Value> {
    row.item.member(heading.key).filter(|value| !value.is_array() && !value.is_object())
}

fn is_unlimited(heading: &Heading, row: &Row) -> bool {
    heading.key == "limit" && row.item.member(UNLIMITED) == Some(&Value::Bool(true))
}

/// JSON with every character escaped that could control a terminal.
fn json(out: &mut Vec<u8>, item: &impl Serialize) -> io::Result<()> {
    let start = out.len();
    serde_json::to_writer(&mut *out, item)?;
    let written = out.get(start..).unwrap_or_default();
    if written.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        return Ok(());
    }
    let text = String::from_utf8_lossy(written).into_owned();
    out.truncate(start);
    for c in text.chars() {
        if is_unsafe(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
        } else {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    Ok(())
}

/// An object as a line of its own. Each has the version: lines are filtered, sorted and merged.
#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    #[serde(flatten)]
    item: &'a Item,
}

fn write_line(out: &mut Vec<u8>, item: &Item) -> io::Result<()> {
    json(out, &Line { version: VERSION, item })?;
    out.push(b'\n');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::list::columns::Align;
    use rstest::rstest;

    fn head() -> Vec<Heading> {
        vec![Heading::text("id"), Heading { align: Align::Right, text: false, ..Heading::text("use_percent") }]
    }

    fn row(id: &str, n: i64) -> Row {
        Row {
            cells: vec![id.to_owned(), n.to_string()],
            item: Item(vec![("id", id.into()), ("use_percent", n.into())]),
        }
    }

    fn list(format: Format, pages: &[&[Row]]) -> String {
        let mut out = Vec::new();
        let mut sheet = TableWriter::new(&mut out, format, "companies", head());
        for page in pages {
            sheet.page(page).expect("memory");
        }
        sheet.end(Item(vec![("total", 3.into())])).expect("memory");
        String::from_utf8(out).expect("text")
    }

    #[rstest]
    #[case(Format::Table, "ID   USE PERCENT\na,1            7\n=b            -7\nccccccc           12\n")]
    #[case(Format::Csv, "id,use_percent\n\"a,1\",7\n'=b,-7\nccccccc,12\n")]
    #[case(
        Format::Jsonl,
        "{\"version\":1,\"id\":\"a,1\",\"use_percent\":7}\n{\"version\":1,\"id\":\"=b\",\"use_percent\":-7}\n\
         {\"version\":1,\"id\":\"ccccccc\",\"use_percent\":12}\n"
    )]
    #[case(
        Format::Json,
        "{\"version\":1,\"kind\":\"companies\",\"items\":[\n{\"id\":\"a,1\",\"use_percent\":7},\n\
         {\"id\":\"=b\",\"use_percent\":-7},\n{\"id\":\"ccccccc\",\"use_percent\":12}\n],\"total\":3}\n"
    )]
    fn two_pages_are_one_list(#[case] format: Format, #[case] text: &str) {
        assert_eq!(list(format, &[&[row("a,1", 7), row("=b", -7)], &[row("ccccccc", 12)]]), text);
    }

    /// What a person reads as `103%`, `unltd` and `-` is nothing to count with.
    #[test]
    fn csv_has_values() {
        let head = ["company", "limit", "use_percent", "renews", "tags"].map(Heading::text).to_vec();
        let cells = ["=Acme", "unltd", "103%", "-", "=a, b"].map(str::to_owned).to_vec();
        let mut item = Item::default();
        item.add("company", "=Acme");
        item.add("limit", Value::Null);
        item.add("unlimited", true);
        item.add("use_percent", 103);
        item.add("renews", Value::Null);
        item.add("tags", vec!["=a", "b"]);
        let mut out = Vec::new();
        TableWriter::new(&mut out, Format::Csv, "companies", head).page(&[Row { cells, item }]).expect("memory");
        let text = String::from_utf8(out).expect("text");
        assert_eq!(text, "company,limit,use_percent,renews,tags\n'=Acme,unlimited,103,,\"'=a, b\"\n");
    }

    #[test]
    fn json_escapes_control_characters() {
        let name = "a\u{1b}[2J\u{9b}b\u{7f}\u{202e}c\u{e0041}é";
        let text = list(Format::Jsonl, &[&[row(name, 7)]]);
        assert!(text.contains(r"a\u001b[2J\u009bb\u007f\u202ec\udb40\udc41é"), "{text}");
        let read: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(read["id"], name);
    }

    #[rstest]
    #[case(Format::Table, "ID  USE PERCENT\n")]
    #[case(Format::Csv, "id,use_percent\n")]
    #[case(Format::CsvWithBom, "\u{feff}id,use_percent\n")]
    #[case(Format::Jsonl, "")]
    #[case(Format::Json, "{\"version\":1,\"kind\":\"companies\",\"items\":[\n],\"total\":3}\n")]
    fn empty_list_is_written(#[case] format: Format, #[case] text: &str) {
        assert_eq!(list(format, &[]), text);
        assert_eq!(list(format, &[&[]]), text);
    }

    #[rstest]
    #[case(Format::Table, "ID           a\nUSE PERCENT  7\n")]
    #[case(Format::Csv, "id,use_percent\na,7\n")]
    #[case(Format::Jsonl, "{\"version\":1,\"id\":\"a\",\"use_percent\":7}\n")]
    #[case(Format::Json, "{\"version\":1,\"kind\":\"company\",\"item\":{\"id\":\"a\",\"use_percent\":7}}\n")]
    fn single_object_is_written(#[case] format: Format, #[case] text: &str) {
        let mut out = Vec::new();
        one(&mut out, format, "company", head(), &row("a", 7)).expect("memory");
        assert_eq!(String::from_utf8(out).expect("text"), text);
    }
}
