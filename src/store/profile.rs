//! The stored data of a profile and service.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Transaction;

use super::cleanup::{self, Purged};
use super::database::{Database, Wait};
use super::error::StoreError;
use super::known_companies::KnownCompanies;
use super::retention::{self, MAX_AGE};
use super::run::{self, Run};
use super::waiting::Waiting;
use super::{database, days, drafts, imports, notes, view, writes};
use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::recovered::Recovered;
use crate::domain::change::write::{Intent, IntentOutcome, JournalOutcome, WriteId, WriteKind};
use crate::domain::desk::note::DeskNote;
use crate::domain::form::draft::{Draft, DraftId};
use crate::domain::form::subject::FormKey;
use crate::domain::list::view::SavedView;
use crate::domain::service::ids::{CompanyId, UserId};

/// The database of a profile and service.
#[derive(Debug)]
pub struct Store {
    pub(super) database: Database,
    folder: PathBuf,
    /// The lock file of this program, once it has data of its own in the database.
    run: Mutex<Option<Run>>,
    pub(super) waiting: Mutex<Waiting>,
    pub(super) kept: Mutex<Option<KnownCompanies>>,
}

impl Store {
    /// Opens the database in `folder`, and creates both if necessary.
    ///
    /// # Errors
    ///
    /// If it cannot be created, opened or written, is damaged, or is of a newer version: a clause of a sentence.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let database = Database::open(folder)?;
        let folder = database.path().parent().unwrap_or(folder).to_owned();
        Ok(Self { database, folder, run: Mutex::new(None), waiting: Mutex::default(), kept: Mutex::default() })
    }

    /// Opens it to read, if there is one: to read creates nothing.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub fn open_existing(folder: &Path) -> io::Result<Option<Self>> {
        if folder.join(database::FILE).try_exists()? { Self::open(folder).map(Some) } else { Ok(None) }
    }

    /// Takes over the data of programs that have exited, and returns it together with this program's own. Waits for
    /// other programs only briefly; after that, drafts stay where they are and a remark says so.
    ///
    /// # Errors
    ///
    /// If nothing can be read, or nothing can be written.
    pub fn restore(&self, now: Timestamp) -> io::Result<Recovered> {
        let taken = self.write_as(Wait::Brief, |transaction, me| {
            let mut left = Recovered::default();
            retention::apply(transaction, &self.folder, now)?;
            drafts::take_over(transaction, &self.folder, me, &mut left)?;
            imports::take_over(transaction, &self.folder, me, &mut left)?;
            self.recover_writes(transaction, me, now, &mut left)?;
            let created: Vec<_> = left
                .finished
                .iter()
                .filter(|(intent, end, _)| {
                    intent.kind == WriteKind::Create && matches!(end, JournalOutcome::Created(_) | JournalOutcome::Seen)
                })
                .map(|(intent, _, at)| (intent.clone(), *at))
                .collect();
            drafts::delete_created(transaction, &created, &mut left, me)?;
            run::sweep(&self.folder);
            Ok(left)
        });
        match taken {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.database.read(|transaction| {
                let mut left = Recovered::default();
                self.recover_writes(transaction, "", now, &mut left)?;
                if drafts::wait(transaction, &self.folder, None)? {
                    let said =
                        "Another program is using the drafts of earlier runs; they are restored at the next start.";
                    left.remarks.push(said.to_owned());
                }
                Ok(left)
            }),
            taken => taken,
        }
    }

    /// Collects finished writes, and those that no running program takes care of.
    fn recover_writes(
        &self,
        transaction: &Transaction<'_>,
        me: &str,
        now: Timestamp,
        left: &mut Recovered,
    ) -> Result<(), StoreError> {
        let unfinished = readable(writes::unfinished(transaction, &self.folder, me)?, &mut left.remarks);
        // A program that returns to this profile asks for its own as well.
        let mine = |write: &RecordedWrite| !write.running || Self::is_own(transaction, &write.intent.id, me);
        left.unfinished = unfinished.into_iter().filter(mine).map(|write| write.intent).collect();
        let finished = writes::finished(transaction, &self.folder, me, week_before(now))?;
        left.finished = readable(finished, &mut left.remarks)
            .into_iter()
            .filter_map(|write| write.outcome.map(|(outcome, at)| (write.intent, outcome, at)))
            .collect();
        Ok(())
    }

    fn is_own(transaction: &Transaction<'_>, id: &WriteId, me: &str) -> bool {
        let run = transaction.query_row("SELECT run FROM writes WHERE id = ?1", [id.as_str()], |row| row.get(0));
        run.is_ok_and(|run: String| run == me)
    }

    /// Saves a draft, replacing an older version of it.
    ///
    /// # Errors
    ///
    /// If it cannot be written; the previous version is then unchanged.
    pub fn save_draft(&self, draft: &Draft) -> io::Result<()> {
        self.write_as(Wait::Normal, |transaction, me| drafts::save(transaction, me, draft))
    }

    /// Deletes a draft of this program, if it exists.
    ///
    /// # Errors
    ///
    /// If it cannot be removed.
    pub fn delete_draft(&self, draft: DraftId) -> io::Result<()> {
        self.write_as(Wait::Normal, |transaction, me| drafts::delete(transaction, me, draft))
    }

    /// Records an intent, on disk when this returns, unless another create of the same user has an unknown outcome, in
    /// any program. Writes in `after` have just been looked up and do not count.
    ///
    /// # Errors
    ///
    /// If it is not certainly on disk: nothing may be sent.
    pub fn record_intent(&self, intent: &Intent, after: &[WriteId]) -> io::Result<IntentOutcome> {
        self.write_as(Wait::Long, |transaction, me| writes::record_intent(transaction, &self.folder, me, intent, after))
    }

    /// Records the outcome of a write, on disk when this returns. A create that is known to have created a user stays
    /// that way.
    ///
    /// # Errors
    ///
    /// If it is not certainly on disk: the next run will look the write up.
    pub fn record_outcome(&self, id: &WriteId, outcome: &JournalOutcome, at: Timestamp) -> io::Result<()> {
        self.database.write(Wait::Long, |transaction| writes::record_outcome(transaction, id, outcome, at))
    }

    /// Records that an unsettled write was looked up in vain: the service answered, and the user does not exist so far.
    ///
    /// # Errors
    ///
    /// If it cannot be recorded.
    pub fn record_lookup(&self, id: &WriteId, at: Timestamp) -> io::Result<()> {
        self.database.write(Wait::Long, |transaction| writes::record_lookup(transaction, id, true, at))
    }

    /// Records that the look-up of an unsettled write failed; this only makes further look-ups less frequent.
    ///
    /// # Errors
    ///
    /// If it cannot be recorded.
    pub fn record_failed_lookup(&self, id: &WriteId, at: Timestamp) -> io::Result<()> {
        self.database.write(Wait::Long, |transaction| writes::record_lookup(transaction, id, false, at))
    }

    /// Writes with unknown outcome, of every program, oldest first, including programs that are running.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn unfinished(&self) -> io::Result<Vec<RecordedWrite>> {
        self.read_as(|transaction, me| writes::unfinished(transaction, &self.folder, me)?.into_iter().collect())
    }

    /// All writes since then, of every program, newest first, and all with unknown outcome.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn history(&self, since: Timestamp) -> io::Result<Vec<RecordedWrite>> {
        self.read_as(|transaction, me| writes::history(transaction, &self.folder, me, since)?.into_iter().collect())
    }

    /// The write with this ID.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn find(&self, id: &WriteId) -> io::Result<Option<RecordedWrite>> {
        self.read_as(|transaction, me| writes::find(transaction, &self.folder, me, id))
    }

    /// Every create of this user, by any program, oldest first.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn creates(&self, form: &FormKey, email: &str) -> io::Result<Vec<RecordedWrite>> {
        self.read_as(|transaction, me| {
            writes::creates(transaction, &self.folder, me, form, email)?.into_iter().collect()
        })
    }

    /// The addresses of all creates at this company, by any program, in the form in which addresses are compared.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn created_addresses(&self, form: &FormKey) -> io::Result<HashSet<String>> {
        self.database.read(|transaction| writes::created_addresses(transaction, form))
    }

    /// The create, by any program, that created this user.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn created(&self, company: &CompanyId, user: &UserId) -> io::Result<Option<RecordedWrite>> {
        self.read_as(|transaction, me| writes::created(transaction, &self.folder, me, company, user))
    }

    /// The aliases and notes of this client ID.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn notes(&self, client: &str) -> io::Result<BTreeMap<CompanyId, DeskNote>> {
        self.database.read(|transaction| notes::all(transaction, client))
    }

    /// Changes the note of a company from the first one, which was read before, to the second, and returns what stands
    /// there now: what another program has written meanwhile is kept as well.
    ///
    /// # Errors
    ///
    /// If it cannot be written; what stands there is then unchanged.
    pub fn save_note(
        &self,
        company: (&str, &CompanyId),
        change: (&DeskNote, &DeskNote),
        now: Timestamp,
    ) -> io::Result<DeskNote> {
        self.database.write(Wait::Normal, |transaction| notes::save(transaction, company, change, now))
    }

    /// The saved state of the list, with a remark if it cannot be used.
    #[must_use]
    pub fn saved_view(&self) -> (SavedView, Option<String>) {
        match self.database.read(view::read) {
            Ok(remembered) => (remembered.unwrap_or_default(), None),
            Err(error) => {
                let said = format!("The saved state of the list cannot be used ({error}); the configuration applies.");
                (SavedView::default(), Some(said))
            }
        }
    }

    /// Saves the state of the list.
    ///
    /// # Errors
    ///
    /// If it cannot be written; the previous state is then unchanged.
    pub fn save_view(&self, remembered: &SavedView) -> io::Result<()> {
        self.database.write(Wait::Normal, |transaction| view::write(transaction, remembered))
    }

    /// Enforces the age limits, here and in profiles that nobody opens any more; once a day is enough.
    ///
    /// # Errors
    ///
    /// If it cannot be done now, which does no harm.
    pub fn clean_up(&self, now: Timestamp) -> io::Result<()> {
        cleanup::run_daily(&self.folder, &self.database, now)
    }

    /// Its file.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.database.path()
    }

    fn run(&self) -> MutexGuard<'_, Option<Run>> {
        self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Its directory.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes under the name of this run; its lock file is created first.
    pub(super) fn write_as<T>(
        &self,
        wait: Wait,
        work: impl Fn(&Transaction<'_>, &str) -> Result<T, StoreError>,
    ) -> io::Result<T> {
        self.database.write(wait, |transaction| {
            let mut run = self.run();
            let run = match &mut *run {
                Some(run) => run,
                none => none.insert(Run::begin(&self.folder)?),
            };
            work(transaction, run.name())
        })
    }

    fn read_as<T>(&self, work: impl Fn(&Transaction<'_>, &str) -> Result<T, StoreError>) -> io::Result<T> {
        let me = self.run().as_ref().map(|run| run.name().to_owned()).unwrap_or_default();
        self.database.read(|transaction| work(transaction, &me))
    }
}

/// Inspects the database in this directory, if there is one, without changing it.
///
/// # Errors
///
/// The reason, as a clause of a sentence.
pub fn inspect(folder: &Path) -> io::Result<()> {
    database::inspect(folder)
}

/// The days that are kept of a client ID.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DaysKept {
    /// Those that can be read, in order.
    pub readable: Vec<Date>,
    /// The others, each with the reason.
    pub unreadable: Vec<(Date, String)>,
    /// How many bytes they take.
    pub bytes: u64,
}

/// Reads every day that is kept in this directory, if there is a database, without changing it.
///
/// # Errors
///
/// If the database cannot be read.
pub fn inspect_days(folder: &Path, client: &str, today: Date) -> io::Result<DaysKept> {
    let mut kept = DaysKept::default();
    for (day, packed) in database::inspect_with(folder, |transaction| days::all_packed(transaction, client, today))? {
        kept.bytes += packed.len() as u64;
        match days::day(day, &packed) {
            Ok(_) => kept.readable.push(day),
            Err(error) => kept.unreadable.push((day, error.to_string())),
        }
    }
    Ok(kept)
}

/// Removes everything that a profile and service has in this directory; `None` if there is nothing.
///
/// # Errors
///
/// If a program is running with it, or it cannot be removed.
pub fn purge(folder: &Path) -> io::Result<Option<Purged>> {
    cleanup::purge(folder)
}

fn week_before(now: Timestamp) -> Timestamp {
    now.checked_sub(MAX_AGE).unwrap_or(Timestamp::MIN)
}

/// Those that could be read; a remark reports the others.
fn readable(found: Vec<writes::Read>, remarks: &mut Vec<String>) -> Vec<RecordedWrite> {
    let mut strange = 0;
    let readable = found
        .into_iter()
        .filter_map(|write| {
            write
                .inspect_err(|error| {
                    tracing::warn!(%error, "a write that cannot be read");
                    strange += 1;
                })
                .ok()
        })
        .collect();
    if strange > 0 {
        remarks.push(drafts::unreadable_records(strange, "recorded write", "recorded writes"));
    }
    readable
}

#[cfg(test)]
#[path = "profile_tests.rs"]
mod tests;
