//! Drafts, named by a number within a run. A draft of a running program belongs to it; one whose program has exited is
//! restored by the next program.

use std::collections::HashSet;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Transaction, params};

use super::error::StoreError;
use super::record::DraftRecord;
use super::run;
use crate::domain::change::recovered::Recovered;
use crate::domain::change::write::{Intent, WriteKind};
use crate::domain::form::draft::{Draft, DraftId, Stage};
use crate::domain::form::subject::Subject;

/// The name of a kind of user in the tables.
pub(super) fn name_of(subject: Subject) -> &'static str {
    match subject {
        Subject::TargetUser => "target_user",
        Subject::SystemUser => "system_user",
    }
}

/// Saves a draft of this run, replacing an older version of it.
pub(super) fn save(transaction: &Transaction<'_>, run: &str, draft: &Draft) -> Result<(), StoreError> {
    let record = serde_json::to_string(&DraftRecord::from(draft))?;
    transaction
        .prepare_cached(
            "INSERT INTO drafts (run, n, changed, record) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (run, n)
             DO UPDATE SET changed = excluded.changed, record = excluded.record, overdue = NULL",
        )?
        .execute(params![run, draft.id.number(), draft.changed.as_millisecond(), record])?;
    Ok(())
}

/// Deletes a draft of this run.
pub(super) fn delete(transaction: &Transaction<'_>, run: &str, draft: DraftId) -> Result<(), StoreError> {
    transaction.execute("DELETE FROM drafts WHERE run = ?1 AND n = ?2", params![run, draft.number()])?;
    Ok(())
}

/// A draft with its row.
struct Row {
    id: i64,
    run: String,
    draft: Draft,
}

/// Moves the drafts of programs that have exited to `me`, with new numbers, and returns all drafts of `me`.
pub(super) fn take_over(
    transaction: &Transaction<'_>,
    folder: &Path,
    me: &str,
    left: &mut Recovered,
) -> Result<(), StoreError> {
    let highest = transaction
        .query_row("SELECT max(n) FROM drafts WHERE run = ?1", [me], |row| row.get::<_, Option<u32>>(0))?
        .unwrap_or_default();
    let mut last = DraftId::new(highest);
    for Row { id, run, mut draft } in ended(transaction, folder, me, left)? {
        let is_typed = draft.stage == Stage::Typing;
        let same = |known: &Draft| known.form() == draft.form() && known.entry == draft.entry && !is_delete(known);
        if is_typed && left.drafts.iter().any(same) {
            transaction.execute("DELETE FROM drafts WHERE id = ?1", [id])?;
            continue;
        }
        if run != me {
            last = last.next();
            draft.id = last;
            transaction.execute("UPDATE drafts SET run = ?1, n = ?2 WHERE id = ?3", params![me, last.number(), id])?;
        }
        left.drafts.push(draft);
    }
    // The numbers tell the order in which they were begun; when each reached the disk does not.
    left.drafts.sort_by_key(|draft| draft.id);
    Ok(())
}

/// It stands for a delete: that its user was created is why it is there.
fn is_delete(draft: &Draft) -> bool {
    matches!(draft.stage, Stage::Change(WriteKind::Delete(_), _))
}

/// The drafts of this program, then those of programs that have exited, the oldest program first; each in the order in which
/// they were begun.
fn ended(transaction: &Transaction<'_>, folder: &Path, me: &str, left: &mut Recovered) -> Result<Vec<Row>, StoreError> {
    let mut statement = transaction.prepare(
        "SELECT id, run, record, n FROM drafts
         ORDER BY run <> ?1, min(changed) OVER (PARTITION BY run), run, n",
    )?;
    let mut found = statement.query([me])?;
    let (mut rows, mut alive, mut gone) = (Vec::new(), HashSet::new(), HashSet::new());
    let mut unreadable = 0;
    while let Some(row) = found.next()? {
        let (id, run, record): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let n = DraftId::new(row.get(3)?);
        if run != me && !gone.contains(&run) {
            if alive.contains(&run) || run::is_alive(folder, &run) {
                alive.insert(run);
                continue;
            }
            gone.insert(run.clone());
        }
        match serde_json::from_str::<DraftRecord>(&record) {
            Ok(record) => rows.push(Row { id, run, draft: record.named(n) }),
            Err(error) => {
                tracing::warn!(%error, id, "a draft that cannot be read");
                unreadable += 1;
            }
        }
    }
    if unreadable > 0 {
        left.remarks.push(unreadable_records(unreadable, "draft", "drafts"));
    }
    Ok(rows)
}

/// The message about records that cannot be read.
pub(super) fn unreadable_records(n: u64, one: &str, many: &str) -> String {
    let n = crate::domain::text::count(n, one, many);
    format!("{n} cannot be read, perhaps written by a newer version of this program; nothing was removed.")
}

/// Waits for a program that can take over the drafts of programs that have exited.
pub(super) fn wait(transaction: &Transaction<'_>, folder: &Path, me: Option<&str>) -> Result<bool, StoreError> {
    let mut statement = transaction.prepare("SELECT DISTINCT run FROM drafts WHERE run IS NOT ?1")?;
    let runs = statement.query_map([me], |row| row.get::<_, String>(0))?;
    for run in runs {
        if !run::is_alive(folder, &run?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Deletes the drafts whose user was created: a program that was killed after the answer may have left both.
pub(super) fn delete_created(
    transaction: &Transaction<'_>,
    created: &[(Intent, Timestamp)],
    left: &mut Recovered,
    me: &str,
) -> Result<(), StoreError> {
    let mut gone = Vec::new();
    left.drafts.retain(|draft| {
        // Changes made after sending are kept; the last stage may not have reached the disk.
        let same = |intent: &Intent| intent.form() == draft.form() && intent.entry == draft.entry.clone().as_sent();
        let is_its = |intent: &Intent| matches!(&draft.stage, Stage::Change(WriteKind::Create, id) if *id == intent.id);
        let done = !is_delete(draft)
            && created.iter().any(|(intent, at)| same(intent) && (is_its(intent) || *at >= draft.changed));
        if done {
            gone.push(draft.id);
        }
        !done
    });
    for draft in gone {
        delete(transaction, me, draft)?;
    }
    Ok(())
}
