//! What the runner does about aliases and notes.

use super::effects::Runner;
use super::note_writer::{failure, load};
use crate::app::core::effect::{Effect, NoteOrder};
use crate::app::core::msg::Msg;
use crate::app::core::remote::Ticket;
use crate::domain::service::failure::Failure;

impl Runner {
    /// Reads what the desk has written.
    pub(super) fn load_notes(&mut self, ticket: Ticket) {
        self.read_saved(move |store, client| Some(Msg::Notes(ticket, Box::new(load(store, client)))));
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
