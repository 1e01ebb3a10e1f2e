//! The history of one user, as the service's audit log has it: newest first, page by page.

use crate::app::core::context::Context;
use crate::app::core::effect::Read;
use crate::app::core::remote::{Remote, Ticket};
use crate::app::user::part::ask;
use crate::domain::list::page::Page;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::CompanyId;
use crate::domain::user::audit::AuditEntry;
use crate::domain::user::existing::TargetUser;

/// The history.
#[derive(Debug, Clone)]
pub struct History {
    /// The company.
    pub company: CompanyId,
    /// Whose history.
    pub user: TargetUser,
    /// The entries of the pages that were read, newest first.
    pub entries: Vec<AuditEntry>,
    /// The newest request.
    pub load: Remote<()>,
    /// The line under the cursor.
    pub cursor: usize,
    /// The cursor is at the end: the next page is wanted.
    pub(super) wants_more: bool,
    /// Pages read.
    pub(super) read: u32,
    /// Pages there are.
    pub(super) pages: u32,
}

impl History {
    /// Older entries are left to be read.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.read == 0 || self.read < self.pages
    }

    /// Requests the next page.
    pub(super) fn ask(&mut self, cx: &mut Context<'_>) {
        let question = Read::Audit(self.company.clone(), self.user.id.clone(), self.read.saturating_add(1));
        self.wants_more = false;
        ask(&mut self.load, question, cx);
    }

    pub(super) fn settle(&mut self, ticket: Ticket, answer: Result<Page<AuditEntry>, Failure>) {
        if self.load.waiting != Some(ticket) {
            return;
        }
        if let Ok(page) = &answer {
            self.read = page.number.max(self.read.saturating_add(1));
            self.pages = if page.items.is_empty() { self.read } else { page.pages };
            // What was written meanwhile moves older entries to the next page.
            let new = page.items.iter().filter(|entry| !self.entries.contains(entry)).cloned();
            let new: Vec<_> = new.collect();
            self.entries.extend(new);
        }
        self.load.settle(ticket, answer.map(drop));
    }
}
