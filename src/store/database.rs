//! A SQLite database, opened so that any number of programs can use it at once and nobody else can read it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::error::{self, StoreError};
use super::paths::{is_remote, make_private, make_private_file};
use super::probe::try_locking;
use super::schema::{self, State};

/// Its file name.
pub(super) const FILE: &str = "state.db";
/// How long a statement waits for another program.
const BUSY: Duration = Duration::from_secs(2);
/// The write-ahead log is truncated to this size.
const LOG_LIMIT: i64 = 4 << 20;

/// How long the caller can wait for other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// The screen is waiting.
    Brief,
    /// Typed text is at stake.
    Normal,
    /// A request is about to be sent, or was sent: with many programs this may take long.
    Long,
}

impl Wait {
    fn limit(self) -> Duration {
        match self {
            Self::Brief => Duration::from_millis(250),
            Self::Normal => BUSY,
            Self::Long => Duration::from_secs(15),
        }
    }
}

/// An open database.
#[derive(Debug)]
pub(super) struct Database {
    connection: Mutex<Connection>,
    /// Reads while the other one writes: a disk takes its time. None without a write-ahead log, where readers and writers
    /// wait for each other.
    reader: Option<Mutex<Option<Connection>>>,
    path: PathBuf,
}

impl Database {
    /// Opens the database in `folder`, and creates both if necessary.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        make_private(folder)?;
        // SQLite refuses a path with a link in it.
        let folder = if cfg!(unix) { folder.canonicalize()? } else { folder.to_owned() };
        let path = folder.join(FILE);
        make_private_file(&path)?;
        let end = Instant::now() + BUSY;
        loop {
            match connect(&path) {
                Ok((connection, has_log)) => {
                    let reader = has_log.then(Mutex::default);
                    return Ok(Self { connection: Mutex::new(connection), reader, path });
                }
                Err(trouble) if trouble.is_busy() => {
                    try_locking(&folder)?;
                    if Instant::now() >= end {
                        return Err(trouble.describe(&path));
                    }
                    pause();
                }
                Err(trouble) => return Err(trouble.describe(&path)),
            }
        }
    }

    /// Its file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Runs a read transaction.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>) -> io::Result<T> {
        let read = |connection: &mut Connection| -> Result<T, StoreError> {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
            work(&transaction)
        };
        let end = match (self.connection.try_lock(), &self.reader) {
            (Ok(mut connection), _) => read(&mut connection),
            (Err(_), None) => read(&mut self.connection()),
            (Err(_), Some(reader)) => {
                let mut reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
                match &mut *reader {
                    Some(connection) => read(connection),
                    none => open_reader(&self.path).and_then(|connection| read(none.insert(connection))),
                }
            }
        };
        end.map_err(|trouble| trouble.describe(&self.path))
    }

    /// Runs a write transaction; it is on disk when this returns.
    pub(super) fn write<T>(
        &self,
        wait: Wait,
        mut work: impl FnMut(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> io::Result<T> {
        let mut connection = self.connection();
        let end = Instant::now() + wait.limit();
        loop {
            let outcome = connection.busy_timeout(wait.limit().min(BUSY)).map_err(StoreError::from).and_then(|()| {
                let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let value = work(&transaction)?;
                transaction.commit()?;
                Ok(value)
            });
            match outcome {
                // SQLite does not queue waiting connections: one of many may be unlucky.
                Err(trouble) if trouble.is_busy() && Instant::now() < end => pause(),
                outcome => return outcome.map_err(|trouble| trouble.describe(&self.path)),
            }
        }
    }

    /// Takes what was written from the log into the database, as far as nobody reads: the end of the program then has less
    /// to do. What fails is done later.
    pub(super) fn settle(&self) {
        if let Err(error) = self.connection().query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
            tracing::debug!(%error, "the log is not taken in yet");
        }
    }

    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Inspects the database in a directory, if there is one, without changing it: whether it is intact, of a known version
/// and not locked permanently.
pub(super) fn inspect(folder: &Path) -> io::Result<()> {
    let path = folder.join(FILE);
    if !path.is_file() {
        return Ok(());
    }
    let look = || -> Result<(), StoreError> {
        let mut connection = Connection::open_with_flags(&path, flags(false))?;
        connection.busy_timeout(BUSY)?;
        judge(state(&mut connection)?, &path)?;
        check(&connection, &path)?;
        connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Ok(())
    };
    look().map_err(|trouble| trouble.describe(&path))
}

/// Runs a read transaction on the database in a directory without changing it; nothing if there is none, or one of an
/// older version.
pub(super) fn inspect_with<T: Default>(
    folder: &Path,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> io::Result<T> {
    let path = folder.join(FILE);
    if !path.is_file() {
        return Ok(T::default());
    }
    let look = || -> Result<T, StoreError> {
        let mut connection = Connection::open_with_flags(&path, flags(false))?;
        connection.busy_timeout(BUSY)?;
        match state(&mut connection)? {
            State::Ours(version) if version == schema::newest() => {
                work(&connection.transaction_with_behavior(TransactionBehavior::Deferred)?)
            }
            state => judge(state, &path).map(|()| T::default()),
        }
    };
    look().map_err(|trouble| trouble.describe(&path))
}

/// Random, so that programs do not collide again.
fn pause() {
    std::thread::sleep(Duration::from_millis(fastrand::u64(1..20)));
}

/// The connection, and whether there is a write-ahead log.
fn connect(path: &Path) -> Result<(Connection, bool), StoreError> {
    let mut connection = Connection::open_with_flags(path, flags(cfg!(unix)))?;
    connection.busy_timeout(BUSY)?;
    if connection.is_readonly("main")? {
        let words = format!("{} can be read and not written", path.display());
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, words).into());
    }
    tune(&connection)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    let state = state(&mut connection)?;
    judge(state, path)?;
    if state != State::Empty {
        check(&connection, path)?;
    }
    let has_log = durable(&connection, path)?;
    if state != State::Ours(schema::newest()) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have done it meanwhile.
        let state = schema::state(&transaction)?;
        judge(state, path)?;
        schema::migrate(&transaction, if let State::Ours(version) = state { version } else { 0 })?;
        transaction.commit()?;
    }
    Ok((connection, has_log))
}

fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags(cfg!(unix)))?;
    connection.busy_timeout(BUSY)?;
    tune(&connection)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn tune(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "trusted_schema", false)?;
    // Else statements about `kind LIKE` and partial indexes are prepared anew for every value that is bound.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// In one transaction: another program may be creating it.
fn state(connection: &mut Connection) -> Result<State, StoreError> {
    schema::state(&*connection.transaction_with_behavior(TransactionBehavior::Deferred)?)
}

fn flags(no_links: bool) -> OpenFlags {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if no_links { flags | OpenFlags::SQLITE_OPEN_NOFOLLOW } else { flags }
}

/// Whether it is ours to use.
fn judge(state: State, path: &Path) -> Result<(), StoreError> {
    match state {
        State::Empty | State::Ours(_) => Ok(()),
        State::Newer => Err(error::newer(path).into()),
        State::Foreign => {
            let words = format!("{} is a database of another program, and is left as it is", path.display());
            Err(io::Error::new(io::ErrorKind::InvalidData, words).into())
        }
    }
}

/// A damaged database is never written to.
fn check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(io::Error::new(io::ErrorKind::InvalidData, error::damaged(path)).into()) }
}

/// Committed data is on disk, and deleted data is overwritten. Whether there is a write-ahead log.
fn durable(connection: &Connection, path: &Path) -> Result<bool, StoreError> {
    let wanted = if is_remote(path) { "delete" } else { "wal" };
    let mode = match journal_mode(connection, wanted) {
        // There is no shared memory here; a rollback journal needs none.
        Err(trouble) if !trouble.is_busy() => {
            tracing::warn!(error = %trouble, "no write-ahead log");
            journal_mode(connection, "delete")?
        }
        mode => mode?,
    };
    // Without the write-ahead log a commit is durable only if the directory is synced too.
    connection.pragma_update(None, "synchronous", if mode == "wal" { "FULL" } else { "EXTRA" })?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let _: i64 = connection.pragma_update_and_check(None, "secure_delete", true, |row| row.get(0))?;
    let _: i64 = connection.pragma_update_and_check(None, "journal_size_limit", LOG_LIMIT, |row| row.get(0))?;
    Ok(mode == "wal")
}

fn journal_mode(connection: &Connection, wanted: &str) -> Result<String, StoreError> {
    Ok(connection.pragma_update_and_check(None, "journal_mode", wanted, |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use rusqlite::ErrorCode;

    struct Disk(tempfile::TempDir);

    impl Disk {
        fn new() -> Self {
            Self(tempfile::tempdir().expect("a folder"))
        }

        fn open(&self) -> io::Result<Database> {
            Database::open(self.0.path())
        }

        fn path(&self) -> PathBuf {
            self.0.path().join(FILE)
        }

        /// It is told in these words, by whoever opens it and by whoever only looks, and nothing is changed.
        #[track_caller]
        fn refuses(&self, words: &str) {
            let before = std::fs::read(self.path()).expect("bytes");
            let opened = self.open().expect_err("refused").to_string();
            let examined = inspect(self.0.path()).expect_err("refused").to_string();
            assert!(opened.contains(words) && examined.contains(words), "{opened}\n{examined}");
            assert!(opened.contains(FILE), "{opened}");
            assert_eq!(std::fs::read(self.path()).expect("bytes"), before);
        }
    }

    fn number(database: &Database, sql: &str) -> i64 {
        database.read(|t| Ok(t.query_row(sql, [], |row| row.get(0))?)).expect("a number")
    }

    fn put(database: &Database, key: &str) -> io::Result<usize> {
        database.write(Wait::Brief, |t| Ok(t.execute("INSERT INTO meta VALUES (?1, ?1)", [key])?))
    }

    #[test]
    fn database_is_durable_and_private() {
        let disk = Disk::new();
        let database = disk.open().expect("a database");
        for (pragma, value) in [("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("busy_timeout", 2_000)]
        {
            assert_eq!(number(&database, &format!("PRAGMA {pragma}")), value, "{pragma}");
        }
        let mode = journal_mode(&database.connection(), "wal").expect("a mode");
        assert_eq!(mode, "wal");
        inspect(disk.0.path()).expect("whole");
    }

    /// Where memory cannot be shared.
    #[test]
    fn rollback_journal_is_as_durable() {
        let disk = Disk::new();
        let database = disk.open().expect("a database");
        {
            let connection = database.connection();
            assert_eq!(journal_mode(&connection, "delete").expect("a mode"), "delete");
            connection.pragma_update(None, "synchronous", "EXTRA").expect("set");
        }
        put(&database, "a").expect("written");
        assert_eq!(number(&database, "SELECT count(*) FROM meta"), 1);
        drop(database);
        assert_eq!(number(&disk.open().expect("a database"), "SELECT count(*) FROM meta"), 1);
    }

    #[test]
    fn concurrent_creation_of_the_database_works() {
        let disk = Disk::new();
        std::thread::scope(|scope| {
            for n in 0..16 {
                let disk = &disk;
                scope.spawn(move || {
                    let database = disk.open().expect("a database");
                    let write =
                        |t: &Transaction<'_>| Ok(t.execute("INSERT INTO meta VALUES (?1, ?1)", [n.to_string()])?);
                    database.write(Wait::Long, write).expect("written");
                });
            }
        });
        assert_eq!(number(&disk.open().expect("a database"), "SELECT count(*) FROM meta"), 16);
    }

    #[rstest]
    #[case::a_newer_one("PRAGMA user_version = 9999", "newer version")]
    #[case::a_foreign_one("PRAGMA application_id = 77", "another program")]
    fn foreign_database_is_unchanged(#[case] change: &str, #[case] words: &str) {
        let disk = Disk::new();
        let database = disk.open().expect("a database");
        database.connection().execute_batch(change).expect("changed");
        drop(database);
        disk.refuses(words);
    }

    #[rstest]
    #[case::not_a_database(|_: &mut Vec<u8>| b"not a database at all, but a text that is long enough".to_vec())]
    #[case::cut(|bytes: &mut Vec<u8>| bytes[..bytes.len() / 2].to_vec())]
    #[case::a_page_of_nonsense(|bytes: &mut Vec<u8>| {
        bytes[4 * 4096..5 * 4096].fill(0xa5);
        bytes.clone()
    })]
    fn damaged_database_is_reported_and_unchanged(#[case] damage: fn(&mut Vec<u8>) -> Vec<u8>) {
        let disk = Disk::new();
        drop(disk.open().expect("a database"));
        let mut bytes = std::fs::read(disk.path()).expect("bytes");
        std::fs::write(disk.path(), damage(&mut bytes)).expect("damaged");
        disk.refuses("is damaged and is left as it is");
    }

    #[test]
    fn full_disk_is_reported_and_keeps_old_data() {
        let disk = Disk::new();
        let database = disk.open().expect("a database");
        put(&database, "a").expect("written");
        let pages = number(&database, "PRAGMA page_count");
        let _: i64 = database
            .connection()
            .pragma_update_and_check(None, "max_page_count", pages, |row| row.get(0))
            .expect("a limit");
        let error = put(&database, &"x".repeat(100_000)).expect_err("full");
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        assert!(error.to_string().contains("the disk is full"), "{error}");
        put(&database, "b").expect("small enough");
        assert_eq!(number(&database, "SELECT count(*) FROM meta"), 2);
    }

    #[test]
    fn read_only_database_is_reported() {
        let disk = Disk::new();
        let database = disk.open().expect("a database");
        database.connection().pragma_update(None, "query_only", true).expect("set");
        let error = put(&database, "a").expect_err("read only");
        assert!(error.to_string().contains("is read-only"), "{error}");
    }

    /// A disk takes its time, and what is read meanwhile is what was there before.
    #[test]
    fn reading_does_not_wait_for_a_write() {
        let disk = Disk::new();
        let database = disk.open().expect("a database");
        put(&database, "a").expect("written");
        {
            let mut busy = database.connection();
            let held = busy.transaction_with_behavior(TransactionBehavior::Immediate).expect("nobody else");
            held.execute("INSERT INTO meta VALUES ('b', 'b')", []).expect("inserted");
            assert_eq!(number(&database, "SELECT count(*) FROM meta"), 1);
            let writes = database.read(|t| Ok(t.execute("INSERT INTO meta VALUES ('c', 'c')", [])?));
            assert!(writes.is_err(), "whoever reads writes nothing");
            held.commit().expect("over");
            assert_eq!(number(&database, "SELECT count(*) FROM meta"), 2);
        }
        assert_eq!(number(&database, "SELECT count(*) FROM meta"), 2);
    }

    #[test]
    fn locked_database_is_reported_after_a_short_wait() {
        let disk = Disk::new();
        let (database, other) = (disk.open().expect("a database"), disk.open().expect("a database"));
        let mut busy = other.connection();
        let held = busy.transaction_with_behavior(TransactionBehavior::Immediate).expect("nobody else");
        let error = put(&database, "a").expect_err("busy");
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
        assert!(error.to_string().contains("another program is using"), "{error}");
        assert_eq!(number(&database, "SELECT count(*) FROM meta"), 0, "reading needs nobody's leave");
        held.commit().expect("over");
        put(&database, "a").expect("written");
    }

    /// What the system says of a file system without locks is the same as of one that is locked.
    #[test]
    fn every_failure_has_its_sentence() {
        for (code, words) in [
            (rusqlite::ffi::SQLITE_BUSY, "another program is using"),
            (rusqlite::ffi::SQLITE_IOERR_WRITE, "it cannot be read or written"),
            (rusqlite::ffi::SQLITE_CANTOPEN, "cannot be opened for writing"),
            (rusqlite::ffi::SQLITE_CORRUPT, "is damaged"),
        ] {
            let error = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
            assert_ne!(error.sqlite_error_code(), Some(ErrorCode::Unknown));
            let said = StoreError::from(error).describe(Path::new("/x/state.db")).to_string();
            assert!(said.contains(words) && said.contains("/x/state.db"), "{said}");
        }
        let said = error::lockless(Path::new("/x"), &io::Error::from(io::ErrorKind::Unsupported)).to_string();
        assert!(said.contains("KEEPNET_STATE_DIR") && said.contains("/x"), "{said}");
    }
}
