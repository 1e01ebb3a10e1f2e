//! One SQLite database, opened so that any number of programs can use it at once and nobody else can read it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::place::{is_remote, make_private, make_private_file, try_locking};
use super::schema::{self, State};
use super::trouble::{self, Trouble};

/// Its file in a profile's folder.
pub(super) const FILE: &str = "state.db";
/// How long a statement waits for another program.
const BUSY: Duration = Duration::from_secs(2);
/// The write-ahead log is cut to this when it was longer.
const LOG_LIMIT: i64 = 4 << 20;

/// How long somebody can wait for other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// The screen waits as well.
    Moment,
    /// Something typed is at stake.
    Usual,
    /// Something is about to be sent, or was: the more programs, the longer it may take.
    Long,
}

impl Wait {
    fn limit(self) -> Duration {
        match self {
            Self::Moment => Duration::from_millis(250),
            Self::Usual => BUSY,
            Self::Long => Duration::from_secs(15),
        }
    }
}

/// An open database.
#[derive(Debug)]
pub(super) struct Database {
    connection: Mutex<Connection>,
    path: PathBuf,
}

impl Database {
    /// Opens the database in `folder`, which is made when it is not there.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        make_private(folder)?;
        // What is opened has no link in it: SQLite refuses one.
        let folder = if cfg!(unix) { folder.canonicalize()? } else { folder.to_owned() };
        let path = folder.join(FILE);
        make_private_file(&path)?;
        let end = Instant::now() + BUSY;
        loop {
            match connect(&path) {
                Ok(connection) => return Ok(Self { connection: Mutex::new(connection), path }),
                Err(trouble) if trouble.is_busy() => {
                    try_locking(&folder)?;
                    if Instant::now() >= end {
                        return Err(trouble.tell(&path));
                    }
                    pause();
                }
                Err(trouble) => return Err(trouble.tell(&path)),
            }
        }
    }

    /// Its file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads; what others write meanwhile is not seen.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, Trouble>) -> io::Result<T> {
        let mut connection = self.connection();
        let read = || -> Result<T, Trouble> {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
            work(&transaction)
        };
        read().map_err(|trouble| trouble.tell(&self.path))
    }

    /// Writes: all of it or nothing, and on the disk when this returns. Nobody else writes meanwhile.
    pub(super) fn write<T>(
        &self,
        wait: Wait,
        mut work: impl FnMut(&Transaction<'_>) -> Result<T, Trouble>,
    ) -> io::Result<T> {
        let mut connection = self.connection();
        let end = Instant::now() + wait.limit();
        loop {
            let outcome = connection.busy_timeout(wait.limit().min(BUSY)).map_err(Trouble::from).and_then(|()| {
                let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let value = work(&transaction)?;
                transaction.commit()?;
                Ok(value)
            });
            match outcome {
                // Who waits is not served in turn: among many one may be unlucky.
                Err(trouble) if trouble.is_busy() && Instant::now() < end => pause(),
                outcome => return outcome.map_err(|trouble| trouble.tell(&self.path)),
            }
        }
    }

    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks at the database in a folder, if there is one, and changes nothing in it: whether it is whole, of a version that
/// is known, and not locked for good.
pub(super) fn examine(folder: &Path) -> io::Result<()> {
    let path = folder.join(FILE);
    if !path.is_file() {
        return Ok(());
    }
    let look = || -> Result<(), Trouble> {
        let mut connection = Connection::open_with_flags(&path, flags(false))?;
        connection.busy_timeout(BUSY)?;
        judge(schema::state(&connection)?, &path)?;
        check(&connection, &path)?;
        connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Ok(())
    };
    look().map_err(|trouble| trouble.tell(&path))
}

/// Programs that got in each other's way do not do so again at the same moment.
fn pause() {
    std::thread::sleep(Duration::from_millis(fastrand::u64(1..20)));
}

fn connect(path: &Path) -> Result<Connection, Trouble> {
    let mut connection = Connection::open_with_flags(path, flags(cfg!(unix)))?;
    connection.busy_timeout(BUSY)?;
    if connection.is_readonly("main")? {
        let words = format!("{} can be read and not written", path.display());
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, words).into());
    }
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    let state = schema::state(&connection)?;
    judge(state, path)?;
    if state != State::Empty {
        check(&connection, path)?;
    }
    durable(&connection, path)?;
    if state != State::Ours(schema::newest()) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have done it meanwhile.
        let state = schema::state(&transaction)?;
        judge(state, path)?;
        schema::migrate(&transaction, if let State::Ours(version) = state { version } else { 0 })?;
        transaction.commit()?;
    }
    Ok(connection)
}

fn flags(no_links: bool) -> OpenFlags {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if no_links { flags | OpenFlags::SQLITE_OPEN_NOFOLLOW } else { flags }
}

/// Whether it is ours to use.
fn judge(state: State, path: &Path) -> Result<(), Trouble> {
    match state {
        State::Empty | State::Ours(_) => Ok(()),
        State::Newer => Err(trouble::newer(path).into()),
        State::Foreign => {
            let words = format!("{} is a database of another program, and is left as it is", path.display());
            Err(io::Error::new(io::ErrorKind::InvalidData, words).into())
        }
    }
}

/// Nothing is written to a database that is not whole.
fn check(connection: &Connection, path: &Path) -> Result<(), Trouble> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(io::Error::new(io::ErrorKind::InvalidData, trouble::damaged(path)).into()) }
}

/// What is committed is on the disk, and what is deleted is not.
fn durable(connection: &Connection, path: &Path) -> Result<(), Trouble> {
    let wanted = if is_remote(path) { "delete" } else { "wal" };
    let mode = match journal_mode(connection, wanted) {
        // There is no memory to share here: a rollback journal needs none.
        Err(trouble) if !trouble.is_busy() => {
            tracing::warn!(error = %trouble, "no write-ahead log");
            journal_mode(connection, "delete")?
        }
        mode => mode?,
    };
    // Without the log a commit is only certain when the folder is flushed, too.
    connection.pragma_update(None, "synchronous", if mode == "wal" { "FULL" } else { "EXTRA" })?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let _: i64 = connection.pragma_update_and_check(None, "secure_delete", true, |row| row.get(0))?;
    let _: i64 = connection.pragma_update_and_check(None, "journal_size_limit", LOG_LIMIT, |row| row.get(0))?;
    Ok(())
}

fn journal_mode(connection: &Connection, wanted: &str) -> Result<String, Trouble> {
    Ok(connection.pragma_update_and_check(None, "journal_mode", wanted, |row| row.get(0))?)
}
