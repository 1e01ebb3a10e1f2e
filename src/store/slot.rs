//! The place of one running program: a numbered folder, locked as long as the program runs. The
//! system lets go of the lock when the program ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Programs of one profile that can run at once.
const SLOTS: u32 = 64;

/// A locked folder.
#[derive(Debug)]
pub(super) struct Slot {
    path: PathBuf,
    number: u32,
    _lock: File,
}

impl Slot {
    /// Takes the first free slot.
    pub(super) fn take(folder: &Path) -> io::Result<Self> {
        for number in 1..=SLOTS {
            let path = folder.join(number.to_string());
            super::make(&path)?;
            if let Some(slot) = Self::lock(path, number)? {
                return Ok(slot);
            }
        }
        Err(io::Error::other(format!("{SLOTS} programs are running already")))
    }

    fn lock(path: PathBuf, number: u32) -> io::Result<Option<Self>> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { path, number, _lock: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Locks every other slot whose program has ended.
    pub(super) fn others_that_ended(&self) -> io::Result<Vec<Self>> {
        let folder = self.path.parent().unwrap_or(&self.path);
        let mut ended = Vec::new();
        for number in (1..=SLOTS).filter(|n| *n != self.number) {
            let path = folder.join(number.to_string());
            if path.is_dir() {
                ended.extend(Self::lock(path, number)?);
            }
        }
        Ok(ended)
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes what was taken over: the journal, and the folder of drafts when nothing is in it. The lock
    /// stays: a program that waits for it must not get one on a file that is gone.
    pub(super) fn clear(self, all: bool) {
        // Left behind, it would be taken over once more: nothing is lost, and nothing is said twice.
        let _ = std::fs::remove_file(self.path.join(super::journal::FILE));
        if all {
            let _ = std::fs::remove_dir(self.path.join(super::drafts::FOLDER));
        }
    }
}
