//! A new file that appears under its name when it is finished, and leaves nothing when it is not.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// A file that is being written, for its owner alone; gone when it is dropped.
#[derive(Debug)]
pub struct PartialFile(NamedTempFile);

impl PartialFile {
    /// Begins one in this folder, where it will be.
    ///
    /// # Errors
    ///
    /// If it cannot be made there.
    pub fn begin(folder: &Path) -> io::Result<Self> {
        tempfile::Builder::new().prefix(".keepnet-").suffix(".part").tempfile_in(folder).map(Self)
    }

    /// Gives it its name, over nothing and through no link.
    ///
    /// # Errors
    ///
    /// If something of this name is there, or not all is on disk.
    pub fn finish(self, path: &Path) -> io::Result<()> {
        self.0.as_file().sync_all()?;
        self.0.persist_noclobber(path)?;
        Ok(())
    }
}

/// A file without a name, for its owner alone; gone when it is closed.
///
/// # Errors
///
/// If it cannot be made.
pub fn scratch() -> io::Result<File> {
    tempfile::tempfile()
}

impl Write for PartialFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
