//! Whether somebody else could have written a file whose words are obeyed.

use std::fs::File;
use std::path::Path;

/// Nobody but this user and the system's administrator can have written this file, nor put another in its place.
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

    /// In such a folder everybody may write, and nobody can take away what is another's.
    const STICKY: u32 = 0o1000;

    pub(super) fn of(file: &File, path: &Path) -> Result<(), String> {
        let found = file.metadata().map_err(|error| error.to_string())?;
        owner(&found, path)?;
        if found.mode() & 0o022 != 0 {
            let (mode, name) = (found.mode() & 0o7777, path.display());
            return Err(format!("others can write {name} (mode {mode:04o}); chmod go-w {name}"));
        }
        if !found.is_file() {
            return Ok(());
        }
        // The way to the link, and the way to where it leads.
        let way = std::path::absolute(path).map_err(|error| error.to_string())?;
        folders(&way)?;
        let truth = path.canonicalize().map_err(|error| error.to_string())?;
        if truth == way { Ok(()) } else { folders(&truth) }
    }

    /// Up to the home folder; else all the way.
    fn folders(path: &Path) -> Result<(), String> {
        let home = etcetera::home_dir().ok();
        for folder in path.ancestors().skip(1) {
            let found = folder.metadata().map_err(|error| format!("{}: {error}", folder.display()))?;
            owner(&found, folder)?;
            let mode = found.mode() & 0o7777;
            if mode & 0o022 != 0 && mode & STICKY == 0 {
                let name = folder.display();
                return Err(format!("others can write in its folder {name} (mode {mode:04o}); chmod go-w {name}"));
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

    /// Files lie in the owner's profile already.
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere others can write")]
    pub(super) fn of(_: &File, _: &Path) -> Result<(), String> {
        Ok(())
    }
}
