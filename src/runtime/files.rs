//! Files written for the person: private, and never over one that is there.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::platform::{made_private, private};

/// Writes a new file in `folder`; the path it got.
pub(super) fn export(folder: &Path, name: &str, content: &str) -> io::Result<PathBuf> {
    let path = folder.join(name);
    let mut file = private(OpenOptions::new().write(true).create_new(true)).open(&path)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()?;
    Ok(path)
}

/// Opens a log to append to.
pub(super) fn log(path: &Path) -> io::Result<File> {
    let file = private(OpenOptions::new().append(true).create(true)).open(path)?;
    // One that was there may have been everybody's; a terminal or pipe is none of ours, nor is a file of somebody
    // else's, who keeps it as they want.
    if file.metadata()?.is_file() {
        let _ = made_private(&file);
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_log_that_was_everybodys_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("log");
        std::fs::write(&path, "earlier\n").expect("written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("ours");
        log(&path).expect("opened");
        assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_to_string(path).expect("there"), "earlier\n");
    }

    #[test]
    fn an_export_is_private_and_overwrites_nothing() {
        let folder = tempfile::tempdir().expect("folder");
        let path = export(folder.path(), "a.csv", "x").expect("written");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        }
        assert!(export(folder.path(), "a.csv", "y").is_err());
        assert_eq!(std::fs::read_to_string(path).expect("there"), "x");
    }
}
