//! The files of the result beside the source, under names that are free.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::roster::ResultFiles;
use crate::system::file::try_writing;
use crate::system::partial_file::PartialFile;

/// Names that are tried until one is free.
const NAMES: usize = 1_000;

/// The name of the files, without their endings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultNames(PathBuf);

impl ResultNames {
    /// Those that the person gave, else those of the file; `None`: it came from elsewhere.
    #[must_use]
    pub fn of(file: Option<&Path>, given: Option<&Path>) -> Self {
        let of_file = || file.map_or_else(|| PathBuf::from("import"), |file| file.with_extension(""));
        Self(given.map_or_else(of_file, Path::to_owned))
    }

    /// Their path, without the endings.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    fn folder(&self) -> &Path {
        self.0.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    /// Tries whether the result can be written when everything is sent.
    ///
    /// # Errors
    ///
    /// If it cannot, with the folder.
    pub fn check(&self) -> Result<(), (&Path, io::Error)> {
        try_writing(self.folder()).map_err(|error| (self.folder(), error))
    }

    /// Writes the result, and the rows that somebody has to do something about, and returns their names.
    ///
    /// # Errors
    ///
    /// If one cannot be written.
    pub fn write_all(&self, files: &ResultFiles) -> io::Result<(PathBuf, Option<PathBuf>)> {
        let all = self.write("result", &files.all)?;
        let failed = files.failed.as_ref().map(|failed| self.write("failed", failed)).transpose()?;
        Ok((all, failed))
    }

    /// `starters.result.csv`, or `starters.result-2.csv` if that is there.
    fn numbered(&self, what: &str, number: usize) -> PathBuf {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        let mut name = self.0.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{what}{number}.csv"));
        self.0.with_file_name(name)
    }

    /// Writes a file under a name that is free: nothing is overwritten.
    fn write(&self, what: &str, content: &[u8]) -> io::Result<PathBuf> {
        for number in 1..=NAMES {
            let path = self.numbered(what, number);
            if path.symlink_metadata().is_ok() {
                continue;
            }
            let mut file = PartialFile::begin(self.folder())?;
            file.write_all(content)?;
            match file.finish(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                done => return done.map(|()| path),
            }
        }
        Err(io::Error::other("there are too many results of this name"))
    }
}
