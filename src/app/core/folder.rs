//! What is in a folder of this machine.

use std::path::PathBuf;

use jiff::Timestamp;

/// A file or a folder in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderEntry {
    /// Its name.
    pub name: String,
    /// It is a folder.
    pub is_folder: bool,
    /// When it was last written.
    pub modified: Option<Timestamp>,
}

/// What is in a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// Its path, as it can be used from anywhere.
    pub path: PathBuf,
    /// In the order of their names.
    pub entries: Vec<FolderEntry>,
    /// Why it cannot be listed, or that not all of it is.
    pub remark: Option<String>,
}
