//! The change that a row makes.

use jiff::Timestamp;

use super::action::Action;
use super::check::Judged;
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::change::update::Update;
use crate::domain::change::user_plan::listed_entry;
use crate::domain::change::write::{CreateRequest, Intent, NewUser, PriorOwners, SendContext, WriteId, WriteKind};
use crate::domain::company::company_ref::CompanyRef;

/// The change that a row makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// The user is created.
    Create(Box<CreateRequest>),
    /// The user who is there becomes active.
    Activate(Box<Intent>),
    /// The user who is there changes, or becomes inactive.
    Update(Box<Intent>),
}

/// What the change of a row has besides the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderContext {
    /// The ID of the change.
    pub id: WriteId,
    /// Now.
    pub at: Timestamp,
    /// The ticket of the run.
    pub ticket: TicketNumber,
    /// The changes of the run.
    pub batch: BatchId,
}

impl Judged {
    /// The change to send; `None` if the row makes none.
    #[must_use]
    pub fn order(&self, company: &CompanyRef, context: &OrderContext) -> Option<Order> {
        let intent = |kind, entry, before| Intent {
            id: context.id.clone(),
            kind,
            company: company.id.clone(),
            company_name: company.name.clone(),
            entry,
            at: context.at,
            sending: SendContext { before, ..SendContext::default() },
            ticket: context.ticket.clone(),
            batch: Some(context.batch.clone()),
        };
        match (self.action, &self.user, &self.found) {
            (Action::Create, Some(user), _) => {
                let entry = self.person.entry.clone().as_sent();
                let intent = intent(WriteKind::Create, entry, PriorOwners::Known(self.before.clone()));
                let user = NewUser::Target(user.clone());
                Some(Order::Create(Box::new(CreateRequest { intent, user, earlier: None, unrecorded: false })))
            }
            (Action::Update | Action::Deactivate, _, Some(found)) => {
                let kind = WriteKind::Update(self.update.clone()?);
                Some(Order::Update(Box::new(intent(kind, listed_entry(found), PriorOwners::NotChecked))))
            }
            (Action::Reactivate, _, Some(found)) => {
                let activation = || Update::activity(found.id.clone(), false, true);
                let kind = WriteKind::Update(self.update.clone().unwrap_or_else(activation));
                Some(Order::Activate(Box::new(intent(kind, listed_entry(found), PriorOwners::NotChecked))))
            }
            _ => None,
        }
    }
}
