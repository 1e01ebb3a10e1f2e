//! Drafts on their way to the disk: the newest of each, written in the background one after
//! the other, and at once when the program ends.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::form::draft::{Draft, DraftId};
use crate::domain::service::failure::{Done, Failure, Remedy};
use crate::store::Store;

/// What is to become of a draft; `None`: it is forgotten.
type Jobs = BTreeMap<DraftId, Option<Draft>>;

/// The queue. Clones share it.
#[derive(Clone)]
pub(super) struct Keeping {
    store: Arc<Store>,
    jobs: Arc<Mutex<Jobs>>,
    /// Held while writing, so that an older draft never lands on a newer one.
    writing: Arc<Mutex<()>>,
}

impl Keeping {
    pub(super) fn new(store: Arc<Store>) -> Self {
        Self { store, jobs: Arc::default(), writing: Arc::default() }
    }

    /// Queues a job in place of an older one. True when nobody is about to do it yet.
    pub(super) fn queue(&self, draft: DraftId, job: Option<Draft>) -> bool {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = jobs.is_empty();
        jobs.insert(draft, job);
        idle
    }

    /// Does everything that is queued, and tells how each went. Waits for the disk.
    pub(super) fn work(&self, tell: impl Fn(DraftId, Result<(), Failure>)) {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let next = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).pop_first();
            let Some((id, job)) = next else { return };
            let outcome = match &job {
                Some(draft) => self.store.keep(draft),
                None => self.store.forget(id),
            };
            tell(id, outcome.map_err(|error| failure(&error)));
        }
    }
}

fn failure(error: &io::Error) -> Failure {
    Failure {
        what: "Drafts are not kept on disk".to_owned(),
        why: format!("{error}."),
        hint: "What you type stays here as long as the program runs; it is tried again with every change.".to_owned(),
        remedy: Remedy::Nothing,
        done: Done::No,
    }
}
