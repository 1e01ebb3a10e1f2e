//! Whether somebody else could have written a file whose contents are trusted.

use std::fs::File;
use std::path::Path;

/// Checks that only this user and root can have written this file, or replaced it.
///
/// # Errors
///
/// Who can, and what to do about it.
pub(super) fn of(file: &File, path: &Path) -> Result<(), String> {
    os::of(file, path)
}

#[cfg(unix)]
mod os {
    use super::{File, Path};
    use rustix::process::geteuid;
    use std::fs::Metadata;
    use std::os::unix::fs::MetadataExt;

    /// In a sticky directory everybody can create files, but not remove those of others.
    const STICKY: u32 = 0o1000;

    pub(super) fn of(file: &File, path: &Path) -> Result<(), String> {
        let found = file.metadata().map_err(|error| error.to_string())?;
        owner(&found, path)?;
        if found.mode() & 0o022 != 0 {
            let (mode, name) = (found.mode() & 0o7777, path.display());
            return Err(format!("others can write to {name} (mode {mode:04o}); chmod go-w {name}"));
        }
        if !found.is_file() {
            return Ok(());
        }
        // The path to the link, and the path to its target.
        let way = std::path::absolute(path).map_err(|error| error.to_string())?;
        folders(&way)?;
        let truth = path.canonicalize().map_err(|error| error.to_string())?;
        if truth == way { Ok(()) } else { folders(&truth) }
    }

    /// Up to the home directory, or else to the root.
    fn folders(path: &Path) -> Result<(), String> {
        let home = etcetera::home_dir().ok();
        for folder in path.ancestors().skip(1) {
            let found = folder.metadata().map_err(|error| format!("{}: {error}", folder.display()))?;
            owner(&found, folder)?;
            let mode = found.mode() & 0o7777;
            if mode & 0o022 != 0 && mode & STICKY == 0 {
                let name = folder.display();
                return Err(format!("others can write to its directory {name} (mode {mode:04o}); chmod go-w {name}"));
            }
            if home.as_deref() == Some(folder) {
                break;
            }
        }
        Ok(())
    }

    fn owner(found: &Metadata, path: &Path) -> Result<(), String> {
        let (own, name) = (geteuid().as_raw(), path.display());
        if found.uid() == own || found.uid() == 0 {
            return Ok(());
        }
        Err(format!("{name} belongs to another user (number {}); make it your own, or use a copy", found.uid()))
    }
}

#[cfg(not(unix))]
mod os {
    use super::{File, Path};

    /// Files are in the owner's profile already.
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere others can write")]
    pub(super) fn of(_: &File, _: &Path) -> Result<(), String> {
        Ok(())
    }
}
