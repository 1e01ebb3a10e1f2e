//! Writes aliases and notes to disk, in the background and in order, and synchronously when the program ends; reads
//! them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::clock;
use crate::app::core::effect::{Effect, NoteOrder};
use crate::app::core::remote::Ticket;
use crate::config::TeamAliases;
use crate::domain::desk::note::DeskNote;
use crate::domain::desk::notes::LoadedNotes;
use crate::domain::service::failure::{Applied, Failure, Remedy};
use crate::store::Store;

/// The queue. Clones share it.
#[derive(Clone)]
pub(super) struct NoteWriter {
    store: Arc<Store>,
    client: String,
    queued: Arc<Mutex<VecDeque<(Ticket, NoteOrder)>>>,
    /// Held while writing, so that notes arrive in order.
    writing: Arc<Mutex<()>>,
}

impl NoteWriter {
    pub(super) fn new(store: Arc<Store>, client: &str) -> Self {
        Self { store, client: client.to_owned(), queued: Arc::default(), writing: Arc::default() }
    }

    /// Queues a note.
    pub(super) fn queue(&self, ticket: Ticket, order: NoteOrder) {
        self.orders().push_back((ticket, order));
    }

    /// Writes everything that is queued. Blocks on the disk.
    pub(super) fn work(&self, tell: impl Fn(Ticket, Result<DeskNote, Failure>)) {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let next = self.orders().pop_front();
            let Some((ticket, order)) = next else { return };
            let company = (self.client.as_str(), &order.company);
            let ended = self.store.save_note(company, (&order.base, &order.note), clock::utc());
            tell(ticket, ended.map_err(|error| failure(&error.to_string())));
        }
    }

    /// Writes these after what is queued; returns why one of them could not be written. Blocks on the disk.
    pub(super) fn finish(&self, effects: Vec<Effect>) -> Option<Failure> {
        for effect in effects {
            if let Effect::SaveNote(ticket, order) = effect {
                self.queue(ticket, *order);
            }
        }
        let lost = std::cell::RefCell::new(None);
        self.work(|_, ended| {
            if let Err(failure) = ended {
                tracing::warn!(%failure, "at the end");
                lost.replace(Some(failure));
            }
        });
        lost.into_inner()
    }

    fn orders(&self) -> MutexGuard<'_, VecDeque<(Ticket, NoteOrder)>> {
        self.queued.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The message when a note is not saved.
pub(super) fn failure(why: &str) -> Failure {
    Failure {
        what: "Aliases and notes are not saved".to_owned(),
        why: format!("{why}."),
        hint: "What you write stays in memory while the program runs; saving is tried again every second.".to_owned(),
        remedy: Remedy::Nothing,
        applied: Applied::No,
    }
}

/// What the desk has written, and what the team shares. Without a database it is only that.
pub(super) fn load(store: Option<&Store>, client: &str, aliases: &TeamAliases) -> LoadedNotes {
    let mut loaded = LoadedNotes::default();
    match store.map(|store| store.notes(client)) {
        Some(Ok(own)) => loaded.own = Some(own),
        Some(Err(error)) => loaded.problems.push(format!("Aliases and notes cannot be read: {error}.")),
        None => {}
    }
    match aliases.all() {
        Ok(shared) => loaded.shared = Some(shared),
        Err(why) => loaded.problems.push(why),
    }
    loaded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::core::owner::Owner;
    use crate::app::core::remote::Tickets;
    use crate::domain::service::ids::CompanyId;

    fn order(base: &str, note: &str) -> NoteOrder {
        let [base, note] = [base, note].map(|text| DeskNote::typed("", text));
        NoteOrder { company: CompanyId::new("c"), base, note }
    }

    fn text(store: &Store) -> String {
        store.notes("me").expect("read").remove(&CompanyId::new("c")).unwrap_or_default().text
    }

    #[test]
    fn notes_arrive_in_order_however_many_write() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Arc::new(Store::open(folder.path()).expect("a store"));
        let writer = NoteWriter::new(Arc::clone(&store), "me");
        let mut tickets = Tickets::default();
        let mut before = String::new();
        std::thread::scope(|scope| {
            for n in 0..40 {
                let now = format!("{n} {}", "x".repeat(n % 7));
                writer.queue(tickets.issue(Owner::Notes), order(&before, &now));
                before = now;
                let worker = writer.clone();
                scope.spawn(move || worker.work(|_, ended| drop(ended.expect("written"))));
            }
        });
        assert_eq!(text(&store), before);
    }

    #[test]
    fn what_is_queued_is_written_before_the_program_ends() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Arc::new(Store::open(folder.path()).expect("a store"));
        let writer = NoteWriter::new(Arc::clone(&store), "me");
        let ticket = Tickets::default().issue(Owner::Notes);
        writer.queue(ticket, order("", "a"));
        let last = Effect::SaveNote(ticket, Box::new(order("a", "ab")));
        assert_eq!(writer.finish(vec![last.clone()]), None);
        assert_eq!(text(&store), "ab");
        let other = rusqlite::Connection::open(folder.path().join("state.db")).expect("a database");
        other.execute_batch("BEGIN IMMEDIATE").expect("nobody else");
        let refused = writer.finish(vec![Effect::SaveNote(ticket, Box::new(order("ab", "abc")))]).expect("told");
        assert_eq!(refused.what, "Aliases and notes are not saved");
    }
}
