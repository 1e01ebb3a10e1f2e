//! Database errors, in words for the user.

use std::path::Path;
use std::{fmt, io};

use rusqlite::ErrorCode;

use super::paths::STATE_DIR;

/// A database error.
#[derive(Debug)]
pub(super) enum StoreError {
    /// Reported by SQLite.
    Sql(rusqlite::Error),
    /// Reported by the system, or a record that cannot be read.
    Io(io::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Io(error.into())
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sql(error) => error.fmt(f),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl StoreError {
    fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Sql(error) => error.sqlite_error_code(),
            Self::Io(_) => None,
        }
    }

    /// Another connection holds the lock and may release it soon.
    pub(super) fn is_busy(&self) -> bool {
        use ErrorCode::{DatabaseBusy, DatabaseLocked, FileLockingProtocolFailed};
        matches!(self.code(), Some(DatabaseBusy | DatabaseLocked | FileLockingProtocolFailed))
    }

    /// The same as an error whose text is a clause for a sentence: it names the cause, the file and what to do.
    pub(super) fn describe(self, path: &Path) -> io::Error {
        let error = match self {
            Self::Io(error) => return error,
            Self::Sql(error) => error,
        };
        let at = path.display();
        let (kind, words) = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
                (io::ErrorKind::WouldBlock, format!("another program is using {at} and does not release it"))
            }
            Some(ErrorCode::DiskFull) => (io::ErrorKind::StorageFull, format!("the disk is full: {at}")),
            Some(ErrorCode::ReadOnly) => (io::ErrorKind::ReadOnlyFilesystem, format!("it is read-only: {at}")),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => (io::ErrorKind::InvalidData, damaged(path)),
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                (io::ErrorKind::PermissionDenied, format!("it cannot be opened for writing: {at}"))
            }
            Some(ErrorCode::SystemIoFailure) => {
                (io::ErrorKind::Other, format!("it cannot be read or written ({error}): {at}"))
            }
            _ => (io::ErrorKind::Other, format!("{error}: {at}")),
        };
        io::Error::new(kind, words)
    }
}

/// The message about a damaged database.
pub(super) fn damaged(path: &Path) -> String {
    format!(
        "{} is damaged and is left as it is; move it away to start with a new one (.recover of sqlite3 may save its contents)",
        path.display()
    )
}

/// The message about a file of an unknown version.
pub(super) fn newer(path: &Path) -> io::Error {
    let words = format!(
        "{} was written by a newer version of this program and is left as it is; use that version, or set {STATE_DIR} \
         to another directory",
        path.display()
    );
    io::Error::new(io::ErrorKind::InvalidData, words)
}

/// The message about a file system without locks.
pub(super) fn lockless(folder: &Path, why: &io::Error) -> io::Error {
    let words = format!(
        "files in {} cannot be locked ({why}); set {STATE_DIR} to a directory on a local disk",
        folder.display()
    );
    io::Error::new(io::ErrorKind::Unsupported, words)
}
