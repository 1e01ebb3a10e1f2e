//! Tests whether a directory is fit to store data.

use std::io;
use std::path::Path;

use super::error;
use crate::system::file;

/// Tests whether files can be written and locked in this directory or, if it does not exist, in the place where it
/// would be created. Test files are removed again.
///
/// # Errors
///
/// The reason, as a clause of a sentence.
pub fn try_folder(folder: &Path) -> io::Result<()> {
    let there = folder.ancestors().find(|path| path.symlink_metadata().is_ok()).unwrap_or(folder);
    file::try_writing(there)?;
    try_locking(there)
}

/// SQLite treats a file system without locks like a database that is always locked.
pub(super) fn try_locking(folder: &Path) -> io::Result<()> {
    file::try_locking(folder)?.map_err(|error| error::lockless(folder, &error))
}
