//! Imports that have not ended. One of a running program belongs to it; one whose program has exited is restored by the
//! next program. And what columns are for, by the titles of a file.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::Store;
use super::database::Wait;
use super::drafts::unreadable_records;
use super::error::StoreError;
use super::run;
use crate::domain::change::import::{ImportChoices, ImportRecord, ImportSource, PlanEdits};
use crate::domain::change::recovered::Recovered;
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::service::ids::CompanyId;

/// The version of this format.
const VERSION: u32 = 1;
/// Titles whose columns are remembered: those that were used least recently are forgotten.
const REMEMBERED: i64 = 200;

#[derive(Debug, Serialize, Deserialize)]
struct Record {
    v: u32,
    source: SourceRecord,
    sha256: String,
    choices: ChoicesRecord,
    companies: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<(usize, Option<String>)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cells: Vec<(usize, usize, String)>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    ticket: String,
    begun: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SourceRecord {
    File(PathBuf),
    Text(String),
}

#[derive(Debug, Serialize, Deserialize)]
struct ChoicesRecord {
    #[serde(default)]
    map: Vec<String>,
    sheet: Option<String>,
    encoding: Option<String>,
    #[serde(default)]
    skip_unknown: bool,
    #[serde(default)]
    allow_over_limit: bool,
    #[serde(default)]
    reactivate: bool,
}

fn record(import: &ImportRecord) -> Record {
    let ImportRecord { batch: _, source, digest, choices, companies, edits, ticket, begun, changed: _ } = import;
    let text = |company: &CompanyId| company.as_str().to_owned();
    Record {
        v: VERSION,
        source: match source {
            ImportSource::File(path) => SourceRecord::File(path.clone()),
            ImportSource::Text(text) => SourceRecord::Text(text.clone()),
        },
        sha256: digest.clone(),
        choices: ChoicesRecord {
            map: choices.maps.clone(),
            sheet: choices.sheet.clone(),
            encoding: choices.encoding.clone(),
            skip_unknown: choices.skip_unknown,
            allow_over_limit: choices.allow_over_limit,
            reactivate: choices.reactivate,
        },
        companies: companies.iter().map(|(id, name)| (text(id), name.clone())).collect(),
        left_out: edits.left_out.iter().map(|(row, company)| (*row, company.as_ref().map(text))).collect(),
        cells: edits.cells.iter().map(|((row, column), text)| (*row, *column, text.clone())).collect(),
        ticket: ticket.to_string(),
        begun: *begun,
    }
}

fn import(record: Record, batch: String, changed: Timestamp) -> ImportRecord {
    let Record { v: _, source, sha256, choices, companies, left_out, cells, ticket, begun } = record;
    ImportRecord {
        batch: BatchId::from_text(batch),
        source: match source {
            SourceRecord::File(path) => ImportSource::File(path),
            SourceRecord::Text(text) => ImportSource::Text(text),
        },
        digest: sha256,
        choices: ImportChoices {
            maps: choices.map,
            sheet: choices.sheet,
            encoding: choices.encoding,
            skip_unknown: choices.skip_unknown,
            allow_over_limit: choices.allow_over_limit,
            reactivate: choices.reactivate,
        },
        companies: companies.into_iter().map(|(id, name)| (CompanyId::new(id), name)).collect(),
        edits: PlanEdits {
            left_out: left_out.into_iter().map(|(row, company)| (row, company.map(CompanyId::new))).collect(),
            cells: cells.into_iter().map(|(row, column, text)| ((row, column), text)).collect::<BTreeMap<_, _>>(),
        },
        ticket: TicketNumber::recorded(&ticket),
        begun,
        changed,
    }
}

/// Keeps an import of this run, replacing what was kept of it.
fn save(transaction: &Transaction<'_>, run: &str, import: &ImportRecord) -> Result<(), StoreError> {
    let text = serde_json::to_string(&record(import))?;
    transaction
        .prepare_cached(
            "INSERT INTO imports (batch, run, changed, record) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (batch) DO UPDATE
             SET run = excluded.run, changed = excluded.changed, record = excluded.record, overdue = NULL",
        )?
        .execute(params![import.batch.as_str(), run, import.changed.as_millisecond(), text])?;
    Ok(())
}

/// Deletes an import.
fn delete(transaction: &Transaction<'_>, batch: &BatchId) -> Result<(), StoreError> {
    transaction.execute("DELETE FROM imports WHERE batch = ?1", [batch.as_str()])?;
    Ok(())
}

/// Moves the imports of programs that have exited to `me`, and returns all imports of `me`, oldest first.
pub(super) fn take_over(
    transaction: &Transaction<'_>,
    folder: &Path,
    me: &str,
    left: &mut Recovered,
) -> Result<(), StoreError> {
    let mut statement =
        transaction.prepare("SELECT batch, run, changed, record FROM imports ORDER BY changed, batch")?;
    let mut found = statement.query([])?;
    let mut unreadable = 0;
    while let Some(row) = found.next()? {
        let (batch, run): (String, String) = (row.get(0)?, row.get(1)?);
        if run != me && run::is_alive(folder, &run) {
            continue;
        }
        let (changed, text): (i64, String) = (row.get(2)?, row.get(3)?);
        match serde_json::from_str::<Record>(&text) {
            Ok(record) => {
                transaction.execute("UPDATE imports SET run = ?1 WHERE batch = ?2", [me, &batch])?;
                let changed = Timestamp::from_millisecond(changed).unwrap_or_default();
                left.imports.push(import(record, batch, changed));
            }
            Err(error) => {
                tracing::warn!(%error, batch, "an import that cannot be read");
                unreadable += 1;
            }
        }
    }
    if unreadable > 0 {
        left.remarks.push(unreadable_records(unreadable, "import", "imports"));
    }
    Ok(())
}

impl Store {
    /// Keeps an import, replacing what was kept of it; on disk when this returns.
    ///
    /// # Errors
    ///
    /// If it cannot be written; what was kept is then unchanged.
    pub fn save_import(&self, import: &ImportRecord) -> io::Result<()> {
        self.write_as(Wait::Normal, |transaction, me| save(transaction, me, import))
    }

    /// Keeps nothing of an import.
    ///
    /// # Errors
    ///
    /// If it cannot be removed.
    pub fn delete_import(&self, batch: &BatchId) -> io::Result<()> {
        self.database.write(Wait::Normal, |transaction| delete(transaction, batch))
    }

    /// Remembers what the columns of files with these titles are for; nothing: they are forgotten.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn remember_columns(&self, titles: &[String], maps: &[String], now: Timestamp) -> io::Result<()> {
        self.database.write(Wait::Normal, |transaction| remember(transaction, titles, maps, now))
    }

    /// What the columns of files with these titles are for, if it was remembered.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn remembered_columns(&self, titles: &[String]) -> io::Result<Option<Vec<String>>> {
        self.database.read(|transaction| remembered(transaction, titles))
    }
}

/// The titles as they are compared.
fn key(titles: &[String]) -> String {
    let end = titles.iter().rposition(|title| !title.is_empty()).map_or(0, |last| last + 1);
    titles.iter().take(end).map(|title| title.to_lowercase()).collect::<Vec<_>>().join("\u{1f}")
}

/// Remembers what the columns with these titles are for; nothing: they are forgotten.
fn remember(
    transaction: &Transaction<'_>,
    titles: &[String],
    maps: &[String],
    now: Timestamp,
) -> Result<(), StoreError> {
    let key = key(titles);
    if maps.is_empty() || key.is_empty() {
        transaction.execute("DELETE FROM import_columns WHERE titles = ?1", [key])?;
        return Ok(());
    }
    transaction.execute(
        "INSERT OR REPLACE INTO import_columns (titles, maps, changed) VALUES (?1, ?2, ?3)",
        params![key, serde_json::to_string(maps)?, now.as_millisecond()],
    )?;
    transaction.execute(
        "DELETE FROM import_columns WHERE titles NOT IN
         (SELECT titles FROM import_columns ORDER BY changed DESC, titles LIMIT ?1)",
        [REMEMBERED],
    )?;
    Ok(())
}

/// What the columns with these titles are for, if it was remembered.
fn remembered(transaction: &Transaction<'_>, titles: &[String]) -> Result<Option<Vec<String>>, StoreError> {
    let maps: Option<String> = transaction
        .prepare_cached("SELECT maps FROM import_columns WHERE titles = ?1")?
        .query_row([key(titles)], |row| row.get(0))
        .optional()?;
    Ok(maps.map(|maps| serde_json::from_str(&maps)).transpose()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::purge;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_764_000_000 + second).expect("a moment")
    }

    fn kept(batch: &str, second: i64) -> ImportRecord {
        let edits = PlanEdits {
            left_out: [(3, Some(CompanyId::new("c1"))), (4, None)].into(),
            cells: [((1, 2), "Müller \u{1f9d1}".to_owned()), ((1, 3), String::new())].into(),
        };
        ImportRecord {
            batch: BatchId::from_text(batch.to_owned()),
            source: ImportSource::File(PathBuf::from("/home/desk/neue Leute.csv")),
            digest: "d".repeat(64),
            choices: ImportChoices {
                maps: vec!["Mobile=phone".to_owned()],
                sheet: Some("2".to_owned()),
                encoding: None,
                skip_unknown: true,
                allow_over_limit: false,
                reactivate: true,
            },
            companies: vec![(CompanyId::new("c1"), "C1 Ltd".to_owned())],
            edits,
            ticket: TicketNumber::recorded("INC-1"),
            begun: second > 0,
            changed: at(second),
        }
    }

    fn imports(store: &Store, second: i64) -> Vec<ImportRecord> {
        store.restore(at(second)).expect("restored").imports
    }

    #[test]
    fn an_import_is_kept_until_it_is_forgotten() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        let text = ImportRecord { source: ImportSource::Text("a;b\n".to_owned()), ..kept("text", 1) };
        store.save_import(&kept("a", 3)).expect("kept");
        store.save_import(&text).expect("kept");
        store.save_import(&kept("a", 2)).expect("kept again");
        drop(store);
        let store = Store::open(folder.path()).expect("a store");
        assert_eq!(imports(&store, 5), [text.clone(), kept("a", 2)]);
        store.delete_import(&kept("a", 0).batch).expect("deleted");
        assert_eq!(imports(&store, 5), [text]);
    }

    /// Two programs never carry out one import.
    #[test]
    fn an_import_of_a_running_program_is_not_taken() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        store.save_import(&kept("a", 1)).expect("kept");
        let other = Store::open(folder.path()).expect("a store");
        assert_eq!(imports(&other, 2), []);
        drop(store);
        assert_eq!(imports(&other, 2), [kept("a", 1)]);
        let third = Store::open(folder.path()).expect("a store");
        assert_eq!(imports(&third, 2), []);
    }

    #[test]
    fn an_import_expires_and_is_purged_like_a_draft() {
        const DAY: i64 = 24 * 3600;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a@b-1");
        Store::open(&path).expect("a store").save_import(&kept("a", 0)).expect("kept");
        let start = |day: i64| imports(&Store::open(&path).expect("a store"), day * DAY).len();
        assert_eq!([7, 8, 9].map(start), [1, 1, 0]);
        let store = Store::open(&path).expect("a store");
        store.save_import(&kept("a", 0)).expect("kept");
        drop(store);
        assert_eq!(purge(&path).expect("removed").expect("something").imports, 1);
    }

    #[test]
    fn columns_are_remembered_by_titles_in_any_case() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let (titles, maps) = (owned(&["Mail", "Handy", ""]), owned(&["Handy=phone"]));
        store.remember_columns(&titles, &maps, at(1)).expect("remembered");
        assert_eq!(store.remembered_columns(&owned(&["MAIL", "handy"])).expect("read"), Some(maps.clone()));
        assert_eq!(store.remembered_columns(&owned(&["Mail"])).expect("read"), None);
        for n in 0..REMEMBERED {
            store.remember_columns(&owned(&[&format!("t{n}")]), &maps, at(2)).expect("remembered");
        }
        assert_eq!(store.remembered_columns(&titles).expect("read"), None, "the oldest is forgotten");
        store.remember_columns(&owned(&["t1"]), &[], at(3)).expect("forgotten");
        assert_eq!(store.remembered_columns(&owned(&["t1"])).expect("read"), None);
        assert_eq!(store.remembered_columns(&owned(&["t2"])).expect("read"), Some(maps));
    }
}
