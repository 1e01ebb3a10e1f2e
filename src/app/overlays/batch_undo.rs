//! The undo of changes that were made together, as it is asked about.

use std::collections::BTreeSet;

use crate::domain::change::batch::{BatchChange, Lasting, Reversal};
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::change::write::{Intent, WriteId};
use crate::domain::text::count;

/// What is undone by a yes, newest first. What is asked is what is done, whatever is made meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchUndo {
    /// The changes.
    pub batch: BatchId,
    /// `Contoso`, `3 companies`
    pub company: String,
    /// The creates whose users are deleted again.
    pub creates: Vec<WriteId>,
    /// The changes that are put back.
    pub updates: Vec<WriteId>,
    /// Why others stay as they are, a sentence each.
    pub left_out: Vec<String>,
    /// The ticket of the undo.
    pub ticket: TicketNumber,
}

impl BatchUndo {
    /// The undo of these changes, newest first; `None` if none of them can be undone.
    #[must_use]
    pub fn of(batch: &BatchId, changes: Vec<BatchChange>) -> Option<Self> {
        let first = &changes.first()?.intent;
        let companies: BTreeSet<_> = changes.iter().map(|change| &change.intent.company).collect();
        let company = match companies.len() {
            1 => first.company_name.clone(),
            n => count(n as u64, "company", "companies"),
        };
        let ticket = first.ticket.clone();
        let (mut creates, mut updates, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        for BatchChange { intent, reversal } in changes {
            match reversal {
                Reversal::Delete(_) => creates.push(intent.id),
                Reversal::PutBack(_) => updates.push(intent.id),
                Reversal::Stays(why) => left_out.push(why_it_stays(&intent, &why)),
            }
        }
        let undo = Self { batch: batch.clone(), company, creates, updates, left_out, ticket };
        (undo.how_many() > 0).then_some(undo)
    }

    /// The same undo for this ticket.
    #[must_use]
    pub fn for_ticket(self, ticket: TicketNumber) -> Self {
        Self { ticket, ..self }
    }

    /// How many changes are undone.
    #[must_use]
    pub fn how_many(&self) -> usize {
        self.creates.len() + self.updates.len()
    }
}

/// Why a change stays, in a sentence.
fn why_it_stays(intent: &Intent, why: &Lasting) -> String {
    let who = intent.user_label();
    match why {
        Lasting::NotKnown | Lasting::ChangedByOthers => format!("it is not known what became of {who}"),
        Lasting::ChangedSince => format!("{who} was changed since"),
        Lasting::Found(_) => format!("it is not known who created {who}"),
        Lasting::Delete | Lasting::DeletedSince => {
            format!("{who} is deleted, and a deleted user cannot be restored")
        }
        Lasting::Group => format!("the {who} can only be deleted in the console"),
        Lasting::Mail => format!("the mail to {who} cannot be taken back"),
    }
}
