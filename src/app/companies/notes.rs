//! The aliases and notes of the desk: what is written about each company, and which changes are not on disk yet.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::app::companies::list::Companies;
use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, NoteOrder};
use crate::app::core::owner::{Owner, TimerId};
use crate::app::core::remote::Ticket;
use crate::domain::desk::note::DeskNote;
use crate::domain::desk::notes::DeskNotes;
use crate::domain::service::ids::CompanyId;

/// Delay between typing and saving.
const AFTER: Duration = Duration::from_millis(400);
/// Delay before a failed save is retried.
const RETRY_AFTER: Duration = Duration::from_secs(1);

impl Companies {
    /// What the desk has written about its companies.
    #[must_use]
    pub fn notes(&self) -> &DeskNotes {
        &self.source.notes
    }

    /// This is what the desk has written.
    pub fn set_notes(&mut self, notes: DeskNotes) {
        self.change_notes(|all| *all = notes);
    }

    /// This is written about the company from now on.
    pub fn put_note(&mut self, id: &CompanyId, note: DeskNote) {
        self.change_notes(|all| all.put(id, note));
    }

    /// The rows stay in their places, whatever is different in them.
    fn change_notes(&mut self, change: impl FnOnce(&mut DeskNotes)) {
        change(Arc::make_mut(&mut self.source.notes));
        let notes = Arc::clone(&self.source.notes);
        self.source.index.attach(&notes);
        for company in self.all_rows_mut() {
            notes.attach(company);
        }
        self.measure();
    }
}

/// Changes of notes that are not on disk yet. One is written at a time, so that they arrive in order.
#[derive(Debug, Clone, Default)]
pub struct NoteSaves {
    waiting: BTreeMap<CompanyId, NoteOrder>,
    under_way: Option<(Ticket, NoteOrder)>,
    timer: Option<Ticket>,
    is_failing: bool,
}

/// A note was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSaved {
    /// The company.
    pub company: CompanyId,
    /// What was to stand there.
    pub sent: DeskNote,
    /// What stands there: more, if another program has written meanwhile.
    pub stored: DeskNote,
    /// It could not be written before.
    pub works_again: bool,
}

impl NoteSaves {
    /// Every note is on disk.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.under_way.is_none()
    }

    /// Notes are only in memory, because the disk cannot be written.
    #[must_use]
    pub fn is_failing(&self) -> bool {
        self.is_failing && !self.is_empty()
    }

    /// What is written about this company is not on disk yet.
    #[must_use]
    pub fn has(&self, id: &CompanyId) -> bool {
        self.waiting.contains_key(id) || self.under_way.as_ref().is_some_and(|(_, order)| order.company == *id)
    }

    /// The note of a company was changed from one to the other.
    pub fn change(&mut self, company: &CompanyId, from: DeskNote, to: DeskNote) {
        let sent = self.under_way.as_ref().filter(|(_, order)| order.company == *company);
        let base = sent.map_or(from, |(_, order)| order.note.clone());
        let base = self.waiting.remove(company).map_or(base, |older| older.base);
        self.waiting.insert(company.clone(), NoteOrder { company: company.clone(), base, note: to });
    }

    /// After every message: what waits is written soon.
    pub(in crate::app) fn follow(&mut self, cx: &mut Context<'_>) {
        if self.timer.is_none() && self.under_way.is_none() && !self.waiting.is_empty() {
            let timer = cx.tickets.issue(Owner::Timer(TimerId::Notes));
            self.timer = Some(timer);
            cx.out.push(Effect::Timer(timer, if self.is_failing { RETRY_AFTER } else { AFTER }));
        }
    }

    /// The timer expired.
    pub(in crate::app) fn timer(&mut self, ticket: Ticket, cx: &mut Context<'_>) {
        if self.timer != Some(ticket) {
            return;
        }
        self.timer = None;
        if self.under_way.is_none()
            && let Some((_, order)) = self.waiting.pop_first()
        {
            let ticket = cx.tickets.issue(Owner::Notes);
            self.under_way = Some((ticket, order.clone()));
            cx.out.push(Effect::SaveNote(ticket, Box::new(order)));
        }
    }

    /// A note was written; `None` if nobody waits for it.
    pub(in crate::app) fn saved(&mut self, ticket: Ticket, stored: DeskNote) -> Option<NoteSaved> {
        let (_, order) = self.under_way.take_if(|(mine, _)| *mine == ticket)?;
        let NoteOrder { company, note: sent, .. } = order;
        Some(NoteSaved { company, sent, stored, works_again: std::mem::take(&mut self.is_failing) })
    }

    /// What another program has written is part of the note now: `stored` stands on disk, `note` in memory.
    pub(in crate::app) fn taken(&mut self, company: &CompanyId, stored: &DeskNote, note: &DeskNote) {
        if stored == note {
            self.waiting.remove(company);
        } else if self.waiting.contains_key(company) {
            let order = NoteOrder { company: company.clone(), base: stored.clone(), note: note.clone() };
            self.waiting.insert(company.clone(), order);
        }
    }

    /// A note could not be written; it waits again. True if that is new.
    pub(in crate::app) fn failed(&mut self, ticket: Ticket) -> bool {
        let Some((_, order)) = self.under_way.take_if(|(mine, _)| *mine == ticket) else { return false };
        let company = order.company.clone();
        let note = self.waiting.remove(&company).map_or(order.note, |newer| newer.note);
        self.waiting.insert(company, NoteOrder { note, ..order });
        !std::mem::replace(&mut self.is_failing, true)
    }

    /// Everything that is not known to be on disk, in order.
    pub(in crate::app) fn unsaved(&self) -> impl Iterator<Item = &NoteOrder> {
        self.under_way.iter().map(|(_, order)| order).chain(self.waiting.values())
    }
}
