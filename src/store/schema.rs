//! The tables, and the migrations between their versions.

use rusqlite::{Connection, Transaction};

use super::error::StoreError;

/// Identifies the file as ours.
pub(super) const APPLICATION: i64 = 0x6b65_6570;

/// The migrations; never changed once released.
const MIGRATIONS: &[&str] = &[
    // 1
    "
    CREATE TABLE meta (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- What was typed: one a form and run. A draft whose run has ended is anybody's.
    CREATE TABLE drafts (
        id INTEGER PRIMARY KEY,
        run TEXT NOT NULL,
        company TEXT NOT NULL,
        subject TEXT NOT NULL,
        changed INTEGER NOT NULL,
        record TEXT NOT NULL,
        overdue INTEGER,
        UNIQUE (run, company, subject)
    ) STRICT;

    -- What was meant, and how it ended: no outcome, nobody knows. Times are milliseconds since 1970.
    CREATE TABLE writes (
        id TEXT PRIMARY KEY,
        run TEXT NOT NULL,
        kind TEXT NOT NULL,
        company TEXT NOT NULL,
        subject TEXT NOT NULL,
        address TEXT NOT NULL,
        at INTEGER NOT NULL,
        intent TEXT NOT NULL,
        outcome TEXT,
        user TEXT,
        settled INTEGER,
        overdue INTEGER
    ) STRICT;
    CREATE INDEX writes_user ON writes (company, subject, address);
    CREATE INDEX writes_unsettled ON writes (at) WHERE outcome IS NULL;
    CREATE INDEX writes_created ON writes (company, user) WHERE user IS NOT NULL;
    CREATE INDEX writes_settled ON writes (settled) WHERE settled IS NOT NULL;

    -- When an unsettled write was looked for: in vain, or without an answer.
    CREATE TABLE looks (
        id INTEGER PRIMARY KEY,
        write TEXT NOT NULL REFERENCES writes (id) ON DELETE CASCADE,
        at INTEGER NOT NULL,
        answered INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX looks_of_write ON looks (write);

    -- The companies as they were last seen, by client ID.
    CREATE TABLE companies (
        client TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        record TEXT NOT NULL
    ) STRICT;

    -- How the list was left.
    CREATE TABLE view (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        record TEXT NOT NULL
    ) STRICT;
    ",
    // 2: several drafts for one company, named by a number within a run.
    "
    CREATE TABLE numbered (
        id INTEGER PRIMARY KEY,
        run TEXT NOT NULL,
        n INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        record TEXT NOT NULL,
        overdue INTEGER,
        UNIQUE (run, n)
    ) STRICT;
    INSERT INTO numbered (id, run, n, changed, record, overdue)
        SELECT id, run, id, changed, record, overdue FROM drafts;
    DROP TABLE drafts;
    ALTER TABLE numbered RENAME TO drafts;
    ",
    // 3: the companies on earlier days, by client ID and local day.
    "
    CREATE TABLE days (
        client TEXT NOT NULL,
        day TEXT NOT NULL,
        at INTEGER NOT NULL,
        record BLOB NOT NULL,
        overdue INTEGER,
        PRIMARY KEY (client, day)
    ) STRICT;
    ",
    // 4: what the desk has written about a company, by client ID; aliases one per line. Nothing expires.
    "
    CREATE TABLE notes (
        client TEXT NOT NULL,
        company TEXT NOT NULL,
        aliases TEXT NOT NULL,
        note TEXT NOT NULL,
        changed INTEGER NOT NULL,
        PRIMARY KEY (client, company)
    ) STRICT;
    ",
    // 5: imports that have not ended, and what columns are for by the titles of a file.
    "
    CREATE TABLE imports (
        batch TEXT PRIMARY KEY,
        run TEXT NOT NULL,
        changed INTEGER NOT NULL,
        record TEXT NOT NULL,
        overdue INTEGER
    ) STRICT;
    CREATE TABLE import_columns (
        titles TEXT PRIMARY KEY,
        maps TEXT NOT NULL,
        changed INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    ",
];

/// The current version of the tables.
pub(super) fn newest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Whose file it is, and of which version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// An empty file.
    Empty,
    /// Ours, of this version.
    Ours(i64),
    /// Ours, of an unknown version.
    Newer,
    /// Somebody else's.
    Foreign,
}

/// Determines whose file it is.
pub(super) fn state(connection: &Connection) -> Result<State, StoreError> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    if application == APPLICATION {
        return Ok(if (1..=newest()).contains(&version) { State::Ours(version) } else { State::Newer });
    }
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(if (application, version, tables) == (0, 0, 0) { State::Empty } else { State::Foreign })
}

/// Migrates the tables to the current version.
pub(super) fn migrate(transaction: &Transaction<'_>, from: i64) -> Result<(), StoreError> {
    let done = usize::try_from(from).unwrap_or(0);
    for step in MIGRATIONS.iter().skip(done) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", newest())?;
    Ok(())
}
