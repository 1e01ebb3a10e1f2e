//! What the runner does about aliases and notes.

use std::sync::Arc;

use super::effects::Runner;
use super::note_writer::{failure, load};
use crate::app::core::effect::{Effect, NoteOrder};
use crate::app::core::msg::Msg;
use crate::app::core::remote::Ticket;
use crate::app::core::settings::ProfileSettings;
use crate::domain::service::failure::Failure;
use crate::store::Store;

impl Runner {
    /// Reads what the desk has written and what the team shares, before anything is requested. Without the team's file
    /// there are the aliases of the configuration itself. Returns the database.
    pub(super) fn first_notes(&self, store: Option<Arc<Store>>, settings: &mut ProfileSettings) -> Option<Arc<Store>> {
        let aliases = &self.setup.aliases;
        let mut loaded = load(store.as_deref(), self.connection.source.client(), aliases);
        loaded.shared.get_or_insert_with(|| aliases.own().to_vec());
        settings.take_notes(loaded);
        store
    }

    /// Reads what the desk has written.
    pub(super) fn load_notes(&mut self, ticket: Ticket) {
        let store = self.connection.store.get().cloned();
        let (client, aliases) = (self.connection.source.client().to_owned(), self.setup.aliases.clone());
        self.blocking(move || Some(Msg::Notes(ticket, Box::new(load(store.as_deref(), &client, &aliases)))));
    }

    /// Writes a note in the background.
    pub(super) fn save_note(&mut self, ticket: Ticket, order: NoteOrder) {
        if self.notes.is_none() {
            self.reopen();
        }
        let Some(writer) = self.notes.clone() else {
            let why = self.opened.clone().and_then(Result::err).unwrap_or_else(|| "there is no database".to_owned());
            self.spawn(None, async move { Msg::NoteSaved(ticket, Err(failure(&why))) });
            return;
        };
        writer.queue(ticket, order);
        let outbox = self.outbox.clone();
        self.tasks.spawn_blocking(move || {
            writer.work(|ticket, ended| drop(outbox.blocking_send(Msg::NoteSaved(ticket, ended))));
            None
        });
    }

    /// Saves notes that are not on disk yet, because the program ends or switches profiles; blocks. Returns why one could
    /// not be saved.
    pub(super) fn flush_notes(&self, effects: Vec<Effect>) -> Option<Failure> {
        match &self.notes {
            Some(writer) => writer.finish(effects),
            None => (!effects.is_empty()).then(|| failure("there is no database")),
        }
    }
}
