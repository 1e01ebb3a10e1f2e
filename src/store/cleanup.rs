//! Enforces the age limits in every profile, including those that nobody opens any more, and removes a profile on
//! request.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, params};

use super::database::{Database, FILE, Wait};
use super::retention::{self, MAX_AGE};
use super::run;

/// Time between two rounds, however often a program starts.
const INTERVAL: SignedDuration = SignedDuration::from_hours(24);

/// What was removed with a profile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Drafts.
    pub drafts: u64,
    /// Recorded writes.
    pub writes: u64,
    /// How many of them had an unknown outcome.
    pub in_doubt: u64,
    /// Companies with aliases or a note.
    pub notes: u64,
    /// Imports that had not ended.
    pub imports: u64,
}

/// Cleans up all profiles, of which `own` is one, unless a program has done so within a day. Errors are ignored until
/// the next round.
pub(super) fn run_daily(own: &Path, database: &Database, now: Timestamp) -> io::Result<()> {
    let due = database.read(|transaction| {
        let last: Option<String> =
            transaction.query_row("SELECT value FROM meta WHERE key = 'round'", [], |row| row.get(0)).optional()?;
        Ok(last.and_then(|last| last.parse::<Timestamp>().ok()).is_none_or(|last| {
            // A time in the future was written by a wrong clock.
            last > now || now.duration_since(last) >= INTERVAL
        }))
    })?;
    if !due {
        return Ok(());
    }
    database.write(Wait::Normal, |transaction| {
        let sql = "INSERT OR REPLACE INTO meta (key, value) VALUES ('round', ?1)";
        transaction.execute(sql, params![now.to_string()])?;
        retention::apply(transaction, own, now)
    })?;
    for folder in own.parent().into_iter().flat_map(profiles).filter(|folder| folder != own) {
        if let Err(error) = clean_up(&folder, now) {
            tracing::warn!(%error, folder = %folder.display(), "not tidied");
        }
    }
    Ok(())
}

/// The directories of profiles: `name@service` with a checksum, and that of the embedded server.
fn profiles(state: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(state).into_iter().flatten().flatten().map(|entry| entry.path());
    let ours = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path.symlink_metadata().is_ok_and(|of| of.is_dir()) && (name.contains('@') || name == "demo")
    };
    folders.filter(ours).collect()
}

fn clean_up(folder: &Path, now: Timestamp) -> io::Result<()> {
    delete_old_files(folder);
    if !folder.join(FILE).is_file() {
        return Ok(());
    }
    let database = Database::open(folder)?;
    database.write(Wait::Normal, |transaction| {
        retention::apply(transaction, folder, now)?;
        run::sweep(folder);
        Ok(())
    })
}

/// Removes files of versions before the database, and temporary files of killed programs, once they are older than
/// their contents may get.
fn delete_old_files(folder: &Path) {
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let slot = !name.is_empty() && name.chars().all(|c| c.is_ascii_digit());
        if (slot || name.starts_with(".tmp") || ["companies.json", "view.json"].contains(&&*name)) && is_old(&path) {
            let _ = if slot { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        }
    }
}

/// Unchanged for long.
fn is_old(path: &Path) -> bool {
    let Ok(of) = path.symlink_metadata() else { return false };
    let age = of.modified().ok().and_then(|at| SystemTime::now().duration_since(at).ok());
    let old = age.is_some_and(|age| age > MAX_AGE.unsigned_abs());
    let below = std::fs::read_dir(path).into_iter().flatten().flatten();
    old && (!of.is_dir() || below.into_iter().all(|entry| is_old(&entry.path())))
}

/// Removes everything in the directory of a profile.
pub(super) fn purge(folder: &Path) -> io::Result<Option<Purged>> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let mut purged = Purged::default();
    // A database that cannot be opened is removed too.
    if folder.join(FILE).is_file()
        && let Ok(database) = Database::open(folder)
    {
        purged = database.write(Wait::Normal, |transaction| {
            if run::any_alive(folder) {
                let words = "a program is running with this profile; quit it first";
                return Err(io::Error::new(io::ErrorKind::ResourceBusy, words).into());
            }
            let number = |sql| transaction.query_row(sql, [], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs);
            Ok(Purged {
                drafts: number("SELECT count(*) FROM drafts")?,
                writes: number("SELECT count(*) FROM writes")?,
                in_doubt: number("SELECT count(*) FROM writes WHERE outcome IS NULL")?,
                notes: number("SELECT count(*) FROM notes")?,
                imports: number("SELECT count(*) FROM imports")?,
            })
        })?;
    }
    std::fs::remove_dir_all(folder)?;
    Ok(Some(purged))
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::*;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(1_764_000_000 + day * 24 * 3600).expect("a moment")
    }

    fn age(path: &Path, days: u64) {
        let then = SystemTime::now() - std::time::Duration::from_secs(days * 24 * 3600);
        std::fs::File::open(path).and_then(|file| file.set_modified(then)).expect("made older");
    }

    fn drafts(folder: &Path) -> i64 {
        let database = Database::open(folder).expect("a database");
        database.read(|t| Ok(t.query_row("SELECT count(*) FROM drafts", [], |row| row.get(0))?)).expect("counted")
    }

    fn draft(folder: &Path) {
        let sql = "INSERT INTO drafts (run, n, changed, record) VALUES ('gone', 1, ?1, '')";
        let database = Database::open(folder).expect("a database");
        database.write(Wait::Normal, |t| Ok(t.execute(sql, [at(0).as_millisecond()])?)).expect("kept");
    }

    #[test]
    fn abandoned_profile_is_cleaned_up_once_a_day() {
        let state = tempfile::tempdir().expect("a folder");
        let (own, other) = (state.path().join("a@b-1"), state.path().join("c@d-2"));
        draft(&other);
        let store = Store::open(&own).expect("a store");
        store.clean_up(at(1)).expect("a round");
        assert_eq!(drafts(&other), 1);
        for (day, left) in [(8, 1), (8, 1), (9, 0)] {
            store.clean_up(at(day)).expect("a round");
            assert_eq!(drafts(&other), left, "day {day}");
        }
        draft(&other);
        store.clean_up(at(9)).expect("none is due");
        let marked = "SELECT count(overdue) FROM drafts";
        let database = Database::open(&other).expect("a database");
        assert_eq!(database.read(|t| Ok(t.query_row(marked, [], |row| row.get::<_, i64>(0))?)).expect("counted"), 0);
    }

    #[test]
    fn old_files_before_the_database_are_deleted() {
        let state = tempfile::tempdir().expect("a folder");
        let other = state.path().join("c@d-2");
        std::fs::create_dir_all(other.join("1/drafts")).expect("a slot");
        let files = ["1/drafts/c.json", "1/journal.jsonl", "companies.json", ".tmpabc", "mine.txt"];
        for file in files {
            std::fs::write(other.join(file), "x").expect("written");
            age(&other.join(file), 8);
        }
        for folder in ["1/drafts", "1"] {
            age(&other.join(folder), 8);
        }
        std::fs::write(other.join("view.json"), "x").expect("written");
        Store::open(&state.path().join("a@b-1")).expect("a store").clean_up(at(0)).expect("a round");
        let mut left: Vec<_> =
            std::fs::read_dir(&other).expect("there").map(|e| e.expect("an entry").file_name()).collect();
        left.sort();
        assert_eq!(left, ["mine.txt", "view.json"]);
    }

    #[test]
    fn purge_is_refused_while_a_program_runs() {
        let state = tempfile::tempdir().expect("a folder");
        let folder = state.path().join("c@d-2");
        assert_eq!(purge(&folder).expect("nothing there"), None);
        draft(&folder);
        let run = run::Run::begin(&folder).expect("a run");
        let refused = purge(&folder).expect_err("refused");
        assert!(refused.to_string().contains("a program is running"), "{refused}");
        assert_eq!(drafts(&folder), 1);
        drop(run);
        assert_eq!(purge(&folder).expect("removed"), Some(Purged { drafts: 1, ..Purged::default() }));
        assert!(!folder.exists());
    }
}
