//! Traps in a folder, each laid for real.

use super::*;
use rustix::fs::{CWD, Mode, mkfifoat};
use rustix::process::geteuid;
use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

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

fn refusal<T>(result: Result<T, Refused>) -> String {
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
fn link_is_refused_whatever_it_is_opened_for() {
    let place = Place::new();
    let target = place.file("target", 0o600);
    symlink(&target, place.at("link")).expect("a link");
    symlink(place.at("nowhere"), place.at("dangling")).expect("a link");
    for what_for in [For::Reading, For::Appending, For::Locking] {
        let said = refusal(open_private(&place.at("link"), what_for));
        assert!(said.contains("symbolic link"), "{said}");
    }
    assert!(open_private(&place.at("dangling"), For::Appending).is_err());
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
fn file_that_others_write_is_refused_with_how_to_mend_it() {
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
    assert!(read_given(&path, 99).expect("read").guarded.is_err_and(|why| why.contains("another user")));
    let folder = place.at("folder");
    fs::create_dir(&folder).expect("made");
    assert!(given_away(&folder));
    assert!(refusal(private_folder(&folder)).contains("another user"));
    assert!(folder_trouble(&folder).is_some_and(|(what, _)| what.contains("another user")));
}

#[test]
fn pipe_and_device_are_no_private_files_and_nobody_waits() {
    let place = Place::new();
    for path in [place.fifo("pipe"), PathBuf::from("/dev/zero")] {
        assert!(refusal(read_private(&path, 99)).contains("not a regular file"));
    }
    // Without a reader a pipe cannot even be opened to be written.
    assert!(open_log(&place.at("pipe")).is_err());
}

#[test]
fn endless_device_is_read_up_to_the_limit() {
    assert!(refusal(read_given(Path::new("/dev/zero"), 1024)).contains("larger than 1 KiB"));
    let null = read_given(Path::new("/dev/null"), 1024).expect("read");
    assert!(null.bytes.is_empty() && !null.is_file);
}

#[test]
fn pipe_that_is_written_is_read_to_its_end() {
    let place = Place::new();
    let path = place.fifo("pipe");
    let writer = {
        let path = path.clone();
        std::thread::spawn(move || fs::write(path, "from a pipe").expect("written"))
    };
    let read = read_given(&path, 99).expect("read");
    writer.join().expect("ended");
    assert_eq!((read.bytes.as_slice(), read.is_file), (&b"from a pipe"[..], false));
}

#[test]
fn pipe_without_a_writer_is_given_up() {
    let place = Place::new();
    let file = os::open(&place.fifo("pipe"), OpenOptions::new().read(true), true).expect("opened");
    assert!(refusal(os::drained(file, 99, Duration::from_millis(1))).contains("nothing could be read"));
}

#[test]
fn given_file_may_be_a_link_and_says_who_can_write_it() {
    let place = Place::new();
    symlink(place.file("target", 0o644), place.at("link")).expect("a link");
    let read = read_given(&place.at("link"), 99).expect("read");
    assert!(read.is_file && read.guarded.is_ok(), "{:?}", read.guarded);
    for bits in [0o664, 0o646] {
        let why = read_given(&place.file("target", bits), 99).expect("read").guarded.expect_err("open");
        assert!(why.contains("chmod go-w") && why.contains(&format!("{bits:04o}")), "{why}");
    }
}

#[test]
fn given_file_in_a_folder_of_others_is_not_guarded() {
    let place = Place::new();
    fs::create_dir(place.at("shared")).expect("made");
    let path = place.file("shared/config", 0o600);
    for (bits, is_guarded) in [(0o777, false), (0o770, false), (0o1777, true), (0o755, true)] {
        fs::set_permissions(place.at("shared"), Permissions::from_mode(bits)).expect("ours");
        assert_eq!(read_given(&path, 99).expect("read").guarded.is_ok(), is_guarded, "{bits:o}");
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
fn replaced_link_is_gone_and_its_target_as_it_was() {
    let place = Place::new();
    let target = place.file("target", 0o600);
    symlink(&target, place.at("page")).expect("a link");
    replace(&place.at("page"), b"page", Readers::All, ".page-").expect("written");
    assert_eq!(fs::read(&target).expect("there"), b"words\n");
    assert_eq!((mode(&place.at("page")), fs::read(place.at("page")).expect("there")), (0o644, b"page".to_vec()));
}

#[test]
fn open_folder_is_told_and_closed() {
    let place = Place::new();
    let folder = place.at("state");
    assert_eq!(folder_trouble(&folder), None, "not there");
    private_folder(&folder).expect("made");
    assert_eq!((mode(&folder), folder_trouble(&folder)), (0o700, None));
    for (bits, words) in [(0o777, "write to it (mode 0777)"), (0o755, "read it (mode 0755)")] {
        fs::set_permissions(&folder, Permissions::from_mode(bits)).expect("ours");
        let (what, advice) = folder_trouble(&folder).expect("trouble");
        assert!(what.contains(words) && advice.contains("chmod 700"), "{what} {advice}");
        private_folder(&folder).expect("closed");
        assert_eq!(mode(&folder), 0o700);
    }
    assert!(private_folder(&place.file("file", 0o600)).is_err());
}

#[test]
fn sweep_keeps_the_newest_and_what_is_not_meant() {
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
fn private_file_is_made_or_taken_closed_and_never_through_a_link() {
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
