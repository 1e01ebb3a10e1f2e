//! Writes drafts to disk: the newest of each, in the background and in order, and synchronously when the program ends.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::form::draft::{Draft, DraftId};
use crate::domain::service::failure::{Applied, Failure, Remedy};
use crate::store::Store;

/// Pending jobs by draft; `None` deletes it.
#[derive(Default)]
struct PendingDrafts {
    queued: BTreeMap<DraftId, Option<Draft>>,
    /// Drafts whose last write failed, with nothing queued since. The model may not know yet.
    refused: BTreeMap<DraftId, Option<Draft>>,
}

/// The queue. Clones share it.
#[derive(Clone)]
pub(super) struct DraftWriter {
    store: Arc<Store>,
    jobs: Arc<Mutex<PendingDrafts>>,
    /// Held while writing, so that an older version never overwrites a newer one.
    writing: Arc<Mutex<()>>,
}

impl DraftWriter {
    pub(super) fn new(store: Arc<Store>) -> Self {
        Self { store, jobs: Arc::default(), writing: Arc::default() }
    }

    /// Queues a job in place of an older one. True if nobody is about to run it yet.
    pub(super) fn queue(&self, id: DraftId, job: Option<Draft>) -> bool {
        let mut jobs = self.jobs();
        let idle = jobs.queued.is_empty();
        jobs.refused.remove(&id);
        jobs.queued.insert(id, job);
        idle
    }

    /// Runs all queued jobs and returns their results. Blocks on the disk.
    pub(super) fn work(&self, tell: impl Fn(DraftId, Result<(), Failure>)) {
        let _turn = self.turn();
        self.write(tell);
    }

    /// The same before the program ends; also returns what failed: nobody is left to retry.
    pub(super) fn finish(&self, tell: impl Fn(DraftId, Result<(), Failure>)) {
        // Only now nothing is under way that may still fail.
        let _turn = self.turn();
        let mut jobs = self.jobs();
        let refused = std::mem::take(&mut jobs.refused);
        jobs.queued.extend(refused);
        drop(jobs);
        self.write(tell);
    }

    fn write(&self, tell: impl Fn(DraftId, Result<(), Failure>)) {
        loop {
            let next = self.jobs().queued.pop_first();
            let Some((id, job)) = next else { return };
            let outcome = match &job {
                Some(draft) => self.store.save_draft(draft),
                None => self.store.delete_draft(id),
            };
            if outcome.is_err() {
                let mut jobs = self.jobs();
                if !jobs.queued.contains_key(&id) {
                    jobs.refused.insert(id, job);
                }
            }
            tell(id, outcome.map_err(|error| failure(&error.to_string())));
        }
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn jobs(&self) -> MutexGuard<'_, PendingDrafts> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The message when a draft is not saved.
pub(super) fn failure(why: &str) -> Failure {
    Failure {
        what: "Drafts are not saved".to_owned(),
        why: format!("{why}."),
        hint: "What you type stays in memory while the program runs; saving is tried again every second.".to_owned(),
        remedy: Remedy::Nothing,
        applied: Applied::No,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::mpsc;

    use jiff::Timestamp;
    use rusqlite::Connection;

    use super::*;
    use crate::domain::form::draft::Stage;
    use crate::domain::form::entry::Entry;
    use crate::domain::form::fields::FieldId;
    use crate::domain::service::ids::CompanyId;

    fn draft(email: &str) -> Draft {
        Draft {
            id: DraftId::new(1),
            stage: Stage::Typing,
            company: CompanyId::new("c"),
            name: "C Ltd".to_owned(),
            entry: Entry::default().with(FieldId::Email, email),
            changed: Timestamp::UNIX_EPOCH,
            ticket: String::new(),
            batch: None,
            edits: None,
        }
    }

    /// The addresses of the drafts on disk, as the next program finds them.
    fn left(folder: &Path) -> Vec<String> {
        let left = Store::open(folder).expect("a store").restore(Timestamp::UNIX_EPOCH).expect("read");
        left.drafts.iter().map(|draft| draft.entry.text(FieldId::Email).to_owned()).collect()
    }

    fn keeping(folder: &Path) -> DraftWriter {
        DraftWriter::new(Arc::new(Store::open(folder).expect("a store")))
    }

    /// Another program is busy for too long. This one ends before it has heard that its draft was refused.
    #[test]
    fn failed_drafts_are_retried_at_exit() {
        let folder = tempfile::tempdir().expect("a folder");
        let keeping = keeping(folder.path());
        let other = Connection::open(folder.path().join("state.db")).expect("a database");
        other.execute_batch("BEGIN IMMEDIATE").expect("nobody else");
        let draft = draft("a@b.co");
        keeping.queue(draft.id, Some(draft.clone()));
        let (refused, refusal) = mpsc::channel();
        std::thread::scope(|scope| {
            let worker = keeping.clone();
            scope.spawn(move || {
                worker.work(|_, outcome| {
                    assert!(outcome.is_err());
                    other.execute_batch("ROLLBACK").expect("over");
                    refused.send(()).expect("heard");
                });
            });
            refusal.recv().expect("refused");
            keeping.finish(|_, outcome| assert!(outcome.is_ok()));
        });
        drop(keeping);
        assert_eq!(left(folder.path()), ["a@b.co"]);
    }

    /// The disk refuses the first of two users at first; by the time it takes that one, the second is there.
    #[test]
    fn what_was_refused_comes_back_in_its_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let keeping = keeping(folder.path());
        let other = Connection::open(folder.path().join("state.db")).expect("a database");
        let keep = |n: u32, second: i64, outcome: bool| {
            let changed = Timestamp::from_second(second).expect("a moment");
            let draft = Draft { id: DraftId::new(n), changed, ..draft(&format!("u{n}@b.co")) };
            keeping.queue(draft.id, Some(draft));
            keeping.work(|_, kept| assert_eq!(kept.is_ok(), outcome, "user {n}"));
        };
        other.execute_batch("BEGIN IMMEDIATE").expect("nobody else");
        keep(1, 1, false);
        other.execute_batch("ROLLBACK").expect("over");
        keep(2, 2, true);
        keep(1, 3, true);
        drop(keeping);
        assert_eq!(left(folder.path()), ["u1@b.co", "u2@b.co"]);
    }

    #[test]
    fn newest_version_of_a_draft_is_written_last() {
        let folder = tempfile::tempdir().expect("a folder");
        let keeping = keeping(folder.path());
        let id = draft("").id;
        std::thread::scope(|scope| {
            for n in 0..40 {
                let job = (n % 5 > 0).then(|| draft(&format!("u{n}@b.co")));
                if keeping.queue(id, job) {
                    let worker = keeping.clone();
                    scope.spawn(move || worker.work(|_, outcome| outcome.expect("done")));
                }
            }
        });
        drop(keeping);
        assert_eq!(left(folder.path()), ["u39@b.co"]);
    }
}
