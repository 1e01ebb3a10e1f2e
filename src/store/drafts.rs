//! Drafts: one a form and run. A draft of a program that is running is its own; one whose program has ended comes
//! back in the next that asks.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Transaction, params};

use super::record::DraftRecord;
use super::run;
use super::trouble::Trouble;
use crate::domain::change::recovered::Left;
use crate::domain::form::draft::Draft;
use crate::domain::form::entry::Entry;
use crate::domain::form::subject::{FormKey, Subject};

/// How a kind of user is called in the tables.
pub(super) fn name_of(subject: Subject) -> &'static str {
    match subject {
        Subject::TargetUser => "target_user",
        Subject::SystemUser => "system_user",
    }
}

/// Keeps a draft of this run, in place of an older one of the same form.
pub(super) fn keep(transaction: &Transaction<'_>, run: &str, draft: &Draft) -> Result<(), Trouble> {
    let record = serde_json::to_string(&DraftRecord::from(draft))?;
    transaction
        .prepare_cached(
            "INSERT INTO drafts (run, company, subject, changed, record) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (run, company, subject)
             DO UPDATE SET changed = excluded.changed, record = excluded.record, overdue = NULL",
        )?
        .execute(params![
            run,
            draft.company.as_str(),
            name_of(draft.entry.subject),
            draft.changed.as_millisecond(),
            record
        ])?;
    Ok(())
}

/// Forgets the draft of a form of this run.
pub(super) fn forget(transaction: &Transaction<'_>, run: &str, form: &FormKey) -> Result<(), Trouble> {
    transaction.execute(
        "DELETE FROM drafts WHERE run = ?1 AND company = ?2 AND subject = ?3",
        params![run, form.company.as_str(), name_of(form.subject)],
    )?;
    Ok(())
}

/// A draft with its row.
struct Row {
    id: i64,
    draft: Draft,
}

/// Gives `me` the drafts of programs that have ended: of several for one form the one that was typed last, the others
/// wait for the next start. Tells all that are mine now.
pub(super) fn take_over(
    transaction: &Transaction<'_>,
    folder: &Path,
    me: &str,
    left: &mut Left,
) -> Result<(), Trouble> {
    let mut mine: BTreeMap<FormKey, Entry> = BTreeMap::new();
    for row in ended(transaction, folder, me, left)? {
        let form = row.draft.form();
        if let Some(entry) = mine.get(&form) {
            if *entry == row.draft.entry {
                transaction.execute("DELETE FROM drafts WHERE id = ?1", [row.id])?;
            } else {
                left.remarks
                    .push(format!("There is a second draft for {}; it comes back after the first.", row.draft.name));
            }
            continue;
        }
        transaction.execute("UPDATE drafts SET run = ?1 WHERE id = ?2", params![me, row.id])?;
        mine.insert(form, row.draft.entry.clone());
        left.drafts.push(row.draft);
    }
    left.drafts.sort_by_key(|draft| (draft.changed, draft.form()));
    Ok(())
}

/// The drafts of this program, then those of programs that have ended, the newest first.
fn ended(transaction: &Transaction<'_>, folder: &Path, me: &str, left: &mut Left) -> Result<Vec<Row>, Trouble> {
    let mut statement =
        transaction.prepare("SELECT id, run, record FROM drafts ORDER BY run <> ?1, changed DESC, id DESC")?;
    let mut found = statement.query([me])?;
    let (mut rows, mut alive, mut gone) = (Vec::new(), HashSet::new(), HashSet::new());
    let mut unreadable = 0;
    while let Some(row) = found.next()? {
        let (id, run, record): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if run != me && !gone.contains(&run) {
            if alive.contains(&run) || run::is_alive(folder, &run) {
                alive.insert(run);
                continue;
            }
            gone.insert(run.clone());
        }
        match serde_json::from_str::<DraftRecord>(&record) {
            Ok(record) => rows.push(Row { id, draft: record.into() }),
            Err(error) => {
                tracing::warn!(%error, id, "a draft that cannot be read");
                unreadable += 1;
            }
        }
    }
    if unreadable > 0 {
        left.remarks.push(unread(unreadable, "draft", "drafts"));
    }
    Ok(rows)
}

/// What is said of records in a form that is not known here.
pub(super) fn unread(n: u64, one: &str, many: &str) -> String {
    let n = crate::domain::text::count(n, one, many);
    format!("{n} cannot be read, perhaps of a newer version of this program; nothing was removed.")
}

/// Drafts of programs that have ended wait for somebody who can take them over.
pub(super) fn wait(transaction: &Transaction<'_>, folder: &Path, me: Option<&str>) -> Result<bool, Trouble> {
    let mut statement = transaction.prepare("SELECT DISTINCT run FROM drafts WHERE run IS NOT ?1")?;
    let runs = statement.query_map([me], |row| row.get::<_, String>(0))?;
    for run in runs {
        if !run::is_alive(folder, &run?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Removes the drafts that were kept when their user was created: a program that was killed between an answer and the
/// end of its draft left both.
pub(super) fn forget_created(
    transaction: &Transaction<'_>,
    created: &[(FormKey, Entry, Timestamp)],
    left: &mut Left,
    me: &str,
) -> Result<(), Trouble> {
    let mut gone = Vec::new();
    left.drafts.retain(|draft| {
        let done = created
            .iter()
            .any(|(form, entry, at)| *form == draft.form() && *entry == draft.entry && *at >= draft.changed);
        if done {
            gone.push(draft.form());
        }
        !done
    });
    for form in gone {
        forget(transaction, me, &form)?;
    }
    Ok(())
}
