//! Traps in a folder, each laid for real.

use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

use rustix::fs::{CWD, Mode, mkfifoat};
use rustix::process::geteuid;

use super::*;

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, mode: u32) -> PathBuf {
        let path = self.at(name);
        fs::write(&path, "words\n").expect("written");
        fs::set_permissions(&path, Permissions::from_mode(mode)).expect("ours");
        path
    }

    fn fifo(&self, name: &str) -> PathBuf {
        let path = self.at(name);
        mkfifoat(CWD, &path, Mode::from_raw_mode(0o600)).expect("a pipe");
        path
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o7777
}

/// Gives a file to somebody else, where this user can.
fn given_away(path: &Path) -> bool {
    geteuid().is_root() && std::os::unix::fs::chown(path, Some(12_345), None).is_ok()
}

fn refusal<T>(result: Result<T, FileError>) -> String {
    match result {
        Ok(_) => panic!("it was taken"),
        Err(refused) => refused.to_string(),
    }
}

#[test]
fn private_file_is_read() {
    let place = Place::new();
    let read = read_private(&place.file("a", 0o600), 6).expect("read");
    assert_eq!((read.bytes.as_slice(), read.open_to_others), (&b"words\n"[..], false));
    assert!(read_private(&place.file("b", 0o644), 6).expect("read").open_to_others);
    assert!(refusal(read_private(&place.file("c", 0o600), 5)).contains("larger"));
    assert!(read_private(&place.at("none"), 5).is_err_and(|why| why.is_not_there()));
}

#[test]
fn symbolic_link_is_refused() {
    let place = Place::new();
    let target = place.file("target", 0o600);
    symlink(&target, place.at("link")).expect("a link");
    symlink(place.at("nowhere"), place.at("dangling")).expect("a link");
    for what_for in [OpenFor::Reading, OpenFor::Appending, OpenFor::Locking] {
        let said = refusal(open_private(&place.at("link"), what_for));
        assert!(said.contains("symbolic link"), "{said}");
    }
    assert!(open_private(&place.at("dangling"), OpenFor::Appending).is_err());
    assert!(open_log(&place.at("link")).is_err());
    assert!(!place.at("nowhere").exists() && fs::read(&target).expect("there") == b"words\n");
}

#[test]
fn second_name_is_refused() {
    let place = Place::new();
    fs::hard_link(place.file("a", 0o600), place.at("b")).expect("a name");
    assert!(refusal(open_log(&place.at("b"))).contains("2 hard links"));
    assert!(refusal(read_private(&place.at("a"), 99)).contains("2 hard links"));
}

#[test]
fn file_writable_by_others_is_refused_with_advice() {
    let place = Place::new();
    for bits in [0o620, 0o602, 0o666] {
        let said = refusal(read_private(&place.file("a", bits), 99));
        assert!(said.contains("chmod 600") && said.contains(&format!("{bits:04o}")), "{said}");
    }
}

#[test]
fn foreign_file_and_folder_are_refused() {
    let place = Place::new();
    let path = place.file("a", 0o600);
    if !given_away(&path) {
        return;
    }
    assert!(refusal(read_private(&path, 99)).contains("another user"));
    assert!(refusal(open_log(&path)).contains("another user"));
    assert!(read_user_file(&path, 99).expect("read").write_protection.is_err_and(|why| why.contains("another user")));
    let folder = place.at("folder");
    fs::create_dir(&folder).expect("made");
    assert!(given_away(&folder));
    assert!(refusal(private_folder(&folder)).contains("another user"));
    assert!(folder_problem(&folder).is_some_and(|(what, _)| what.contains("another user")));
}

#[test]
fn pipe_and_device_are_refused_without_blocking() {
    let place = Place::new();
    for path in [place.fifo("pipe"), PathBuf::from("/dev/zero")] {
        assert!(refusal(read_private(&path, 99)).contains("not a regular file"));
    }
    // Without a reader a pipe cannot even be opened to be written.
    assert!(open_log(&place.at("pipe")).is_err());
}

#[test]
fn endless_device_is_read_up_to_the_limit() {
    assert!(refusal(read_user_file(Path::new("/dev/zero"), 1024)).contains("larger than 1 KiB"));
    let null = read_user_file(Path::new("/dev/null"), 1024).expect("read");
    assert!(null.bytes.is_empty() && !null.is_file);
}

#[test]
fn pipe_is_read_to_its_end() {
    let place = Place::new();
    let path = place.fifo("pipe");
    let writer = {
        let path = path.clone();
        std::thread::spawn(move || fs::write(path, "from a pipe").expect("written"))
    };
    let read = read_user_file(&path, 99).expect("read");
    writer.join().expect("ended");
    assert_eq!((read.bytes.as_slice(), read.is_file), (&b"from a pipe"[..], false));
}

#[test]
fn pipe_without_a_writer_times_out() {
    let place = Place::new();
    let file = os::open(&place.fifo("pipe"), OpenOptions::new().read(true), true).expect("opened");
    assert!(refusal(os::drained(file, 99, Duration::from_millis(1))).contains("nothing could be read"));
}

#[test]
fn user_file_may_be_a_link_and_reports_other_writers() {
    let place = Place::new();
    symlink(place.file("target", 0o644), place.at("link")).expect("a link");
    let read = read_user_file(&place.at("link"), 99).expect("read");
    assert!(read.is_file && read.write_protection.is_ok(), "{:?}", read.write_protection);
    for bits in [0o664, 0o646] {
        let why = read_user_file(&place.file("target", bits), 99).expect("read").write_protection.expect_err("open");
        assert!(why.contains("chmod go-w") && why.contains(&format!("{bits:04o}")), "{why}");
    }
}

#[test]
fn user_file_in_a_shared_directory_is_not_protected() {
    let place = Place::new();
    fs::create_dir(place.at("shared")).expect("made");
    let path = place.file("shared/config", 0o600);
    for (bits, is_guarded) in [(0o777, false), (0o770, false), (0o1777, true), (0o755, true)] {
        fs::set_permissions(place.at("shared"), Permissions::from_mode(bits)).expect("ours");
        assert_eq!(read_user_file(&path, 99).expect("read").write_protection.is_ok(), is_guarded, "{bits:o}");
    }
}

#[test]
fn log_that_was_everybodys_is_its_owners_alone() {
    let place = Place::new();
    let path = place.file("log", 0o644);
    open_log(&path).expect("opened").write_all(b"more\n").expect("written");
    assert_eq!((mode(&path), fs::read(&path).expect("there")), (0o600, b"words\nmore\n".to_vec()));
    open_log(&place.at("new")).expect("made");
    assert_eq!(mode(&place.at("new")), 0o600);
    open_log(Path::new("/dev/null")).expect("opened").write_all(b"x").expect("written");
}

#[test]
fn new_file_overwrites_nothing_and_follows_nothing() {
    let place = Place::new();
    write_new(&place.at("a"), b"x").expect("written");
    assert!(write_new(&place.at("a"), b"y").is_err());
    symlink(place.at("elsewhere"), place.at("link")).expect("a link");
    assert!(write_new(&place.at("link"), b"y").is_err() && !place.at("elsewhere").exists());
    assert_eq!((mode(&place.at("a")), fs::read(place.at("a")).expect("there")), (0o600, b"x".to_vec()));
}

#[test]
fn replacing_a_link_keeps_its_target() {
    let place = Place::new();
    let target = place.file("target", 0o600);
    symlink(&target, place.at("page")).expect("a link");
    replace(&place.at("page"), b"page", Readers::All, ".page-").expect("written");
    assert_eq!(fs::read(&target).expect("there"), b"words\n");
    assert_eq!((mode(&place.at("page")), fs::read(place.at("page")).expect("there")), (0o644, b"page".to_vec()));
}

#[test]
fn open_directory_is_reported_and_made_private() {
    let place = Place::new();
    let folder = place.at("state");
    assert_eq!(folder_problem(&folder), None, "not there");
    private_folder(&folder).expect("made");
    assert_eq!((mode(&folder), folder_problem(&folder)), (0o700, None));
    for (bits, words) in [(0o777, "write to it (mode 0777)"), (0o755, "read it (mode 0755)")] {
        fs::set_permissions(&folder, Permissions::from_mode(bits)).expect("ours");
        let (what, advice) = folder_problem(&folder).expect("trouble");
        assert!(what.contains(words) && advice.contains("chmod 700"), "{what} {advice}");
        private_folder(&folder).expect("closed");
        assert_eq!(mode(&folder), 0o700);
    }
    assert!(private_folder(&place.file("file", 0o600)).is_err());
}

#[test]
fn sweep_keeps_newest_and_unrelated_files() {
    let place = Place::new();
    for name in ["crash-1.txt", "crash-2.txt", "crash-3.txt", "other.txt"] {
        place.file(name, 0o600);
    }
    sweep(place.0.path(), "crash-", ".txt", 1);
    let mut left: Vec<_> = fs::read_dir(place.0.path()).expect("there").map(|e| e.expect("one").file_name()).collect();
    left.sort();
    assert_eq!(left, ["crash-3.txt", "other.txt"]);
}

#[test]
fn private_file_is_created_or_closed_without_following_links() {
    let place = Place::new();
    make_private(&place.at("new")).expect("made");
    assert_eq!(mode(&place.at("new")), 0o600);
    let open = place.file("open", 0o666);
    make_private(&open).expect("closed");
    assert_eq!((mode(&open), fs::read(&open).expect("there")), (0o600, b"words\n".to_vec()));
    symlink(&open, place.at("link")).expect("a link");
    assert!(refusal(make_private(&place.at("link"))).contains("symbolic link"));
    fs::hard_link(&open, place.at("name")).expect("a name");
    assert!(refusal(make_private(&open)).contains("2 hard links"));
    assert!(refusal(make_private(&place.fifo("pipe"))).contains("not a regular file"));
    let foreign = place.file("foreign", 0o600);
    assert!(!given_away(&foreign) || refusal(make_private(&foreign)).contains("another user"));
}
