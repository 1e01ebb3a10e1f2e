//! The user's files: opened without following links that somebody else may have placed, without blocking on what is not
//! a regular file, and read up to a limit.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::Duration;

use secrecy::zeroize::Zeroizing;

/// How long to wait for a pipe whose writer is slow.
const PIPE_TIMEOUT: Duration = Duration::from_secs(5);

/// Why a file or directory is not used, as the end of a sentence that has named it.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system reports an error.
    #[error("{0}")]
    Failed(#[from] io::Error),
    /// It is not suitable: why, and what to do about it.
    #[error("{0}")]
    Unfit(String),
}

impl FileError {
    /// There is no such file.
    #[must_use]
    pub fn is_not_there(&self) -> bool {
        let none = [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory];
        matches!(self, Self::Failed(error) if none.contains(&error.kind()))
    }
}

impl From<FileError> for io::Error {
    fn from(refused: FileError) -> Self {
        match refused {
            FileError::Failed(error) => error,
            FileError::Unfit(what) => Self::other(what),
        }
    }
}

/// What a private file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenFor {
    /// To read; it must exist.
    Reading,
    /// To append; created if it does not exist.
    Appending,
    /// To lock; created if it does not exist.
    Locking,
}

/// Opens a private file: a regular file with a single link, not reached through a symbolic link, owned by this user and
/// not writable by anybody else. If this program writes to it, nobody else can read it either.
///
/// # Errors
///
/// What is wrong with it, and what to do about it.
pub fn open_private(path: &Path, what_for: OpenFor) -> Result<File, FileError> {
    let mut options = OpenOptions::new();
    match what_for {
        OpenFor::Reading => options.read(true),
        OpenFor::Appending => options.append(true).create(true),
        OpenFor::Locking => options.write(true).create(true).truncate(false),
    };
    let file = os::open(path, &mut options, false)?;
    os::is_private(&file, path, what_for)?;
    Ok(file)
}

/// Creates an empty private file. An existing one must be this user's. Access for others is removed without opening it:
/// closing it again would release the locks that this process holds on it.
///
/// # Errors
///
/// As [`open_private`].
pub fn make_private(path: &Path) -> Result<(), FileError> {
    match os::open(path, OpenOptions::new().write(true).create_new(true), false) {
        Err(FileError::Failed(error)) if error.kind() == io::ErrorKind::AlreadyExists => os::close_private(path),
        made => made.map(drop),
    }
}

/// Tries to write a file in this directory and removes it again.
///
/// # Errors
///
/// The reason.
pub fn try_writing(folder: &Path) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    // On a full disk a file can be created but not written.
    file.write_all(b"can this be kept?\n")?;
    file.as_file().sync_all()?;
    file.close()
}

/// Whether files in this directory can be locked; the inner error says why not.
///
/// # Errors
///
/// If no file can be created there.
pub fn try_locking(folder: &Path) -> io::Result<io::Result<()>> {
    Ok(match tempfile::tempfile_in(folder)?.try_lock() {
        Err(TryLockError::Error(error)) => Err(error),
        Ok(()) | Err(TryLockError::WouldBlock) => Ok(()),
    })
}

/// A private file that was read.
#[derive(Debug)]
pub struct PrivateFile {
    /// Its contents.
    pub bytes: Zeroizing<Vec<u8>>,
    /// Whether others can read it.
    pub open_to_others: bool,
}

/// Reads a private file of at most this many bytes.
///
/// # Errors
///
/// As [`open_private`]; also if it is larger.
pub fn read_private(path: &Path, most: u64) -> Result<PrivateFile, FileError> {
    let file = open_private(path, OpenFor::Reading)?;
    let open_to_others = os::is_open_to_others(&file);
    Ok(PrivateFile { bytes: bounded(&file, most)?, open_to_others })
}

/// A file that the user named.
#[derive(Debug)]
pub struct UserFile {
    /// Its contents.
    pub bytes: Vec<u8>,
    /// Whether it is a regular file, and not a pipe or device, which cannot be read again.
    pub is_file: bool,
    /// An error if somebody else could have written it: who, and what to do about it.
    pub write_protection: Result<(), String>,
}

/// Reads a file that the user named, up to this many bytes. Links are followed, because dotfiles are often links. A
/// pipe is read to its end within a time limit.
///
/// # Errors
///
/// If it does not exist, is a directory, is larger, or does not end in time.
pub fn read_user_file(path: &Path, most: u64) -> Result<UserFile, FileError> {
    let file = os::open(path, OpenOptions::new().read(true), true)?;
    let kind = file.metadata()?;
    if kind.is_dir() {
        return Err(FileError::Unfit("it is a directory".to_owned()));
    }
    let guarded = super::write_access::of(&file, path);
    let bytes = if kind.is_file() { bounded(&file, most)? } else { os::drained(file, most, PIPE_TIMEOUT)? };
    Ok(UserFile { bytes: bytes.to_vec(), is_file: kind.is_file(), write_protection: guarded })
}

/// Reads a regular file that the user named, up to this many bytes, without waiting for anything. Links are followed.
///
/// # Errors
///
/// If it does not exist, is no regular file, or is larger.
pub fn read_regular(path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let file = open_named(path)?;
    let unfit = || FileError::Unfit("it is not a regular file".to_owned());
    if file.metadata()?.is_file() { Ok(bounded(&file, most)?.to_vec()) } else { Err(unfit()) }
}

/// Opens a file that the user named, without waiting for anything. Links are followed.
pub(super) fn open_named(path: &Path) -> Result<File, FileError> {
    os::open(path, OpenOptions::new().read(true), true)
}

fn bounded(file: &File, most: u64) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large(most)) } else { Ok(bytes) }
}

fn too_large(most: u64) -> FileError {
    FileError::Unfit(format!("it is larger than {} KiB", most / 1024))
}

/// Opens a log to append to. A device or an open descriptor, such as `/dev/stderr`, is used as it is.
///
/// # Errors
///
/// As [`open_private`].
pub fn open_log(path: &Path) -> Result<File, FileError> {
    // Links in this directory belong to the system.
    let of_the_system = ["/dev", "/dev/fd", "/dev/pts"].map(Path::new);
    if path.parent().is_some_and(|folder| of_the_system.contains(&folder)) {
        let file = os::open(path, OpenOptions::new().append(true), true)?;
        os::may_wait(&file)?;
        return Ok(file);
    }
    open_private(path, OpenFor::Appending)
}

/// Creates a new private file and writes it.
///
/// # Errors
///
/// If a file with this name exists, or it cannot be written.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = os::open(path, os::private(OpenOptions::new().write(true).create_new(true)), false)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Who may read a file that is written atomically.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// This user.
    Owner,
    /// Everybody.
    All,
}

/// Writes a file atomically, replacing a file or link of this name. Temporary files have the name `prefix` and a random
/// suffix.
///
/// # Errors
///
/// If it cannot be written; the previous file is then unchanged.
pub fn replace(path: &Path, bytes: &[u8], readers: Readers, prefix: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Created for its owner only.
    let mut file = tempfile::Builder::new().prefix(prefix).tempfile_in(folder)?;
    file.write_all(bytes)?;
    if readers == Readers::All {
        os::open_to_all(file.as_file())?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Removes the files of this directory with this prefix and suffix, except the newest by name; errors are ignored.
pub fn sweep(folder: &Path, prefix: &str, suffix: &str, but: usize) {
    let is_meant = |name: &str| name.starts_with(prefix) && name.ends_with(suffix);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<_> =
        entries.filter(|entry| is_meant(&entry.file_name().to_string_lossy())).map(|e| e.path()).collect();
    found.sort();
    let old = found.len().saturating_sub(but);
    for path in found.into_iter().take(old) {
        let _ = fs::remove_file(path);
    }
}

/// Creates a directory and its parents with the default permissions.
///
/// # Errors
///
/// If it cannot be created.
pub fn folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Creates a private directory and its parents. Access for others is removed from an existing one.
///
/// # Errors
///
/// If it cannot be created, is not a directory, or belongs to somebody else.
pub fn private_folder(path: &Path) -> Result<(), FileError> {
    os::make_private_folder(path)?;
    os::own_folder(path)?;
    if folder_problem(path).is_some() {
        os::close_folder(path)?;
    }
    Ok(())
}

/// What is wrong with a directory that should be private, and what to do about it; `None` if it does not exist.
#[must_use]
pub fn folder_problem(path: &Path) -> Option<(String, String)> {
    os::folder_problem(path)
}

#[cfg(unix)]
mod os {
    use super::{File, FileError, OpenFor, OpenOptions, Path, Zeroizing, fs, io, too_large};
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    use rustix::io::Errno;
    use rustix::process::geteuid;
    use std::fs::{DirBuilder, Metadata, Permissions};
    use std::io::Read;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
    use std::time::{Duration, Instant};

    const LINK: &str = "it is a symbolic link; replace it with the file itself";
    const CHUNK: usize = 16_384;

    pub(super) fn open(path: &Path, options: &mut OpenOptions, follow: bool) -> Result<File, FileError> {
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        let flags = if follow { flags } else { flags | OFlags::NOFOLLOW };
        let opened = private(options).custom_flags(flags.bits().cast_signed()).open(path);
        opened.map_err(|error| match error.raw_os_error() {
            Some(code) if !follow && is_link(path) && code != Errno::NOENT.raw_os_error() => {
                FileError::Unfit(LINK.to_owned())
            }
            // The error for a pipe without a reader.
            Some(code) if code == Errno::NXIO.raw_os_error() => {
                FileError::Unfit("it is a pipe that nobody reads".to_owned())
            }
            _ => FileError::Failed(error),
        })
    }

    fn is_link(path: &Path) -> bool {
        path.symlink_metadata().is_ok_and(|found| found.file_type().is_symlink())
    }

    pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options.mode(0o600)
    }

    pub(super) fn is_private(file: &File, path: &Path, what_for: OpenFor) -> Result<(), FileError> {
        let (found, name) = (file.metadata()?, path.display());
        is_own(&found)?;
        if found.mode() & 0o077 != 0 && what_for != OpenFor::Reading {
            file.set_permissions(Permissions::from_mode(0o600))?;
        } else if found.mode() & 0o022 != 0 {
            return Err(FileError::Unfit(format!(
                "others can write to it (mode {:04o}); review it, then restrict it (chmod 600 {name})",
                found.mode() & 0o7777
            )));
        }
        Ok(())
    }

    pub(super) fn close_private(path: &Path) -> Result<(), FileError> {
        let found = path.symlink_metadata()?;
        if found.file_type().is_symlink() {
            return Err(FileError::Unfit(LINK.to_owned()));
        }
        is_own(&found)?;
        if found.mode() & 0o077 != 0 {
            fs::set_permissions(path, Permissions::from_mode(0o600))?;
        }
        Ok(())
    }

    /// It is a regular file of this user with a single link.
    fn is_own(found: &Metadata) -> Result<(), FileError> {
        let unfit = |what: String| Err(FileError::Unfit(what));
        if !found.is_file() {
            return unfit("it is not a regular file".to_owned());
        }
        if found.uid() != geteuid().as_raw() {
            return unfit(format!(
                "it belongs to another user (number {}); run the program as that user, or remove the file",
                found.uid()
            ));
        }
        if found.nlink() != 1 {
            return unfit(format!("it has {} hard links; replace it with a copy", found.nlink()));
        }
        Ok(())
    }

    pub(super) fn is_open_to_others(file: &File) -> bool {
        file.metadata().is_ok_and(|found| found.mode() & 0o077 != 0)
    }

    /// From now on writes block while the reader is slow.
    pub(super) fn may_wait(file: &File) -> io::Result<()> {
        let flags = fcntl_getfl(file)?;
        Ok(fcntl_setfl(file, flags - OFlags::NONBLOCK)?)
    }

    pub(super) fn open_to_all(file: &File) -> io::Result<()> {
        file.set_permissions(Permissions::from_mode(0o644))
    }

    /// Reads a pipe or device to its end.
    pub(super) fn drained(mut file: File, most: u64, patience: Duration) -> Result<Zeroizing<Vec<u8>>, FileError> {
        let end = Instant::now() + patience;
        let (mut bytes, mut chunk) = (Zeroizing::new(Vec::new()), Zeroizing::new([0; CHUNK]));
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let left = Timespec::try_from(left).map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?;
            match poll(&mut [PollFd::new(&file, PollFlags::IN)], Some(&left)) {
                Ok(0) => {
                    return Err(FileError::Unfit(format!(
                        "nothing could be read from it within {} s",
                        patience.as_secs()
                    )));
                }
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(io::Error::from(error).into()),
            }
            match file.read(&mut *chunk) {
                Ok(0) => return Ok(bytes),
                Ok(read) => bytes.extend_from_slice(chunk.get(..read).unwrap_or_default()),
                Err(error) if [io::ErrorKind::WouldBlock, io::ErrorKind::Interrupted].contains(&error.kind()) => {}
                Err(error) => return Err(error.into()),
            }
            if bytes.len() as u64 > most {
                return Err(too_large(most));
            }
        }
    }

    pub(super) fn make_private_folder(path: &Path) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(path)
    }

    /// It is a directory of this user.
    pub(super) fn own_folder(path: &Path) -> Result<(), FileError> {
        let found = fs::metadata(path)?;
        if found.uid() != geteuid().as_raw() {
            return Err(FileError::Unfit(format!("it belongs to another user (number {})", found.uid())));
        }
        Ok(())
    }

    pub(super) fn close_folder(path: &Path) -> io::Result<()> {
        fs::set_permissions(path, Permissions::from_mode(0o700))
    }

    pub(super) fn folder_problem(path: &Path) -> Option<(String, String)> {
        let (found, name) = (fs::metadata(path).ok()?, path.display());
        let mode = found.mode() & 0o7777;
        if !found.is_dir() {
            return Some(("is no folder".to_owned(), format!("Replace {name} with a directory.")));
        }
        if found.uid() != geteuid().as_raw() {
            let who = format!("belongs to another user (number {})", found.uid());
            return Some((who, format!("Run the program as that user, or move {name} away.")));
        }
        let can = match (mode & 0o022 != 0, mode & 0o055 != 0) {
            (true, _) => "others can write to it",
            (false, true) => "others can read it",
            (false, false) => return None,
        };
        Some((format!("is not private: {can} (mode {mode:04o})"), format!("Restrict it: chmod 700 {name}")))
    }
}

#[cfg(not(unix))]
mod os {
    use super::{File, FileError, OpenFor, OpenOptions, Path, Zeroizing, bounded, fs, io};
    use std::time::Duration;

    pub(super) fn open(path: &Path, options: &mut OpenOptions, _: bool) -> Result<File, FileError> {
        Ok(options.open(path)?)
    }

    /// Files are in the owner's profile already.
    pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    pub(super) fn is_private(file: &File, _: &Path, _: OpenFor) -> Result<(), FileError> {
        if file.metadata()?.is_file() { Ok(()) } else { Err(FileError::Unfit("it is not a regular file".to_owned())) }
    }

    pub(super) fn close_private(path: &Path) -> Result<(), FileError> {
        if path.is_file() { Ok(()) } else { Err(FileError::Unfit("it is not a regular file".to_owned())) }
    }

    pub(super) fn is_open_to_others(_: &File) -> bool {
        false
    }

    pub(super) fn may_wait(_: &File) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn open_to_all(_: &File) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn drained(file: File, most: u64, _: Duration) -> Result<Zeroizing<Vec<u8>>, FileError> {
        bounded(&file, most)
    }

    pub(super) fn make_private_folder(path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    pub(super) fn own_folder(_: &Path) -> Result<(), FileError> {
        Ok(())
    }

    pub(super) fn close_folder(_: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn folder_problem(_: &Path) -> Option<(String, String)> {
        None
    }
}

#[cfg(all(test, unix))]
#[path = "file_tests.rs"]
mod tests;
