//! Duplicate check: as soon as the email of a form is complete, it is looked up in the form's
//! company. It informs and never blocks a create.

use std::time::Duration;

use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Read};
use crate::app::core::owner::{Owner, TimerId};
use crate::app::core::remote::{Remote, SLOW, Ticket};
use crate::domain::change::write::PriorOwners;
use crate::domain::form::verdict::Verdict;
use crate::domain::list::page::Page;
use crate::domain::list::user_query::{UserOrder, UserQuery};
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::CompanyId;
use crate::domain::user::email;
use crate::domain::user::existing::{TargetUser, UserStatus, same_email};

/// Debounce of the look-up.
const AFTER: Duration = Duration::from_millis(350);
/// Number of cached answers.
const CACHED_ANSWERS: usize = 20;

/// The look-up of one form.
#[derive(Debug, Clone, Default)]
pub struct Duplicate {
    /// The address looked up; empty while none is complete.
    email: String,
    timer: Option<Ticket>,
    remote: Remote<()>,
    cached: Vec<(String, Vec<TargetUser>)>,
}

impl Duplicate {
    /// After every message: follows the text of the field.
    pub(super) fn follow(&mut self, typed: &str, cx: &mut Context<'_>) {
        let typed = email::read(typed).map(|read| read.address).unwrap_or_default();
        if same_email(&self.email, &typed) {
            return;
        }
        self.email.clone_from(&typed);
        self.timer = None;
        self.remote.dismiss_error();
        if let Some(ticket) = self.remote.cancel() {
            cx.out.push(Effect::Cancel(ticket));
        }
        if !typed.is_empty() && self.found().is_none() {
            let ticket = cx.tickets.issue(Owner::Timer(TimerId::EmailRest));
            self.timer = Some(ticket);
            cx.out.push(Effect::Timer(ticket, AFTER));
        }
    }

    pub(super) fn timer(&mut self, ticket: Ticket, company: &CompanyId, cx: &mut Context<'_>) {
        if self.timer == Some(ticket) {
            self.timer = None;
            self.look_up(company, cx);
        }
    }

    /// The look-up has become slow.
    pub fn mark_slow(&mut self, ticket: Ticket) {
        self.remote.mark_slow(ticket);
    }

    fn look_up(&mut self, company: &CompanyId, cx: &mut Context<'_>) {
        let ticket = cx.tickets.issue(Owner::Forms);
        self.remote.start(ticket);
        let query = UserQuery {
            email: Some(self.email.clone()),
            order: UserOrder::CreateTime,
            ascending: false,
            ..UserQuery::default()
        };
        cx.out.extend([Effect::Fetch(ticket, Read::Users(company.clone(), query)), Effect::Timer(ticket, SLOW)]);
    }

    pub(super) fn settle(&mut self, ticket: Ticket, answer: &Result<Page<TargetUser>, Failure>) {
        if !self.remote.settle(ticket, answer.as_ref().map(|_| ()).map_err(Clone::clone)) {
            return;
        }
        if let Ok(page) = answer {
            let found = page.items.iter().filter(|u| same_email(&u.email, &self.email)).cloned().collect();
            if self.cached.len() == CACHED_ANSWERS {
                self.cached.remove(0);
            }
            self.cached.push((self.email.clone(), found));
        }
    }

    /// The users with the address in the field; nothing while unknown.
    #[must_use]
    pub fn found(&self) -> Option<&[TargetUser]> {
        let known = self.cached.iter().rev().find(|(email, _)| same_email(email, &self.email));
        known.filter(|_| !self.email.is_empty()).map(|(_, found)| found.as_slice())
    }

    /// The users who had the address before it is sent, as far as known.
    #[must_use]
    pub fn before(&self) -> PriorOwners {
        self.found().map_or(PriorOwners::NotChecked, |found| {
            PriorOwners::Known(found.iter().map(|user| user.id.clone()).collect())
        })
    }

    /// A user with the address exists, active or not: the service refuses a second one.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.found().is_some_and(|found| found.iter().any(|user| user.status != UserStatus::Deleted))
    }

    /// Retries a failed look-up.
    pub fn retry(&mut self, company: &CompanyId, cx: &mut Context<'_>) {
        if self.remote.error.is_some() && self.remote.waiting.is_none() && !self.email.is_empty() {
            self.look_up(company, cx);
        }
    }

    /// Drops the answers: users were added or removed.
    pub fn forget(&mut self) {
        self.cached.clear();
        self.email.clear();
    }

    /// The message beside the field of a user who is created, or else changed.
    #[must_use]
    pub fn verdict(&self, creates: bool) -> Verdict {
        if self.email.is_empty() {
            return Verdict::Fine;
        }
        if let Some(failure) = &self.remote.error {
            return Verdict::Note(format!("not checked for duplicates: {}", failure.why));
        }
        match self.found() {
            None if self.remote.slow => Verdict::Note("checking for duplicates".to_owned()),
            None => Verdict::Fine,
            Some(found) => judged(found, creates),
        }
    }
}

/// The most relevant user: existing ones take precedence over deleted ones.
fn judged(found: &[TargetUser], creates: bool) -> Verdict {
    let of = |status: &UserStatus| found.iter().find(|u| u.status == *status);
    let who = |user: &TargetUser| format!("{}, id {}", user.shown_name(), user.id);
    if let Some(user) = of(&UserStatus::Active) {
        let what = if creates { "nothing to create" } else { "the service takes an address once" };
        Verdict::Warning(format!("ACTIVE here already ({}): {what}", who(user)))
    } else if let Some(user) = of(&UserStatus::Inactive) {
        let what = if creates { "activate in the console instead" } else { "the service takes an address once" };
        Verdict::Warning(format!("INACTIVE here ({}): {what}", who(user)))
    } else if let Some(user) = of(&UserStatus::Deleted) {
        let what = if creates { ": creating adds a new user" } else { "" };
        Verdict::Warning(format!("DELETED here before ({}){what}", who(user)))
    } else if let Some(user) = found.first() {
        Verdict::Warning(format!("here already, {} ({})", user.status.word(), who(user)))
    } else {
        Verdict::Good("new here".to_owned())
    }
}
