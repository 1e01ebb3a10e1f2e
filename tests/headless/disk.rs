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
fn many_programs_at_once_create_one_user_once() {
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

/// At whatever write the disk gives up, nothing is sent that is not recorded, and nothing is there twice.
#[cfg(unix)]
#[test]
fn an_error_of_the_disk_at_any_step_of_a_create_leaves_one_user() {
    const PAGE: usize = 8;
    let desk = Desk::new();
    desk.run(&add("first@quartz.example", &[])).ends(0);
    let (mut refused, mut told, mut done) = (0, 0, 0);
    for pages in 0..40 {
        let email = format!("user.{pages}@quartz.example");
        let asked = desk.server.asked(CREATE);
        let ran = limited(&desk, pages * PAGE, &add(&email, &[]));
        let there = desk.created(COMPANY).iter().filter(|e| **e == email).count();
        match (ran.code, there) {
            (Some(1), 0) => {
                assert!(ran.err.contains("recorded"), "{}", ran.err);
                assert_eq!(desk.server.asked(CREATE), asked, "sent without a record: {}", ran.err);
                refused += 1;
            }
            (Some(0), 1) if ran.err.contains("could not be recorded") => told += 1,
            (Some(0), 1) => done += 1,
            _ => panic!("{pages} pages, {there} users: {ran:?}"),
        }
        desk.run(&add(&email, &["--if-absent"])).ends(0);
        assert_eq!(desk.created(COMPANY).iter().filter(|e| **e == email).count(), 1, "{pages} pages");
    }
    assert!(refused > 0 && told > 0 && done > 0, "{refused} refused, {told} not recorded, {done} as usual");
}
