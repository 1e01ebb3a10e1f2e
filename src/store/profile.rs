//! What one profile of a service keeps.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use rusqlite::Transaction;

use super::ageing::{self, KEPT};
use super::database::{Database, Wait};
use super::janitor::{self, Purged};
use super::run::{self, Run};
use super::trouble::Trouble;
use super::{database, drafts, snapshot, view, writes};
use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::recovered::Left;
use crate::domain::change::write::{Intended, Intent, Outcome, WriteId};
use crate::domain::form::draft::{Draft, DraftId};
use crate::domain::form::subject::FormKey;
use crate::domain::list::snapshot::Snapshot;
use crate::domain::list::view::Remembered;
use crate::domain::service::ids::{CompanyId, UserId};

/// The database of a profile and service.
#[derive(Debug)]
pub struct Store {
    pub(super) database: Database,
    folder: PathBuf,
    /// The sign that this program is running, once it has something of its own in the database.
    run: Mutex<Option<Run>>,
}

impl Store {
    /// Opens the database in `folder`; both are made when they are not there.
    ///
    /// # Errors
    ///
    /// When it cannot be made, opened or written, is damaged, or is of a newer version: a clause for a sentence.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let database = Database::open(folder)?;
        let folder = database.path().parent().unwrap_or(folder).to_owned();
        Ok(Self { database, folder, run: Mutex::new(None) })
    }

    /// Takes over what programs that have ended left, and tells it with what this one has kept itself. Waits for
    /// other programs a moment only: where that is too short, drafts stay where they are, and a remark says so.
    ///
    /// # Errors
    ///
    /// When nothing can be read, or nothing can be written.
    pub fn restore(&self, now: Timestamp) -> io::Result<Left> {
        let taken = self.write_as(Wait::Moment, |transaction, me| {
            let mut left = Left::default();
            ageing::apply(transaction, &self.folder, now)?;
            drafts::take_over(transaction, &self.folder, me, &mut left)?;
            self.tell_writes(transaction, me, now, &mut left)?;
            let created: Vec<_> = left
                .finished
                .iter()
                .filter(|(intent, end, _)| {
                    intent.deed.creates().is_some() && matches!(end, Outcome::Created(_) | Outcome::Seen)
                })
                .map(|(intent, _, at)| (intent.clone(), *at))
                .collect();
            drafts::forget_created(transaction, &created, &mut left, me)?;
            run::sweep(&self.folder);
            Ok(left)
        });
        match taken {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.database.read(|transaction| {
                let mut left = Left::default();
                self.tell_writes(transaction, "", now, &mut left)?;
                if drafts::wait(transaction, &self.folder, None)? {
                    let said =
                        "Another program is busy with the drafts of earlier runs; they come back at the next start.";
                    left.remarks.push(said.to_owned());
                }
                Ok(left)
            }),
            taken => taken,
        }
    }

    /// Tells the writes that have ended, and those that no running program sees to.
    fn tell_writes(
        &self,
        transaction: &Transaction<'_>,
        me: &str,
        now: Timestamp,
        left: &mut Left,
    ) -> Result<(), Trouble> {
        let unfinished = readable(writes::unfinished(transaction, &self.folder, me)?, &mut left.remarks);
        // A program that is back at this profile asks for its own as well.
        let mine = |write: &RecordedWrite| !write.running || Self::is_mine(transaction, &write.intent.id, me);
        left.unfinished = unfinished.into_iter().filter(mine).map(|write| write.intent).collect();
        let finished = writes::finished(transaction, &self.folder, me, week_before(now))?;
        left.finished = readable(finished, &mut left.remarks)
            .into_iter()
            .filter_map(|write| write.end.map(|(outcome, at)| (write.intent, outcome, at)))
            .collect();
        Ok(())
    }

    fn is_mine(transaction: &Transaction<'_>, id: &WriteId, me: &str) -> bool {
        let run = transaction.query_row("SELECT run FROM writes WHERE id = ?1", [id.as_str()], |row| row.get(0));
        run.is_ok_and(|run: String| run == me)
    }

    /// Keeps a draft, in place of an older one of the same name.
    ///
    /// # Errors
    ///
    /// When it cannot be written; what was kept before is then still there.
    pub fn keep(&self, draft: &Draft) -> io::Result<()> {
        self.write_as(Wait::Usual, |transaction, me| drafts::keep(transaction, me, draft))
    }

    /// Forgets this program's draft of this name, if there is one.
    ///
    /// # Errors
    ///
    /// When it cannot be removed.
    pub fn forget(&self, draft: DraftId) -> io::Result<()> {
        self.write_as(Wait::Usual, |transaction, me| drafts::forget(transaction, me, draft))
    }

    /// Records an intent, on disk when this returns; unless another create of the same user is in doubt, in whatever
    /// program. Those in `after` have just been looked up, and do not hinder.
    ///
    /// # Errors
    ///
    /// When it is not certainly on disk: nothing may be sent.
    pub fn intend(&self, intent: &Intent, after: &[WriteId]) -> io::Result<Intended> {
        self.write_as(Wait::Long, |transaction, me| writes::intend(transaction, &self.folder, me, intent, after))
    }

    /// Records how a write ended; on disk when this returns. A create that is known to have made a user stays so.
    ///
    /// # Errors
    ///
    /// When it is not certainly on disk: the next run will look the write up.
    pub fn settle(&self, id: &WriteId, outcome: &Outcome, at: Timestamp) -> io::Result<()> {
        self.database.write(Wait::Long, |transaction| writes::settle(transaction, id, outcome, at))
    }

    /// Records that an unsettled write was looked up in vain: the service answered, and it is not there so far.
    ///
    /// # Errors
    ///
    /// When it cannot be recorded.
    pub fn looked(&self, id: &WriteId, at: Timestamp) -> io::Result<()> {
        self.database.write(Wait::Long, |transaction| writes::looked(transaction, id, true, at))
    }

    /// Records that an unsettled write could not be looked up: no use is made of it but to ask less often.
    ///
    /// # Errors
    ///
    /// When it cannot be recorded.
    pub fn got_no_answer(&self, id: &WriteId, at: Timestamp) -> io::Result<()> {
        self.database.write(Wait::Long, |transaction| writes::looked(transaction, id, false, at))
    }

    /// Writes whose end nobody knows, of every program, oldest first; those of programs that are running among them.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub fn unfinished(&self) -> io::Result<Vec<RecordedWrite>> {
        self.read_as(|transaction, me| writes::unfinished(transaction, &self.folder, me)?.into_iter().collect())
    }

    /// Every write since then, with or without an end, of every program, newest first. None that has no end is left
    /// out.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub fn history(&self, since: Timestamp) -> io::Result<Vec<RecordedWrite>> {
        self.read_as(|transaction, me| writes::history(transaction, &self.folder, me, since)?.into_iter().collect())
    }

    /// The write of this name.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn find(&self, id: &WriteId) -> io::Result<Option<RecordedWrite>> {
        self.read_as(|transaction, me| writes::find(transaction, &self.folder, me, id))
    }

    /// Every create of this user, by whatever program, the oldest first.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub fn creates(&self, form: &FormKey, email: &str) -> io::Result<Vec<RecordedWrite>> {
        self.read_as(|transaction, me| {
            writes::creates(transaction, &self.folder, me, form, email)?.into_iter().collect()
        })
    }

    /// The create, by whatever program, that made this user.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn created(&self, company: &CompanyId, user: &UserId) -> io::Result<Option<RecordedWrite>> {
        self.read_as(|transaction, me| writes::created(transaction, &self.folder, me, company, user))
    }

    /// The companies kept for this client ID: another one is another reseller. What cannot be read is no more than a
    /// list that has to be loaded.
    #[must_use]
    pub fn companies(&self, client: &str, now: Timestamp) -> Option<Snapshot> {
        let kept = self.database.read(|transaction| snapshot::read(transaction, client, now));
        kept.unwrap_or_else(|error| {
            tracing::warn!(%error, "the companies kept are not usable");
            None
        })
    }

    /// Keeps the companies of this client ID, in place of those that were there.
    ///
    /// # Errors
    ///
    /// When they cannot be written; those from before are then still there.
    pub fn keep_companies(&self, client: &str, snapshot: &Snapshot) -> io::Result<()> {
        let record = snapshot::record(snapshot)?;
        self.database.write(Wait::Usual, |transaction| snapshot::write(transaction, client, snapshot.at, &record))
    }

    /// How the list was left, and a remark when there is something that cannot be used.
    #[must_use]
    pub fn remembered(&self) -> (Remembered, Option<String>) {
        match self.database.read(view::read) {
            Ok(remembered) => (remembered.unwrap_or_default(), None),
            Err(error) => {
                let said = format!("How the list was left cannot be used ({error}); it starts as configured.");
                (Remembered::default(), Some(said))
            }
        }
    }

    /// Remembers how the list was left, in place of what was there.
    ///
    /// # Errors
    ///
    /// When it cannot be written; what was there before is then still there.
    pub fn remember(&self, remembered: &Remembered) -> io::Result<()> {
        self.database.write(Wait::Usual, |transaction| view::write(transaction, remembered))
    }

    /// Keeps the age limits, here and in the profiles that nobody opens any more; once a day is enough.
    ///
    /// # Errors
    ///
    /// When it cannot be done now: it is no harm.
    pub fn tidy(&self, now: Timestamp) -> io::Result<()> {
        janitor::round(&self.folder, &self.database, now)
    }

    /// Its file.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.database.path()
    }

    fn run(&self) -> MutexGuard<'_, Option<Run>> {
        self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes under the name of this run, whose sign is there before anything of it is.
    fn write_as<T>(&self, wait: Wait, work: impl Fn(&Transaction<'_>, &str) -> Result<T, Trouble>) -> io::Result<T> {
        self.database.write(wait, |transaction| {
            let mut run = self.run();
            let run = match &mut *run {
                Some(run) => run,
                none => none.insert(Run::begin(&self.folder)?),
            };
            work(transaction, run.name())
        })
    }

    fn read_as<T>(&self, work: impl Fn(&Transaction<'_>, &str) -> Result<T, Trouble>) -> io::Result<T> {
        let me = self.run().as_ref().map(|run| run.name().to_owned()).unwrap_or_default();
        self.database.read(|transaction| work(transaction, &me))
    }
}

/// Looks at the database in this folder, if there is one, and changes nothing.
///
/// # Errors
///
/// Why it cannot be used, in a clause for a sentence.
pub fn examine(folder: &Path) -> io::Result<()> {
    database::examine(folder)
}

/// Removes all that a profile of a service keeps in this folder; `None` when there is nothing.
///
/// # Errors
///
/// When a program is running with it, or it cannot be removed.
pub fn purge(folder: &Path) -> io::Result<Option<Purged>> {
    janitor::purge(folder)
}

fn week_before(now: Timestamp) -> Timestamp {
    now.checked_sub(KEPT).unwrap_or(Timestamp::MIN)
}

/// Those that could be read; a remark tells of the others.
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
        remarks.push(drafts::unread(strange, "recorded write", "recorded writes"));
    }
    readable
}

#[cfg(test)]
#[path = "profile_tests.rs"]
mod tests;
