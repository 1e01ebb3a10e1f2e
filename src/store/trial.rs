//! Tries whether a folder is fit to keep something in.

use std::io;
use std::path::Path;

use super::trouble;
use crate::system::file;

/// Tries whether something can be kept, and files can be locked, in this folder or, when it is not there, could be
/// where it would be made. What is written for it is gone again.
///
/// # Errors
///
/// Why not, in a clause for a sentence.
pub fn try_out(folder: &Path) -> io::Result<()> {
    let there = folder.ancestors().find(|path| path.symlink_metadata().is_ok()).unwrap_or(folder);
    file::try_writing(there)?;
    try_locking(there)
}

/// SQLite takes a file system without locks for one where somebody else always has the lock.
pub(super) fn try_locking(folder: &Path) -> io::Result<()> {
    file::try_locking(folder)?.map_err(|error| trouble::lockless(folder, &error))
}
