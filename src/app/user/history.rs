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
use crate::domain::user::history::AuditLog;

/// The history.
#[derive(Debug, Clone)]
pub struct History {
    /// The company.
    pub company: CompanyId,
    /// Whose history.
    pub user: TargetUser,
    /// What was read.
    pub log: AuditLog,
    /// The newest request.
    pub load: Remote<()>,
    /// The line under the cursor.
    pub cursor: usize,
    /// The cursor is at the end: the next page is wanted.
    pub(super) wants_more: bool,
}

impl History {
    /// Requests the next page.
    pub(super) fn ask(&mut self, cx: &mut Context<'_>) {
        self.wants_more = false;
        let Some(page) = self.log.next_page() else { return };
        ask(&mut self.load, Read::Audit(self.company.clone(), self.user.id.clone(), page), cx);
    }

    pub(super) fn settle(&mut self, ticket: Ticket, answer: Result<Page<AuditEntry>, Failure>) {
        if self.load.waiting != Some(ticket) {
            return;
        }
        if let Ok(page) = &answer {
            self.log.add(page);
        }
        self.load.settle(ticket, answer.map(drop));
    }
}
