//! A file of data that the user named, read once and whole: of a known size, and the same before and after.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::file::{FileError, open_named};

/// Bytes that are hashed at once.
const CHUNK: usize = 65_536;

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its contents.
    pub bytes: Vec<u8>,
    /// The SHA-256 of its contents, in hexadecimal.
    pub digest: String,
}

impl Source {
    /// Contents that came from elsewhere.
    #[must_use]
    pub fn of(bytes: Vec<u8>) -> Self {
        let digest = hex(&Sha256::digest(&bytes));
        Self { bytes, digest }
    }
}

/// Reads a regular file of at most `most` bytes.
///
/// # Errors
///
/// What is wrong with it, as the end of a sentence that has named it: it is no regular file, is too large, is empty, is
/// locked, or changes while it is read.
pub fn read(path: &Path, most: u64) -> Result<Source, FileError> {
    let unfit = |what: &str| Err(FileError::Unfit(what.to_owned()));
    let mut file = open_named(path).map_err(of_locked)?;
    let found = file.metadata()?;
    if found.is_dir() {
        return unfit("it is a directory; name a file in it");
    }
    if !found.is_file() {
        return unfit("it is a pipe or a device, not a file; pass the data on standard input, and - as the file");
    }
    // Known without reading any of it.
    if found.len() > most {
        return Err(too_large(found.len(), most));
    }
    // Not every file system has locks; one that has none has nobody who holds one.
    if let Err(TryLockError::WouldBlock) = file.try_lock_shared() {
        return unfit("another program has locked it; close it there, then try again");
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or_default());
    (&file).take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(too_large(bytes.len() as u64, most));
    }
    if bytes.is_empty() {
        return unfit("it is empty");
    }
    let source = Source::of(bytes);
    let again = file.metadata()?;
    let is_touched = again.len() != found.len() || again.modified().ok() != found.modified().ok();
    if is_touched || digest_again(&mut file, most)? != source.digest {
        return unfit("it changes while it is read; wait until whatever writes it has finished");
    }
    Ok(source)
}

/// Reads a stream to its end.
///
/// # Errors
///
/// If it is empty, or has more than `most` bytes.
pub fn read_stream(stream: impl Read, most: u64) -> Result<Source, FileError> {
    let mut bytes = Vec::new();
    stream.take(most + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 {
        0 => Err(FileError::Unfit("it is empty".to_owned())),
        read if read > most => Err(FileError::Unfit(format!("it has more than {} MiB", most >> 20))),
        _ => Ok(Source::of(bytes)),
    }
}

fn too_large(size: u64, most: u64) -> FileError {
    FileError::Unfit(format!("it has {} MiB; at most {} MiB are read", size.div_ceil(1 << 20), most >> 20))
}

/// Windows reports a file that another program has open for itself as an error of its own.
fn of_locked(error: FileError) -> FileError {
    const SHARING_VIOLATION: i32 = 32;
    match error {
        FileError::Failed(error) if cfg!(windows) && error.raw_os_error() == Some(SHARING_VIOLATION) => {
            FileError::Unfit("another program has locked it; close it there, then try again".to_owned())
        }
        error => error,
    }
}

/// The hash of what the file contains now.
fn digest_again(file: &mut File, most: u64) -> io::Result<String> {
    file.rewind()?;
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; CHUNK];
    let mut left = file.take(most + 1);
    loop {
        match left.read(&mut chunk)? {
            0 => return Ok(hex(&hasher.finalize())),
            read => hasher.update(chunk.get(..read).unwrap_or_default()),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::Write;
    use std::path::PathBuf;

    fn file(content: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("people.csv");
        std::fs::write(&path, content).expect("written");
        (folder, path)
    }

    fn said(path: &Path, most: u64) -> String {
        read(path, most).expect_err("refused").to_string()
    }

    #[test]
    fn a_file_is_read_with_its_hash() {
        let (_folder, path) = file(b"abc");
        let source = read(&path, 3).expect("read");
        assert_eq!(source.bytes, b"abc");
        assert_eq!(source.digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(read_stream(&b"abc"[..], 3).expect("read"), source);
    }

    #[test]
    fn what_is_no_file_of_data_is_said() {
        let (folder, path) = file(b"");
        assert_eq!(said(&path, 10), "it is empty");
        assert!(said(folder.path(), 10).contains("directory"));
        assert!(said(Path::new("/dev/zero"), 10).contains("a pipe or a device"));
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
        assert!(made.success());
        assert!(said(&pipe, 10).contains("a pipe or a device"));
        assert!(read(&folder.path().join("none"), 10).expect_err("refused").is_not_there());
    }

    /// The file has no contents on disk: reading it whole would take its size in memory.
    #[test]
    fn a_large_file_is_refused_by_its_size() {
        let (_folder, path) = file(b"");
        let sparse = File::options().write(true).open(&path).expect("opened");
        sparse.set_len(200 << 20).expect("set");
        assert_eq!(said(&path, 32 << 20), "it has 200 MiB; at most 32 MiB are read");
        assert_eq!(read_stream(io::repeat(7), 1 << 20).expect_err("refused").to_string(), "it has more than 1 MiB");
    }

    #[test]
    fn a_locked_file_is_said() {
        let (_folder, path) = file(b"a");
        let other = File::options().read(true).open(&path).expect("opened");
        other.lock().expect("locked");
        assert!(said(&path, 10).contains("locked"));
    }

    #[test]
    fn a_second_reading_sees_a_change() {
        let (_folder, path) = file(b"abc");
        let mut opened = File::open(&path).expect("opened");
        let before = digest_again(&mut opened, 10).expect("read");
        File::options().write(true).open(&path).expect("opened").write_all(b"abd").expect("written");
        assert_ne!(digest_again(&mut opened, 10).expect("read"), before);
    }
}
