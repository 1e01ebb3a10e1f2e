//! Writes what is kept of imports to disk, in the background and in order, and synchronously when the program ends.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::clock;
use super::local_failure::failure;
use crate::app::core::import::ColumnChoice;
use crate::domain::change::import::ImportRecord;
use crate::domain::change::ticket::BatchId;
use crate::domain::service::failure::Failure;
use crate::store::Store;

/// One thing to be written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Job {
    /// An import is kept.
    Keep(Box<ImportRecord>),
    /// Nothing is kept of it.
    Forget(BatchId),
    /// What columns are for.
    Columns(Box<ColumnChoice>),
}

impl Job {
    /// The import it is about.
    fn batch(&self) -> Option<&BatchId> {
        match self {
            Self::Keep(record) => Some(&record.batch),
            Self::Forget(batch) => Some(batch),
            Self::Columns(_) => None,
        }
    }
}

/// The queue. Clones share it.
#[derive(Clone)]
pub(super) struct ImportWriter {
    store: Arc<Store>,
    queued: Arc<Mutex<VecDeque<Job>>>,
    /// Held while writing, so that an older version never overwrites a newer one.
    writing: Arc<Mutex<()>>,
}

impl ImportWriter {
    pub(super) fn new(store: Arc<Store>) -> Self {
        Self { store, queued: Arc::default(), writing: Arc::default() }
    }

    /// Queues a job in place of older ones about the same import.
    pub(super) fn queue(&self, job: Job) {
        let mut jobs = self.jobs();
        if job.batch().is_some() {
            jobs.retain(|other| other.batch() != job.batch());
        }
        jobs.push_back(job);
    }

    /// Writes everything that is queued; tells of imports that were kept. Blocks on the disk.
    pub(super) fn work(&self, tell: impl Fn(BatchId, Result<(), Failure>)) {
        let _turn = self.turn();
        loop {
            let next = self.jobs().pop_front();
            let Some(job) = next else { return };
            let ended = self.write(&job).map_err(|error| not_kept(&error.to_string()));
            match job {
                Job::Keep(record) => tell(record.batch, ended),
                Job::Forget(_) | Job::Columns(_) => {
                    drop(ended.inspect_err(|failure| tracing::warn!(%failure, "not removed or remembered")));
                }
            }
        }
    }

    /// Writes this at once, in place of older jobs about the same import. Blocks on the disk.
    pub(super) fn now(&self, job: &Job) -> io::Result<()> {
        let _turn = self.turn();
        self.jobs().retain(|other| other.batch() != job.batch());
        self.write(job)
    }

    fn write(&self, job: &Job) -> io::Result<()> {
        match job {
            Job::Keep(record) => self.store.save_import(record),
            Job::Forget(batch) => self.store.delete_import(batch),
            Job::Columns(choice) => self.store.remember_columns(&choice.titles, &choice.maps, clock::utc()),
        }
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn jobs(&self) -> MutexGuard<'_, VecDeque<Job>> {
        self.queued.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The message when an import is not kept.
pub(super) fn not_kept(why: &str) -> Failure {
    failure("The import is not kept on disk", format!("{why}."))
}
