//! The log, where one is wanted: private.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

use super::platform::{made_private, private};

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
}
