//! The lock file of a running program. The system releases the lock when the program exits, for whatever reason.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::error;

/// Its file extension.
const ENDING: &str = "run";

/// A running program. It is created, and checked, only within a write transaction, so that nobody sees a file that is
/// not locked yet.
#[derive(Debug)]
pub(super) struct Run {
    name: String,
    path: PathBuf,
    _lock: File,
}

impl Run {
    /// A name that no other program has or had.
    pub(super) fn begin(folder: &Path) -> io::Result<Self> {
        let name = format!("{}-{:016x}", std::process::id(), fastrand::u64(..));
        let path = path_of(folder, &name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        if let Err(error) = file.try_lock() {
            let _ = std::fs::remove_file(&path);
            return Err(match error {
                TryLockError::Error(error) => error::lockless(folder, &error),
                TryLockError::WouldBlock => io::Error::from(io::ErrorKind::WouldBlock),
            });
        }
        Ok(Self { name, path, _lock: file })
    }

    /// Its file.
    #[cfg(test)]
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Run {
    /// Nobody needs to find out that it has ended.
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

fn path_of(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.{ENDING}"))
}

/// The program of this name is still running.
pub(super) fn is_alive(folder: &Path, name: &str) -> bool {
    is_locked(&path_of(folder, name))
}

/// A running program has locked this file. If that cannot be determined, it counts as running.
fn is_locked(path: &Path) -> bool {
    match File::open(path) {
        // A shared lock: programs that check at the same moment do not disturb each other.
        Ok(file) => file.try_lock_shared().is_err(),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

/// The lock files, and whether each program is still running.
fn signs(folder: &Path) -> impl Iterator<Item = (PathBuf, bool)> {
    let paths = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    paths.filter(|path| path.extension().is_some_and(|e| e == ENDING)).map(|path| {
        let alive = is_locked(&path);
        (path, alive)
    })
}

/// Removes the lock files of programs that were killed.
pub(super) fn sweep(folder: &Path) {
    for (path, _) in signs(folder).filter(|(_, alive)| !alive) {
        let _ = std::fs::remove_file(&path);
    }
}

/// A running program has data of its own in this directory's database.
pub(super) fn any_alive(folder: &Path) -> bool {
    signs(folder).any(|(_, alive)| alive)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn run_is_alive_until_it_ends() {
        let folder = tempfile::tempdir().expect("a folder");
        let (one, other) = (Run::begin(folder.path()).expect("a run"), Run::begin(folder.path()).expect("a run"));
        assert_ne!(one.name(), other.name());
        let (name, path) = (other.name().to_owned(), other.path.clone());
        assert!(is_alive(folder.path(), &name) && is_alive(folder.path(), one.name()));
        drop(other);
        assert!(!is_alive(folder.path(), &name) && !path.exists());
        // A program that was killed leaves the file, and nobody has its lock.
        std::fs::write(&path, "").expect("left behind");
        assert!(!is_alive(folder.path(), &name));
        sweep(folder.path());
        assert!(!path.exists() && is_alive(folder.path(), one.name()));
    }

    /// Commands ask while a program starts: none of them takes the other for the program that was killed.
    #[test]
    fn dead_run_is_seen_by_concurrent_checks() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(path_of(folder.path(), "killed"), "").expect("left behind");
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..2_000 {
                        assert!(!is_alive(folder.path(), "killed"));
                    }
                });
            }
        });
    }
}
