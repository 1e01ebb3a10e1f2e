//! Where data is stored: the state directory, with one directory for each profile and service.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::service::base_url::BaseUrl;
use crate::system::file::{self, FileError};

/// The variable that overrides the state directory.
pub const STATE_DIR: &str = "KEEPNET_STATE_DIR";

/// Characters kept of a text in a directory name.
const READABLE: usize = 40;

/// The directory that contains those of the profiles: `keepnet-tui` in the directory named by [`STATE_DIR`], or else in
/// the platform's state directory.
#[must_use]
pub fn state_folder() -> Option<PathBuf> {
    chosen(std::env::var_os(STATE_DIR)).or_else(usual)
}

fn chosen(value: Option<OsString>) -> Option<PathBuf> {
    let folder = PathBuf::from(value.filter(|value| !value.is_empty())?);
    // A later command may have another working directory.
    Some(std::path::absolute(&folder).unwrap_or(folder).join("keepnet-tui"))
}

fn usual() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let dirs = etcetera::choose_base_strategy().ok()?;
    let folder = dirs.state_dir().unwrap_or_else(|| dirs.data_dir());
    // Without a home directory it would be the current directory.
    folder.is_absolute().then(|| folder.join("keepnet-tui"))
}

/// The directory of a profile and service. Company IDs and writes belong to one service, so a profile that is pointed
/// at another service gets another directory.
#[must_use]
pub fn folder_of(profile: &str, service: &BaseUrl) -> String {
    let address = service.as_str();
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    file_name(&format!("{profile}@{host}"))
}

/// A name that is valid on every file system: readable, and unique by a checksum (some file systems ignore case).
fn file_name(text: &str) -> String {
    let readable: String = text
        .chars()
        .take(READABLE)
        .map(|c| if c.is_ascii_alphanumeric() || "-_@.".contains(c) { c } else { '_' })
        .collect();
    format!("{readable}-{:016x}", checksum(text))
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
pub(super) fn checksum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Creates a private directory and its parents: their names contain customers' names.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    file::private_folder(folder).map_err(|why| unfit(folder, why))
}

/// Creates an empty private file, or makes an existing one private.
pub(super) fn make_private_file(path: &Path) -> io::Result<()> {
    file::make_private(path).map_err(|why| unfit(path, why))
}

fn unfit(path: &Path, why: FileError) -> io::Error {
    match why {
        FileError::Failed(error) => error,
        why @ FileError::Unfit(_) => {
            io::Error::new(io::ErrorKind::InvalidInput, format!("{} is not used: {why}", path.display()))
        }
    }
}

/// Several machines may have this file open, without shared memory.
#[cfg(target_os = "linux")]
pub(super) fn is_remote(path: &Path) -> bool {
    /// NFS, SMB 1, CIFS, SMB 2, AFS, Ceph, Coda, 9P, Lustre, GFS2, OCFS2, VirtualBox's shared folders, and FUSE, behind
    /// which anything may be.
    const KINDS: [i128; 13] = [
        0x6969,
        0x517b,
        0xff53_4d42,
        0xfe53_4d42,
        0x5346_414f,
        0x00c3_6400,
        0x7375_7245,
        0x0102_1997,
        0x0bd0_0bd0,
        0x0116_1970,
        0x7461_636f,
        0x786f_4256,
        0x6573_5546,
    ];
    rustix::fs::statfs(path).is_ok_and(|fs| KINDS.contains(&(i128::from(fs.f_type) & 0xffff_ffff)))
}

/// Unknown: the write-ahead log is tried.
#[cfg(not(target_os = "linux"))]
pub(super) fn is_remote(_path: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_differ() {
        let odd = file_name("../../etc/passwd\u{0}\n.. İ");
        assert!(odd.chars().all(|c| c.is_ascii_alphanumeric() || "-_@.".contains(c)), "{odd}");
        assert!(!odd.contains('/'));
        assert_ne!(file_name("aB"), file_name("Ab"));
        assert_ne!(file_name("aB").to_lowercase(), file_name("Ab").to_lowercase());
        assert!(file_name(&"x".repeat(9_999)).len() < 100);
        // The same for ever: files of older versions are found again.
        assert_eq!(file_name("a"), "a-af63dc4c8601ec8c");
    }

    #[test]
    fn profile_with_another_service_has_another_directory() {
        let url = |text| BaseUrl::parse(text).expect("an address");
        let here = folder_of("north", &url("https://api.keepnetlabs.com"));
        assert!(here.starts_with("north@api.keepnetlabs.com-"), "{here}");
        assert_ne!(here, folder_of("north", &url("https://keepnet.south.example")));
        assert_ne!(here, folder_of("south", &url("https://api.keepnetlabs.com")));
    }

    #[test]
    fn state_dir_variable_is_used_unless_empty() {
        assert_eq!(chosen(None), None);
        assert_eq!(chosen(Some(OsString::new())), None);
        let here = std::env::current_dir().expect("a folder");
        assert_eq!(chosen(Some(here.clone().into_os_string())), Some(here.join("keepnet-tui")));
        assert_eq!(chosen(Some("there".into())), Some(here.join("there").join("keepnet-tui")));
    }

    #[cfg(unix)]
    #[test]
    fn state_directory_is_made_private_without_following_links() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().expect("a folder");
        let (folder, file) = (home.path().join("a/b"), home.path().join("a/b/f"));
        make_private(&folder).expect("made");
        make_private_file(&file).expect("made");
        let mode = |path: &Path| path.metadata().expect("there").permissions().mode() & 0o777;
        for (path, open) in [(&folder, 0o755), (&file, 0o644)] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(open)).expect("opened");
        }
        make_private(&folder).expect("made");
        make_private_file(&file).expect("made");
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
        let link = folder.join("link");
        std::os::unix::fs::symlink(&file, &link).expect("a link");
        let refused = make_private_file(&link).expect_err("refused").to_string();
        assert!(refused.contains("a symbolic link"), "{refused}");
    }
}
