//! Files of the person's: opened without following a link that somebody else may have laid, without waiting for
//! what is no file, and read up to a limit.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::Duration;

use secrecy::zeroize::Zeroizing;

/// How long a pipe is waited for whose writer is not done.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why a file or folder is not used; the end of a sentence that has named it.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The system does not give it.
    #[error("{0}")]
    Failed(#[from] io::Error),
    /// It is not what it should be; what it is, and what to do about that.
    #[error("{0}")]
    Unfit(String),
}

impl Refused {
    /// There is nothing of this name.
    #[must_use]
    pub fn is_not_there(&self) -> bool {
        let none = [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory];
        matches!(self, Self::Failed(error) if none.contains(&error.kind()))
    }
}

impl From<Refused> for io::Error {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Failed(error) => error,
            Refused::Unfit(what) => Self::other(what),
        }
    }
}

/// What a private file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// To be read; it must be there.
    Reading,
    /// To be added to; it is made when it is not there.
    Appending,
    /// To be locked; it is made when it is not there.
    Locking,
}

/// Opens a file that is this user's alone: no link leads to it, it is a file and has one name, this user owns it
/// and nobody else can write it. Where it may be written from here nobody else can read it either.
///
/// # Errors
///
/// What it is instead, and what to do about it.
pub fn open_private(path: &Path, what_for: For) -> Result<File, Refused> {
    let mut options = OpenOptions::new();
    match what_for {
        For::Reading => options.read(true),
        For::Appending => options.append(true).create(true),
        For::Locking => options.write(true).create(true).truncate(false),
    };
    let file = os::open(path, &mut options, false)?;
    os::is_private(&file, path, what_for)?;
    Ok(file)
}

/// Makes an empty file for this user alone. One that is there must be one of theirs, is closed to others, and not
/// opened: to close it again would take its locks from whoever has them in this process.
///
/// # Errors
///
/// As [`open_private`].
pub fn make_private(path: &Path) -> Result<(), Refused> {
    match os::open(path, OpenOptions::new().write(true).create_new(true), false) {
        Err(Refused::Failed(error)) if error.kind() == io::ErrorKind::AlreadyExists => os::close_private(path),
        made => made.map(drop),
    }
}

/// Tries to write a file in this folder, which is gone again.
///
/// # Errors
///
/// Why that cannot be.
pub fn try_writing(folder: &Path) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    // A full disk takes the name of a file and nothing in it.
    file.write_all(b"can this be kept?\n")?;
    file.as_file().sync_all()?;
    file.close()
}

/// Whether files can be locked in this folder; the inner error says why not.
///
/// # Errors
///
/// When no file can be made there.
pub fn try_locking(folder: &Path) -> io::Result<io::Result<()>> {
    Ok(match tempfile::tempfile_in(folder)?.try_lock() {
        Err(TryLockError::Error(error)) => Err(error),
        Ok(()) | Err(TryLockError::WouldBlock) => Ok(()),
    })
}

/// A private file that was read.
#[derive(Debug)]
pub struct Private {
    /// What is in it.
    pub bytes: Zeroizing<Vec<u8>>,
    /// Others can read it.
    pub open_to_others: bool,
}

/// Reads a private file of at most so many bytes.
///
/// # Errors
///
/// As [`open_private`]; also when it is larger.
pub fn read_private(path: &Path, most: u64) -> Result<Private, Refused> {
    let file = open_private(path, For::Reading)?;
    let open_to_others = os::is_open_to_others(&file);
    Ok(Private { bytes: bounded(&file, most)?, open_to_others })
}

/// A file that the person named.
#[derive(Debug)]
pub struct Given {
    /// What is in it.
    pub bytes: Vec<u8>,
    /// It is a file; else a pipe or a device, which cannot be read again.
    pub is_file: bool,
    /// Who else could have written it, and what to do about that.
    pub guarded: Result<(), String>,
}

/// Reads what the person named, up to so many bytes. Links are followed: dotfiles are often links. A pipe is read
/// to its end, for some seconds.
///
/// # Errors
///
/// When there is none, it is a folder, larger, or does not end.
pub fn read_given(path: &Path, most: u64) -> Result<Given, Refused> {
    let file = os::open(path, OpenOptions::new().read(true), true)?;
    let kind = file.metadata()?;
    if kind.is_dir() {
        return Err(Refused::Unfit("it is a folder".to_owned()));
    }
    let guarded = super::guard::of(&file, path);
    let bytes = if kind.is_file() { bounded(&file, most)? } else { os::drained(file, most, PATIENCE)? };
    Ok(Given { bytes: bytes.to_vec(), is_file: kind.is_file(), guarded })
}

fn bounded(file: &File, most: u64) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large(most)) } else { Ok(bytes) }
}

fn too_large(most: u64) -> Refused {
    Refused::Unfit(format!("it is larger than {} KiB", most / 1024))
}

/// Opens a log to be added to. A device or an open descriptor, such as `/dev/stderr`, is taken as it is.
///
/// # Errors
///
/// As [`open_private`].
pub fn open_log(path: &Path) -> Result<File, Refused> {
    // The links of this folder are the system's.
    let of_the_system = ["/dev", "/dev/fd", "/dev/pts"].map(Path::new);
    if path.parent().is_some_and(|folder| of_the_system.contains(&folder)) {
        let file = os::open(path, OpenOptions::new().append(true), true)?;
        os::may_wait(&file)?;
        return Ok(file);
    }
    open_private(path, For::Appending)
}

/// Writes a new file for this user alone.
///
/// # Errors
///
/// When something of this name is there, or it cannot be written.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = os::open(path, os::private(OpenOptions::new().write(true).create_new(true)), false)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Who may read a file that is written as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// This user.
    Owner,
    /// Everybody.
    All,
}

/// Puts a file in the place of what has its name, as a whole or not at all. A link there is replaced, not followed.
/// Unfinished ones are called `prefix` and something.
///
/// # Errors
///
/// When it cannot be written; what was there is then as it was.
pub fn replace(path: &Path, bytes: &[u8], readers: Readers, prefix: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Made for its owner alone.
    let mut file = tempfile::Builder::new().prefix(prefix).tempfile_in(folder)?;
    file.write_all(bytes)?;
    if readers == Readers::All {
        os::open_to_all(file.as_file())?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Removes the files of this folder whose names begin and end so, but for the newest by name; those that cannot be
/// removed stay.
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

/// Makes a folder and those above it, open as the system makes them.
///
/// # Errors
///
/// When it cannot be made.
pub fn folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Makes a folder that nobody else looks into, with those above it. One that is there and this user's is closed to
/// others.
///
/// # Errors
///
/// When it cannot be made, is no folder, or somebody else's.
pub fn private_folder(path: &Path) -> Result<(), Refused> {
    os::make_private_folder(path)?;
    os::own_folder(path)?;
    if folder_trouble(path).is_some() {
        os::close_folder(path)?;
    }
    Ok(())
}

/// What is wrong with a folder that should be private, and what to do about it; none when it is not there.
#[must_use]
pub fn folder_trouble(path: &Path) -> Option<(String, String)> {
    os::folder_trouble(path)
}

#[cfg(unix)]
mod os {
    use super::{File, For, OpenOptions, Path, Refused, Zeroizing, fs, io, too_large};
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    use rustix::io::Errno;
    use rustix::process::geteuid;
    use std::fs::{DirBuilder, Metadata, Permissions};
    use std::io::Read;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
    use std::time::{Duration, Instant};

    const LINK: &str = "it is a symbolic link, which could lead anywhere; put the file itself in its place";
    const CHUNK: usize = 16_384;

    pub(super) fn open(path: &Path, options: &mut OpenOptions, follow: bool) -> Result<File, Refused> {
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        let flags = if follow { flags } else { flags | OFlags::NOFOLLOW };
        let opened = private(options).custom_flags(flags.bits().cast_signed()).open(path);
        opened.map_err(|error| match error.raw_os_error() {
            Some(code) if !follow && is_link(path) && code != Errno::NOENT.raw_os_error() => {
                Refused::Unfit(LINK.to_owned())
            }
            // What a pipe without a reader gives.
            Some(code) if code == Errno::NXIO.raw_os_error() => {
                Refused::Unfit("it is a pipe that nobody reads".to_owned())
            }
            _ => Refused::Failed(error),
        })
    }

    fn is_link(path: &Path) -> bool {
        path.symlink_metadata().is_ok_and(|found| found.file_type().is_symlink())
    }

    pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options.mode(0o600)
    }

    pub(super) fn is_private(file: &File, path: &Path, what_for: For) -> Result<(), Refused> {
        let (found, name) = (file.metadata()?, path.display());
        is_own(&found)?;
        if found.mode() & 0o077 != 0 && what_for != For::Reading {
            file.set_permissions(Permissions::from_mode(0o600))?;
        } else if found.mode() & 0o022 != 0 {
            return Err(Refused::Unfit(format!(
                "others can write it (mode {:04o}); look through it, and make it yours alone (chmod 600 {name})",
                found.mode() & 0o7777
            )));
        }
        Ok(())
    }

    pub(super) fn close_private(path: &Path) -> Result<(), Refused> {
        let found = path.symlink_metadata()?;
        if found.file_type().is_symlink() {
            return Err(Refused::Unfit(LINK.to_owned()));
        }
        is_own(&found)?;
        if found.mode() & 0o077 != 0 {
            fs::set_permissions(path, Permissions::from_mode(0o600))?;
        }
        Ok(())
    }

    /// It is a file, this user's, and has no other name.
    fn is_own(found: &Metadata) -> Result<(), Refused> {
        let unfit = |what: String| Err(Refused::Unfit(what));
        if !found.is_file() {
            return unfit("it is no file".to_owned());
        }
        if found.uid() != geteuid().as_raw() {
            return unfit(format!(
                "it belongs to another user (number {}); run the program as that user, or remove the file",
                found.uid()
            ));
        }
        if found.nlink() != 1 {
            return unfit(format!(
                "it has {} names, and so may be another file too; put a copy in its place",
                found.nlink()
            ));
        }
        Ok(())
    }

    pub(super) fn is_open_to_others(file: &File) -> bool {
        file.metadata().is_ok_and(|found| found.mode() & 0o077 != 0)
    }

    /// From now on writing waits, where the reader is slow.
    pub(super) fn may_wait(file: &File) -> io::Result<()> {
        let flags = fcntl_getfl(file)?;
        Ok(fcntl_setfl(file, flags - OFlags::NONBLOCK)?)
    }

    pub(super) fn open_to_all(file: &File) -> io::Result<()> {
        file.set_permissions(Permissions::from_mode(0o644))
    }

    /// Reads a pipe or device to its end.
    pub(super) fn drained(mut file: File, most: u64, patience: Duration) -> Result<Zeroizing<Vec<u8>>, Refused> {
        let end = Instant::now() + patience;
        let (mut bytes, mut chunk) = (Zeroizing::new(Vec::new()), Zeroizing::new([0; CHUNK]));
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let left = Timespec::try_from(left).map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?;
            match poll(&mut [PollFd::new(&file, PollFlags::IN)], Some(&left)) {
                Ok(0) => {
                    return Err(Refused::Unfit(format!("nothing came from it within {} s", patience.as_secs())));
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

    /// It is a folder, and this user's.
    pub(super) fn own_folder(path: &Path) -> Result<(), Refused> {
        let found = fs::metadata(path)?;
        if found.uid() != geteuid().as_raw() {
            return Err(Refused::Unfit(format!("it belongs to another user (number {})", found.uid())));
        }
        Ok(())
    }

    pub(super) fn close_folder(path: &Path) -> io::Result<()> {
        fs::set_permissions(path, Permissions::from_mode(0o700))
    }

    pub(super) fn folder_trouble(path: &Path) -> Option<(String, String)> {
        let (found, name) = (fs::metadata(path).ok()?, path.display());
        let mode = found.mode() & 0o7777;
        if !found.is_dir() {
            return Some(("is no folder".to_owned(), format!("Put a folder in its place: {name}.")));
        }
        if found.uid() != geteuid().as_raw() {
            let who = format!("belongs to another user (number {})", found.uid());
            return Some((who, format!("Run the program as that user, or move {name} away.")));
        }
        let can = match (mode & 0o022 != 0, mode & 0o055 != 0) {
            (true, _) => "others can write in it",
            (false, true) => "others can look into it",
            (false, false) => return None,
        };
        Some((format!("is not private: {can} (mode {mode:04o})"), format!("Make it yours alone: chmod 700 {name}")))
    }
}

#[cfg(not(unix))]
mod os {
    use super::{File, For, OpenOptions, Path, Refused, Zeroizing, bounded, fs, io};
    use std::time::Duration;

    pub(super) fn open(path: &Path, options: &mut OpenOptions, _: bool) -> Result<File, Refused> {
        Ok(options.open(path)?)
    }

    /// Files lie in the owner's profile already.
    pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    pub(super) fn is_private(file: &File, _: &Path, _: For) -> Result<(), Refused> {
        if file.metadata()?.is_file() { Ok(()) } else { Err(Refused::Unfit("it is no file".to_owned())) }
    }

    pub(super) fn close_private(path: &Path) -> Result<(), Refused> {
        if path.is_file() { Ok(()) } else { Err(Refused::Unfit("it is no file".to_owned())) }
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

    pub(super) fn drained(file: File, most: u64, _: Duration) -> Result<Zeroizing<Vec<u8>>, Refused> {
        bounded(&file, most)
    }

    pub(super) fn make_private_folder(path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    pub(super) fn own_folder(_: &Path) -> Result<(), Refused> {
        Ok(())
    }

    pub(super) fn close_folder(_: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn folder_trouble(_: &Path) -> Option<(String, String)> {
        None
    }
}

#[cfg(all(test, unix))]
#[path = "file_tests.rs"]
mod tests;
