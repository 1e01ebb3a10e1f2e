//! How the list is looked at, on its way to the disk: the newest alone, written in the background, and
//! at once when the program ends.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::view::Remembered;
use crate::store;

/// The place. Clones share it.
#[derive(Clone)]
pub(super) struct Remembering {
    folder: Arc<PathBuf>,
    newest: Arc<Mutex<Option<Remembered>>>,
    /// Held while writing, so that an older one never lands on a newer one.
    writing: Arc<Mutex<()>>,
}

impl Remembering {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder: Arc::new(folder), newest: Arc::default(), writing: Arc::default() }
    }

    /// Takes it in place of an older one. True when nobody is about to write yet.
    pub(super) fn queue(&self, what: Remembered) -> bool {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner).replace(what).is_none()
    }

    /// Writes the newest, if there is one. Waits for the disk.
    pub(super) fn work(&self) {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(newest) = newest
            && let Err(error) = store::remember(&self.folder, &newest)
        {
            // A comfort, not work: a disk that takes no drafts is said on the screen already.
            tracing::warn!(%error, "how the list is looked at was not remembered");
        }
    }
}
