//! Writes the newest value of something to disk, in the background, and synchronously when the program ends.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use crate::store::Store;

/// One such value. Clones share it.
#[derive(Clone)]
pub(super) struct LatestWriter<T> {
    store: Arc<Store>,
    write: fn(&Store, &T) -> io::Result<()>,
    newest: Arc<Mutex<Option<T>>>,
    /// Held while writing, so that an older value never overwrites a newer one.
    writing: Arc<Mutex<()>>,
}

impl<T> LatestWriter<T> {
    /// Writes into `store` with `write`.
    pub(super) fn new(store: Arc<Store>, write: fn(&Store, &T) -> io::Result<()>) -> Self {
        Self { store, write, newest: Arc::default(), writing: Arc::default() }
    }

    /// Sets a new value. True if nobody is about to write yet.
    pub(super) fn queue(&self, what: T) -> bool {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner).replace(what).is_none()
    }

    /// Writes the newest value, if any. Blocks on the disk.
    pub(super) fn work(&self) {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(newest) = newest
            && let Err(error) = (self.write)(&self.store, &newest)
        {
            // A convenience: a disk that cannot save drafts is reported already.
            tracing::warn!(%error, what = std::any::type_name::<T>(), "not remembered");
        }
    }
}
