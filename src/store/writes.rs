//! The journal of writes: a row before a write is sent, its outcome when that is known, and a row for every look-up in
//! between.

use std::collections::HashSet;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::drafts::name_of;
use super::error::StoreError;
use super::record::{IntentRecord, OutcomeRecord};
use super::run;
use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::write::{Intent, IntentOutcome, JournalOutcome, WriteId, WriteKind};
use crate::domain::form::subject::{FormKey, Subject};
use crate::domain::service::ids::{CompanyId, UserId};

/// The form in which addresses are compared.
fn address(email: &str) -> String {
    crate::domain::user::email::key(email)
}

fn kind(intent: &Intent) -> &'static str {
    match (&intent.kind, intent.entry.subject) {
        (WriteKind::Create, Subject::TargetUser) => "create_target_user",
        (WriteKind::Create, Subject::SystemUser) => "create_system_user",
        (WriteKind::Update(_), Subject::TargetUser) => "update_target_user",
        (WriteKind::Update(_), Subject::SystemUser) => "update_system_user",
        (WriteKind::Delete(_), Subject::TargetUser) => "delete_target_user",
        (WriteKind::Delete(_), Subject::SystemUser) => "delete_system_user",
        (WriteKind::Mail(..), _) => "mail_system_user",
        // Not "create": that is how creates of users are found.
        (WriteKind::CreateGroup(_), _) => "new_group",
    }
}

/// Records an intent, unless another create of the same user, or another change of the user that it updates, has an
/// unknown outcome; those in `after` are ignored.
pub(super) fn record_intent(
    transaction: &Transaction<'_>,
    folder: &Path,
    run: &str,
    intent: &Intent,
    after: &[WriteId],
) -> Result<IntentOutcome, StoreError> {
    let (company, subject, address) = (intent.company.as_str(), name_of(intent.entry.subject), address(intent.email()));
    if intent.kind == WriteKind::Create {
        let doubts = select(
            transaction,
            folder,
            run,
            "outcome IS NULL AND company = ?1 AND subject = ?2 AND address = ?3 AND kind LIKE 'create%' ORDER BY at, id",
            params![company, subject, address],
        )?;
        for doubt in doubts {
            let doubt = doubt?;
            if !after.contains(&doubt.intent.id) {
                return Ok(IntentOutcome::InDoubt(Box::new(doubt.intent)));
            }
        }
    }
    if let WriteKind::Update(update) = &intent.kind {
        // An update replaces the whole user: it would undo, or be undone by, one that is still under way.
        let changes =
            "outcome IS NULL AND company = ?1 AND subject = ?2 AND (kind LIKE 'update%' OR kind LIKE 'delete%')
             ORDER BY at, id";
        for doubt in select(transaction, folder, run, changes, params![company, subject])? {
            let doubt = doubt?;
            let is_about = doubt.intent.kind.target() == Some(&update.user) && doubt.intent.id != intent.id;
            if is_about && !after.contains(&doubt.intent.id) {
                return Ok(IntentOutcome::InDoubt(Box::new(doubt.intent)));
            }
        }
    }
    transaction
        .prepare_cached(
            "INSERT INTO writes (id, run, kind, company, subject, address, at, intent)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            intent.id.as_str(),
            run,
            kind(intent),
            company,
            subject,
            address,
            intent.at.as_millisecond(),
            serde_json::to_string(&IntentRecord::from(intent))?,
        ])?;
    Ok(IntentOutcome::Recorded)
}

/// Replaces what was known of a write without an outcome when it was recorded.
pub(super) fn record_sending(transaction: &Transaction<'_>, intent: &Intent) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE writes SET intent = ?2 WHERE id = ?1 AND outcome IS NULL")?
        .execute(params![intent.id.as_str(), serde_json::to_string(&IntentRecord::from(intent))?])?;
    Ok(())
}

/// Records the outcome of a write. A created user stays created: a failed look-up, or somebody's report that it does
/// not exist, is no proof. What was known already has ended when it became known: changes of a user are in the order in
/// which the service carried them out.
pub(super) fn record_outcome(
    transaction: &Transaction<'_>,
    id: &WriteId,
    outcome: &JournalOutcome,
    at: Timestamp,
) -> Result<(), StoreError> {
    let user = match outcome {
        JournalOutcome::Created(user) => Some(user.as_str()),
        JournalOutcome::Found(_)
        | JournalOutcome::NotCreated
        | JournalOutcome::Absent
        | JournalOutcome::Seen
        | JournalOutcome::Deleted
        | JournalOutcome::NotDeleted
        | JournalOutcome::Updated
        | JournalOutcome::AlreadySo
        | JournalOutcome::NotUpdated
        | JournalOutcome::Conflict(_)
        | JournalOutcome::Changed(_)
        | JournalOutcome::Unanswered => None,
    };
    if user.is_some() {
        // Of two writes that may have created a user, it is the one that got the answer.
        transaction
            .prepare_cached(
                "UPDATE writes SET outcome = ?3, user = NULL WHERE user = ?2 AND id <> ?1 AND kind LIKE 'create%'
                 AND company = (SELECT company FROM writes WHERE id = ?1)",
            )?
            .execute(params![
                id.as_str(),
                user,
                serde_json::to_string(&OutcomeRecord::from(&JournalOutcome::NotCreated))?
            ])?;
    }
    transaction
        .prepare_cached(
            "UPDATE writes SET settled = CASE WHEN outcome = ?2 THEN settled ELSE ?4 END,
             outcome = ?2, user = ?3, overdue = NULL
             WHERE id = ?1 AND (user IS NULL OR ?3 IS NOT NULL)",
        )?
        .execute(params![
            id.as_str(),
            serde_json::to_string(&OutcomeRecord::from(outcome))?,
            user,
            at.as_millisecond()
        ])?;
    Ok(())
}

/// Records what a look-up has found out, unless the outcome is known: then it stays, with its time, and is returned.
pub(super) fn record_finding(
    transaction: &Transaction<'_>,
    id: &WriteId,
    outcome: &JournalOutcome,
    at: Timestamp,
) -> Result<Option<JournalOutcome>, StoreError> {
    let known: Option<Option<String>> = transaction
        .prepare_cached("SELECT outcome FROM writes WHERE id = ?1")?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()?;
    if let Some(Some(known)) = known {
        return Ok(Some(serde_json::from_str::<OutcomeRecord>(&known)?.into()));
    }
    record_outcome(transaction, id, outcome, at)?;
    Ok(None)
}

/// Records that a create has created this user, because of what was found; or that it has not, if another one has
/// created this user.
pub(super) fn record_proof(
    transaction: &Transaction<'_>,
    id: &WriteId,
    user: &UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let is_of_another = transaction
        .prepare_cached(
            "SELECT 1 FROM writes WHERE user = ?2 AND id <> ?1 AND kind LIKE 'create%'
             AND company = (SELECT company FROM writes WHERE id = ?1)",
        )?
        .exists(params![id.as_str(), user.as_str()])?;
    let outcome = if is_of_another { JournalOutcome::NotCreated } else { JournalOutcome::Created(user.clone()) };
    record_outcome(transaction, id, &outcome, at)
}

/// Records that an unsettled write was looked up.
pub(super) fn record_lookup(
    transaction: &Transaction<'_>,
    id: &WriteId,
    answered: bool,
    at: Timestamp,
) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO looks (write, at, answered) SELECT id, ?2, ?3 FROM writes WHERE id = ?1 AND outcome IS NULL",
        params![id.as_str(), at.as_millisecond(), answered],
    )?;
    Ok(())
}

/// A write that was read, or why it could not be read.
pub(super) type Read = Result<RecordedWrite, StoreError>;

/// Writes with unknown outcome, oldest first.
pub(super) fn unfinished(transaction: &Transaction<'_>, folder: &Path, me: &str) -> Result<Vec<Read>, StoreError> {
    select(transaction, folder, me, "outcome IS NULL ORDER BY at, id", [])
}

/// Writes finished since then, in the order in which they finished.
pub(super) fn finished(
    transaction: &Transaction<'_>,
    folder: &Path,
    me: &str,
    since: Timestamp,
) -> Result<Vec<Read>, StoreError> {
    select(transaction, folder, me, "settled >= ?1 ORDER BY settled, at, id", [since.as_millisecond()])
}

/// Everything intended or finished since then, newest first.
pub(super) fn history(
    transaction: &Transaction<'_>,
    folder: &Path,
    me: &str,
    since: Timestamp,
) -> Result<Vec<Read>, StoreError> {
    select(
        transaction,
        folder,
        me,
        "at >= ?1 OR settled >= ?1 OR outcome IS NULL ORDER BY at DESC, id DESC",
        [since.as_millisecond()],
    )
}

/// The write with this ID.
pub(super) fn find(
    transaction: &Transaction<'_>,
    folder: &Path,
    me: &str,
    id: &WriteId,
) -> Result<Option<RecordedWrite>, StoreError> {
    select(transaction, folder, me, "id = ?1", [id.as_str()])?.pop().transpose()
}

/// Every create of this user, oldest first.
pub(super) fn creates(
    transaction: &Transaction<'_>,
    folder: &Path,
    me: &str,
    form: &FormKey,
    email: &str,
) -> Result<Vec<Read>, StoreError> {
    select(
        transaction,
        folder,
        me,
        "company = ?1 AND subject = ?2 AND address = ?3 AND kind LIKE 'create%' ORDER BY at, id",
        params![form.company.as_str(), name_of(form.subject), address(email)],
    )
}

/// The addresses of all creates at this company, in the form in which they are compared.
pub(super) fn created_addresses(transaction: &Transaction<'_>, form: &FormKey) -> Result<HashSet<String>, StoreError> {
    let mut statement = transaction
        .prepare_cached("SELECT address FROM writes WHERE company = ?1 AND subject = ?2 AND kind LIKE 'create%'")?;
    let addresses = statement.query_map([form.company.as_str(), name_of(form.subject)], |row| row.get(0))?;
    Ok(addresses.collect::<Result<_, _>>()?)
}

/// The create that created this user.
pub(super) fn created(
    transaction: &Transaction<'_>,
    folder: &Path,
    me: &str,
    company: &CompanyId,
    user: &UserId,
) -> Result<Option<RecordedWrite>, StoreError> {
    let which = "company = ?1 AND user = ?2 AND kind LIKE 'create%' ORDER BY settled LIMIT 1";
    select(transaction, folder, me, which, [company.as_str(), user.as_str()])?.pop().transpose()
}

fn select(
    transaction: &Transaction<'_>,
    folder: &Path,
    me: &str,
    which: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<Read>, StoreError> {
    let sql = format!("SELECT id, run, intent, outcome, settled FROM writes WHERE {which}");
    let mut statement = transaction.prepare_cached(&sql)?;
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(transaction, folder, me, row));
    }
    Ok(found)
}

fn read(transaction: &Transaction<'_>, folder: &Path, me: &str, row: &Row<'_>) -> Read {
    let (id, run): (String, String) = (row.get(0)?, row.get(1)?);
    let (intent, outcome, settled): (String, Option<String>, Option<i64>) = (row.get(2)?, row.get(3)?, row.get(4)?);
    let (not_there, no_answer) = match outcome {
        None => (lookup_times(transaction, &id, true)?, lookup_times(transaction, &id, false)?),
        Some(_) => (Vec::new(), Vec::new()),
    };
    let running = outcome.is_none() && (run == me || run::is_alive(folder, &run));
    let end = match outcome {
        None => None,
        Some(outcome) => {
            let outcome = serde_json::from_str::<OutcomeRecord>(&outcome)?;
            Some((outcome.into(), timestamp(settled.unwrap_or_default())))
        }
    };
    let intent = serde_json::from_str::<IntentRecord>(&intent)?.named(WriteId::from_text(id));
    Ok(RecordedWrite { intent, outcome: end, running, not_there, no_answer })
}

fn lookup_times(transaction: &Transaction<'_>, id: &str, answered: bool) -> Result<Vec<Timestamp>, StoreError> {
    let mut statement =
        transaction.prepare_cached("SELECT at FROM looks WHERE write = ?1 AND answered = ?2 ORDER BY id")?;
    let times = statement.query_map(params![id, answered], |row| row.get(0))?;
    Ok(times.map(|at| at.map(timestamp)).collect::<Result<_, _>>()?)
}

fn timestamp(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or_default()
}
