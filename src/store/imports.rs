//! Imports that have not ended. One of a running program belongs to it; one whose program has exited is restored by the
//! next program. And what columns are for, by the titles of a file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::drafts::unreadable_records;
use super::error::StoreError;
use super::run;
use crate::domain::change::import::{ImportChoices, ImportRecord, ImportSource, PlanEdits};
use crate::domain::change::recovered::Recovered;
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::service::ids::{CompanyId, UserId};

/// The version of this format.
const VERSION: u32 = 1;
/// Titles whose columns are remembered: those that were used least recently are forgotten.
pub(super) const REMEMBERED: i64 = 200;

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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    staying: Vec<String>,
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

#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Debug, Serialize, Deserialize)]
struct ChoicesRecord {
    #[serde(default)]
    map: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    defaults: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by_row: Option<bool>,
    sheet: Option<String>,
    encoding: Option<String>,
    #[serde(default)]
    skip_unknown: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    map_group: Vec<String>,
    #[serde(default)]
    create_groups: bool,
    #[serde(default)]
    allow_over_limit: bool,
    #[serde(default)]
    reactivate: bool,
    #[serde(default)]
    reconcile: bool,
    #[serde(default)]
    leavers: Option<u64>,
    #[serde(default)]
    first: Option<u64>,
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
            defaults: choices.defaults.clone(),
            by_row: choices.by_row,
            sheet: choices.sheet.clone(),
            encoding: choices.encoding.clone(),
            skip_unknown: choices.skip_unknown,
            map_group: choices.group_maps.clone(),
            create_groups: choices.create_groups,
            allow_over_limit: choices.allow_over_limit,
            reactivate: choices.reactivate,
            reconcile: choices.reconcile,
            leavers: choices.leavers,
            first: choices.first,
        },
        companies: companies.iter().map(|(id, name)| (text(id), name.clone())).collect(),
        left_out: edits.left_out.iter().map(|(row, company)| (*row, company.as_ref().map(text))).collect(),
        cells: edits.cells.iter().map(|((row, column), text)| (*row, *column, text.clone())).collect(),
        staying: edits.staying.iter().map(|user| user.as_str().to_owned()).collect(),
        ticket: ticket.to_string(),
        begun: *begun,
    }
}

fn import(record: Record, batch: String, changed: Timestamp) -> ImportRecord {
    let Record { v: _, source, sha256, choices, companies, left_out, cells, staying, ticket, begun } = record;
    ImportRecord {
        batch: BatchId::from_text(batch),
        source: match source {
            SourceRecord::File(path) => ImportSource::File(path),
            SourceRecord::Text(text) => ImportSource::Text(text),
        },
        digest: sha256,
        choices: ImportChoices {
            maps: choices.map,
            defaults: choices.defaults,
            by_row: choices.by_row,
            sheet: choices.sheet,
            encoding: choices.encoding,
            skip_unknown: choices.skip_unknown,
            group_maps: choices.map_group,
            create_groups: choices.create_groups,
            allow_over_limit: choices.allow_over_limit,
            reactivate: choices.reactivate,
            reconcile: choices.reconcile,
            leavers: choices.leavers,
            first: choices.first,
        },
        companies: companies.into_iter().map(|(id, name)| (CompanyId::new(id), name)).collect(),
        edits: PlanEdits {
            left_out: left_out.into_iter().map(|(row, company)| (row, company.map(CompanyId::new))).collect(),
            cells: cells.into_iter().map(|(row, column, text)| ((row, column), text)).collect::<BTreeMap<_, _>>(),
            staying: staying.into_iter().map(UserId::new).collect(),
        },
        ticket: TicketNumber::recorded(&ticket),
        begun,
        changed,
    }
}

/// Keeps an import of this run, replacing what was kept of it.
pub(super) fn save(transaction: &Transaction<'_>, run: &str, import: &ImportRecord) -> Result<(), StoreError> {
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
pub(super) fn delete(transaction: &Transaction<'_>, batch: &BatchId) -> Result<(), StoreError> {
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

/// The titles as they are compared.
fn key(titles: &[String]) -> String {
    let end = titles.iter().rposition(|title| !title.is_empty()).map_or(0, |last| last + 1);
    titles.iter().take(end).map(|title| title.to_lowercase()).collect::<Vec<_>>().join("\u{1f}")
}

/// Remembers what the columns with these titles are for; nothing: they are forgotten.
pub(super) fn remember(
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
pub(super) fn remembered(transaction: &Transaction<'_>, titles: &[String]) -> Result<Option<Vec<String>>, StoreError> {
    let maps: Option<String> = transaction
        .prepare_cached("SELECT maps FROM import_columns WHERE titles = ?1")?
        .query_row([key(titles)], |row| row.get(0))
        .optional()?;
    Ok(maps.map(|maps| serde_json::from_str(&maps)).transpose()?)
}
