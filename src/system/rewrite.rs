//! Rewrites a file of the user in place of its old contents, unless somebody else has changed it meanwhile.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::file::{FileError, folder, read_user_file, write_new};

/// Why a file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum Unwritten {
    /// Its contents are not those that the new ones were made from.
    #[error("it was changed by another program just now")]
    Changed,
    /// It cannot be written.
    #[error("{0}")]
    Failed(#[from] FileError),
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Replaces the contents of a file, which are still `before`, atomically. Its permissions stay; a symbolic link is
/// followed. With nothing before it is created, with its directory, and readable by this user alone.
///
/// # Errors
///
/// Why it is unchanged: it may not be written, or its contents are others by now.
pub fn rewrite(path: &Path, before: Option<&[u8]>, after: &[u8]) -> Result<(), Unwritten> {
    let Some(before) = before else { return create(path, after) };
    let path = path.canonicalize()?;
    let found = fs::metadata(&path)?;
    if !found.is_file() {
        return Err(FileError::Unfit("it is not a regular file".to_owned()).into());
    }
    // Replacing it would be possible all the same, but is not what its owner wants.
    if found.permissions().readonly() {
        return Err(FileError::Unfit("it is read-only".to_owned()).into());
    }
    let mut new = tempfile::Builder::new().prefix(".keepnet-tui-").tempfile_in(parent(&path))?;
    new.write_all(after)?;
    new.as_file().set_permissions(found.permissions())?;
    new.as_file().sync_all()?;
    // As late as possible.
    let now = read_user_file(&path, before.len() as u64);
    if now.map_or(true, |now| now.bytes != before) {
        return Err(Unwritten::Changed);
    }
    new.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

fn create(path: &Path, contents: &[u8]) -> Result<(), Unwritten> {
    folder(&parent(path))?;
    write_new(path, contents).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Unwritten::Changed,
        _ => error.into(),
    })
}

fn parent(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

#[cfg(all(test, unix))]
#[path = "rewrite_tests.rs"]
mod tests;
