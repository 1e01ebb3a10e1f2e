//! Many programs on one disk, and a disk that takes nothing: what is recorded is what was done.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::support::{COMPANY, CREATE, Desk, EMAIL, PHONE, Ran};

/// As `xargs -P32` starts them.
const AT_ONCE: usize = 32;

fn add<'a>(email: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut args =
        vec!["users", "add", "--company", COMPANY, "--email", email, "--phone", PHONE, "--over-limit", "allow"];
    args.extend(more);
    args
}

/// Runs so many of them, a few at once, and gives what each came to.
fn at_once(total: usize, run: impl Fn(usize) -> Ran + Sync) -> Vec<Ran> {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let work = || {
            let numbers = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|n| *n < total));
            numbers.map(&run).collect::<Vec<_>>()
        };
        let threads: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("its end")).collect()
    })
}

/// What lies in the folder of the only profile.
fn kept(desk: &Desk) -> Vec<String> {
    let state = desk.home.path().join("keepnet-tui");
    let profile = std::fs::read_dir(state).expect("a folder").map(|entry| entry.expect("an entry").path());
    let files = profile.filter(|path| path.is_dir()).flat_map(|path| std::fs::read_dir(path).expect("a folder"));
    files.map(|file| file.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn many_programs_at_once_all_create_their_user() {
    let desk = Desk::new();
    let emails: Vec<String> = (0..2 * AT_ONCE).map(|n| format!("user.{n}@quartz.example")).collect();
    for ran in at_once(emails.len(), |n| desk.run(&add(&emails[n], &[]))) {
        ran.ends(0);
    }
    let created: BTreeSet<_> = desk.created(COMPANY).into_iter().collect();
    assert_eq!((created.len(), desk.server.asked(CREATE)), (emails.len(), emails.len()));
    assert_eq!(kept(&desk), ["state.db"], "no program leaves anything else behind");
}

#[test]
fn concurrent_programs_create_one_user() {
    let desk = Desk::new();
    let ran = at_once(AT_ONCE, |_| desk.run(&add(EMAIL, &["--if-absent", "--output", "json"])));
    let outcomes: Vec<_> = ran.into_iter().map(|ran| ran.ends(0).json()["item"]["outcome"].clone()).collect();
    assert_eq!(outcomes.iter().filter(|outcome| *outcome == "created").count(), 1, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|outcome| *outcome == "exists").count(), AT_ONCE - 1, "{outcomes:?}");
    assert_eq!(desk.created(COMPANY), [EMAIL]);
}

/// A command whose files may not grow beyond so many blocks: the write that would is an error of the disk.
fn limited(desk: &Desk, blocks: usize, args: &[&str]) -> Ran {
    let plain = desk.command(args);
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"")).arg(plain.get_program());
    command.args(args).env_clear().stdin(Stdio::null());
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    Ran::of(&command.output().expect("the program runs"))
}

/// The database of the only profile.
#[cfg(unix)]
fn database(desk: &Desk) -> std::path::PathBuf {
    let state = desk.home.path().join("keepnet-tui");
    let mut profiles = std::fs::read_dir(state).expect("a folder").map(|entry| entry.expect("an entry").path());
    profiles.find(|path| path.is_dir()).expect("a profile").join("state.db")
}

/// At whatever write the disk gives up, nothing is sent that is not recorded, and nothing is there twice.
#[cfg(unix)]
#[test]
fn disk_error_at_any_step_leaves_one_user() {
    /// What one page of the database takes in the log.
    const FRAME: u64 = 4096 + 24;
    let desk = Desk::new();
    desk.run(&add("first@quartz.example", &[])).ends(0);
    // As long as somebody reads, the log only grows: the limit falls on one write after the other.
    let reader = rusqlite::Connection::open(database(&desk)).expect("a database");
    reader.execute_batch("BEGIN; SELECT count(*) FROM writes").expect("read");
    let log = database(&desk).with_extension("db-wal");
    for n in 0..4 {
        desk.run(&add(&format!("more.{n}@quartz.example"), &[])).ends(0);
    }
    let (mut refused, mut told, mut done) = (0, 0, 0);
    for frames in 0..20 {
        let email = format!("user.{frames}@quartz.example");
        let (asked, size) = (desk.server.asked(CREATE), std::fs::metadata(&log).expect("a log").len());
        let blocks = usize::try_from((size + frames * FRAME) / 512).expect("a size");
        let ran = limited(&desk, blocks, &add(&email, &[]));
        let there = desk.created(COMPANY).iter().filter(|e| **e == email).count();
        match (ran.code, there) {
            (Some(1), 0) => {
                assert!(ran.err.contains("recorded"), "{}", ran.err);
                assert_eq!(desk.server.asked(CREATE), asked, "sent without a record: {}", ran.err);
                refused += 1;
            }
            (Some(0), 1) if ran.err.contains("could not be recorded") => told += 1,
            (Some(0), 1) => done += 1,
            _ => panic!("{frames} frames, {there} users: {ran:?}"),
        }
        desk.run(&add(&email, &["--if-absent"])).ends(0);
        assert_eq!(desk.created(COMPANY).iter().filter(|e| **e == email).count(), 1, "{frames} frames");
    }
    assert!(refused > 0 && told > 0 && done > 0, "{refused} refused, {told} not recorded, {done} as usual");
}
