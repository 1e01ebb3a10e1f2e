//! Reads a file of people, whatever program has written it, and tells which column is which field.
//!
//! CSV with any separator and encoding, worksheets of Excel, vCards. Everything is bounded: a file that is larger, or
//! that unfolds to more, is refused with a sentence. People are checked by the rules of the form; nothing is looked up
//! or sent.

mod bounds;
mod check;
mod column;
mod columns;
mod content;
mod delimited;
mod encoding;
mod kind;
mod meaning;
mod person;
mod sheet;
mod title;
mod unzipped;
mod vcard;
mod vocabulary;
mod workbook;
mod xls;

pub use bounds::{MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_ROWS};
pub use check::{Action, CustomColumn, Facts, Judged, Names, check, counts, name_key, summary};
pub use column::Column;
pub use columns::{Layout, Mapping, layout};
pub use meaning::Meaning;
pub use person::{Person, Problem, people};
pub use sheet::{Line, Sheet, Unit, column_name};

/// What the person says about the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// The worksheet to read.
    pub sheet: Option<String>,
    /// The encoding of its text, by a name that browsers know (`windows-1254`).
    pub encoding: Option<String>,
}

/// The rows of a file.
///
/// # Errors
///
/// A sentence that says where something is wrong, what was found and what is wanted.
pub fn read(bytes: &[u8], hints: &Hints) -> Result<Sheet, String> {
    use kind::Kind;
    let sheet = match kind::of(bytes)? {
        Kind::Xlsx => workbook::xlsx(bytes, hints.sheet.as_deref())?,
        Kind::Xls => workbook::xls(bytes, hints.sheet.as_deref())?,
        Kind::Text if hints.sheet.is_some() => {
            return Err("it is a text and has no worksheets; leave out --sheet".to_owned());
        }
        Kind::Text => {
            let decoded = encoding::decode(bytes, hints.encoding.as_deref())?;
            kind::check_text(&decoded.text)?;
            if vcard::is_card(&decoded.text) { vcard::read(&decoded)? } else { delimited::read(&decoded)? }
        }
    };
    if sheet.lines.is_empty() {
        return Err("there is nothing in it but empty rows".to_owned());
    }
    Ok(sheet)
}
