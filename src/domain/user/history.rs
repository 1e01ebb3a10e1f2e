//! The history of a user: the service's audit log, and what was done from this machine.

use std::cmp::Reverse;

use jiff::Timestamp;

use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::user_plan::done_verb;
use crate::domain::change::write::{Intent, JournalOutcome, WriteKind};
use crate::domain::list::page::Page;
use crate::domain::service::ids::UserId;
use crate::domain::user::audit::AuditEntry;

/// What was done to a user, in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// When; the service may not say.
    pub at: Option<Timestamp>,
    /// Who; empty if it is not known.
    pub who: String,
    /// What, in few words.
    pub what: String,
    /// It is from this machine's journal and not from the audit log.
    pub is_here: bool,
    /// More about it, a line each.
    pub details: Vec<String>,
}

impl HistoryLine {
    /// A line of this machine's journal.
    #[must_use]
    pub fn here(intent: &Intent, at: Timestamp, what: impl Into<String>) -> Self {
        let mut details = Vec::new();
        if let WriteKind::Update(update) = &intent.kind {
            details.push(update.words());
        }
        if !intent.ticket.is_empty() {
            details.push(format!("ticket {}", intent.ticket));
        }
        Self { at: Some(at), who: String::new(), what: what.into(), is_here: true, details }
    }

    /// A write that did not succeed: `not edited`, or `not known whether edited` if that will never be known.
    #[must_use]
    pub fn not_done(intent: &Intent, at: Timestamp, is_known: bool) -> Self {
        let not = if is_known { "not" } else { "not known whether" };
        Self::here(intent, at, format!("{not} {}", done_verb(&intent.kind)))
    }

    /// A write of the journal, if it is about this user and there is something to tell.
    #[must_use]
    pub fn of_write(write: &RecordedWrite, user: &UserId) -> Option<Self> {
        let (intent, outcome) = (&write.intent, write.outcome.as_ref());
        let is_target = intent.kind.target() == Some(user);
        let Some((outcome, at)) = outcome else {
            let what = if write.running { "being" } else { "not known yet whether" };
            return is_target.then(|| Self::here(intent, intent.at, format!("{what} {}", done_verb(&intent.kind))));
        };
        match outcome {
            JournalOutcome::Created(made) => (made == user).then(|| Self::here(intent, *at, done_verb(&intent.kind))),
            JournalOutcome::Found(found) => (found.id == *user).then(|| Self::here(intent, *at, FOUND_AFTER_CREATE)),
            JournalOutcome::Updated | JournalOutcome::Deleted => {
                is_target.then(|| Self::here(intent, *at, done_verb(&intent.kind)))
            }
            JournalOutcome::NotDeleted
            | JournalOutcome::NotUpdated
            | JournalOutcome::Conflict(_)
            | JournalOutcome::Changed(_) => is_target.then(|| Self::not_done(intent, *at, true)),
            JournalOutcome::Unanswered => is_target.then(|| Self::not_done(intent, *at, false)),
            // Nothing was done, or it is not known to whom.
            JournalOutcome::AlreadySo | JournalOutcome::NotCreated | JournalOutcome::Absent | JournalOutcome::Seen => {
                None
            }
        }
    }
}

/// What is said of a user who exists after a create without an answer.
pub const FOUND_AFTER_CREATE: &str = "found after an unanswered create";

/// A line of the audit log.
impl From<&AuditEntry> for HistoryLine {
    fn from(entry: &AuditEntry) -> Self {
        let changes = entry.differences();
        let mut details: Vec<String> = entry.description.iter().cloned().collect();
        details.extend(changes.iter().map(ToString::to_string));
        let from: Vec<String> = [&entry.ip, &entry.agent].into_iter().flatten().cloned().collect();
        if !from.is_empty() {
            details.push(format!("from {}", from.join(", ")));
        }
        let names: Vec<&str> =
            changes.iter().map(|change| change.name.as_str()).filter(|name| !name.is_empty()).collect();
        let word = entry.operation.word();
        let of = entry.entity.as_deref().filter(|entity| !entity.is_empty());
        let what = match (of, names.is_empty()) {
            (_, false) => format!("{word}: {}", names.join(", ")),
            (Some(entity), true) => format!("{word} ({entity})"),
            (None, true) => word.to_owned(),
        };
        Self { at: entry.at, who: entry.who.clone().unwrap_or_default(), what, is_here: false, details }
    }
}

/// The audit log of a user, newest first, as far as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditLog {
    entries: Vec<AuditEntry>,
    /// Pages read.
    read: u32,
    /// Pages there are.
    pages: u32,
}

impl AuditLog {
    /// The number of the page to read next; `None` if all were read.
    #[must_use]
    pub fn next_page(&self) -> Option<u32> {
        (self.read == 0 || self.read < self.pages).then(|| self.read.saturating_add(1))
    }

    /// The first page is to be read next; what was read stays until it is here.
    pub fn begin_again(&mut self) {
        (self.read, self.pages) = (0, 0);
    }

    /// Adds the page that was read.
    pub fn add(&mut self, page: &Page<AuditEntry>) {
        if self.read == 0 {
            self.entries.clear();
        }
        self.read = page.number.max(self.read.saturating_add(1));
        self.pages = if page.items.is_empty() { self.read } else { page.pages };
        // What was written meanwhile moves older entries to the next page.
        let new: Vec<_> = page.items.iter().filter(|entry| !self.entries.contains(entry)).cloned().collect();
        self.entries.extend(new);
    }

    /// Entries that were read.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Nothing was read, or there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The log and what was done from this machine as one, newest first. With `is_cut`, older entries follow later: of
    /// this machine only what is not older than those that were read is taken, so that they are added at the end.
    #[must_use]
    pub fn merged(&self, here: impl IntoIterator<Item = HistoryLine>, is_cut: bool) -> Vec<HistoryLine> {
        let mut lines: Vec<HistoryLine> = self.entries.iter().map(HistoryLine::from).collect();
        let oldest = self.entries.iter().filter_map(|entry| entry.at).min().filter(|_| is_cut);
        let is_taken = |line: &HistoryLine| oldest.is_none_or(|oldest| line.at.is_none_or(|at| at >= oldest));
        lines.extend(here.into_iter().filter(is_taken));
        lines.sort_by_key(|line| Reverse(line.at));
        lines
    }
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
