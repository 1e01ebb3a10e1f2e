//! The rows of a file, whatever program has written it.

use super::kind::{self, Kind};
use super::sheet::{Origin, Sheet};
use super::{delimited, encoding, vcard, workbook};

/// What the person says about the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// The worksheet to read.
    pub sheet: Option<String>,
    /// The encoding of its text, by a name that browsers know (`windows-1254`).
    pub encoding: Option<String>,
}

/// What can be chosen about how a file is read, even if it cannot be read as it is.
pub(super) fn origin(bytes: &[u8]) -> Option<Origin> {
    match kind::of(bytes).ok()? {
        kind @ (Kind::Xlsx | Kind::Xls) => workbook::sheets(bytes, kind == Kind::Xls).map(Origin::Workbook),
        Kind::Text => Some(Origin::Text),
    }
}

/// The rows of a file.
///
/// # Errors
///
/// A sentence that says where something is wrong, what was found and what is wanted.
pub fn read(bytes: &[u8], hints: &Hints) -> Result<Sheet, String> {
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
