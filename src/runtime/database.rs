//! The database of the service: opened, opened again, and used from then on.

use std::sync::{Arc, OnceLock};

use super::clock;
use super::draft_writer::DraftWriter;
use super::effects::Runner;
use super::latest_writer::LatestWriter;
use super::note_writer::NoteWriter;
use super::saved;
use super::source::Source;
use crate::app::core::settings::Settings;
use crate::domain::change::recovered::Recovered;
use crate::store::Store;

impl Runner {
    /// Opens the database of the current service and loads what was left there. Blocks on the disk: earlier drafts must
    /// be restored before anything is typed.
    pub(super) fn restore(&mut self) -> Recovered {
        let Some(opened) = self.store() else { return Recovered::default() };
        let restored = opened.and_then(|store| Ok((store.restore(clock::utc()).map_err(|e| e.to_string())?, store)));
        match restored {
            Ok((left, store)) => {
                self.adopt(&store);
                self.tasks.spawn_blocking(move || {
                    if let Err(error) = store.clean_up(clock::utc()) {
                        tracing::warn!(%error, "not tidied");
                    }
                    None
                });
                left
            }
            Err(why) => Recovered { unkept: Some(why), ..Recovered::default() },
        }
    }

    /// Uses this database from now on.
    fn adopt(&mut self, store: &Arc<Store>) {
        self.draft_writer = Some(DraftWriter::new(Arc::clone(store)));
        self.notes = Some(NoteWriter::new(Arc::clone(store), self.connection.source.client()));
        self.view_writer = Some(LatestWriter::new(Arc::clone(store), Store::save_view));
        self.imports.keep_in(store);
        self.companies = Some(LatestWriter::new(Arc::clone(store), saved::save_companies));
        let _ = self.connection.store.set(Arc::clone(store));
    }

    /// Retries to open the database that could not be opened at the start. Drafts of earlier runs stay there until the
    /// next start: their IDs would collide with those of drafts begun since.
    pub(super) fn reopen(&mut self) {
        if let Some(store) = self.reopening.as_ref().and_then(|reopening| reopening.get().cloned()) {
            self.reopening = None;
            self.opened = Some(Ok(Arc::clone(&store)));
            self.adopt(&store);
            return;
        }
        let is_under_way = self.reopening.as_ref().is_some_and(|reopening| Arc::strong_count(reopening) > 1);
        let Some(folder) = self.setup.folder(&self.connection.source).filter(|_| !is_under_way) else { return };
        let opened = Arc::new(OnceLock::new());
        self.reopening = Some(Arc::clone(&opened));
        self.blocking(move || {
            match Store::open(&folder) {
                Ok(store) => drop(opened.set(Arc::new(store))),
                Err(error) => tracing::warn!(%error, "the database is still unavailable"),
            }
            None
        });
    }

    /// The database of the service, or why there is none; opened once. `None` without a service.
    fn store(&mut self) -> Option<Result<Arc<Store>, String>> {
        if matches!(self.connection.source, Source::None) {
            return None;
        }
        if self.opened.is_none() {
            self.opened = Some(match self.setup.folder(&self.connection.source) {
                // The one that this program had open before, if it is still in use.
                Some(folder) => match self.left_stores.remove(&folder).and_then(|store| store.upgrade()) {
                    Some(store) => Ok(store),
                    None => Store::open(&folder).map(Arc::new).map_err(|error| error.to_string()),
                },
                None => Err("there is no home directory".to_owned()),
            });
        }
        self.opened.clone()
    }

    /// Loads the saved state of the list, before anything is requested.
    pub(super) fn load_saved_state(&mut self, settings: &mut Settings) {
        let settings = &mut settings.profile_settings;
        let store = self.store().and_then(Result::ok);
        let Some(store) = self.first_notes(store, settings) else { return };
        let (remembered, remark) = store.saved_view();
        settings.remembered = remembered;
        settings.snapshot = store.companies(self.connection.source.client(), clock::utc()).map(Arc::new);
        settings.days = store.days(self.connection.source.client(), clock::now().local.date());
        settings.remarks.extend(remark);
    }
}
