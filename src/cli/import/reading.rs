//! A file as it was read, by what the person has said about it.

use crate::cli::exit::{Code, CommandError};
use crate::roster::{Hints, Layout, Mapping, Meaning, Sheet, layout, read};
use crate::system::source_file::Source;

/// What the person has said about the import.
#[derive(Debug, Clone)]
pub(super) struct Options {
    pub company: Option<String>,
    pub maps: Vec<Mapping>,
    pub hints: Hints,
    pub skip_unknown: bool,
    pub allow_over_limit: bool,
}

/// A file as it was read.
pub(super) struct Reading {
    pub digest: String,
    pub options: Options,
    pub sheet: Sheet,
    pub layout: Layout,
}

impl Reading {
    /// Reads the rows, and finds out what the columns are for.
    pub(super) fn of(source: &Source, options: Options) -> Result<Self, CommandError> {
        let sheet = read(&source.bytes, &options.hints).map_err(unfit)?;
        let mut layout = layout(&sheet, &options.maps).map_err(unfit)?;
        let is_named = options.maps.iter().any(|map| map.meaning() == Some(&Meaning::Company));
        if options.company.is_some() && !is_named {
            layout.leave_out(&Meaning::Company, "--company says which");
        }
        Ok(Self { digest: source.digest.clone(), options, sheet, layout })
    }
}

/// What is wrong with the contents of the file.
pub(super) fn unfit(what: impl Into<String>) -> CommandError {
    CommandError::new(Code::Invalid, format!("{}. Nothing was sent.", what.into()))
}
