//! What is done with the history of a user.

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::remote::Remote;
use crate::app::user::details::OneUser;
use crate::app::user::history::History;
use crate::domain::service::ids::CompanyId;
use crate::domain::user::existing::TargetUser;
use crate::domain::user::history::AuditLog;

impl OneUser {
    /// The open history.
    #[must_use]
    pub fn history(&self) -> Option<&History> {
        self.history.as_ref()
    }

    /// Opens the history of this user.
    pub fn open_history(&mut self, company: &CompanyId, user: &TargetUser, cx: &mut Context<'_>) {
        self.close_history(cx);
        let mut history = History {
            company: company.clone(),
            user: user.clone(),
            log: AuditLog::default(),
            load: Remote::default(),
            cursor: 0,
            wants_more: false,
        };
        history.ask(cx);
        self.history = Some(history);
    }

    /// Closes it and cancels its request.
    pub fn close_history(&mut self, cx: &mut Context<'_>) {
        if let Some(mut history) = self.history.take() {
            cx.out.extend(history.load.cancel().map(Effect::Cancel));
        }
    }

    /// Reads it again from the newest entry; the old ones stay until the answer arrives.
    pub fn reload_history(&mut self, cx: &mut Context<'_>) {
        let Some(history) = &mut self.history else { return };
        if history.load.waiting.is_some() {
            return;
        }
        if history.load.error.is_none() {
            history.log.begin_again();
        }
        history.ask(cx);
    }

    /// Moves the cursor among so many lines; past the last one the next page is wanted.
    pub fn move_in_history(&mut self, by: isize, count: usize) {
        let Some(history) = &mut self.history else { return };
        let last = count.saturating_sub(1);
        let to = history.cursor.saturating_add_signed(by);
        history.wants_more |= by > 0 && to >= last;
        history.cursor = to.min(last);
    }

    /// After every message: requests the next page if it is wanted.
    pub fn follow_history(&mut self, cx: &mut Context<'_>) {
        let Some(history) = self.history.as_mut().filter(|history| history.wants_more) else { return };
        if history.load.waiting.is_none() && history.load.error.is_none() {
            history.ask(cx);
        }
        history.wants_more = false;
    }

    /// Puts the cursor on this line.
    pub fn point_in_history(&mut self, line: usize) {
        if let Some(history) = &mut self.history {
            history.cursor = line;
        }
    }
}
