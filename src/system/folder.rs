//! What is in a folder that the user names.

use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};

use jiff::Timestamp;

/// A file or a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// It is a folder.
    pub is_folder: bool,
    /// When it was last written.
    pub modified: Option<Timestamp>,
}

/// The path as it can be used from anywhere: `~` is the home directory, and what is relative begins in the current one.
#[must_use]
pub fn absolute(path: &Path) -> PathBuf {
    let mut parts = path.components();
    let at_home = match parts.next() {
        Some(Component::Normal(first)) if first == "~" => {
            etcetera::home_dir().ok().map(|home| home.join(parts.as_path()))
        }
        _ => None,
    };
    let path =
        at_home.unwrap_or_else(|| if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_owned() });
    std::path::absolute(&path).unwrap_or(path)
}

/// At most so many entries, in the order of their names; true: there are more. Those whose names are no text are left
/// out: they cannot be typed.
///
/// # Errors
///
/// If it cannot be read.
pub fn list(folder: &Path, most: usize) -> io::Result<(Vec<Entry>, bool)> {
    let mut found = Vec::new();
    let mut is_cut = false;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if found.len() == most {
            is_cut = true;
            break;
        }
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        // Links are followed.
        let Ok(kind) = std::fs::metadata(entry.path()) else { continue };
        let modified = kind.modified().ok().and_then(|at| Timestamp::try_from(at).ok());
        found.push(Entry { name, is_folder: kind.is_dir(), modified });
    }
    found.sort_by(|one, other| OsStr::new(&one.name).cmp(OsStr::new(&other.name)));
    Ok((found, is_cut))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_is_listed_in_order_and_bounded() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b.csv", "a.csv"] {
            std::fs::write(folder.path().join(name), "x").expect("written");
        }
        std::fs::create_dir(folder.path().join("c")).expect("made");
        let (entries, is_cut) = list(folder.path(), 10).expect("listed");
        let names: Vec<_> = entries.iter().map(|entry| (entry.name.as_str(), entry.is_folder)).collect();
        assert_eq!((names, is_cut), (vec![("a.csv", false), ("b.csv", false), ("c", true)], false));
        assert!(entries.iter().all(|entry| entry.modified.is_some()));
        assert!(list(folder.path(), 2).expect("listed").1);
        assert!(list(&folder.path().join("none"), 2).is_err());
    }

    #[test]
    fn paths_begin_at_the_root() {
        let home = etcetera::home_dir().expect("a home");
        assert_eq!(absolute(Path::new("~/x")), home.join("x"));
        assert!(absolute(Path::new("")).is_absolute() && absolute(Path::new("x/~")).ends_with("x/~"));
    }
}
