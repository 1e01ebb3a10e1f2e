//! Removes expired data. A clock that is wrong must not delete anything: what looks expired is marked first, and
//! deleted at a later start, at least a day after the mark.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Transaction, params};

use super::days::KEPT_DAYS;
use super::error::StoreError;
use super::{run, snapshot};

/// How long drafts, imports and finished writes are kept.
pub const MAX_AGE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long writes with unknown outcome are kept.
const MAX_AGE_UNKNOWN: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long the companies of a day are kept.
const MAX_AGE_DAYS: SignedDuration = SignedDuration::from_hours(KEPT_DAYS as i64 * 24);
/// Between mark and deletion.
const GRACE: SignedDuration = SignedDuration::from_hours(24);

/// Marks what looks expired, removes the mark from what does not, and deletes what was marked long enough ago.
pub(super) fn apply(transaction: &Transaction<'_>, folder: &Path, now: Timestamp) -> Result<(), StoreError> {
    let before = |age| now.checked_sub(age).unwrap_or(Timestamp::MIN).as_millisecond();
    for (table, rows, column, oldest) in [
        ("drafts", "TRUE", "changed", before(MAX_AGE)),
        ("imports", "TRUE", "changed", before(MAX_AGE)),
        ("writes", "outcome IS NOT NULL", "settled", before(MAX_AGE)),
        ("writes", "outcome IS NULL", "at", before(MAX_AGE_UNKNOWN)),
        ("days", "TRUE", "at", before(MAX_AGE_DAYS)),
    ] {
        // A mark in the future was made by a wrong clock.
        let sql = format!(
            "UPDATE {table} SET overdue = CASE WHEN {column} >= ?2 THEN NULL WHEN overdue <= ?1 THEN overdue ELSE ?1 END
             WHERE {rows} AND (overdue IS NOT NULL OR {column} < ?2)"
        );
        transaction.execute(&sql, params![now.as_millisecond(), oldest])?;
    }
    let grace = before(GRACE);
    transaction.execute("DELETE FROM writes WHERE overdue <= ?1", [grace])?;
    transaction.execute("DELETE FROM days WHERE overdue <= ?1", [grace])?;
    for table in ["drafts", "imports"] {
        let mut statement = transaction.prepare(&format!("SELECT DISTINCT run FROM {table} WHERE overdue <= ?1"))?;
        let runs = statement.query_map([grace], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        let delete = format!("DELETE FROM {table} WHERE overdue <= ?1 AND run = ?2");
        for run in runs.into_iter().filter(|run| !run::is_alive(folder, run)) {
            transaction.execute(&delete, params![grace, run])?;
        }
    }
    snapshot::delete_old(transaction, now)
}

#[cfg(test)]
mod tests {
    use super::super::database::{Database, Wait};
    use super::*;

    const DAY: i64 = 24 * 3600;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(1_764_000_000 + day * DAY).expect("a moment")
    }

    /// A draft, an ended write and one in doubt, all of day 0.
    fn database(folder: &Path) -> Database {
        let database = Database::open(folder).expect("a database");
        let fill = "
            INSERT INTO drafts (run, n, changed, record) VALUES ('gone', 1, ?1, '');
            INSERT INTO writes (id, run, kind, company, subject, address, at, intent, outcome, settled)
            VALUES ('ended', 'gone', '', '', '', '', ?1, '', '', ?1), ('doubt', 'gone', '', '', '', '', ?1, '', NULL, NULL);
        ";
        let fill = fill.replace("?1", &at(0).as_millisecond().to_string());
        database.write(Wait::Normal, |t| Ok(t.execute_batch(&fill)?)).expect("filled");
        database
    }

    /// What is there after a start on that day: a draft, an ended write, one in doubt.
    fn start(database: &Database, folder: &Path, day: i64) -> (i64, i64, i64) {
        database.write(Wait::Normal, |t| apply(t, folder, at(day))).expect("aged");
        let count = |sql| database.read(|t| Ok(t.query_row(sql, [], |row| row.get(0))?)).expect("counted");
        (
            count("SELECT count(*) FROM drafts"),
            count("SELECT count(outcome) FROM writes"),
            count("SELECT count(*) - count(outcome) FROM writes"),
        )
    }

    #[test]
    fn expired_data_is_deleted_a_day_after_it_was_marked() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = database(folder.path());
        for (day, there) in
            [(7, (1, 1, 1)), (8, (1, 1, 1)), (8, (1, 1, 1)), (9, (0, 0, 1)), (31, (0, 0, 1)), (32, (0, 0, 0))]
        {
            assert_eq!(start(&database, folder.path(), day), there, "day {day}");
        }
    }

    #[test]
    fn clock_that_was_ahead_deletes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = database(folder.path());
        // Ahead, right, ahead again by more: the first mark is forgotten.
        for day in [8, 1, 40, 1, 2, 60, 59] {
            assert_eq!(start(&database, folder.path(), day), (1, 1, 1), "day {day}");
        }
    }

    #[test]
    fn draft_of_a_running_program_never_expires() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = database(folder.path());
        let run = run::Run::begin(folder.path()).expect("a run");
        database.write(Wait::Normal, |t| Ok(t.execute("UPDATE drafts SET run = ?1", [run.name()])?)).expect("its own");
        assert_eq!([8, 20].map(|day| start(&database, folder.path(), day).0), [1, 1]);
        drop(run);
        assert_eq!(start(&database, folder.path(), 21).0, 0);
    }
}
