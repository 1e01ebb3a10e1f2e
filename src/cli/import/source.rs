//! The file, or standard input.

use std::io;
use std::path::Path;

use crate::cli::exit::{Code, CommandError};
use crate::roster::MAX_BYTES;
use crate::system::file::FileError;
use crate::system::source_file::{self, Source};

/// Standard input.
pub(super) const STDIN: &str = "-";

/// Reads the file.
pub(super) fn read(path: &Path) -> Result<Source, CommandError> {
    let is_stdin = path == Path::new(STDIN);
    let read = if is_stdin {
        source_file::read_stream(io::stdin().lock(), MAX_BYTES)
    } else {
        source_file::read(path, MAX_BYTES)
    };
    read.map_err(|error| match error {
        error if error.is_not_there() => {
            CommandError::new(Code::NotFound, format!("there is no file {}", path.display()))
        }
        FileError::Failed(error) => unfit(path, &format!("it cannot be read ({error})")),
        FileError::Unfit(what) => unfit(path, &what),
    })
}

/// What is wrong with the file. Nothing of it was sent.
pub(super) fn unfit(path: &Path, what: &str) -> CommandError {
    let name = if path == Path::new(STDIN) { "standard input".to_owned() } else { path.display().to_string() };
    CommandError::new(Code::Invalid, format!("{name}: {what}. Nothing was sent."))
}
