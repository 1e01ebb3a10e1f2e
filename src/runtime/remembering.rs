//! Comforts on their way to the disk: the newest alone, written in the background, and at once when
//! the program ends.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use crate::store::Store;

/// The place of one of them. Clones share it.
#[derive(Clone)]
pub(super) struct Remembering<T> {
    store: Arc<Store>,
    write: fn(&Store, &T) -> io::Result<()>,
    newest: Arc<Mutex<Option<T>>>,
    /// Held while writing, so that an older one never lands on a newer one.
    writing: Arc<Mutex<()>>,
}

impl<T> Remembering<T> {
    /// Writes into `store` by `write`.
    pub(super) fn new(store: Arc<Store>, write: fn(&Store, &T) -> io::Result<()>) -> Self {
        Self { store, write, newest: Arc::default(), writing: Arc::default() }
    }

    /// Takes it in place of an older one. True when nobody is about to write yet.
    pub(super) fn queue(&self, what: T) -> bool {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner).replace(what).is_none()
    }

    /// Writes the newest, if there is one. Waits for the disk.
    pub(super) fn work(&self) {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(newest) = newest
            && let Err(error) = (self.write)(&self.store, &newest)
        {
            // A comfort, not work: a disk that takes no drafts is said on the screen already.
            tracing::warn!(%error, what = std::any::type_name::<T>(), "not remembered");
        }
    }
}
