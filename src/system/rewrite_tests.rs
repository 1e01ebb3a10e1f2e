//! Rewriting: what stays, and when nothing is written.

use super::*;
use std::os::unix::fs::{PermissionsExt, symlink};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("file").permissions().mode() & 0o7777
}

#[test]
fn permissions_stay_and_a_link_is_followed() {
    let folder = tempfile::tempdir().expect("folder");
    let (file, link) = (folder.path().join("dotfile"), folder.path().join("link"));
    fs::write(&file, "old").expect("written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("mode");
    symlink(&file, &link).expect("link");
    rewrite(&link, Some(b"old"), b"new").expect("rewritten");
    assert_eq!(fs::read_to_string(&file).expect("text"), "new");
    assert_eq!(mode(&file), 0o640);
    assert!(link.symlink_metadata().expect("link").is_symlink());
    assert_eq!(fs::read_dir(folder.path()).expect("folder").count(), 2, "nothing is left behind");
}

#[test]
fn file_changed_meanwhile_is_not_overwritten() {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("config");
    fs::write(&file, "somebody else's").expect("written");
    for before in [Some(b"old".as_slice()), Some(b"somebody else's, longer"), None] {
        assert!(matches!(rewrite(&file, before, b"new"), Err(Unwritten::Changed)), "{before:?}");
    }
    assert_eq!(fs::read_to_string(&file).expect("text"), "somebody else's");
    assert_eq!(fs::read_dir(folder.path()).expect("folder").count(), 1, "nothing is left behind");
}

#[test]
fn read_only_file_is_left_alone() {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("config");
    fs::write(&file, "old").expect("written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).expect("mode");
    let said = rewrite(&file, Some(b"old"), b"new").expect_err("refused").to_string();
    assert_eq!((said.as_str(), fs::read_to_string(&file).expect("text").as_str()), ("it is read-only", "old"));
}

#[test]
fn missing_file_is_created_for_this_user_alone() {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("new/keepnet-tui/config");
    rewrite(&file, None, b"new").expect("created");
    assert_eq!((mode(&file), fs::read_to_string(&file).expect("text").as_str()), (0o600, "new"));
}
